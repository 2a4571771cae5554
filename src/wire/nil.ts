/**
 * What is nil in Go and has no such state here.
 *
 * - Int and Dec fields: Go tells an absent one from zero; here it reads as zero and the message lists its name in `$nil`.
 * - Elements of a list of pointers, which only JSON can leave out: {@link NIL_MESSAGE} stands in the list.
 * - Lists: Go tells an empty one, which only JSON can hold, from none at all: {@link isNilList}.
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

const fail = (): never => {
  throw nilPointer();
};

/** A nil pointer in a list of messages. Looking into it panics as it does in Go. */
export const NIL_MESSAGE: object = new Proxy({}, { get: fail, has: fail, set: fail, ownKeys: fail });

const emptyLists = new WeakSet<readonly unknown[]>();

/** An empty list that is there. */
export function emptyList(): unknown[] {
  const list: unknown[] = [];
  emptyLists.add(list);
  return list;
}

/** Whether a list is nil in Go: an empty list read from JSON is not, one read from protobuf is. */
export function isNilList(list: readonly unknown[]): boolean {
  return list.length === 0 && !emptyLists.has(list);
}

/** The number in a field, where Go would dereference a nil pointer when it was absent or empty. */
export function present<M extends object, F extends keyof M & string>(message: M, field: F): M[F] {
  if ((message as WithNil).$nil !== undefined && isNil(message, field)) throw nilPointer();
  return message[field];
}
