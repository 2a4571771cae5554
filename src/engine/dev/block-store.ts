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

  /** Saves the genesis with the sets of the first two heights and the parameters of the first. */
  async saveGenesis(
    text: string,
    first: bigint,
    sets: readonly [ValidatorSet, ValidatorSet],
    params: ConsensusParams,
  ): Promise<void> {
    const batch = this.db.batch();
    batch.put(GENESIS, Buffer.from(text, 'utf8'));
    batch.put(key('validators', first), ValidatorSet.encode(sets[0]));
    batch.put(key('validators', first + 1n), ValidatorSet.encode(sets[1]));
    batch.put(key('params', first), ConsensusParams.encode(params));
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

  /** Saves what executing `height` gave: its results, the validators of two heights on, the parameters of the next height. */
  async saveResults(
    height: bigint,
    results: ResponseFinalizeBlock,
    validators: ValidatorSet,
    params: ConsensusParams,
  ): Promise<void> {
    const batch = this.db.batch();
    batch.put(key('result', height), ResponseFinalizeBlock.encode(results));
    batch.put(key('validators', height + 2n), ValidatorSet.encode(validators));
    batch.put(key('params', height + 1n), ConsensusParams.encode(params));
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

  /** The validators of a height: known two heights ahead. */
  validators(height: bigint): ValidatorSet | undefined {
    const bytes = this.db.get(key('validators', height));
    return bytes && ValidatorSet.decode(bytes);
  }

  /** The consensus parameters of a height: known one height ahead. */
  params(height: bigint): ConsensusParams | undefined {
    const bytes = this.db.get(key('params', height));
    return bytes && ConsensusParams.decode(bytes);
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
