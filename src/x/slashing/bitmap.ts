import { InternalError } from '../../core/errors.ts';

/**
 * A chunk of a validator's bitmap of missed blocks: 1,024 bits, one per height of the signing window, set when the block was missed.
 *
 * Written as the number of bits (u64be), then 16 words of 64 bits (u64be each), bit 0 the lowest of the first word: 136 bytes.
 * Source: cosmos-sdk x/slashing/keeper/signing_info.go, bits-and-blooms/bitset.
 */
export const CHUNK_BITS = 1024;
const HEADER = 8;
const CHUNK_BYTES = HEADER + CHUNK_BITS / 8;

/** A chunk without a bit set. */
export function emptyChunk(): Uint8Array {
  const chunk = new Uint8Array(CHUNK_BYTES);
  chunk[HEADER - 2] = CHUNK_BITS >> 8;
  return chunk;
}

function checked(chunk: Uint8Array): Uint8Array {
  if (chunk.length !== CHUNK_BYTES) throw new InternalError(`a bitmap chunk of ${chunk.length} bytes`);
  return chunk;
}

/** Where bit `i` is: words are big endian. */
function byteOf(i: number): number {
  return HEADER + (i >> 6) * 8 + 7 - ((i & 63) >> 3);
}

export function testBit(chunk: Uint8Array, i: number): boolean {
  return (checked(chunk)[byteOf(i)]! & (1 << (i & 7))) !== 0;
}

/** A copy with bit `i` set or cleared. */
export function withBit(chunk: Uint8Array, i: number, on: boolean): Uint8Array {
  const copy = checked(chunk).slice();
  const at = byteOf(i);
  if (on) copy[at]! |= 1 << (i & 7);
  else copy[at]! &= ~(1 << (i & 7));
  return copy;
}
