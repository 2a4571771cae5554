import { bech32 } from 'bech32';
import { GoError } from '../core/errors.ts';
import { textBytes } from '../core/go-text.ts';

/** Longest text that is decoded. */
const LIMIT = 1023;
const CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** Text of some bytes (types/bech32 ConvertAndEncode). There is no limit of length. */
export function encodeBech32(prefix: string, data: Uint8Array): string {
  return bech32.encode(prefix, bech32.toWords(data), Number.MAX_SAFE_INTEGER);
}

/** Prefix, in lower case, and bytes of a text (types/bech32 DecodeAndConvert). Throws GoError with the reference's texts. */
export function decodeBech32(text: string): [prefix: string, data: Uint8Array] {
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
