import type { Time } from '../../core/time.ts';
import type { DecCoin } from '../../math/dec-coin.ts';
import type { SimulateResponse } from '../../wire/gen/cosmos/tx/v1beta1/service.ts';
import type { RequestQuery, ResponseQuery } from '../../wire/gen/tendermint/abci/types.ts';
import type { Message, ServiceType } from '../../wire/runtime.ts';

/** The application as the servers use it. Everything answers from committed versions; nothing waits. */
export interface QueryableApp {
  query(request: RequestQuery): ResponseQuery;
  /** A query by its gRPC path at a height, 0n for the latest. Throws modelled errors. */
  grpcQuery(path: string, request: Uint8Array, height: bigint): { readonly value: Uint8Array; readonly height: bigint };
  /** Runs a transaction without signatures or writes. Throws a Go error whose text says why it would fail, and the gas used. */
  simulate(tx: Uint8Array): SimulateResponse;
  /** Last committed block. */
  lastBlock(): { readonly height: bigint; readonly time: Time; readonly appHash: Uint8Array };
}

/** What the node was set to, as the node service tells. */
export interface NodeSettings {
  readonly minGasPrices: readonly DecCoin[];
  readonly pruningKeepRecent: string;
  readonly pruningInterval: string;
  readonly haltHeight: bigint;
}

/** One request to a service of the node itself: `height` is what `x-cosmos-block-height` asked for, 0n for the latest. */
export interface CallInfo {
  readonly height: bigint;
}

/** A service answered by the node and not by the state machine. Methods may wait for the block maker. */
export interface NodeService {
  readonly service: ServiceType;
  readonly methods: Readonly<Record<string, (request: never, call: CallInfo) => Message | Promise<Message>>>;
}
