import {
  type BlockHeader,
  type CometInfo,
  Context,
  type ContextFields,
  EMPTY_COMET_INFO,
  type VoteInfo,
} from '../core/context.ts';
import { GoError, GoErrorBase, InternalError } from '../core/errors.ts';
import { type Event, EventManager } from '../core/events.ts';
import { GasMeter } from '../core/gas.ts';
import type { ValidatorUpdate } from '../core/module.ts';
import { type Time, zeroTime } from '../core/time.ts';
import type { RootMultiStore } from '../store/multistore.ts';
import {
  CheckTxType,
  type CommitInfo,
  type ExecTxResult,
  type RequestCheckTx,
  type RequestFinalizeBlock,
  type RequestInitChain,
  type RequestPrepareProposal,
  type RequestProcessProposal,
  type RequestQuery,
  type ResponseCheckTx,
  type ResponseCommit,
  type ResponseFinalizeBlock,
  type ResponseInfo,
  type ResponseInitChain,
  type ResponsePrepareProposal,
  type ResponseProcessProposal,
  ResponseProcessProposal_ProposalStatus,
  type ResponseQuery,
} from '../wire/gen/tendermint/abci/types.ts';
import { ConsensusParams } from '../wire/gen/tendermint/types/params.ts';
import type { AnteHandler } from './ante.ts';
import { BlockResponse, TxResults } from './block-response.ts';
import type { MsgServiceRouter } from './msg-router.ts';
import type { NodeOptions } from './node-options.ts';
import { Queries } from './query.ts';
import type { GrpcQueryRouter } from './query-router.ts';
import {
  abciValidatorUpdate,
  execTxResult,
  type IndexSet,
  markEventsToIndex,
  NO_BYTES,
  phaseEvents,
  unmarkedEvents,
} from './responses.ts';
import { type RunMode, TxRunner, type TxRunnerDeps } from './run-tx.ts';
import { NO_SNAPSHOTS, type SnapshotService } from './snapshots.ts';
import type { AppTx, ExecutionTracer, Lifecycle, ParamStore, TxDecoder, TxOutcome } from './types.ts';
import { sortValidatorUpdates, validatorUpdatesEqual } from './validator-updates.ts';

export interface BaseAppDeps<T extends AppTx> {
  readonly name: string;
  readonly store: RootMultiStore;
  readonly paramStore: ParamStore;
  readonly lifecycle: Lifecycle;
  readonly txDecoder: TxDecoder<T>;
  readonly anteHandler: AnteHandler<T>;
  readonly msgRouter: MsgServiceRouter;
  readonly queryRouter: GrpcQueryRouter;
  readonly firstSigner: TxRunnerDeps<T>['firstSigner'];
  readonly node: NodeOptions;
  /** Told of a block's transactions before they are executed, to begin what can be done ahead. It must not change anything. */
  readonly prefetch?: (ctx: Context, txs: readonly T[]) => void;
  /** Absent: the node neither makes nor takes snapshots. */
  readonly snapshots?: SnapshotService;
  readonly tracer?: ExecutionTracer | undefined;
}

/**
 * The application as CometBFT drives it: one committed state, one branch for checking transactions, one for the block being executed.
 * Synchronous but for {@link commit}. Go errors and panics outside transactions are thrown: the chain halts there.
 * Source: cosmos-sdk baseapp/abci.go.
 */
export class BaseApp<T extends AppTx = AppTx> {
  readonly name: string;
  readonly node: NodeOptions;
  readonly store: RootMultiStore;
  readonly msgRouter: MsgServiceRouter;
  readonly queryRouter: GrpcQueryRouter;
  readonly snapshots: SnapshotService;
  private readonly paramStore: ParamStore;
  private readonly lifecycle: Lifecycle;
  private readonly txDecoder: TxDecoder<T>;
  private readonly prefetch: BaseAppDeps<T>['prefetch'];
  private readonly runner: TxRunner<T>;
  private readonly queries: Queries;
  private readonly indexSet: IndexSet;
  private readonly results: TxResults;
  private readonly tracer: ExecutionTracer | undefined;

  /** CheckTx works on this branch of the last committed state. */
  private checkCtx: Context;
  /** The block being executed: from InitChain or FinalizeBlock until Commit. */
  private blockCtx: Context | undefined;
  private initialHeight = 0n;
  /** The protocol version, raised by upgrades; not part of the state. */
  private protocolVersion = 0n;

