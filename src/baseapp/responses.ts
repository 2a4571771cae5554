import {
  type GoErrorBase,
  type GoPanic,
  GrpcCode,
  grpcStatusCode,
  type ModelledError,
  PANIC_CODE,
  UNDEFINED_CODESPACE,
} from '../core/errors.ts';
import type { Event } from '../core/events.ts';
import { OutOfGasPanic } from '../core/gas.ts';
import type { ValidatorUpdate } from '../core/module.ts';
import {
  ErrInvalidRequest,
  ErrKeyNotFound,
  ErrOutOfGas,
  ErrUnauthorized,
  ErrUnknownRequest,
} from '../core/sdk-errors.ts';
import type {
  Event as AbciEvent,
  ValidatorUpdate as AbciValidatorUpdate,
  ExecTxResult,
  ResponseQuery,
} from '../wire/gen/tendermint/abci/types.ts';
import type { TxFailure, TxOutcome } from './types.ts';

export const NO_BYTES = new Uint8Array(0);

/** Whether an event's attribute is to be indexed, by the node's `index-events`: all of them when the list is empty. */
export type IndexSet = ReadonlySet<string>;

/** Events as ABCI carries them; each attribute marked for CometBFT's indexer. */
export function markEventsToIndex(events: readonly Event[], indexSet: IndexSet): AbciEvent[] {
  const all = indexSet.size === 0;
  return events.map(({ type, attributes }) => ({
    type,
    attributes: attributes.map(({ key, value }) => ({ key, value, index: all || indexSet.has(`${type}.${key}`) })),
  }));
}

/** Events as ABCI carries them, none to be indexed. */
export function unmarkedEvents(events: readonly Event[]): AbciEvent[] {
  return events.map(({ type, attributes }) => ({
    type,
    attributes: attributes.map(({ key, value }) => ({ key, value, index: false })),
  }));
}

/** Events of a block phase: they say which one, as their last attribute. */
export function phaseEvents(events: readonly Event[], mode: 'BeginBlock' | 'EndBlock'): Event[] {
  return events.map(({ type, attributes }) => ({ type, attributes: [...attributes, { key: 'mode', value: mode }] }));
}

/** Code, codespace and log of a Go error (errorsmod.ABCIInfo). */
export function failureOf(e: GoErrorBase): TxFailure {
  return { codespace: e.codespace, code: e.code, log: e.message };
}

/** What becomes of a panic that reaches the transaction runner. Source: cosmos-sdk baseapp/recovery.go. */
export function recovered(e: ModelledError, gasWanted: bigint, gasUsed: bigint): TxFailure {
  if (e instanceof OutOfGasPanic) {
    const text = `out of gas in location: ${e.descriptor}; gasWanted: ${gasWanted}, gasUsed: ${gasUsed}`;
    return failureOf(ErrOutOfGas.wrap(text));
  }
  // The reference puts a Go stack behind `stack:`, which no two runs share.
  return { codespace: UNDEFINED_CODESPACE, code: PANIC_CODE, log: `recovered: ${e.message}\nstack:\n: panic` };
}

/** PARITY: cosmos-sdk baseapp/abci.go: gas above 2^63-1 turns negative; simulations tell 2^64-1. */
const toInt64 = (n: bigint): bigint => BigInt.asIntN(64, n);

/** The result of a transaction in a block. */
export function execTxResult(outcome: TxOutcome, indexSet: IndexSet): ExecTxResult {
  const { result, failure } = outcome;
  return {
    code: failure?.code ?? 0,
    data: result?.data ?? NO_BYTES,
    log: failure?.log ?? '',
    info: '',
    gasWanted: toInt64(outcome.gasWanted),
    gasUsed: toInt64(outcome.gasUsed),
    events: markEventsToIndex(result?.events ?? outcome.anteEvents, indexSet),
    codespace: failure?.codespace ?? '',
  };
}

/** The answer to a query that failed with a Go error. */
export function queryFailure(e: GoErrorBase, height = 0n): ResponseQuery {
  return queryResponse({ code: e.code, codespace: e.codespace, log: e.message, height });
}

/** The answer to a query that panicked. */
export function queryPanic(e: GoPanic): ResponseQuery {
  return queryResponse({ code: PANIC_CODE, codespace: UNDEFINED_CODESPACE, log: `${e.message}: panic` });
}

export function queryResponse(fields: Partial<ResponseQuery>): ResponseQuery {
  return {
    code: 0,
    log: '',
    info: '',
    index: 0n,
    key: NO_BYTES,
    value: NO_BYTES,
    proofOps: undefined,
    height: 0n,
    codespace: '',
    ...fields,
  };
}

/** A query handler's error as the ABCI query answers it. Source: cosmos-sdk baseapp/abci.go gRPCErrorToSDKError. */
export function grpcErrorToSdkError(e: GoErrorBase): GoErrorBase {
  switch (grpcStatusCode(e)) {
    case GrpcCode.NotFound:
      return ErrKeyNotFound.wrap(e.message);
    case undefined:
    case GrpcCode.InvalidArgument:
    case GrpcCode.FailedPrecondition:
      return ErrInvalidRequest.wrap(e.message);
    case GrpcCode.Unauthenticated:
      return ErrUnauthorized.wrap(e.message);
    default:
      return ErrUnknownRequest.wrap(e.message);
  }
}

export function abciValidatorUpdate(update: ValidatorUpdate): AbciValidatorUpdate {
  const { pubKeyType, pubKey, power } = update;
  const sum =
    pubKeyType === 'ed25519'
      ? ({ $case: 'ed25519', ed25519: pubKey } as const)
      : ({ $case: 'secp256k1', secp256k1: pubKey } as const);
  return { pubKey: { sum }, power };
}
