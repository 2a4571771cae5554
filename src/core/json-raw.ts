import { GoError } from './errors.ts';
import { checkJson, jsonKind } from './go-json.ts';

/**
 * JSON taken apart without losing how its values are written: Go decodes into raw messages where it wants to decide about
 * types itself, and sees duplicates, the form of numbers and the order of keys.
 */

function mismatch(json: string, goType: string): GoError {
  return new GoError(`json: cannot unmarshal ${jsonKind(json)} into Go value of type ${goType}`);
}

/** The members of an object, keys decoded, values as written, in order and with duplicates. Throws GoError. */
export function objectMembers(json: string, goType = 'map[string]json.RawMessage'): [key: string, value: string][] {
  checkJson(json);
  const text = json.trim();
  if (text === 'null') return [];
  if (!text.startsWith('{')) throw mismatch(text, goType);
  const out: [string, string][] = [];
  let i = 1;
  for (;;) {
    while (text[i] !== '"' && text[i] !== '}') i++;
    if (text[i] === '}') return out;
    const keyEnd = stringEnd(text, i);
    const key = (JSON.parse(text.slice(i, keyEnd).toWellFormed()) as string).toWellFormed();
    const start = text.indexOf(':', keyEnd) + 1;
    i = valueEnd(text, start);
    out.push([key, text.slice(start, i).trim()]);
  }
}

/** As {@link objectMembers}; the last of equal keys wins. */
export function rawMembers(json: string): Map<string, string> {
  return new Map(objectMembers(json));
}

/** The elements of an array as written. Throws GoError. */
export function arrayElements(json: string, goType = '[]json.RawMessage'): string[] {
  checkJson(json);
  const text = json.trim();
  if (text === 'null') return [];
  if (!text.startsWith('[')) throw mismatch(text, goType);
  const out: string[] = [];
  let i = 1;
  while (/\s/.test(text[i]!)) i++;
  if (text[i] === ']') return out;
  for (;;) {
    const end = valueEnd(text, i);
    out.push(text.slice(i, end).trim());
    if (text[end] === ']') return out;
    i = end + 1;
  }
}

/** `json.Unmarshal` into a bool; null gives undefined. Throws GoError. */
export function unmarshalBool(json: string): boolean | undefined {
  checkJson(json);
  const text = json.trim();
  if (text === 'null') return undefined;
  if (text !== 'true' && text !== 'false') throw mismatch(text, 'bool');
  return text === 'true';
}

/** `json.Unmarshal` into an integer type of Go between two bounds; null gives undefined. Throws GoError. */
export function unmarshalInteger(json: string, goType: string, min: bigint, max: bigint): bigint | undefined {
  checkJson(json);
  const text = json.trim();
  if (text === 'null') return undefined;
  if (jsonKind(text) !== 'number') throw mismatch(text, goType);
  const n = /^-?\d+$/.test(text) ? BigInt(text) : undefined;
  if (n === undefined || n < min || n > max) {
    throw new GoError(`json: cannot unmarshal number ${text} into Go value of type ${goType}`);
  }
  return n;
}

/** The index behind a string that begins at `i`. */
function stringEnd(json: string, i: number): number {
  let at = i + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** The index of the comma or bracket behind a value. */
function valueEnd(json: string, start: number): number {
  let depth = 0;
  let i = start;
  for (;;) {
    const c = json[i];
    if (c === '"') {
      i = stringEnd(json, i);
      continue;
    }
    if (depth === 0 && (c === ',' || c === '}' || c === ']')) return i;
    if (c === '{' || c === '[') depth++;
    else if (c === '}' || c === ']') depth--;
    i++;
  }
}
