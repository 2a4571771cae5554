import type { DecCoin } from '../math/dec-coin.ts';
import type { ConsensusParams } from '../wire/gen/tendermint/types/params.ts';
import { EventManager } from './events.ts';
import { type GasConfig, GasMeter, KV_GAS_CONFIG, TRANSIENT_GAS_CONFIG } from './gas.ts';
import type { CacheMultiStore, KVStore, StoreKey, StoreTracer } from './store.ts';
import type { Time } from './time.ts';

/** What a transaction, or a block phase, is executed for. */
export type ExecMode =
  | 'check'
  | 'recheck'
  | 'simulate'
  | 'prepareProposal'
  | 'processProposal'
  | 'voteExtension'
  | 'verifyVoteExtension'
  | 'finalize';

/** The part of the block header that the application is given. */
export interface BlockHeader {
  readonly chainId: string;
  readonly height: bigint;
  readonly time: Time;
  readonly proposerAddress: Uint8Array;
  readonly nextValidatorsHash: Uint8Array;
  readonly appHash: Uint8Array;
}

/** One validator's part in the last commit. `blockIdFlag`: 1 absent, 2 commit, 3 nil (as in CometBFT). */
export interface VoteInfo {
  readonly validator: { readonly address: Uint8Array; readonly power: bigint };
  readonly blockIdFlag: number;
}

/** Misbehaviour that CometBFT reports. `type`: 1 duplicate vote, 2 light client attack. */
export interface Misbehavior {
  readonly type: number;
  readonly validator: { readonly address: Uint8Array; readonly power: bigint };
  readonly height: bigint;
  readonly time: Time;
  readonly totalVotingPower: bigint;
}

/** Consensus information of the block (comet.BlockInfo). */
export interface CometInfo {
  readonly misbehavior: readonly Misbehavior[];
  readonly validatorsHash: Uint8Array;
  readonly proposerAddress: Uint8Array;
  readonly lastCommit: { readonly round: number; readonly votes: readonly VoteInfo[] };
}

export interface ContextFields {
  readonly multiStore: CacheMultiStore;
  readonly header: BlockHeader;
  /** Hash of the block (RequestFinalizeBlock.hash); empty outside FinalizeBlock. */
  readonly headerHash: Uint8Array;
  readonly cometInfo: CometInfo;
  readonly txBytes: Uint8Array;
  readonly gasMeter: GasMeter;
  readonly blockGasMeter: GasMeter;
  readonly execMode: ExecMode;
  readonly isCheckTx: boolean;
  readonly isReCheckTx: boolean;
  readonly minGasPrices: readonly DecCoin[];
  readonly consensusParams: ConsensusParams;
  readonly eventManager: EventManager;
  readonly priority: bigint;
  readonly kvGasConfig: GasConfig;
  readonly transientGasConfig: GasConfig;
  /** Receives every access through a gas store. Absent in production. */
  readonly tracer: StoreTracer | undefined;
}

const NO_BYTES = new Uint8Array(0);

export const EMPTY_COMET_INFO: CometInfo = {
  misbehavior: [],
  validatorsHash: NO_BYTES,
  proposerAddress: NO_BYTES,
  lastCommit: { round: 0, votes: [] },
};

/**
 * Everything one request may know: the stores it sees, the block it belongs to, its gas and its events. Immutable: {@link with}
 * makes a changed copy. Source: cosmos-sdk types/context.go.
 */
export class Context implements ContextFields {
  readonly multiStore: CacheMultiStore;
  readonly header: BlockHeader;
  readonly headerHash: Uint8Array;
  readonly cometInfo: CometInfo;
  readonly txBytes: Uint8Array;
  readonly gasMeter: GasMeter;
  readonly blockGasMeter: GasMeter;
  readonly execMode: ExecMode;
  readonly isCheckTx: boolean;
  readonly isReCheckTx: boolean;
  readonly minGasPrices: readonly DecCoin[];
  readonly consensusParams: ConsensusParams;
  readonly eventManager: EventManager;
  readonly priority: bigint;
  readonly kvGasConfig: GasConfig;
  readonly transientGasConfig: GasConfig;
  readonly tracer: StoreTracer | undefined;
  /** The two stores asked for last: most accesses are to one of them. */
  private key1: StoreKey | undefined;
  private store1: KVStore | undefined;
  private key2: StoreKey | undefined;
  private store2: KVStore | undefined;

  constructor(f: ContextFields) {
    this.multiStore = f.multiStore;
    this.header = f.header;
    this.headerHash = f.headerHash;
    this.cometInfo = f.cometInfo;
    this.txBytes = f.txBytes;
    this.gasMeter = f.gasMeter;
    this.blockGasMeter = f.blockGasMeter;
    this.execMode = f.execMode;
    this.isCheckTx = f.isCheckTx;
    this.isReCheckTx = f.isReCheckTx;
    this.minGasPrices = f.minGasPrices;
    this.consensusParams = f.consensusParams;
    this.eventManager = f.eventManager;
    this.priority = f.priority;
    this.kvGasConfig = f.kvGasConfig;
    this.transientGasConfig = f.transientGasConfig;
    this.tracer = f.tracer;
    this.key1 = undefined;
    this.store1 = undefined;
    this.key2 = undefined;
    this.store2 = undefined;
  }

  /** A context outside any transaction: infinite gas, no events yet, reference gas prices for the stores. */
  static create(f: Pick<ContextFields, 'multiStore' | 'header' | 'consensusParams'> & Partial<ContextFields>): Context {
    return new Context({
      headerHash: NO_BYTES,
      cometInfo: EMPTY_COMET_INFO,
      txBytes: NO_BYTES,
      gasMeter: GasMeter.infinite(),
      blockGasMeter: GasMeter.infinite(),
      execMode: 'finalize',
      isCheckTx: false,
      isReCheckTx: false,
      minGasPrices: [],
      eventManager: new EventManager(),
      priority: 0n,
      kvGasConfig: KV_GAS_CONFIG,
      transientGasConfig: TRANSIENT_GAS_CONFIG,
      tracer: undefined,
      ...f,
    });
  }

  with(changes: Partial<ContextFields>): Context {
    // Cheaper than spreading both: a copy of one known shape, then the few fields that change.
    return Object.assign(new Context(this), changes);
  }

  get chainId(): string {
    return this.header.chainId;
  }
  get blockHeight(): bigint {
    return this.header.height;
  }
  get blockTime(): Time {
    return this.header.time;
  }

  /** The store under `key`, every access charged to this context's gas meter. */
  kvStore(key: StoreKey): KVStore {
    if (this.key1 === key) return this.store1!;
    if (this.key2 === key) return this.store2!;
    const config = key.kind === 'transient' ? this.transientGasConfig : this.kvGasConfig;
    const store = this.multiStore.gasKVStore(key, this.gasMeter, config, this.tracer);
    this.key2 = this.key1;
    this.store2 = this.store1;
    this.key1 = key;
    this.store1 = store;
    return store;
  }

  /**
   * A context on a branch of the stores with its own events. `write` flushes the branch and hands its events to this context's
   * manager; without it nothing of the branch remains but its gas.
   */
  cacheContext(): { ctx: Context; write: () => void } {
    const branch = this.multiStore.cacheMultiStore();
    const eventManager = new EventManager();
    return {
      ctx: this.with({ multiStore: branch, eventManager }),
      write: () => {
        this.eventManager.emitAll(eventManager.events());
        branch.write();
      },
    };
  }
}