  constructor(deps: BaseAppDeps<T>) {
    this.name = deps.name;
    this.node = deps.node;
    this.store = deps.store;
    this.msgRouter = deps.msgRouter;
    this.queryRouter = deps.queryRouter;
    this.snapshots = deps.snapshots ?? NO_SNAPSHOTS;
    this.paramStore = deps.paramStore;
    this.lifecycle = deps.lifecycle;
    this.txDecoder = deps.txDecoder;
    this.prefetch = deps.prefetch;
    this.tracer = deps.tracer;
    this.indexSet = new Set(deps.node.indexEvents);
    this.results = new TxResults(this.indexSet);
    this.runner = new TxRunner({
      txDecoder: deps.txDecoder,
      anteHandler: deps.anteHandler,
      msgRouter: deps.msgRouter,
      firstSigner: deps.firstSigner,
      tracer: deps.tracer,
    });
    this.checkCtx = this.newCheckContext(this.header({ chainId: deps.node.chainId }));
    this.queries = new Queries({
      ...deps,
      checkHeader: () => this.checkCtx.header,
      simulate: (bytes) => this.simulate(bytes),
    });
  }

  // --- queries about the application itself

  lastBlockHeight(): bigint {
    return this.store.lastCommitId().version;
  }

  info(): ResponseInfo {
    const { version, hash } = this.store.lastCommitId();
    return {
      data: this.name,
      version: this.node.version,
      appVersion: this.protocolVersion,
      lastBlockHeight: version,
      lastBlockAppHash: hash,
    };
  }

  /** Answers an ABCI query. Modelled errors and panics become its code and log; anything else is thrown. */
  query(request: RequestQuery): ResponseQuery {
    return this.queries.query(request);
  }

  /** The context of a query at `height`; 0 is the last committed height. Throws Go errors. */
  queryContext(height: bigint, prove = false): Context {
    return this.queries.context(height, prove);
  }

  setAppVersion(version: bigint): void {
    this.protocolVersion = version;
  }

  // --- consensus

  initChain(request: RequestInitChain): ResponseInitChain {
    if (request.chainId !== this.node.chainId) {
      throw new GoError(`invalid chain-id on InitChain; expected: ${this.node.chainId}, got: ${request.chainId}`);
    }
    const first = request.initialHeight;
    this.initialHeight = first === 0n ? 1n : first;
    if (first > 1n) this.store.setInitialVersion(first);

    // Until its first block a chain is at height 0, unless it was told to begin later.
    const header = this.header({ chainId: request.chainId, time: request.time, height: first > 1n ? first : 0n });
    const ctx = this.newBlockContext(header);
    this.blockCtx = ctx;
    this.checkCtx = this.newCheckContext(header);
    if (request.consensusParams !== undefined) this.paramStore.set(ctx, request.consensusParams);

    const updates = this.lifecycle.initChain(ctx, request).map(abciValidatorUpdate);
    if (request.validators.length > 0) {
      const [wanted, got] = [request.validators.length, updates.length];
      if (wanted !== got) {
        throw new GoError(`len(RequestInitChain.Validators) != len(GenesisValidators) (${wanted} != ${got})`);
      }
      const expected = sortValidatorUpdates(request.validators);
      // PARITY: cosmos-sdk baseapp/abci.go InitChain: the answer stays sorted, as if it had been asked for that way.
      sortValidatorUpdates(updates);
      updates.forEach((update, i) => {
        if (!validatorUpdatesEqual(update, expected[i]!)) {
          throw new GoError(`genesisValidators[${i}] != req.Validators[${i}] `);
        }
      });
    }
    const after = { ...header, height: first };
    this.checkCtx = this.checkCtx.with({ header: after });
    this.blockCtx = ctx.with({ header: after });
    return { consensusParams: undefined, validators: updates, appHash: this.store.lastCommitId().hash };
  }

  /** The mempool's order is taken as it is: the reference sets the handler that returns what it was given. */
  prepareProposal(request: RequestPrepareProposal): ResponsePrepareProposal {
    if (request.height < 1n) throw new GoError('PrepareProposal called with invalid height');
    return { txs: request.txs };
  }

