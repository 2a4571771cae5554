/**
 * `math.Uint`: integers 0 to 2^256-1. Only what differs from {@link module:int}.
 *
 * Source: cosmossdk.io/math uint.go.
 */
import { GoError, GoPanic } from '../core/errors.ts';
import { unmarshalJsonString } from '../core/go-json.ts';
import { quoteText } from '../core/go-text.ts';
import * as Int from './int.ts';

function problem(x: bigint): GoError | undefined {
  if (x < 0n) return new GoError('non-positive integer');
  return x > Int.MAX ? Int.outOfRange(x) : undefined;
}

/** NewUintFromBigInt: panics when negative or out of range. */
export function fromBigInt(x: bigint): bigint {
  const e = problem(x);
  if (e !== undefined) throw new GoPanic(`overflow: ${e.message}`);
  return x;
}

export function add(a: bigint, b: bigint): bigint {
  return fromBigInt(a + b);
}

export function sub(a: bigint, b: bigint): bigint {
  return fromBigInt(a - b);
}

export function mul(a: bigint, b: bigint): bigint {
  return fromBigInt(a * b);
}

export function quo(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new GoPanic('division by zero');
  return a / b;
}

export function mod(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new GoPanic('division-by-zero');
  return a % b;
}

/** `Uint64()`: panics when it does not fit. */
export function toUint64(a: bigint): bigint {
  // PARITY: cosmossdk.io/math uint.go: "bound" here, "bounds" for Int.
  if (!Int.isUint64(a)) throw new GoPanic('Uint64() out of bound');
  return a;
}

/** ParseUint. Throws GoError. */
export function parse(s: string): bigint {
  const x = Int.parseBig(s);
  if (x === undefined) throw new GoError(`cannot convert ${quoteText(s)} to big.Int`);
  return checked(x);
}

function checked(x: bigint): bigint {
  const e = problem(x);
  if (e !== undefined) throw e;
  return x;
}

/** `Unmarshal` of the protobuf form. Undefined when empty (a nil Uint). */
export function unmarshal(text: string): bigint | undefined {
  return text === '' ? undefined : checked(Int.parseText(text));
}

/** `UnmarshalJSON` of a JSON text. PARITY: cosmossdk.io/math uint.go: a negative number is let through here. */
export function fromJson(json: string): bigint {
  return Int.fromJsonString(unmarshalJsonString(json) ?? '');
}
