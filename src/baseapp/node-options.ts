import type { DecCoin } from '../math/dec-coin.ts';

/** What this node itself was told, apart from the chain: app.toml and the command line. */
export interface NodeOptions {
  readonly chainId: string;
  /** What `/app/version` and Info answer. */
  readonly version: string;
  readonly minGasPrices: readonly DecCoin[];
  /** Stops before this height; 0n: never. */
  readonly haltHeight: bigint;
  /** Stops before the first block at or after this second; 0n: never. */
  readonly haltTime: bigint;
  readonly minRetainBlocks: bigint;
  /** Blocks that state sync snapshots need kept: interval times number kept; 0n when none are made. */
  readonly snapshotRetention: bigint;
  /** `{event type}.{attribute}` to be indexed by CometBFT; all when empty. */
  readonly indexEvents: readonly string[];
  /** Gas that one query may use; undefined: no limit. */
  readonly queryGasLimit: bigint | undefined;
}

export const DEFAULT_NODE_OPTIONS: NodeOptions = {
  chainId: '',
  version: '',
  minGasPrices: [],
  haltHeight: 0n,
  haltTime: 0n,
  minRetainBlocks: 0n,
  snapshotRetention: 0n,
  indexEvents: [],
  queryGasLimit: undefined,
};
