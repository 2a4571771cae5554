import type { AkashApp } from '../../app/app.ts';
import {
  commitHash,
  consensusParamsHash,
  dataHash,
  headerHash,
  lastResultsHash,
  partSetHeader,
  precommitSignBytes,
} from '../../comet/hash.ts';
import { merkleProofs, merkleRoot } from '../../comet/merkle.ts';
import { consensusAddress, ValidatorSet } from '../../comet/validator-set.ts';
import { compareBytes } from '../../core/go-text.ts';
import { addDuration, compareTime, type Time } from '../../core/time.ts';
import * as ed25519 from '../../crypto/ed25519.ts';
import { sha256 } from '../../crypto/hash.ts';
import type {
  ChainEvent,
  CommittedBlock,
  CommittedTx,
  NodeIdentity,
  RpcBackend,
  TxProof,
  ValidatorView,
} from '../../server/rpc/backend.ts';
import {
  blockIdJson,
  blockJson,
  eventsJson,
  execTxResultJson,
  headerJson,
  hex,
  type Json,
  publicKeyJson,
} from '../../server/rpc/comet-json.ts';
import type { Condition } from '../../server/rpc/event-query.ts';
import type { Database } from '../../store/database.ts';
import {
  CheckTxType,
  RequestFinalizeBlock,
  RequestInitChain,
  RequestPrepareProposal,
  RequestQuery,
  type ResponseCheckTx,
  type ResponseFinalizeBlock,
  type ResponseInfo,
  type ResponseQuery,
} from '../../wire/gen/tendermint/abci/types.ts';
import { Block } from '../../wire/gen/tendermint/types/block.ts';
import { ConsensusParams } from '../../wire/gen/tendermint/types/params.ts';
import { type BlockID, Commit, type CommitSig } from '../../wire/gen/tendermint/types/types.ts';
import { BlockStore } from './block-store.ts';
import { EventIndex, eventMap } from './event-index.ts';
import { parseGenesisDoc } from './genesis-doc.ts';
import { DEFAULT_MEMPOOL_LIMITS, Mempool, type MempoolLimits } from './mempool.ts';

const NO_BYTES = new Uint8Array(0);
const NO_BLOCK_ID: BlockID = { hash: NO_BYTES, partSetHeader: { total: 0, hash: NO_BYTES } };
/** BlockIDFlag of CometBFT. */
const ABSENT = 1;
const COMMIT = 2;
/** A block's header, evidence and framing at most, kept out of what transactions may fill. */
const BLOCK_OVERHEAD = 2048n;
const MILLISECOND = 1_000_000n;

/** When blocks are made. */
export interface BlockTiming {
  /** Milliseconds between blocks; 0: no block without a transaction or a request. */
  readonly interval: number;
  /** Make a block as soon as a transaction has passed its check. */
  readonly instant: boolean;
}

export interface DevChainOptions {
  readonly app: AkashApp['base'];
  /** Blocks and their results; in memory or on disk beside the application's. */
  readonly db: Database;
  readonly genesis: string;
  /** 64 bytes: seed and public key of the validator that signs. */
  readonly validatorKey: Uint8Array;
  readonly timing: BlockTiming;
  /** The present, as the outside sees it. */
  readonly now: () => Time;
  readonly mempool?: MempoolLimits;
  readonly identity: Omit<NodeIdentity, 'validator'>;
  /** Told of a failure while making a block: the chain stops there. */
  readonly onFatal: (error: unknown) => void;
}

/**
 * A chain of one signing validator in this process. It takes the application through the same calls as CometBFT and makes real blocks:
 * hashes, commits and signatures verify. Validators whose key it does not have count as absent, so they are jailed in time as on any network.
 */
export class DevChain implements RpcBackend {
  readonly chainId: string;
  private readonly o: DevChainOptions;
  private readonly store: BlockStore;
  private readonly mempool: Mempool;
  private readonly address: Uint8Array;
  private readonly listeners = new Set<(e: ChainEvent) => void>();
  private readonly txIndex = new EventIndex<{ height: bigint; index: number }>();
  private readonly blockIndex = new EventIndex<bigint>();
  private indexed = 0n;
  private first = 1n;
  /** Added to the clock: time travel. Nanoseconds. */
  private offset = 0n;
  private timer: NodeJS.Timeout | undefined;
  /** Blocks are made one after the other. */
  private making: Promise<unknown> = Promise.resolve();
  private requested = false;
  private stopped = false;

