import { crc32 } from 'node:zlib';
import { GoError, GoPanic } from '../core/errors.ts';
import { concatBytes, readU32be, u32be } from './keys.ts';

/**
 * The next-page keys of Akash's listings, which go through one state after another. Source: node util/query/pagination.go.
 *
 * CRC-32 of the rest, u32be | states | prefix | key | extra, each with a length byte before it; without extra it is left out whole.
 */
export interface PageKey {
  /** States that are still to be walked, beginning with the one that the key is in. */
  readonly states: Uint8Array;
  readonly prefix: Uint8Array;
  /** Where to go on. */
  readonly key: Uint8Array;
  /** What a listing adds for itself, such as the index it walks; empty when there is none. */
  readonly extra: Uint8Array;
}

const MAX_PART = 255;
const CHECKSUM = 4;
const NOTHING = new Uint8Array(0);

const invalid = (why: string): GoError => new GoError(`pagination: invalid key: ${why}`);
const hex = (n: number): string => `0x${n.toString(16).padStart(8, '0')}`;

/** Throws GoError when states, prefix or key are empty; panics when one is longer than 255 bytes. */
export function encodePageKey({ states, prefix, key, extra }: PageKey): Uint8Array {
  if (states.length === 0) throw invalid('states cannot be empty');
  if (prefix.length === 0) throw invalid('prefix cannot be empty');
  if (key.length === 0) throw invalid('key cannot be empty');
  const parts = extra.length === 0 ? [states, prefix, key] : [states, prefix, key, extra];
  const rest = concatBytes(...parts.flatMap(withLength));
  return concatBytes(u32be(crc32(rest)), rest);
}

function withLength(part: Uint8Array): [Uint8Array, Uint8Array] {
  if (part.length > MAX_PART) throw new GoPanic('length-prefixed address too long');
  return [Uint8Array.of(part.length), part];
}

/** Throws GoError. */
export function decodePageKey(bytes: Uint8Array): PageKey {
  if (bytes.length <= CHECKSUM) throw invalid('invalid key length');
  const expected = readU32be(bytes);
  let rest = bytes.subarray(CHECKSUM);
  const checksum = crc32(rest);
  if (expected !== checksum) throw invalid(`invalid checksum, ${hex(expected)} != ${hex(checksum)}`);
  const part = (): Uint8Array => {
    const length = rest[0];
    // PARITY: node util/query/pagination.go: whatever part is cut off, the states are blamed.
    if (length === undefined || rest.length - 1 < length) throw invalid('invalid state length');
    const got = rest.subarray(1, 1 + length);
    rest = rest.subarray(1 + length);
    return got;
  };
  const [states, prefix, key] = [part(), part(), part()];
  const extra = rest.length > 0 ? part() : NOTHING;
  if (rest.length > 0) throw invalid('invalid state length');
  return { states, prefix, key, extra };
}
