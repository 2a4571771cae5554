/**
 * The bits of a multisig that say who signed, packed big end first.
 *
 * The message is `cosmos.crypto.multisig.v1beta1.CompactBitArray`. Source: cosmos-sdk crypto/types/compact_bit_array.go.
 */
import { GoPanic } from '../core/errors.ts';
import type { CompactBitArray } from '../wire/gen/cosmos/crypto/multisig/v1beta1/multisig.ts';

export type { CompactBitArray };

/** NewCompactBitArray: undefined (nil) for no bits. */
export function newBitArray(bits: number): CompactBitArray | undefined {
  return bits <= 0 ? undefined : { extraBitsStored: bits % 8, elems: new Uint8Array(Math.ceil(bits / 8)) };
}

/** Number of bits. It can be negative for a message that was made so. */
export function bitCount(a: CompactBitArray | undefined): number {
  if (a === undefined) return 0;
  return a.extraBitsStored === 0 ? a.elems.length * 8 : (a.elems.length - 1) * 8 + a.extraBitsStored;
}

function element(a: CompactBitArray, i: number): number {
  const e = a.elems[i >> 3];
  if (e === undefined) throw new GoPanic(`runtime error: index out of range [${i >> 3}] with length ${a.elems.length}`);
  return e;
}

export function getBit(a: CompactBitArray | undefined, i: number): boolean {
  if (a === undefined || i < 0 || i >= bitCount(a)) return false;
  return (element(a, i) & (1 << (7 - (i % 8)))) !== 0;
}

/** Sets a bit in place; false when there is no such bit. */
export function setBit(a: CompactBitArray | undefined, i: number, value: boolean): boolean {
  if (a === undefined || i < 0 || i >= bitCount(a)) return false;
  const mask = 1 << (7 - (i % 8));
  a.elems[i >> 3] = value ? element(a, i) | mask : element(a, i) & ~mask;
  return true;
}

function ones(byte: number): number {
  let n = 0;
  for (let b = byte; b > 0; b >>= 1) n += b & 1;
  return n;
}

/** Set bits before an index. */
export function trueBitsBefore(a: CompactBitArray, index: number): number {
  const at = Math.min(index, bitCount(a));
  let n = 0;
  for (let i = 0; i < a.elems.length; i++) {
    const e = a.elems[i]!;
    if (i * 8 + 7 >= at) return n + ones(e >> Math.min(8 - (at % 8), 31));
    n += ones(e);
  }
  return n;
}

/** "x_x" with x for a set bit. */
function marks(a: CompactBitArray): string {
  let s = '';
  for (let i = 0; i < bitCount(a); i++) s += getBit(a, i) ? 'x' : '_';
  return s;
}

/** `BA{3:x_x}`. */
export function bitArrayString(a: CompactBitArray | undefined): string {
  if (a === undefined) return 'nil-BitArray';
  return `BA{${bitCount(a)}:${marks(a)}}`;
}

/** `"x_x"`, or null. */
export function bitArrayJson(a: CompactBitArray | undefined): string {
  return a === undefined ? 'null' : `"${marks(a)}"`;
}

/** CompactMarshal: the number of bits as a varint, then the bits; "null" for none. */
export function compactMarshal(a: CompactBitArray | undefined): Uint8Array {
  let size = bitCount(a);
  if (a === undefined || size <= 0) return new TextEncoder().encode('null');
  const head: number[] = [];
  for (; size >= 0x80; size = Math.floor(size / 128)) head.push((size & 0x7f) | 0x80);
  return Uint8Array.of(...head, size, ...a.elems);
}
