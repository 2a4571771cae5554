import { GoError } from './errors.ts';
import { quoteText, textBytes } from './go-text.ts';

/** Deepest nesting that encoding/json reads. */
const MAX_DEPTH = 10_000;

const space = (c: number): boolean => c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d;
const digit = (c: number): boolean => c >= 0x30 && c <= 0x39;
const hexDigit = (c: number): boolean => digit(c) || (c >= 0x61 && c <= 0x66) || (c >= 0x41 && c <= 0x46);

function invalid(c: number, context: string): GoError {
  const q = c === 0x27 ? "'\\''" : c === 0x22 ? `'"'` : `'${quoteText(String.fromCharCode(c)).slice(1, -1)}'`;
  return new GoError(`invalid character ${q} ${context}`);
}

/**
 * Checks a JSON text as encoding/json does before it decodes, with that package's error texts. Iterative: nesting does
 * not depend on the JavaScript stack.
 */
export function checkJson(text: string | Uint8Array): void {
  const b = typeof text === 'string' ? textBytes(text) : text;
  const open: ('{' | '[')[] = [];
  let i = 0;
  // At the end of the text the reference's scanner is fed one space, which is what an unfinished number then names.
  const at = (): number => (i < b.length ? b[i]! : 0x20);
  const skip = (): void => {
    while (i < b.length && space(b[i]!)) i++;
  };
  const ended = (): GoError => new GoError('unexpected end of JSON input');

  const string = (): void => {
    i++;
    for (;;) {
      if (i >= b.length) throw ended();
      const c = b[i++]!;
      if (c === 0x22) return;
      if (c < 0x20) throw invalid(c, 'in string literal');
      if (c !== 0x5c) continue;
      const e = at();
      if (e === 0x75) {
        for (let k = 0; k < 4; k++) {
          i++;
          if (!hexDigit(at())) throw invalid(at(), 'in \\u hexadecimal character escape');
        }
      } else if (!'bfnrt\\/"'.includes(String.fromCharCode(e))) throw invalid(e, 'in string escape code');
      i++;
    }
  };
  const literal = (word: string): void => {
    for (let k = 1; k < word.length; k++) {
      i++;
      if (at() !== word.charCodeAt(k)) throw invalid(at(), `in literal ${word} (expecting '${word[k]}')`);
    }
    i++;
  };
  const number = (): void => {
    if (at() === 0x2d) {
      i++;
      if (!digit(at())) throw invalid(at(), 'in numeric literal');
    }
    if (at() === 0x30) i++;
    else while (digit(at())) i++;
    if (at() === 0x2e) {
      i++;
      if (!digit(at())) throw invalid(at(), 'after decimal point in numeric literal');
      while (digit(at())) i++;
    }
    if (at() === 0x65 || at() === 0x45) {
      i++;
      if (at() === 0x2b || at() === 0x2d) i++;
      if (!digit(at())) throw invalid(at(), 'in exponent of numeric literal');
      while (digit(at())) i++;
    }
  };
  const push = (kind: '{' | '['): void => {
    open.push(kind);
    if (open.length > MAX_DEPTH) throw new GoError('exceeded max depth');
    i++;
  };
  const key = (): void => {
    if (i >= b.length) throw ended();
    if (b[i] !== 0x22) throw invalid(b[i]!, 'looking for beginning of object key string');
    string();
    skip();
    if (i >= b.length) throw ended();
    if (b[i] !== 0x3a) throw invalid(b[i]!, 'after object key');
    i++;
  };

  for (;;) {
    // A value begins here.
    skip();
    if (i >= b.length) throw ended();
    const c = b[i]!;
    if (c === 0x7b) {
      push('{');
      skip();
      if (b[i] !== 0x7d) {
        key();
        continue;
      }
    } else if (c === 0x5b) {
      push('[');
      skip();
      if (b[i] !== 0x5d) continue;
    } else if (c === 0x22) string();
    else if (c === 0x2d || digit(c)) number();
    else if (c === 0x74) literal('true');
    else if (c === 0x66) literal('false');
    else if (c === 0x6e) literal('null');
    else throw invalid(c, 'looking for beginning of value');
    // A value, or an opening bracket right before its closing one, is behind us.
    for (;;) {
      skip();
      const kind = open[open.length - 1];
      if (kind === undefined) {
        if (i < b.length) throw invalid(b[i]!, 'after top-level value');
        return;
      }
      if (i >= b.length) throw ended();
      const d = b[i]!;
      if (d === (kind === '{' ? 0x7d : 0x5d)) {
        open.pop();
        i++;
        continue;
      }
      if (d !== 0x2c) throw invalid(d, kind === '{' ? 'after object key:value pair' : 'after array element');
      i++;
      if (kind === '{') {
        skip();
        key();
      }
      break;
    }
  }
}

const kinds: Record<string, string> = { '{': 'object', '[': 'array', t: 'bool', f: 'bool' };

/**
 * `json.Unmarshal(text, &s)` for a Go string: its value, or undefined for null (which leaves a Go variable as it was).
 * Throws GoError with encoding/json's texts.
 */
export function unmarshalJsonString(text: string): string | undefined {
  checkJson(text);
  const t = text.trim();
  if (t === 'null') return undefined;
  if (t[0] === '"') return (JSON.parse(t.toWellFormed()) as string).toWellFormed();
  throw new GoError(`json: cannot unmarshal ${kinds[t[0]!] ?? 'number'} into Go value of type string`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that need an escape.
const ESCAPED = /[\x00-\x1f"\\<>&\u2028\u2029\ud800-\udfff]/;

/** `json.Marshal(s)`. PARITY: go encoding/json: <, > and & are escaped; bytes that are not UTF-8 become \ufffd. */
export function marshalJsonString(s: string): string {
  return ESCAPED.test(s) ? asGoJson(JSON.stringify(s)) : `"${s}"`;
}

/** A text of JSON.stringify as encoding/json would have written it. */
export function asGoJson(text: string): string {
  const safe = text.replace(/[<>&\u2028\u2029]/g, (c) => {
    return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  // JSON.stringify escapes lone surrogates, and nothing else, as \ud8.. to \udf..
  if (!safe.includes('\\ud')) return safe;
  return safe.replace(/\\(?:ud[89a-f][0-9a-f]{2}|.)/g, (e) => (e.length === 6 ? '\\ufffd' : e));
}

/** What begins a JSON text: its kind as encoding/json names it. */
export function jsonKind(text: string): 'object' | 'array' | 'string' | 'bool' | 'null' | 'number' {
  const c = text.trimStart()[0]!;
  return c === '{'
    ? 'object'
    : c === '['
      ? 'array'
      : c === '"'
        ? 'string'
        : c === 't' || c === 'f'
          ? 'bool'
          : c === 'n'
            ? 'null'
            : 'number';
}
