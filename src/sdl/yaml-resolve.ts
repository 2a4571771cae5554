import { GoError } from '../core/errors.ts';

/** What an unquoted scalar is taken for. Source: yaml.v3 resolve.go. */
export interface Resolved {
  readonly tag: string;
  /** Times are kept as their text. */
  readonly value: null | boolean | bigint | number | string;
}

const WORDS: ReadonlyMap<string, Resolved> = new Map<string, Resolved>([
  ...['true', 'True', 'TRUE'].map((w) => [w, { tag: '!!bool', value: true }] as const),
  ...['false', 'False', 'FALSE'].map((w) => [w, { tag: '!!bool', value: false }] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((w) => [w, { tag: '!!null', value: null }] as const),
  ...['.nan', '.NaN', '.NAN'].map((w) => [w, { tag: '!!float', value: Number.NaN }] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map(
    (w) => [w, { tag: '!!float', value: Number.POSITIVE_INFINITY }] as const,
  ),
  ...['-.inf', '-.Inf', '-.INF'].map((w) => [w, { tag: '!!float', value: Number.NEGATIVE_INFINITY }] as const),
  ['<<', { tag: '!!merge', value: '<<' }],
]);

const RESOLVABLE = new Set(['', '!!str', '!!bool', '!!int', '!!float', '!!null', '!!timestamp']);

/** `tag` is the one that stands there, empty when none does. Throws GoError when the text is not of that kind. */
export function resolveScalar(tag: string, text: string): Resolved {
  if (!RESOLVABLE.has(tag) || tag === '!!str') return { tag, value: text };
  const found = guess(text, tag);
  if (tag === '' || tag === found.tag) return found;
  if (tag === '!!float' && typeof found.value === 'bigint' && found.value <= MAX_INT64) {
    return { tag, value: Number(found.value) };
  }
  throw new GoError(`yaml: cannot decode ${found.tag} \`${text}\` as a ${tag}`);
}

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);
const MAX_UINT64 = 2n ** 64n - 1n;

function guess(text: string, tag: string): Resolved {
  const string: Resolved = { tag: '!!str', value: text };
  // Only these beginnings can be anything but text.
  if (text !== '' && !/^[-+0-9yYnNtTfFoO~.<]/.test(text)) return string;
  const word = text.startsWith('<') ? undefined : WORDS.get(text);
  if (word !== undefined) return word;
  if (text.startsWith('.')) {
    return /^\.[0-9]/.test(text) && FLOAT.test(text) ? { tag: '!!float', value: Number(text) } : string;
  }
  if (!/^[-+0-9]/.test(text)) return string;
  if ((tag === '' || tag === '!!timestamp') && isTimestamp(text)) return { tag: '!!timestamp', value: text };
  const plain = text.replaceAll('_', '');
  const n = integer(plain);
  if (n !== undefined && n >= MIN_INT64 && n <= MAX_UINT64) return { tag: '!!int', value: n };
  if (FLOAT.test(plain) && Number.isFinite(Number(plain))) return { tag: '!!float', value: Number(plain) };
  return string;
}

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** Go's integers of any base, the sign before the prefix; a leading zero means octal. */
function integer(text: string): bigint | undefined {
  const parts = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/.exec(text);
  if (parts === null) return undefined;
  const digits = parts[2]!;
  const octal = /^0[0-7]+$/.test(digits);
  const n = BigInt(octal ? `0o${digits.slice(1)}` : digits.toLowerCase());
  // No unsigned number has a sign.
  if (parts[1] === '+' && n > MAX_INT64) return undefined;
  return parts[1] === '-' ? -n : n;
}

/** Dates, with or without a clock, month and day of one digit or two. */
function isTimestamp(text: string): boolean {
  const parts =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})([.,]\d+)?(Z|[-+]\d\d:\d\d)| (\d{1,2}):(\d{1,2}):(\d{1,2})([.,]\d+)?)?$/.exec(
      text,
    );
  if (parts === null) return false;
  const [year, month, day] = [1, 2, 3].map((i) => Number(parts[i]));
  const [hour, minute, second] = [4, 5, 6].map((i) => Number(parts[i] ?? parts[i + 5] ?? 0));
  const leap = year! % 4 === 0 && (year! % 100 !== 0 || year! % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month! - 1] ?? 0;
  return day! >= 1 && day! <= days && hour! < 24 && minute! < 60 && second! < 60;
}
