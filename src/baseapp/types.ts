import type { Context } from '../core/context.ts';
import type { Event } from '../core/events.ts';
import type { Msg, ValidatorUpdate } from '../core/module.ts';
import type { StoreTracer } from '../core/store.ts';
import type { RequestInitChain } from '../wire/gen/tendermint/abci/types.ts';
import type { ConsensusParams } from '../wire/gen/tendermint/types/params.ts';

/** What the base application needs of a decoded transaction. Modules that need more know the whole type. */
export interface AppTx {
  readonly messages: readonly Msg[];
}

/** Bytes → transaction. Throws a Go error when they are not acceptable. */
export type TxDecoder<T> = (bytes: Uint8Array) => T;

/** Where the consensus parameters are kept. */
export interface ParamStore {
  /** Throws a Go error when there are none. */
  get(ctx: Context): ConsensusParams;
  set(ctx: Context, params: ConsensusParams): void;
}

/** What the modules do around the transactions, in the application's orders. */
export interface Lifecycle {
  initChain(ctx: Context, request: RequestInitChain): ValidatorUpdate[];
  /** Returns whether the consensus parameters changed. */
  preBlock(ctx: Context): boolean;
  beginBlock(ctx: Context): void;
  endBlock(ctx: Context): ValidatorUpdate[];
}

/** Where execution stands, told beside the store accesses: what the recorded traces show. */
export interface ExecutionTracer extends StoreTracer {
  mark(phase: 'pre' | 'begin' | 'tx' | 'msg' | 'end', index: number): void;
}

/** What running a transaction gave. Gas is an unsigned 64-bit number. */
export interface TxOutcome {
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
  /** Present when every message succeeded. */
  readonly result?: TxSuccess;
  /** Events of the ante chain, kept when a message fails. */
  readonly anteEvents: readonly Event[];
  readonly failure?: TxFailure;
}

export interface TxSuccess {
  readonly data: Uint8Array;
  readonly events: readonly Event[];
  readonly msgResponses: readonly { readonly typeUrl: string; readonly value: Uint8Array }[];
}

export interface TxFailure {
  readonly codespace: string;
  readonly code: number;
  readonly log: string;
}
