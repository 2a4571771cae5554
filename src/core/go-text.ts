/**
 * Text as Go sees it: strings are bytes. Bytes that are not UTF-8 stand in our strings as the lone surrogates
 * U+DC80..U+DCFF.
 */

const encoder = new TextEncoder();

/** The byte that a lone escape surrogate stands for, or undefined. */
function escapedByte(unit: number): number | undefined {
  return unit >= 0xdc80 && unit <= 0xdcff ? unit - 0xdc00 : undefined;
}

/** The bytes of a string, escape surrogates turned back into the bytes they stand for. */
export function textBytes(s: string): Uint8Array {
  if (s.isWellFormed()) return encoder.encode(s);
  const out: number[] = [];
  for (const c of s) {
    const byte = c.length === 1 ? escapedByte(c.charCodeAt(0)) : undefined;
    if (byte !== undefined) out.push(byte);
    else for (const b of encoder.encode(c)) out.push(b);
  }
  return Uint8Array.from(out);
}

/** Length in bytes: Go's `len(s)`. */
export function textLength(s: string): number {
  let n = 0;
  for (let i = 0; i < s.length; i++) {
    const u = s.charCodeAt(i);
    if (u < 0x80) n += 1;
    else if (u < 0x800) n += 2;
    else if (u >= 0xd800 && u < 0xdc00 && i + 1 < s.length && (s.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      n += 4;
      i++;
    } else n += escapedByte(u) !== undefined ? 1 : 3;
  }
  return n;
}

/** Orders two strings by their bytes, as Go's `<` does: negative, 0 or positive. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // Code unit order is byte order unless surrogates take part.
    if (x < 0xd800 && y < 0xd800) return x - y;
    return compareBytes(textBytes(a), textBytes(b));
  }
  return a.length - b.length;
}

/** Orders two byte strings: negative, 0 or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const d = a[i]! - b[i]!;
    if (d !== 0) return d;
  }
  return a.length - b.length;
}

const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const shortEscapes: Record<string, string> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** Go's `%q`: strconv.Quote. */
export function quoteText(s: string): string {
  let out = '"';
  for (const c of s) {
    const point = c.codePointAt(0)!;
    const byte = c.length === 1 ? escapedByte(point) : undefined;
    if (byte !== undefined) out += `\\x${byte.toString(16)}`;
    else if (c === '"' || c === '\\') out += `\\${c}`;
    else if (printable.test(c)) out += c;
    else if (shortEscapes[c] !== undefined) out += shortEscapes[c];
    else if (point < 0x20 || point === 0x7f) out += `\\x${point.toString(16).padStart(2, '0')}`;
    else if (point < 0x10000) out += `\\u${point.toString(16).padStart(4, '0')}`;
    else out += `\\U${point.toString(16).padStart(8, '0')}`;
  }
  return `${out}"`;
}

/** Go's strings.TrimSpace: Unicode White_Space, which is not quite what `trim` removes. */
export function trimSpace(s: string): string {
  return s.replace(/^[\p{White_Space}]+|[\p{White_Space}]+$/gu, '');
}