  /** Every proposal is accepted. */
  processProposal(request: RequestProcessProposal): ResponseProcessProposal {
    if (request.height < 1n) throw new GoError('ProcessProposal called with invalid height');
    return { status: ResponseProcessProposal_ProposalStatus.ACCEPT };
  }

  /** Vote extensions do nothing on this chain; asking for one while they are disabled is an error, as in the reference. */
  extendVote(height: bigint): { voteExtension: Uint8Array } {
    this.requireVoteExtensions(height, 'ExtendVote');
    return { voteExtension: NO_BYTES };
  }

  verifyVoteExtension(height: bigint): { status: number } {
    this.requireVoteExtensions(height, 'VerifyVoteExtension');
    return { status: ResponseProcessProposal_ProposalStatus.ACCEPT };
  }

  private requireVoteExtensions(height: bigint, call: string): void {
    const ctx =
      height === this.initialHeight && this.blockCtx !== undefined
        ? this.blockCtx.cacheContext().ctx
        : this.newBlockContext(this.header({ chainId: this.node.chainId, height }));
    const enabledAt = this.consensusParams(ctx).abci?.voteExtensionsEnableHeight ?? 0n;
    if (enabledAt === 0n || height < enabledAt) {
      throw new GoError(`vote extensions are not enabled; unexpected call to ${call} at height ${height}`);
    }
  }

  /** Executes a block. Nothing is on disk until {@link commit}. Throws where the reference's node stops. */
  finalizeBlock(request: RequestFinalizeBlock): ResponseFinalizeBlock {
    this.checkHalt(request.height, request.time);
    this.validateHeight(request.height);
    const header = this.header({
      chainId: this.node.chainId,
      height: request.height,
      time: request.time,
      proposerAddress: request.proposerAddress,
      nextValidatorsHash: request.nextValidatorsHash,
      appHash: this.store.lastCommitId().hash,
    });
    let ctx = this.blockCtx ?? this.newBlockContext(header);
    ctx = ctx.with({
      header,
      headerHash: request.hash,
      consensusParams: this.consensusParams(ctx),
      execMode: 'finalize',
      cometInfo: cometInfo(request),
    });
    const gasMeter = this.newBlockGasMeter(ctx);
    this.blockCtx = ctx = ctx.with({ blockGasMeter: gasMeter });
    this.checkCtx = this.checkCtx.with({ blockGasMeter: gasMeter, headerHash: request.hash });

    const txs: (T | undefined)[] = [];
    this.decodeAhead(request.txs, txs, 2 * AHEAD);

    const events = unmarkedEvents(this.preBlock());
    events.push(...markEventsToIndex(phaseEvents(this.beginBlock(), 'BeginBlock'), this.indexSet));

    ctx = this.requireBlock();
    this.blockCtx = ctx.with({ blockGasMeter: this.newBlockGasMeter(ctx) });
    this.results.reset();
    request.txs.forEach((bytes, i) => {
      if (i > 0 && i % AHEAD === 0) this.decodeAhead(request.txs, txs, i + 2 * AHEAD);
      this.tracer?.mark('tx', i);
      this.results.add(this.deliver(bytes, txs[i]));
      txs[i] = undefined;
    });

    const end = this.endBlock();
    events.push(...markEventsToIndex(phaseEvents(end.events, 'EndBlock'), this.indexSet));
    const consensusParamUpdates = this.consensusParams(this.requireBlock());
    this.requireBlock().multiStore.write();
    const validatorUpdates = end.updates.map(abciValidatorUpdate);
    const appHash = this.store.workingHash();
    return new BlockResponse({ events, validatorUpdates, consensusParamUpdates, appHash }, this.results.finish());
  }

  /**
   * Decodes transactions up to `end`, and has begun what can be done ahead of them. A piece of the block at a time: what it takes in
   * memory is gone before the garbage collector looks at it twice.
   */
  private decodeAhead(all: readonly Uint8Array[], txs: (T | undefined)[], end: number): void {
    const begin = txs.length;
    for (let i = begin; i < Math.min(end, all.length); i++) txs.push(this.tryDecode(all[i]!));
    const decoded = txs.slice(begin).filter((tx) => tx !== undefined);
    if (decoded.length > 0) this.prefetch?.(this.requireBlock(), decoded);
  }

