/** Reading JSON texts by position, in bytes, with the errors of Go's encoding/json. */
import { GoError } from '../core/errors.ts';
import { checkJson } from '../core/go-json.ts';
import { quoteText } from '../core/go-text.ts';
import { readText } from './utf8.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Part of a JSON text: one value. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

function isSpace(c: number | undefined): boolean {
  return c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;
}

/** Position of the next byte that is not white space. */
export function skipSpace(b: Uint8Array, pos: number): number {
  while (isSpace(b[pos])) pos++;
  return pos;
}

/** Position after the string that starts at `pos`. */
function skipString(b: Uint8Array, pos: number): number {
  pos++;
  for (;;) {
    const c = b[pos++];
    if (c === QUOTE) return pos;
    if (c === BACKSLASH) pos++;
    else if (c === undefined) throw new GoError('unexpected EOF');
  }
}

/** Position after the value that starts at `pos`, of a text known to be valid. */
export function skipValue(b: Uint8Array, pos: number): number {
  let depth = 0;
  for (;;) {
    const c = b[pos];
    if (c === QUOTE) pos = skipString(b, pos);
    else if (c === 0x7b || c === 0x5b) {
      depth++;
      pos++;
      continue;
    } else if (c === 0x7d || c === 0x5d) {
      depth--;
      pos++;
    } else if (c === 0x2c || c === 0x3a || isSpace(c)) {
      pos++;
      continue;
    } else if (c === undefined) throw new GoError('unexpected EOF');
    else while (pos < b.length && !isDelimiter(b[pos]!)) pos++;
    if (depth === 0) return pos;
  }
}

function isDelimiter(c: number): boolean {
  return c === 0x2c || c === 0x7d || c === 0x5d || c === 0x3a || isSpace(c);
}

/**
 * The first value of a text, as json.Decoder reads it: what follows is not looked at. Throws GoError when it is not valid.
 */
export function firstValue(b: Uint8Array): Span {
  const start = skipSpace(b, 0);
  if (start === b.length) throw new GoError('EOF');
  // The value's end is where the brackets close; what lies in between is checked as a text of its own.
  let end = b.length;
  try {
    end = skipValue(b, start);
  } catch (e) {
    if (!(e instanceof GoError)) throw e;
  }
  try {
    checkJson(b.subarray(start, end));
  } catch (e) {
    if (e instanceof GoError && e.message === 'unexpected end of JSON input') throw new GoError('unexpected EOF');
    throw e;
  }
  return { start, end };
}

/** Members of the object at a span, by name; the last of equal names counts. Undefined for null. */
export function objectMembers(b: Uint8Array, span: Span, goType: string): Map<string, Span> | undefined {
  if (b[span.start] !== 0x7b) {
    if (isNull(b, span)) return undefined;
    throw mismatch(b, span, goType);
  }
  const out = new Map<string, Span>();
  let pos = skipSpace(b, span.start + 1);
  while (b[pos] !== 0x7d) {
    const keyEnd = skipString(b, pos);
    const key = stringAt(b, { start: pos, end: keyEnd });
    pos = skipSpace(b, skipSpace(b, keyEnd) + 1);
    const end = skipValue(b, pos);
    out.set(key, { start: pos, end });
    pos = skipSpace(b, end);
    if (b[pos] === 0x2c) pos = skipSpace(b, pos + 1);
  }
  return out;
}

/** Elements of the array at a span. Undefined for null. */
export function arrayElements(b: Uint8Array, span: Span, goType: string): Span[] | undefined {
  if (b[span.start] !== 0x5b) {
    if (isNull(b, span)) return undefined;
    throw mismatch(b, span, goType);
  }
  const out: Span[] = [];
  let pos = skipSpace(b, span.start + 1);
  while (b[pos] !== 0x5d) {
    const end = skipValue(b, pos);
    out.push({ start: pos, end });
    pos = skipSpace(b, end);
    if (b[pos] === 0x2c) pos = skipSpace(b, pos + 1);
  }
  return out;
}

export function isNull(b: Uint8Array, span: Span): boolean {
  return b[span.start] === 0x6e;
}

export function isString(b: Uint8Array, span: Span): boolean {
  return b[span.start] === QUOTE;
}

/** The raw text of a span. */
export function textAt(b: Uint8Array, span: Span): string {
  return readText(b, span.start, span.end);
}

/** The string at a span, escapes resolved. What is not UTF-8 or a lone surrogate becomes U+FFFD. */
export function stringAt(b: Uint8Array, span: Span): string {
  const raw = readText(b, span.start + 1, span.end - 1);
  if (!raw.includes('\\')) return raw.toWellFormed();
  return (JSON.parse(`"${raw.toWellFormed()}"`) as string).toWellFormed();
}

const KINDS: { readonly [first: string]: string } = {
  '{': 'object',
  '[': 'array',
  t: 'bool',
  f: 'bool',
  '"': 'string',
};

/** The error of json.Unmarshal when a value is of another kind than the Go type. */
export function mismatch(b: Uint8Array, span: Span, goType: string): GoError {
  const kind = KINDS[String.fromCharCode(b[span.start]!)];
  return new GoError(`json: cannot unmarshal ${kind ?? 'number'} into Go value of type ${goType}`);
}

/** Checks a JSON text and answers it compact and HTML-safe, as json.Marshal of a json.RawMessage does. */
export function checkJsonText(bytes: Uint8Array): string {
  checkJson(bytes);
  const text = readText(bytes, 0, bytes.length);
  let out = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (quoted) {
      if (c === '\\') out += c + text[++i]!;
      else if (c === '<' || c === '>' || c === '&' || c === '\u2028' || c === '\u2029') {
        out += `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
      } else {
        out += c;
        if (c === '"') quoted = false;
      }
    } else if (c !== ' ' && c !== '\n' && c !== '\r' && c !== '\t') {
      out += c;
      if (c === '"') quoted = true;
    }
  }
  return out;
}

/** Go's `%q` of a span's raw text. */
export function quotedAt(b: Uint8Array, span: Span): string {
  return quoteText(textAt(b, span));
}