  constructor(o: DevChainOptions) {
    this.o = o;
    this.store = new BlockStore(o.db);
    this.chainId = parseGenesisDoc(o.genesis).chainId;
    this.address = consensusAddress({ sum: { $case: 'ed25519', ed25519: o.validatorKey.subarray(32) } });
    this.mempool = new Mempool(o.mempool ?? DEFAULT_MEMPOOL_LIMITS, (tx, recheck) =>
      o.app.checkTx({ tx, type: recheck ? CheckTxType.RECHECK : CheckTxType.NEW }),
    );
  }

  /** Takes in the genesis, or catches the application up with the stored blocks, makes the first block when there is none, and starts the clock. */
  async start(): Promise<void> {
    const doc = parseGenesisDoc(this.store.genesis() ?? this.o.genesis);
    this.first = doc.initialHeight;
    const appHeight = this.o.app.info().lastBlockHeight;
    if (this.store.genesis() === undefined || appHeight === 0n) {
      if (appHeight !== 0n)
        throw new Error(
          `the application is at height ${appHeight} but there are no blocks; remove the data folder or restore its blocks`,
        );
      const response = this.o.app.initChain(
        RequestInitChain.create({
          time: doc.time,
          chainId: doc.chainId,
          consensusParams: doc.consensusParams,
          validators: doc.validators.map((v) => ({ pubKey: v.pubKey, power: v.power })),
          appStateBytes: Buffer.from(doc.appState, 'utf8'),
          initialHeight: doc.initialHeight,
        }),
      );
      const updates = response.validators.length > 0 ? response.validators : doc.validators;
      if (updates.length === 0)
        throw new Error('the genesis leads to no validators: it needs a genesis transaction or a validator');
      const validators = ValidatorSet.create(updates.map((v) => ({ pubKey: v.pubKey, power: v.power })));
      const params = response.consensusParams ?? doc.consensusParams;
      const following = validators.copy();
      following.incrementProposerPriority(1);
      await this.store.saveGenesis(this.o.genesis, this.first, [validators.toProto(), following.toProto()], params);
      this.appHash = response.appHash;
    } else {
      if (appHeight > this.store.height())
        throw new Error(
          `the application is at height ${appHeight} but the last block is ${this.store.height()}; restore the blocks that belong to it`,
        );
      this.appHash = this.o.app.info().lastBlockAppHash;
    }
    for (let h = appHeight === 0n ? this.first : appHeight + 1n; h <= this.store.height(); h++) await this.execute(h);
    if (this.store.height() === 0n) await this.makeBlock();
    this.schedule();
  }

  private appHash: Uint8Array = NO_BYTES;

  /** Ends after the block that is being made. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.making;
    await this.store.close();
  }

  // --- making blocks

  /** Makes a block now, with what waits in the mempool. Resolves with its height once it is committed. */
  mine(): Promise<bigint> {
    const next = this.making.then(async () => {
      if (this.stopped) throw new Error('the chain has been stopped');
      return this.makeBlock();
    });
    this.making = next.catch((e: unknown) => {
      if (this.stopped) return;
      this.stopped = true;
      this.o.onFatal(e);
    });
    return next;
  }

