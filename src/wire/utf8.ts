/**
 * Strings that keep their bytes.
 *
 * PARITY: gogoproto: a `string` of this chain need not be valid UTF-8. Bytes that are not part of a valid sequence become the lone
 * surrogates U+DC80..U+DCFF (byte + 0xDC00) and turn back into those bytes when written.
 */

interface BufferMethods {
  latin1Slice(start: number, end: number): string;
  utf8Write(text: string, offset: number, length: number): number;
}
const { latin1Slice, utf8Write } = Buffer.prototype as unknown as BufferMethods;

/** Below this length a loop beats a call into native code, when reading. */
const SHORT_READ = 9;
/** The same, when writing. */
const SHORT_WRITE = 24;

/** The text of `bytes[start, end)`. */
export function readText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start < SHORT_READ) {
    let text = '';
    let i = start;
    for (; i + 4 <= end; i += 4) {
      const a = bytes[i]!;
      const b = bytes[i + 1]!;
      const c = bytes[i + 2]!;
      const d = bytes[i + 3]!;
      if ((a | b | c | d) > 0x7f) return readUtf8(bytes, start, end);
      text += String.fromCharCode(a, b, c, d);
    }
    for (; i < end; i++) {
      const a = bytes[i]!;
      if (a > 0x7f) return readUtf8(bytes, start, end);
      text += String.fromCharCode(a);
    }
    return text;
  }
  for (let i = start; i < end; i++) if (bytes[i]! > 0x7f) return readUtf8(bytes, start, end);
  return latin1Slice.call(bytes, start, end);
}

/** Length in bytes of the valid UTF-8 sequence at `i`, or 0. Overlong forms and surrogates are not valid. */
function sequence(bytes: Uint8Array, i: number, end: number): number {
  const a = bytes[i]!;
  if (a < 0x80) return 1;
  const n = a >= 0xc2 && a <= 0xdf ? 2 : a >= 0xe0 && a <= 0xef ? 3 : a >= 0xf0 && a <= 0xf4 ? 4 : 0;
  if (n === 0 || i + n > end) return 0;
  const b = bytes[i + 1]!;
  const low = a === 0xe0 ? 0xa0 : a === 0xf0 ? 0x90 : 0x80;
  const high = a === 0xed ? 0x9f : a === 0xf4 ? 0x8f : 0xbf;
  if (b < low || b > high) return 0;
  for (let k = 2; k < n; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) return 0;
  return n;
}

/** Bytes met so far that are not UTF-8. */
export const notUtf8 = { count: 0 };

function readUtf8(bytes: Uint8Array, start: number, end: number): string {
  const parts: string[] = [];
  const units: number[] = [];
  for (let i = start; i < end; ) {
    const a = bytes[i]!;
    const n = sequence(bytes, i, end);
    if (n <= 1) {
      if (n === 0) notUtf8.count++;
      units.push(n === 1 ? a : 0xdc00 + a);
      i++;
    } else {
      let point = a & (0xff >> (n + 1));
      for (let k = 1; k < n; k++) point = (point << 6) | (bytes[i + k]! & 0x3f);
      if (point > 0xffff) units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
      else units.push(point);
      i += n;
    }
    if (units.length >= 4096) {
      parts.push(String.fromCharCode(...units));
      units.length = 0;
    }
  }
  parts.push(String.fromCharCode(...units));
  return parts.join('');
}

/** Writes `text` at `pos`, where at least 3 bytes for each of its units must be free. Returns the number of bytes. */
export function writeText(target: Uint8Array, pos: number, text: string): number {
  const n = text.length;
  if (n < SHORT_WRITE) {
    for (let i = 0; i < n; i++) {
      const c = text.charCodeAt(i);
      if (c > 0x7f) return writeUtf8(target, pos, text);
      target[pos + i] = c;
    }
    return n;
  }
  const written = utf8Write.call(target, text, pos, n * 3);
  // A lone surrogate was written as U+FFFD; then the length differs from the number of units.
  return written === n || text.isWellFormed() ? written : writeUtf8(target, pos, text);
}

function writeUtf8(target: Uint8Array, pos: number, text: string): number {
  let p = pos;
  for (let i = 0; i < text.length; i++) {
    let c = text.charCodeAt(i);
    if (c < 0x80) {
      target[p++] = c;
      continue;
    }
    if (c < 0x800) {
      target[p++] = 0xc0 | (c >> 6);
      target[p++] = 0x80 | (c & 0x3f);
      continue;
    }
    if (c >= 0xd800 && c < 0xdc00 && i + 1 < text.length) {
      const d = text.charCodeAt(i + 1);
      if (d >= 0xdc00 && d < 0xe000) {
        c = 0x10000 + ((c - 0xd800) << 10) + (d - 0xdc00);
        i++;
        target[p++] = 0xf0 | (c >> 18);
        target[p++] = 0x80 | ((c >> 12) & 0x3f);
        target[p++] = 0x80 | ((c >> 6) & 0x3f);
        target[p++] = 0x80 | (c & 0x3f);
        continue;
      }
    }
    if (c >= 0xdc80 && c <= 0xdcff) {
      target[p++] = c - 0xdc00;
      continue;
    }
    if (c >= 0xd800 && c < 0xe000) c = 0xfffd;
    target[p++] = 0xe0 | (c >> 12);
    target[p++] = 0x80 | ((c >> 6) & 0x3f);
    target[p++] = 0x80 | (c & 0x3f);
  }
  return p - pos;
}

/** Text of bytes that may not be UTF-8. */
export function textFromBytes(bytes: Uint8Array): string {
  return readText(bytes, 0, bytes.length);
}

/** The bytes of a text made by {@link textFromBytes}, or of any other. */
export function bytesFromText(text: string): Uint8Array {
  const scratch = new Uint8Array(text.length * 3);
  const n = writeText(scratch, 0, text);
  return scratch.slice(0, n);
}

/** Number of bytes that `text` has when written. */
export function textLength(text: string): number {
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x80 || (c >= 0xdc80 && c <= 0xdcff)) n++;
    else if (c < 0x800) n += 2;
    else if (c >= 0xd800 && c < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      n += 4;
      i++;
    } else n += 3;
  }
  return n;
}
