/**
 * Nil Int and Dec fields. Go tells an absent one from zero; here it reads as zero and the message lists its name in `$nil`.
 */
import { nilPointer } from '../core/errors.ts';
import { Dec } from '../math/dec.ts';

interface WithNil {
  $nil?: string[];
}

/** Whether an Int or Dec field was absent or empty when the message was read. */
export function isNil(message: object, field: string): boolean {
  return (message as WithNil).$nil?.includes(field) ?? false;
}

/** Nil fields read so far, in all messages. */
export const nilsMet = { count: 0 };

/** Remembers that a field is a nil Int or Dec. */
export function markNil(message: object, field: string): void {
  const m = message as WithNil;
  nilsMet.count++;
  if (m.$nil === undefined) m.$nil = [field];
  else m.$nil.push(field);
}

/** A Dec behind a pointer, as it was read last: an empty one is nil. */
export function pointerDec(message: object, field: string, value: Dec | undefined): Dec {
  const m = message as WithNil;
  if (isNil(m, field)) m.$nil = m.$nil!.filter((f) => f !== field);
  if (value === undefined) markNil(m, field);
  return value ?? Dec.zero;
}

/** Before more of a message is read into it: its nil fields are open again. */
export function reopenNil(message: object): void {
  const m = message as WithNil & Record<string, unknown>;
  for (const field of m.$nil ?? []) m[field] = undefined;
  delete m.$nil;
}

/**
 * Nil Ints in a message, and in those inside it, become zero.
 *
 * PARITY: cosmossdk.io/math int.go MarshalTo: writing a nil Int sets it to zero in the message that is written. A nil Dec stays nil.
 */
export function settleNilInts(message: object): void {
  const m = message as WithNil & Record<string, unknown>;
  const left = m.$nil?.filter((field) => typeof m[field] !== 'bigint');
  if (left !== undefined) {
    if (left.length === 0) delete m.$nil;
    else m.$nil = left;
  }
  for (const value of Object.values(m)) {
    if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) settleNilInts(value);
  }
}

/** The number in a field, where Go would dereference a nil pointer when it was absent or empty. */
export function present<M extends object, F extends keyof M & string>(message: M, field: F): M[F] {
  if ((message as WithNil).$nil !== undefined && isNil(message, field)) throw nilPointer();
  return message[field];
}