  private preBlock(): readonly Event[] {
    this.tracer?.mark('pre', 0);
    const eventManager = new EventManager();
    const before = this.requireBlock();
    const changed = this.lifecycle.preBlock(before.with({ eventManager, gasMeter: GasMeter.infinite() }));
    if (changed) {
      const ctx = before.with({ consensusParams: this.consensusParams(before) });
      this.blockCtx = ctx.with({ blockGasMeter: this.newBlockGasMeter(ctx) });
    }
    return eventManager.events();
  }

  private beginBlock(): readonly Event[] {
    this.tracer?.mark('begin', 0);
    const eventManager = new EventManager();
    this.lifecycle.beginBlock(this.requireBlock().with({ eventManager }));
    return eventManager.events();
  }

  private endBlock(): { events: readonly Event[]; updates: ValidatorUpdate[] } {
    this.tracer?.mark('end', 0);
    const eventManager = new EventManager();
    const updates = this.lifecycle.endBlock(this.requireBlock().with({ eventManager }));
    return { events: eventManager.events(), updates };
  }

  /** Runs one transaction of the genesis, whatever its bytes. */
  deliverTx(bytes: Uint8Array): ExecTxResult {
    return execTxResult(this.deliver(bytes, this.tryDecode(bytes)), this.indexSet);
  }

  private deliver(bytes: Uint8Array, tx: T | undefined): TxOutcome {
    if (tx !== undefined) return this.runTx('finalize', bytes, tx);
    // PARITY: cosmos-sdk baseapp/abci.go internalFinalizeBlock: no detail, no gas, even when the block has no gas left.
    return { gasWanted: 0n, gasUsed: 0n, anteEvents: [], failure: TX_DECODE_FAILURE };
  }

  private tryDecode(bytes: Uint8Array): T | undefined {
    try {
      return this.txDecoder(bytes);
    } catch (e) {
      if (e instanceof GoErrorBase) return undefined;
      throw e;
    }
  }

  private validateHeight(height: bigint): void {
    if (height < 1n) throw new GoError(`invalid height: ${height}`);
    const last = this.lastBlockHeight();
    const expected = last === 0n && this.initialHeight > 1n ? this.initialHeight : last + 1n;
    if (height !== expected) throw new GoError(`invalid height: ${height}; expected: ${expected}`);
  }

  private checkHalt(height: bigint, time: Time): void {
    const { haltHeight, haltTime } = this.node;
    if ((haltHeight > 0n && height >= haltHeight) || (haltTime > 0n && time.seconds >= haltTime)) {
      throw new GoError(`halt per configuration height ${haltHeight} time ${haltTime}`);
    }
  }

  /** Writes the block to disk. The check state starts over from it. */
  async commit(): Promise<ResponseCommit> {
    const ctx = this.requireBlock();
    const retainHeight = this.blockRetentionHeight(ctx);
    await this.store.commit(ctx.header.time); // lint-allow: the disk is written between blocks
    this.blockCtx = undefined;
    // PARITY: cosmos-sdk baseapp/abci.go Commit: checks see the block committed last, so timeouts are compared with its height.
    this.checkCtx = this.newCheckContext(ctx.header);
    this.snapshots.committed(ctx.blockHeight);
    return { retainHeight };
  }

  /** The height below which CometBFT may drop blocks; 0 keeps all. */
  private blockRetentionHeight(ctx: Context): bigint {
    const height = ctx.blockHeight;
    const { minRetainBlocks, snapshotRetention } = this.node;
    const window = height - minRetainBlocks;
    if (minRetainBlocks === 0n || window <= 0n) return 0n;
    const minNonZero = (x: bigint, y: bigint): bigint => (x === 0n ? y : y === 0n ? x : x < y ? x : y);
    let retention = 0n;
    const maxAge = this.consensusParams(ctx).evidence?.maxAgeNumBlocks ?? 0n;
    if (maxAge > 0n) retention = height - maxAge;
    if (snapshotRetention > 0n) retention = minNonZero(retention, height - snapshotRetention);
    retention = minNonZero(retention, window);
    return retention <= 0n ? 0n : retention;
  }

  // --- mempool

