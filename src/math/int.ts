/**
 * `math.Int`: integers of at most 256 bits and a sign, as plain bigints. Use as a namespace:
 * `import * as Int from '../math/int.ts'`.
 *
 * Source: cosmossdk.io/math int.go.
 */
import { GoError, GoPanic } from '../core/errors.ts';
import { unmarshalJsonString } from '../core/go-json.ts';
import { quoteText } from '../core/go-text.ts';

/** Bits of the largest absolute value. */
export const MAX_BITS = 256;
/** The largest value; the smallest is its negative. */
export const MAX = (1n << 256n) - 1n;
const MIN = -MAX;
export const MAX_INT64 = (1n << 63n) - 1n;
export const MIN_INT64 = -(1n << 63n);
export const MAX_UINT64 = (1n << 64n) - 1n;

/** Text of ErrIntOverflow. */
export const OVERFLOW = 'integer overflow';
/** Text of ErrDivideByZero. */
export const DIVIDE_BY_ZERO = 'divide by zero';

/** Whether `x` fits 256 bits. */
export function inRange(x: bigint): boolean {
  return x <= MAX && x >= MIN;
}

function checked(x: bigint): bigint {
  if (x > MAX || x < MIN) throw new GoPanic(OVERFLOW);
  return x;
}

/** Sum; panics on overflow. */
export function add(a: bigint, b: bigint): bigint {
  return checked(a + b);
}

/** Difference; panics on overflow. */
export function sub(a: bigint, b: bigint): bigint {
  return checked(a - b);
}

/** Product; panics on overflow. */
export function mul(a: bigint, b: bigint): bigint {
  return checked(a * b);
}

/** Quotient truncated toward zero; panics on division by zero. */
export function quo(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new GoPanic('Division by zero');
  return a / b;
}

/** Euclidean remainder (never negative); panics on division by zero. */
export function mod(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new GoPanic(DIVIDE_BY_ZERO);
  const r = a % b;
  return r < 0n ? r + (b < 0n ? -b : b) : r;
}

/** The checked operations as Go's SafeAdd and its like: GoError instead of a panic. */
export function safeAdd(a: bigint, b: bigint): bigint {
  return safe(a + b);
}

export function safeSub(a: bigint, b: bigint): bigint {
  return safe(a - b);
}

export function safeMul(a: bigint, b: bigint): bigint {
  return safe(a * b);
}

export function safeQuo(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new GoError(DIVIDE_BY_ZERO);
  return a / b;
}

export function safeMod(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new GoError(DIVIDE_BY_ZERO);
  return mod(a, b);
}

function safe(x: bigint): bigint {
  if (!inRange(x)) throw new GoError(OVERFLOW);
  return x;
}

export function abs(a: bigint): bigint {
  return a < 0n ? -a : a;
}

export function min(a: bigint, b: bigint): bigint {
  return a > b ? b : a;
}

export function max(a: bigint, b: bigint): bigint {
  return a < b ? b : a;
}

/** -1, 0 or 1. */
export function sign(a: bigint): number {
  return a === 0n ? 0 : a < 0n ? -1 : 1;
}

/** NewIntFromBigInt: panics when out of range. */
export function fromBigInt(x: bigint): bigint {
  if (!inRange(x)) throw new GoPanic('NewIntFromBigInt() out of bound');
  return x;
}

/** n · 10^decimals (NewIntWithDecimal). */
export function withDecimal(n: bigint, decimals: number): bigint {
  if (decimals < 0) throw new GoPanic('NewIntWithDecimal() decimal is negative');
  const x = n * 10n ** BigInt(decimals);
  if (!inRange(x)) throw new GoPanic('NewIntWithDecimal() out of bound');
  return x;
}

export function isInt64(a: bigint): boolean {
  return a <= MAX_INT64 && a >= MIN_INT64;
}

export function isUint64(a: bigint): boolean {
  return a >= 0n && a <= MAX_UINT64;
}

/** `Int64()`: panics when it does not fit. */
export function toInt64(a: bigint): bigint {
  if (!isInt64(a)) throw new GoPanic('Int64() out of bound');
  return a;
}

/** `Uint64()`: panics when it does not fit. */
export function toUint64(a: bigint): bigint {
  if (!isUint64(a)) throw new GoPanic('Uint64() out of bounds');
  return a;
}

/** Bits of the absolute value; 0 for 0. */
export function bitLength(a: bigint): number {
  return a === 0n ? 0 : abs(a).toString(2).length;
}

const plain = /^[1-9][0-9]*$/;
const base0 =
  /^([+-]?)(?:(0[bB](?:_?[01])+)|(0[oO](?:_?[0-7])+)|(0[xX](?:_?[0-9a-fA-F])+)|0((?:_?[0-7])*)|([1-9](?:_?[0-9])*))$/;

/**
 * Any integer in the forms of Go's big.Int.SetString with base 0, or undefined.
 *
 * PARITY: cosmossdk.io/math int.go: amounts are read with base 0, so "0x10", "010" (8), "0b11", "0o17", "1_000" and
 * "+5" are amounts and "08" is not.
 */
export function parseBig(s: string): bigint | undefined {
  if (plain.test(s)) return BigInt(s);
  const m = base0.exec(s);
  if (m === null) return undefined;
  const digits = (t: string): string => t.replaceAll('_', '');
  const prefixed = m[2] ?? m[3] ?? m[4];
  const x =
    prefixed !== undefined
      ? BigInt(digits(prefixed))
      : m[6] !== undefined
        ? BigInt(digits(m[6]))
        : BigInt(`0o0${digits(m[5]!)}`);
  return m[1] === '-' ? -x : x;
}

/** NewIntFromString: undefined when it is not a number or out of range. */
export function parse(s: string): bigint | undefined {
  const x = parseBig(s);
  return x !== undefined && inRange(x) ? x : undefined;
}

/** Reads big.Int's text form. Throws GoError with its text. */
export function parseText(s: string): bigint {
  const x = parseBig(s);
  if (x === undefined) throw new GoError(`math/big: cannot unmarshal ${quoteText(s)} into a *big.Int`);
  return x;
}

/** Text of an Int out of range, as `Unmarshal` says it. */
export function outOfRange(x: bigint): GoError {
  return new GoError(`integer out of range; got: ${bitLength(x)}, max: ${MAX_BITS}`);
}

/** `Unmarshal`: reads the protobuf form, which is text. Undefined when empty (a nil Int). */
export function unmarshal(text: string): bigint | undefined {
  if (text === '') return undefined;
  const x = parseText(text);
  if (!inRange(x)) throw outOfRange(x);
  return x;
}

/** `Marshal`: the decimal text. */
export function marshal(x: bigint): string {
  return x.toString();
}

/** `MarshalJSON`. */
export function toJson(x: bigint): string {
  return `"${x}"`;
}

/** `UnmarshalJSON` of a JSON text. */
export function fromJson(json: string): bigint {
  return fromJsonString(unmarshalJsonString(json) ?? '');
}

/** What `UnmarshalJSON` does with the string that was in the JSON. */
export function fromJsonString(text: string): bigint {
  const x = parseText(text);
  if (!inRange(x)) throw new GoError(`integer out of range: ${text}`);
  return x;
}
