import { bech32 } from 'bech32';
import { GoError } from '../core/errors.ts';
import { textBytes } from '../core/go-text.ts';

/** Longest text that is decoded. */
const LIMIT = 1023;
const CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** Value of a character of the charset, by its code; -1 for others. */
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < 32; i++) VALUES[CHARSET.charCodeAt(i)] = i;
const CODES = Uint8Array.from(CHARSET, (c) => c.charCodeAt(0));
const ONE = 0x31;
const CHECKSUM_LENGTH = 6;

/** What the checksum's five highest bits add to it. */
const GENERATOR = Int32Array.from({ length: 32 }, (_, top) =>
  [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].reduce(
    (sum, g, i) => ((top >> i) & 1 ? sum ^ g : sum),
    0,
  ),
);

function mix(sum: number, value: number): number {
  return ((sum & 0x1ffffff) << 5) ^ value ^ GENERATOR[sum >>> 25]!;
}

function mixPrefix(prefix: string): number {
  let sum = 1;
  for (let i = 0; i < prefix.length; i++) sum = mix(sum, prefix.charCodeAt(i) >> 5);
  sum = mix(sum, 0);
  for (let i = 0; i < prefix.length; i++) sum = mix(sum, prefix.charCodeAt(i) & 31);
  return sum;
}

/** The checksum of a prefix, remembered: there are few. Undefined when it is not plain lower case. */
const plainPrefixes = new Map<string, number>();
const FEW = 64;

function plainPrefix(prefix: string): number | undefined {
  let sum = plainPrefixes.get(prefix);
  if (sum === undefined && /^[a-z0-9]+$/.test(prefix)) {
    sum = mixPrefix(prefix);
    if (plainPrefixes.size < FEW) plainPrefixes.set(prefix, sum);
  }
  return sum;
}

const scratch = Buffer.alloc(LIMIT);
const { latin1Slice } = Buffer.prototype as unknown as {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
};

/** Text of some bytes (types/bech32 ConvertAndEncode). There is no limit of length. */
export function encodeBech32(prefix: string, data: Uint8Array): string {
  const start = plainPrefix(prefix);
  const words = Math.ceil((data.length * 8) / 5);
  const length = prefix.length + 1 + words + CHECKSUM_LENGTH;
  if (start === undefined || length > LIMIT) {
    return bech32.encode(prefix, bech32.toWords(data), Number.MAX_SAFE_INTEGER);
  }
  let n = 0;
  for (; n < prefix.length; n++) scratch[n] = prefix.charCodeAt(n);
  scratch[n++] = ONE;
  let sum = start;
  let bits = 0;
  let left = 0;
  for (let i = 0; i < data.length; i++) {
    left = ((left << 8) | data[i]!) & 0xfff;
    for (bits += 8; bits >= 5; ) {
      bits -= 5;
      const word = (left >> bits) & 31;
      sum = mix(sum, word);
      scratch[n++] = CODES[word]!;
    }
  }
  if (bits > 0) {
    const word = (left << (5 - bits)) & 31;
    sum = mix(sum, word);
    scratch[n++] = CODES[word]!;
  }
  for (let i = 0; i < CHECKSUM_LENGTH; i++) sum = mix(sum, 0);
  sum ^= 1;
  for (let shift = 25; shift >= 0; shift -= 5) scratch[n++] = CODES[(sum >>> shift) & 31]!;
  return latin1Slice.call(scratch, 0, n);
}

/** Decodes the texts that there are: lower case, and nothing wrong with them. Undefined for all others. */
function decodePlain(text: string): [prefix: string, data: Uint8Array] | undefined {
  const one = text.lastIndexOf('1');
  const end = text.length - CHECKSUM_LENGTH;
  if (one < 1 || one >= end || text.length > LIMIT) return undefined;
  const prefix = text.slice(0, one);
  let sum = plainPrefix(prefix);
  if (sum === undefined) return undefined;
  const data = new Uint8Array(Math.floor(((end - one - 1) * 5) / 8));
  let n = 0;
  let bits = 0;
  let left = 0;
  for (let i = one + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const word = code < 128 ? VALUES[code]! : -1;
    if (word < 0) return undefined;
    sum = mix(sum, word);
    if (i >= end) continue;
    left = ((left << 5) | word) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      data[n++] = left >> bits;
    }
  }
  const padding = left & ((1 << bits) - 1);
  return sum === 1 && bits < 5 && padding === 0 ? [prefix, data] : undefined;
}

/** Prefix, in lower case, and bytes of a text (types/bech32 DecodeAndConvert). Throws GoError with the reference's texts. */
export function decodeBech32(text: string): [prefix: string, data: Uint8Array] {
  const plain = decodePlain(text);
  if (plain !== undefined) return plain;
  // The library folds case by Unicode, so it is only given ASCII.
  if (/^[\x21-\x7e]*$/.test(text)) {
    const d = bech32.decodeUnsafe(text, LIMIT);
    if (d !== undefined) {
      const bytes = bech32.fromWordsUnsafe(d.words);
      if (bytes === undefined) throw new GoError('decoding bech32 failed: invalid incomplete group');
      return [d.prefix, Uint8Array.from(bytes)];
    }
  }
  throw new GoError(`decoding bech32 failed: ${problem(text)}`);
}

/** What is wrong with a text, judged in the order of cosmos/btcutil bech32. */
function problem(text: string): string {
  const bytes = textBytes(text);
  if (bytes.length > LIMIT || bytes.length < 8) return `invalid bech32 string length ${bytes.length}`;
  let lower = false;
  let upper = false;
  for (const b of bytes) {
    // PARITY: cosmos/btcutil bech32: the byte is printed as if it were a code point.
    if (b < 33 || b > 126) return `invalid character in string: '${String.fromCharCode(b)}'`;
    lower ||= b >= 0x61 && b <= 0x7a;
    upper ||= b >= 0x41 && b <= 0x5a;
    if (lower && upper) return 'string not all lowercase or all uppercase';
  }
  const s = text.toLowerCase();
  const one = s.lastIndexOf('1');
  if (one < 1 || one + 7 > s.length) return `invalid separator index ${one}`;
  const words: number[] = [];
  for (const c of s.slice(one + 1)) {
    const v = CHARSET.indexOf(c);
    if (v < 0) return `invalid character not part of charset: ${c.charCodeAt(0)}`;
    words.push(v);
  }
  const expected = bech32.encode(s.slice(0, one), words.slice(0, -6), Number.MAX_SAFE_INTEGER).slice(-6);
  return `invalid checksum (expected ${expected} got ${s.slice(-6)})`;
}
