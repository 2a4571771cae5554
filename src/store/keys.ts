import { ErrUnknownAddress } from '../core/sdk-errors.ts';

/** Helpers for store keys. Big endian throughout: keys sort as the numbers do. */

const MAX_LENGTH_PREFIX = 255;
const U32 = 0x100000000;
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

export function concatBytes(...parts: Uint8Array[]): Uint8Array {
  let length = 0;
  for (const p of parts) length += p.length;
  const out = new Uint8Array(length);
  let offset = 0;
  for (const p of parts) {
    out.set(p, offset);
    offset += p.length;
  }
  return out;
}

/** Negative, zero or positive as `a` is before, equal to or after `b`, bytewise. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const d = a[i]! - b[i]!;
    if (d !== 0) return d;
  }
  return a.length - b.length;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && compareBytes(a, b) === 0;
}

export function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  if (bytes.length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[i] !== prefix[i]) return false;
  return true;
}

/** 8 bytes, big endian, of a uint64 (an int64 is taken as its two's complement). */
export function u64be(n: bigint): Uint8Array {
  const out = new Uint8Array(8);
  putU64be(out, 0, n);
  return out;
}

/** Writes {@link u64be} at an offset. */
export function putU64be(out: Uint8Array, offset: number, n: bigint): void {
  // Numbers that a double holds, nearly all there are, cost no bigint arithmetic.
  const small = n >= 0n && n <= MAX_SAFE ? Number(n) : -1;
  let high = small >= 0 ? Math.floor(small / U32) : Number((n >> 32n) & 0xffffffffn);
  let low = small >= 0 ? small % U32 : Number(n & 0xffffffffn);
  for (let i = offset + 3; i >= offset; i--) {
    out[i] = high & 255;
    out[i + 4] = low & 255;
    high >>>= 8;
    low >>>= 8;
  }
}

export function readU64be(bytes: Uint8Array, offset = 0): bigint {
  return (BigInt(readU32be(bytes, offset)) << 32n) | BigInt(readU32be(bytes, offset + 4));
}

export function u32be(n: number): Uint8Array {
  return Uint8Array.of(n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
}

export function readU32be(bytes: Uint8Array, offset = 0): number {
  if (bytes.length < offset + 4) throw new RangeError(`reading 4 bytes at ${offset} of ${bytes.length}`);
  return ((bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!) >>> 0;
}

/** The end of the range of all keys that begin with `prefix`; undefined when there is none (empty, or all 0xff). */
export function prefixEndBytes(prefix: Uint8Array): Uint8Array | undefined {
  let n = prefix.length;
  while (n > 0 && prefix[n - 1] === 255) n--;
  if (n === 0) return undefined;
  const end = prefix.slice(0, n);
  end[n - 1]!++;
  return end;
}

/** The end of a range that includes `key` itself. */
export function inclusiveEndBytes(key: Uint8Array): Uint8Array {
  const end = new Uint8Array(key.length + 1);
  end.set(key);
  return end;
}

/** One length byte before the bytes; nothing at all for empty bytes. Source: cosmos-sdk types/address/store_key.go. */
export function lengthPrefix(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return bytes;
  if (bytes.length > MAX_LENGTH_PREFIX) {
    throw ErrUnknownAddress.wrap(`address length should be max ${MAX_LENGTH_PREFIX} bytes, got ${bytes.length}`);
  }
  const out = new Uint8Array(bytes.length + 1);
  out[0] = bytes.length;
  out.set(bytes, 1);
  return out;
}

const NOTHING = new Uint8Array(0);

/** prefix | {@link lengthPrefix} of an address | tail, in one array: most keys of a block are made here. */
export function addressKey(prefix: Uint8Array, address: Uint8Array, tail: Uint8Array = NOTHING): Uint8Array {
  const length = address.length;
  if (length === 0 || length > MAX_LENGTH_PREFIX) return concatBytes(prefix, lengthPrefix(address), tail);
  const at = prefix.length;
  const key = new Uint8Array(at + 1 + length + tail.length);
  key.set(prefix);
  key[at] = length;
  key.set(address, at + 1);
  key.set(tail, at + 1 + length);
  return key;
}