  /** Moves the chain's clock on by `nanos` from the next block on. */
  travel(nanos: bigint): void {
    if (nanos < 0n) throw new Error('the clock of a chain cannot go back');
    this.offset += nanos;
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.o.timing.interval <= 0 || this.stopped) return;
    this.timer = setTimeout(() => {
      this.mine().catch(() => {});
    }, this.o.timing.interval);
    // The servers keep the process alive, not the clock.
    this.timer.unref();
  }

  private requestBlock(): void {
    if (this.requested || !this.o.timing.instant) return;
    this.requested = true;
    // Transactions that arrive in the same turn go into the same block.
    setImmediate(() => {
      this.requested = false;
      if (this.mempool.size > 0) this.mine().catch(() => {});
    });
  }

  private async makeBlock(): Promise<bigint> {
    const last = this.store.height();
    const height = last === 0n ? this.first : last + 1n;
    const validators = this.validatorSet(height);
    const nextValidatorsHash = this.validatorSet(height + 1n).hash();
    const params = this.paramsAt(height);
    const previous = last === 0n ? undefined : this.store.block(last);
    const time = this.nextTime(previous?.block.header.time);
    const lastCommit = previous
      ? this.commit(last, previous.blockId, this.validatorSet(last), time)
      : Commit.create({ blockId: NO_BLOCK_ID });
    const maxBytes = params.block?.maxBytes ?? -1n;
    const room = maxBytes < 0n ? -1n : maxBytes - BLOCK_OVERHEAD - BigInt(Commit.encode(lastCommit).length);
    const { txs } = this.o.app.prepareProposal(
      RequestPrepareProposal.create({
        maxTxBytes: room,
        txs: this.mempool.reap(room, params.block?.maxGas ?? -1n),
        height,
        time,
        nextValidatorsHash,
        proposerAddress: validators.proposer()!.address,
      }),
    );
    const block = Block.create({
      header: {
        version: { block: 11n, app: params.version?.app ?? 0n },
        chainId: this.chainId,
        height,
        time,
        lastBlockId: previous?.blockId ?? NO_BLOCK_ID,
        lastCommitHash: commitHash(lastCommit),
        dataHash: dataHash(txs),
        validatorsHash: validators.hash(),
        nextValidatorsHash,
        consensusHash: consensusParamsHash(params),
        appHash: this.appHash,
        lastResultsHash: lastResultsHash(last === 0n ? [] : (this.store.results(last)?.txResults ?? [])),
        evidenceHash: merkleRoot([]),
        proposerAddress: validators.proposer()!.address,
      },
      data: { txs },
      evidence: { evidence: [] },
      lastCommit,
    });
    const bytes = Block.encode(block);
    const blockId: BlockID = { hash: headerHash(block.header), partSetHeader: partSetHeader(bytes) };
    const seenCommit = this.commit(height, blockId, validators, addDuration(time, MILLISECOND));
    await this.store.saveBlock(height, { block, blockId, seenCommit, size: bytes.length }, bytes, txs.map(sha256));
    await this.execute(height);
    this.schedule();
    return height;
  }

  /** Executes a stored block, commits it, and tells everyone. Also run at the start for blocks the application does not have yet. */
  private async execute(height: bigint): Promise<void> {
    const stored = this.store.block(height);
    if (!stored) throw new Error(`block ${height} is missing from the block store`);
    const { header, data } = stored.block;
    const results = this.o.app.finalizeBlock(
      RequestFinalizeBlock.create({
        txs: data.txs,
        decidedLastCommit: this.decidedLastCommit(height, stored.block),
        hash: stored.blockId.hash,
        height,
        time: header.time,
        nextValidatorsHash: header.nextValidatorsHash,
        proposerAddress: header.proposerAddress,
      }),
    );
    const params = results.consensusParamUpdates
      ? merged(this.paramsAt(height), results.consensusParamUpdates)
      : this.paramsAt(height);
    // Updates take effect two heights on: the next height's set is fixed already.
    const following = this.validatorSet(height + 1n);
    following.update(results.validatorUpdates.map((u) => ({ pubKey: u.pubKey, power: u.power })));
    following.incrementProposerPriority(1);
    await this.store.saveResults(height, results, following.toProto(), params);
    await this.o.app.commit();
    this.appHash = results.appHash;
    this.mempool.update(data.txs, (i) => results.txResults[i]?.code === 0);
    this.publish({ ...stored, results });
  }

  private validatorSet(height: bigint): ValidatorSet {
    const stored = this.store.validators(height);
    if (!stored) throw new Error(`no validators are known for height ${height}`);
    return ValidatorSet.fromProto(stored);
  }

  private paramsAt(height: bigint): ConsensusParams {
    const stored = this.store.params(height);
    if (!stored) throw new Error(`no consensus parameters are known for height ${height}`);
    return stored;
  }

  /** After the last block by a millisecond at least, otherwise now. A first block takes the genesis time. */
  private nextTime(previous: Time | undefined): Time {
    if (!previous) return parseGenesisDoc(this.o.genesis).time;
    const now = addDuration(this.o.now(), this.offset);
    const least = addDuration(previous, MILLISECOND);
    return compareTime(now, least) > 0 ? now : least;
  }

  /** Our signature on a block, and nobody else's. The timestamp becomes the time of the next block. */
  private commit(height: bigint, blockId: BlockID, validators: ValidatorSet, timestamp: Time): Commit {
    const signatures = validators.validators().map((v): CommitSig => {
      if (compareBytes(v.address, this.address) !== 0)
        return {
          blockIdFlag: ABSENT,
          validatorAddress: NO_BYTES,
          timestamp: { seconds: -62135596800n, nanos: 0 },
          signature: NO_BYTES,
        };
      const signature = ed25519.sign(
        this.o.validatorKey,
        precommitSignBytes(this.chainId, height, 0, blockId, timestamp),
      );
      return { blockIdFlag: COMMIT, validatorAddress: v.address, timestamp, signature };
    });
    return Commit.create({ height, round: 0, blockId, signatures });
  }

  private decidedLastCommit(height: bigint, block: Block): RequestFinalizeBlock['decidedLastCommit'] {
    if (height === this.first || !block.lastCommit) return { round: 0, votes: [] };
    const set = this.validatorSet(height - 1n);
    return {
      round: block.lastCommit.round,
      votes: set.validators().map((v, i) => ({
        validator: { address: v.address, power: v.votingPower },
        blockIdFlag: block.lastCommit!.signatures[i]?.blockIdFlag ?? ABSENT,
      })),
    };
  }

  // --- telling of blocks

  private publish(b: CommittedBlock): void {
    const height = b.block.header.height;
    this.indexBlock(height, b);
    const blockEvents = eventMap(b.results.events, {});
    const tell = (type: string, value: Json, events: Map<string, string[]>): void => {
      events.set('tm.event', [...(events.get('tm.event') ?? []), type]);
      for (const l of [...this.listeners]) l({ type, value, events });
    };
    const finalize = { events: eventsJson(b.results.events), tx_results: b.results.txResults.map(execTxResultJson) };
    tell(
      'NewBlock',
      {
        block: blockJson(b.block),
        block_id: blockIdJson(b.blockId),
        result_finalize_block: {
          ...finalize,
          validator_updates: null,
          app_hash: Buffer.from(b.results.appHash).toString('base64'),
        },
      },
      new Map(blockEvents),
    );
    tell('NewBlockHeader', { header: headerJson(b.block.header) }, new Map());
    tell(
      'NewBlockEvents',
      { height: `${height}`, events: finalize.events, num_txs: `${b.block.data.txs.length}` },
      new Map(blockEvents),
    );
    b.block.data.txs.forEach((tx, index) => {
      const result = b.results.txResults[index]!;
      const events = this.txEvents(height, tx, result);
      tell(
        'Tx',
        {
          TxResult: {
            height: `${height}`,
            ...(index === 0 ? {} : { index }),
            tx: Buffer.from(tx).toString('base64'),
            result: execTxResultJson(result),
          },
        },
        events,
      );
    });
    if (b.results.validatorUpdates.length > 0) {
      const updates = b.results.validatorUpdates.map((u) => ({
        address: hex(consensusAddress(u.pubKey)),
        pub_key:
          u.pubKey.sum?.$case === 'secp256k1'
            ? publicKeyJson('secp256k1', u.pubKey.sum.secp256k1)
            : publicKeyJson('ed25519', u.pubKey.sum?.ed25519 ?? NO_BYTES),
        voting_power: `${u.power}`,
        proposer_priority: '0',
      }));
      tell('ValidatorSetUpdates', { validator_updates: updates }, new Map());
    }
  }

  private txEvents(
    height: bigint,
    tx: Uint8Array,
    result: ResponseFinalizeBlock['txResults'][number],
  ): Map<string, string[]> {
    return eventMap(result.events, { 'tx.hash': hex(sha256(tx)), 'tx.height': `${height}` });
  }

  private indexBlock(height: bigint, b: { readonly block: Block; readonly results: ResponseFinalizeBlock }): void {
    if (height !== this.indexed + 1n && this.indexed !== 0n) return;
    if (this.indexed === 0n && height !== this.first) return;
    this.indexed = height;
    this.blockIndex.add(height, eventMap(b.results.events, { 'block.height': `${height}` }));
    b.block.data.txs.forEach((tx, index) => {
      this.txIndex.add({ height, index }, this.txEvents(height, tx, b.results.txResults[index]!));
    });
  }

  /** Searches read an index in memory; after a restart it is filled from the stored blocks on the first search. */
  private fillIndex(): void {
    for (let h = this.indexed === 0n ? this.first : this.indexed + 1n; h <= this.store.height(); h++) {
      const b = this.block(h);
      if (b) this.indexBlock(h, b);
    }
  }

  // --- what the RPC asks

  identity(): NodeIdentity {
    const validator = this.validators(this.height() + 1n)?.find((v) => compareBytes(v.address, this.address) === 0);
    const own: ValidatorView = {
      address: this.address,
      pubKeyType: 'ed25519',
      pubKey: this.o.validatorKey.subarray(32),
      power: 0n,
      priority: 0n,
    };
    return { ...this.o.identity, validator: validator ?? own };
  }
  genesis(): string {
    return this.store.genesis() ?? this.o.genesis;
  }
  /** Of committed blocks: the one being executed is not told of yet. */
  height(): bigint {
    return this.o.app.info().lastBlockHeight;
  }
  earliestHeight(): bigint {
    return this.first;
  }
  block(height: bigint): CommittedBlock | undefined {
    if (height > this.height()) return undefined;
    const b = this.store.block(height);
    const results = this.store.results(height);
    return b && results && { ...b, results };
  }
  heightOfBlock(hash: Uint8Array): bigint | undefined {
    return this.store.heightOf(hash);
  }
  validators(height: bigint): readonly ValidatorView[] | undefined {
    return this.store.validators(height)?.validators.map((v) => ({
      address: v.address,
      pubKeyType: v.pubKey.sum?.$case === 'secp256k1' ? 'secp256k1' : 'ed25519',
      pubKey: v.pubKey.sum?.$case === 'secp256k1' ? v.pubKey.sum.secp256k1 : (v.pubKey.sum?.ed25519 ?? NO_BYTES),
      power: v.votingPower,
      priority: v.proposerPriority,
    }));
  }
  consensusParams(height: bigint): ConsensusParams | undefined {
    return this.store.params(height);
  }
  tx(hash: Uint8Array): CommittedTx | undefined {
    const place = this.store.placeOf(hash);
    return place && this.txAt(place.height, place.index);
  }
  private txAt(height: bigint, index: number): CommittedTx | undefined {
    const b = this.block(height);
    const tx = b?.block.data.txs[index];
    const result = b?.results.txResults[index];
    return tx && result && { hash: sha256(tx), height, index, tx, result };
  }
  txProof(tx: CommittedTx): TxProof | undefined {
    const txs = this.block(tx.height)?.block.data.txs;
    if (!txs) return undefined;
    const { root, proofs } = merkleProofs(txs.map(sha256));
    return { rootHash: root, data: tx.tx, proof: proofs[tx.index]! };
  }
  searchTxs(query: readonly Condition[]): CommittedTx[] {
    const hash = query.find((c) => c.tag === 'tx.hash' && c.op === '=' && c.arg?.type === 'string')?.arg?.text;
    if (hash !== undefined) {
      const found = this.tx(new Uint8Array(Buffer.from(hash, 'hex')));
      return found ? [found] : [];
    }
    this.fillIndex();
    return this.txIndex.search(query).flatMap((p) => this.txAt(p.height, p.index) ?? []);
  }
  searchBlocks(query: readonly Condition[]): bigint[] {
    this.fillIndex();
    return this.blockIndex.search(query);
  }
  pendingTxs(): readonly Uint8Array[] {
    return this.mempool.txs();
  }
  submitTx(tx: Uint8Array): ResponseCheckTx {
    const response = this.mempool.add(tx);
    if (response.code === 0) this.requestBlock();
    return response;
  }
  checkTx(tx: Uint8Array): ResponseCheckTx {
    return this.o.app.checkTx({ tx, type: CheckTxType.NEW });
  }
  info(): ResponseInfo {
    return this.o.app.info();
  }
  query(path: string, data: Uint8Array, height: bigint, prove: boolean): ResponseQuery {
    return this.o.app.query(RequestQuery.create({ path, data, height, prove }));
  }
  onEvent(listener: (event: ChainEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** Parts that an update names replace the present ones. */
function merged(current: ConsensusParams, update: ConsensusParams): ConsensusParams {
  return ConsensusParams.create({
    block: update.block ?? current.block,
    evidence: update.evidence ?? current.evidence,
    validator: update.validator ?? current.validator,
    version: update.version ?? current.version,
    abci: update.abci ?? current.abci,
  });
}
