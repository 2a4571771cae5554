import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { GoError, GoPanic } from '../../src/core/errors.ts';
import { decodePageKey, encodePageKey } from '../../src/store/page-key.ts';

const part = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const key = { states: part(1), prefix: part(2), key: part(3), extra: part() };
const why = (run: () => unknown): string => {
  try {
    run();
  } catch (e) {
    if (e instanceof GoError || e instanceof GoPanic) return e.message;
    throw e;
  }
  return '';
};

it('a page key has a checksum and parts with their lengths', () => {
  expect(hex(encodePageKey(key))).toBe('7cd48846010101020103');
  expect(hex(encodePageKey({ ...key, extra: part(4) }))).toBe('1aef78e20101010201030104');
  const long = { states: part(1, 2, 3), prefix: part(9, 9), key: new Uint8Array(255).fill(5), extra: part(0) };
  expect(decodePageKey(encodePageKey(long))).toEqual(long);
});

it('a page key without a part, or with one too long, is not made', () => {
  expect(why(() => encodePageKey({ ...key, states: part() }))).toBe('pagination: invalid key: states cannot be empty');
  expect(why(() => encodePageKey({ ...key, prefix: part() }))).toBe('pagination: invalid key: prefix cannot be empty');
  expect(why(() => encodePageKey({ ...key, key: part() }))).toBe('pagination: invalid key: key cannot be empty');
  expect(why(() => encodePageKey({ ...key, key: new Uint8Array(256) }))).toBe('length-prefixed address too long');
});

it('PARITY: whatever part is cut off, the states are blamed', () => {
  for (const rest of [part(3, 1), part(1, 65, 5, 1), part(1, 65, 1, 66, 9)]) {
    const bytes = Uint8Array.from([...Buffer.from(crc32(rest).toString(16).padStart(8, '0'), 'hex'), ...rest]);
    expect(why(() => decodePageKey(bytes))).toBe('pagination: invalid key: invalid state length');
  }
});

it('what is no page key is refused', () => {
  const made = encodePageKey(key);
  expect(why(() => decodePageKey(part(1, 2, 3, 4)))).toBe('pagination: invalid key: invalid key length');
  expect(why(() => decodePageKey(part(1, 2, 3, 4, 1, 65)))).toMatch(/invalid checksum, 0x01020304 != 0x[0-9a-f]{8}$/);
  // Cut anywhere, or with something behind it, it has another checksum.
  for (let n = 5; n < made.length; n++) expect(why(() => decodePageKey(made.subarray(0, n)))).toMatch(/checksum/);
  expect(why(() => decodePageKey(Uint8Array.of(...made, 0)))).toMatch(/checksum/);
});
