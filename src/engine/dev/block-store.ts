import type { Database } from '../../store/database.ts';
import { ResponseFinalizeBlock } from '../../wire/gen/tendermint/abci/types.ts';
import { Block } from '../../wire/gen/tendermint/types/block.ts';
import { ConsensusParams } from '../../wire/gen/tendermint/types/params.ts';
import { BlockID, Commit } from '../../wire/gen/tendermint/types/types.ts';
import { ValidatorSet } from '../../wire/gen/tendermint/types/validator.ts';

/** What the engine keeps besides the application's state: one record per height, in its own database. */
export interface StoredBlock {
  readonly block: Block;
  readonly blockId: BlockID;
  readonly seenCommit: Commit;
  readonly size: number;
}

/** What a height is made with: known once the height before is committed. */
export interface HeightState {
  readonly validators: ValidatorSet;
  readonly params: ConsensusParams;
}

const HEIGHT = key('height');
const GENESIS = key('genesis');

function key(kind: string, rest: bigint | Uint8Array = 0n): Uint8Array {
  const tail = typeof rest === 'bigint' ? new Uint8Array(8) : rest;
  if (typeof rest === 'bigint') new DataView(tail.buffer).setBigUint64(0, rest);
  const out = new Uint8Array(kind.length + 1 + tail.length);
  out.set(Buffer.from(`${kind}/`, 'latin1'));
  out.set(tail, kind.length + 1);
  return out;
}

/**
 * Blocks, results, validator sets and consensus parameters by height.
 *
 * Keys: `block/ id/ seen/ result/ validators/ params/` | height u64be, `hash/` | block hash -> height, `tx/` | tx hash -> height u64be,
 * index u32be. A block is on disk before the application executes it, so that it can be executed again after a crash.
 */
export class BlockStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Height of the last block saved, 0n when there is none. */
  height(): bigint {
    const bytes = this.db.get(HEIGHT);
    return bytes ? new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0) : 0n;
  }

  genesis(): string | undefined {
    const bytes = this.db.get(GENESIS);
    return bytes && Buffer.from(bytes).toString('utf8');
  }

  async saveGenesis(text: string, height: bigint, state: HeightState): Promise<void> {
    const batch = this.db.batch();
    batch.put(GENESIS, Buffer.from(text, 'utf8'));
    batch.put(key('validators', height), ValidatorSet.encode(state.validators));
    batch.put(key('params', height), ConsensusParams.encode(state.params));
    await batch.write(true);
  }

  async saveBlock(height: bigint, b: StoredBlock, bytes: Uint8Array, txHashes: readonly Uint8Array[]): Promise<void> {
    const at = new Uint8Array(8);
    new DataView(at.buffer).setBigUint64(0, height);
    const batch = this.db.batch();
    batch.put(key('block', height), bytes);
    batch.put(key('id', height), BlockID.encode(b.blockId));
    batch.put(key('seen', height), Commit.encode(b.seenCommit));
    batch.put(key('hash', b.blockId.hash), at);
    txHashes.forEach((hash, i) => {
      const place = new Uint8Array(12);
      place.set(at);
      new DataView(place.buffer).setUint32(8, i);
      batch.put(key('tx', hash), place);
    });
    batch.put(HEIGHT, at);
    await batch.write(true);
  }

  /** Saves what executing `height` gave: its results, and what the next height is made with. */
  async saveResults(height: bigint, results: ResponseFinalizeBlock, next: HeightState): Promise<void> {
    const batch = this.db.batch();
    batch.put(key('result', height), ResponseFinalizeBlock.encode(results));
    batch.put(key('validators', height + 1n), ValidatorSet.encode(next.validators));
    batch.put(key('params', height + 1n), ConsensusParams.encode(next.params));
    await batch.write(true);
  }

  block(height: bigint): StoredBlock | undefined {
    const bytes = this.db.get(key('block', height));
    const id = this.db.get(key('id', height));
    const seen = this.db.get(key('seen', height));
    if (!bytes || !id || !seen) return undefined;
    return {
      block: Block.decode(bytes),
      blockId: BlockID.decode(id),
      seenCommit: Commit.decode(seen),
      size: bytes.length,
    };
  }

  results(height: bigint): ResponseFinalizeBlock | undefined {
    const bytes = this.db.get(key('result', height));
    return bytes && ResponseFinalizeBlock.decode(bytes);
  }

  state(height: bigint): HeightState | undefined {
    const validators = this.db.get(key('validators', height));
    const params = this.db.get(key('params', height));
    return (
      validators && params && { validators: ValidatorSet.decode(validators), params: ConsensusParams.decode(params) }
    );
  }

  heightOf(hash: Uint8Array): bigint | undefined {
    const at = this.db.get(key('hash', hash));
    return at && new DataView(at.buffer, at.byteOffset, 8).getBigUint64(0);
  }

  placeOf(txHash: Uint8Array): { height: bigint; index: number } | undefined {
    const at = this.db.get(key('tx', txHash));
    if (!at) return undefined;
    const view = new DataView(at.buffer, at.byteOffset, 12);
    return { height: view.getBigUint64(0), index: view.getUint32(8) };
  }

  close(): Promise<void> {
    return this.db.close();
  }
}
