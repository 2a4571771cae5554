/**
 * Byte strings: bytes held in a JavaScript string, one code unit (0..255) per byte ("latin1").
 *
 * Inside the store keys, values and hashes are byte strings: they compare bytewise with `<`, are usable as Map keys with a memoised
 * hash, and take about a third of the memory of a Uint8Array.
 */
export type ByteString = string;

interface Latin1 {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
  latin1Write(this: Uint8Array, text: string, offset: number, length: number): number;
}

// Called on any Uint8Array: half the price of Buffer.from(...).toString('latin1').
const { latin1Slice, latin1Write } = Buffer.prototype as unknown as Latin1;

/** Below this length a plain loop beats the call into native code. */
const LOOP_LENGTH = 24;

export function toByteString(bytes: Uint8Array): ByteString {
  return latin1Slice.call(bytes, 0, bytes.length);
}

export function sliceByteString(bytes: Uint8Array, start: number, end: number): ByteString {
  return latin1Slice.call(bytes, start, end);
}

const INTERN_SLOTS = 1 << 15;
const INTERN_LENGTH = 64;
const interned = new Array<ByteString>(INTERN_SLOTS).fill('');

/**
 * As {@link toByteString}, for keys, of which a block asks for the same again and again: those of late come out as the very string they
 * were before, which costs half of making one, and its Map look-ups find a hash and an identity instead of comparing.
 */
export function toKeyString(bytes: Uint8Array): ByteString {
  const length = bytes.length;
  if (length > INTERN_LENGTH) return latin1Slice.call(bytes, 0, length);
  let hash = length;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  const slot = (hash ^ (hash >>> 15)) & (INTERN_SLOTS - 1);
  const known = interned[slot]!;
  if (known.length === length) {
    let i = 0;
    while (i < length && known.charCodeAt(i) === bytes[i]) i++;
    if (i === length) return known;
  }
  const made = latin1Slice.call(bytes, 0, length);
  interned[slot] = made;
  return made;
}

/** A fresh array that the caller owns. */
export function fromByteString(text: ByteString): Uint8Array {
  const length = text.length;
  const bytes = new Uint8Array(length);
  writeByteString(bytes, text, 0);
  return bytes;
}

/** Writes `text` into `target` at `offset`; returns the offset behind it. */
export function writeByteString(target: Uint8Array, text: ByteString, offset: number): number {
  const length = text.length;
  if (length < LOOP_LENGTH) for (let i = 0; i < length; i++) target[offset + i] = text.charCodeAt(i);
  else latin1Write.call(target, text, offset, length);
  return offset + length;
}

export function byteStringToHex(text: ByteString): string {
  return Buffer.from(text, 'latin1').toString('hex');
}

/** Bytewise ascending order, in place. Code units are bytes, so the default order of `<` is the order of bytes. */
export function sortByteStrings(keys: ByteString[]): ByteString[] {
  return keys.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The end of the range of all keys that begin with `prefix`; undefined when there is none (empty, or all 0xff). */
export function prefixEnd(prefix: ByteString): ByteString | undefined {
  let n = prefix.length;
  while (n > 0 && prefix.charCodeAt(n - 1) === 255) n--;
  if (n === 0) return undefined;
  return prefix.slice(0, n - 1) + String.fromCharCode(prefix.charCodeAt(n - 1) + 1);
}