  checkTx(request: RequestCheckTx): ResponseCheckTx {
    if (request.type !== CheckTxType.NEW && request.type !== CheckTxType.RECHECK) {
      throw new GoError(`unknown RequestCheckTx type: ${request.type}`);
    }
    const outcome = this.runTx(request.type === CheckTxType.NEW ? 'check' : 'recheck', request.tx);
    if (outcome.failure === undefined) return execTxResult(outcome, this.indexSet);
    const { anteEvents, ...rest } = outcome;
    return { ...execTxResult({ ...rest, anteEvents: [] }, this.indexSet), events: unmarkedEvents(anteEvents) };
  }

  /** Runs a transaction on a throw-away branch of the check state, without its signatures, to learn its gas and events. */
  simulate(bytes: Uint8Array): TxOutcome {
    return this.runTx('simulate', bytes);
  }

  private runTx(mode: RunMode, txBytes: Uint8Array, tx?: T): TxOutcome {
    const state = mode === 'finalize' ? this.requireBlock() : this.checkCtx;
    const metered = state.with({ txBytes, gasMeter: GasMeter.infinite() });
    const consensusParams = this.consensusParams(metered);
    if (mode === 'finalize' && consensusParams === metered.consensusParams) return this.runner.run(mode, metered, tx);
    const changes: Partial<Mutable<ContextFields>> = { consensusParams };
    if (mode === 'recheck') changes.isReCheckTx = true;
    if (mode === 'simulate') {
      changes.execMode = 'simulate';
      changes.multiStore = metered.multiStore.cacheMultiStore();
      changes.eventManager = new EventManager();
    }
    return this.runner.run(mode, metered.with(changes), tx);
  }

  // --- contexts

  /** The check state's context, for an export and for queries about the present. */
  checkContext(): Context {
    return this.checkCtx;
  }

  /** PARITY: cosmos-sdk baseapp/baseapp.go GetConsensusParams: absent parameters count as empty ones. */
  consensusParams(ctx: Context): ConsensusParams {
    try {
      return this.paramStore.get(ctx);
    } catch (e) {
      if (e instanceof GoErrorBase) return ConsensusParams.create();
      throw e;
    }
  }

  private newBlockGasMeter(ctx: Context): GasMeter {
    const maxGas = this.consensusParams(ctx).block?.maxGas ?? 0n;
    if (maxGas < -1n) throw new GoError(`invalid maximum block gas: ${maxGas}`);
    return maxGas > 0n ? new GasMeter(maxGas) : GasMeter.infinite();
  }

  private requireBlock(): Context {
    if (this.blockCtx === undefined) throw new InternalError('no block is being executed');
    return this.blockCtx;
  }

  private newBlockContext(header: BlockHeader): Context {
    return this.newContext(header, { execMode: 'finalize' });
  }

  private newCheckContext(header: BlockHeader): Context {
    return this.newContext(header, { execMode: 'check', isCheckTx: true, minGasPrices: this.node.minGasPrices });
  }

  private newContext(header: BlockHeader, fields: Partial<ContextFields>): Context {
    const multiStore = this.store.cacheMultiStore();
    return Context.create({
      multiStore,
      header,
      consensusParams: ConsensusParams.create(),
      tracer: this.tracer,
      ...fields,
    });
  }

  private header(fields: Partial<BlockHeader>): BlockHeader {
    return {
      chainId: '',
      height: 0n,
      time: zeroTime,
      proposerAddress: NO_BYTES,
      nextValidatorsHash: NO_BYTES,
      appHash: NO_BYTES,
      ...fields,
    };
  }
}

/** Half of how many transactions are decoded before they are executed: some milliseconds of work for whoever verifies signatures. */
const AHEAD = 64;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const TX_DECODE_FAILURE = { codespace: 'sdk', code: 2, log: 'tx parse error' };

function cometInfo(request: RequestFinalizeBlock): CometInfo {
  return {
    ...EMPTY_COMET_INFO,
    misbehavior: request.misbehavior.map((m) => ({ ...m })),
    validatorsHash: request.nextValidatorsHash,
    proposerAddress: request.proposerAddress,
    lastCommit: lastCommit(request.decidedLastCommit),
  };
}

function lastCommit({ round, votes }: CommitInfo): CometInfo['lastCommit'] {
  return { round, votes: votes as readonly VoteInfo[] };
}
