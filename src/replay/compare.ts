import {
  type Event,
  type ExecTxResult,
  ResponseFinalizeBlock,
  type ValidatorUpdate,
} from '../wire/gen/tendermint/abci/types.ts';
import { ConsensusParams } from '../wire/gen/tendermint/types/params.ts';
import { toHex } from './case.ts';
import { normaliseLog, sameLog } from './normalise.ts';

/** One field of a response that is not as recorded. */
export interface FieldDifference {
  /** Such as `tx 3 gasUsed` or `event 2 attribute 1`. */
  readonly field: string;
  readonly expected: string;
  readonly actual: string;
  /** Index of the transaction in its block, when it is one's. */
  readonly tx?: number;
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Compares what FinalizeBlock answered with what was recorded: nothing when they are equal. */
export function compareFinalizeBlock(expectedBytes: Uint8Array, actual: ResponseFinalizeBlock): FieldDifference[] {
  const actualBytes = ResponseFinalizeBlock.encode(actual);
  if (sameBytes(expectedBytes, actualBytes)) return [];
  const expected = ResponseFinalizeBlock.decode(expectedBytes);
  const found: FieldDifference[] = [];
  compareValue(found, 'app hash', toHex(expected.appHash), toHex(actual.appHash));
  compareValue(found, 'number of transaction results', expected.txResults.length, actual.txResults.length);
  expected.txResults.forEach((result, i) => {
    const got = actual.txResults[i];
    if (got !== undefined) found.push(...compareTx(result, got, i));
  });
  found.push(...compareEvents('block ', expected.events, actual.events));
  const updates = (list: readonly ValidatorUpdate[]): string => list.map(showUpdate).join(' ');
  compareValue(found, 'validator updates', updates(expected.validatorUpdates), updates(actual.validatorUpdates));
  const params = (p: ConsensusParams | undefined): string =>
    p === undefined ? 'none' : toHex(ConsensusParams.encode(p));
  compareValue(
    found,
    'consensus parameter updates',
    params(expected.consensusParamUpdates),
    params(actual.consensusParamUpdates),
  );
  return found;
}

function compareValue(found: FieldDifference[], field: string, expected: unknown, actual: unknown): void {
  if (expected !== actual) found.push({ field, expected: String(expected), actual: String(actual) });
}

function compareTx(expected: ExecTxResult, actual: ExecTxResult, tx: number): FieldDifference[] {
  const found: FieldDifference[] = [];
  compareValue(found, 'code', expected.code, actual.code);
  compareValue(found, 'codespace', expected.codespace, actual.codespace);
  compareValue(found, 'data', toHex(expected.data), toHex(actual.data));
  compareValue(found, 'gas wanted', expected.gasWanted, actual.gasWanted);
  compareValue(found, 'gas used', expected.gasUsed, actual.gasUsed);
  found.push(...compareEvents('', expected.events, actual.events));
  if (!sameLog(expected.log, actual.log))
    compareValue(found, 'log', normaliseLog(expected.log), normaliseLog(actual.log));
  compareValue(found, 'info', expected.info, actual.info);
  if (found.length > 0 && actual.log !== '')
    found.push({ field: 'its log was', expected: expected.log, actual: actual.log });
  return found.map((d) => ({ ...d, field: `tx ${tx} ${d.field}`, tx }));
}

function compareEvents(prefix: string, expected: readonly Event[], actual: readonly Event[]): FieldDifference[] {
  const n = Math.max(expected.length, actual.length);
  for (let i = 0; i < n; i++) {
    const [a, b] = [showEvent(expected[i]), showEvent(actual[i])];
    // What follows the first is mostly a consequence of it.
    if (a !== b) return [{ field: `${prefix}event ${i}`, expected: a, actual: b }];
  }
  return [];
}

function showEvent(event: Event | undefined): string {
  if (event === undefined) return 'none';
  const attributes = event.attributes.map(
    (a) => `${a.key}=${JSON.stringify(a.value)}${a.index ? '' : ' (not indexed)'}`,
  );
  return `${event.type} ${attributes.join(' ')}`;
}

function showUpdate({ pubKey: { sum }, power }: ValidatorUpdate): string {
  if (sum === undefined) return `none:${power}`;
  return `${sum.$case}:${toHex(sum.$case === 'ed25519' ? sum.ed25519 : sum.secp256k1)}:${power}`;
}
