import { GoError } from '../core/errors.ts';
import { parseUint } from '../core/go-number.ts';
import { quoteText } from '../core/go-text.ts';
import { custom, type Decoder } from './yaml-decode.ts';

/** Amounts of resources with their units. Source: chain-sdk go/sdl/units.go. */

export const errNegativeValue = new GoError('invalid: negative value not allowed');

const DECIMAL: Record<string, number> = { k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };
const BINARY: Record<string, number> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const GI = 2n ** 30n;

const syntaxError = (text: string): GoError =>
  new GoError(`strconv.ParseFloat: parsing ${quoteText(text)}: invalid syntax`);

/** Go's strconv.ParseFloat for 64 bits. Throws GoError. */
export function parseFloat64(text: string): number {
  const words = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (words !== null) {
    if (words[2]!.toLowerCase() === 'nan') {
      if (words[1] !== '') throw syntaxError(text);
      return Number.NaN;
    }
    return words[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  if (!hasGoodUnderscores(text)) throw syntaxError(text);
  const plain = text.replaceAll('_', '');
  const n = hexFloat(plain) ?? decimalFloat(plain);
  if (n === undefined) throw syntaxError(text);
  if (!Number.isFinite(n)) throw new GoError(`strconv.ParseFloat: parsing ${quoteText(text)}: value out of range`);
  return n;
}

/** Between digits only, or behind the prefix of a base. */
function hasGoodUnderscores(text: string): boolean {
  const hex = /^[+-]?0[xX]/.test(text);
  const digits = hex ? text.replace(/^[+-]?0[xX]/, '0').replace(/[a-fA-F]/g, '0') : text;
  return !/(^|[^0-9])_|_([^0-9]|$)/.test(digits);
}

function decimalFloat(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

/** `0x1.8p3`. Exact while the digits fit into a double. */
function hexFloat(text: string): number | undefined {
  const parts = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/.exec(text);
  if (parts === null || parts[2]!.length + parts[3]!.length === 0) return undefined;
  const digits = Number(BigInt(`0x${parts[2]}${parts[3]}`));
  const n = digits * 2 ** (Number(parts[4]) - 4 * parts[3]!.length);
  return parts[1] === '-' ? -n : n;
}

/** A double as Go converts it to uint64 on amd64. */
function toUint64(n: number): bigint {
  return Number.isNaN(n) || n >= 2 ** 64 ? 2n ** 63n : BigInt(Math.trunc(n));
}

function parseWithSuffix(text: string, units: Record<string, number>): bigint {
  const suffix = Object.keys(units).find((s) => text.endsWith(s));
  let n = parseFloat64(suffix === undefined ? text : text.slice(0, -suffix.length));
  if (suffix !== undefined) n *= units[suffix]!;
  if (n < 0) throw errNegativeValue;
  return toUint64(n);
}

const zero = { zero: () => 0n, nullable: false };

/** Thousandths of a processor: `500m` or `0.5`. */
export const cpuQuantity: Decoder<bigint> = custom('sdl.cpuQuantity', zero, ({ value }) => {
  if (value.endsWith('m')) return parseUint(value.slice(0, -1), 32);
  const n = parseFloat64(value) * 1000;
  if (n < 0) throw errNegativeValue;
  return BigInt.asUintN(32, n < 2 ** 63 ? toUint64(n) : 0n);
});

export const gpuQuantity: Decoder<bigint> = custom('sdl.gpuQuantity', zero, ({ value }) => parseUint(value, 64));

/** Bytes of memory or storage. */
export const byteQuantity: Decoder<bigint> = custom('sdl.byteQuantity', zero, ({ value }) =>
  parseWithSuffix(value, { ...DECIMAL, ...BINARY }),
);

/** Bytes of a graphics processor's memory: binary units only. */
export const memoryQuantity: Decoder<bigint> = custom('sdl.memoryQuantity', zero, ({ value }) =>
  parseWithSuffix(value, BINARY),
);

/** Whole GiB, as attributes have it. */
export function inGi(bytes: bigint): string {
  return `${bytes / GI}Gi`;
}
