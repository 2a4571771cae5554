import { GoError, GoPanic } from '../core/errors.ts';
import { unmarshalJsonString } from '../core/go-json.ts';
import { textLength } from '../core/go-text.ts';
import * as Int from './int.ts';

/** Decimals of a {@link Dec}. */
export const PRECISION = 18;
const ONE = 10n ** 18n;
const HALF = ONE / 2n;
const ONE_SQUARED = ONE * ONE;
const UPPER = (1n << 256n) * ONE - 1n;
const LOWER = -UPPER;
const MAX_ROOT_ITERATIONS = 300;
/** Largest absolute raw value of a sortable Dec: 10^18. */
const MAX_SORTABLE = ONE * ONE;

/** Half-even ("banker's") division by 10^18. */
function round(x: bigint): bigint {
  if (x < 0n) return -round(-x);
  const q = x / ONE;
  const r = x - q * ONE;
  if (r < HALF || (r === HALF && (q & 1n) === 0n)) return q;
  return q + 1n;
}

/** Division by 10^18 toward positive infinity. */
function roundUp(x: bigint): bigint {
  const q = x / ONE;
  return x > 0n && q * ONE !== x ? q + 1n : q;
}

function multiplier(precision: number): bigint {
  if (precision < 0) throw new GoPanic(`negative precision ${precision}`);
  if (precision > PRECISION) throw new GoPanic(`too much precision, maximum ${PRECISION}, provided ${precision}`);
  return 10n ** BigInt(PRECISION - precision);
}

function checked(raw: bigint): Dec {
  if (raw > UPPER || raw < LOWER) throw new GoPanic('Int overflow');
  return new Dec(raw);
}

function nonZero(x: bigint): bigint {
  if (x === 0n) throw new GoPanic('division by zero');
  return x;
}

/**
 * A decimal of 18 places in 256 bits of whole part: `math.LegacyDec`. Immutable.
 *
 * The method names say how they round: plain `mul` and `quo` round half to even, `...Truncate` toward zero,
 * `...RoundUp` up. Source: cosmossdk.io/math legacy_dec.go.
 */
export class Dec {
  /** The value times 10^18. */
  readonly raw: bigint;
  constructor(raw: bigint) {
    this.raw = raw;
  }

  static readonly zero: Dec = new Dec(0n);
  static readonly one: Dec = new Dec(ONE);
  /** 10^-18. */
  static readonly smallest: Dec = new Dec(1n);

  /** A whole number. Not range-checked, as in the reference. */
  static fromInt(i: bigint): Dec {
    return new Dec(i * ONE);
  }
  /** i · 10^-precision. */
  static withPrec(i: bigint, precision: number): Dec {
    return new Dec(i * multiplier(precision));
  }
  /** Reads "-12.345". Throws GoError with the reference's texts. */
  static parse(s: string): Dec {
    const negative = s.startsWith('-');
    const body = negative ? s.slice(1) : s;
    if (body === '') throw new GoError('decimal string cannot be empty');
    const parts = body.split('.');
    if (parts.length > 2) throw new GoError('invalid decimal string');
    const [whole, fraction] = [parts[0]!, parts[1]];
    if (fraction !== undefined && (fraction === '' || whole === '')) throw new GoError('invalid decimal length');
    const places = fraction === undefined ? 0 : textLength(fraction);
    if (places > PRECISION) {
      // PARITY: cosmossdk.io/math legacy_dec.go: the excess is printed with a minus sign.
      const excess = PRECISION - places;
      throw new GoError(
        `value '${body}' exceeds max precision by ${excess} decimal places: max precision ${PRECISION}`,
      );
    }
    const digits = whole + (fraction ?? '') + '0'.repeat(PRECISION - places);
    // PARITY: cosmossdk.io/math legacy_dec.go: big.Int reads a sign of its own, so "+1" is 1 and "--1" is 1.
    if (!/^[+-]?[0-9]+$/.test(digits)) throw new GoError(`failed to set decimal string with base 10: ${digits}`);
    const x = BigInt(digits);
    const raw = negative ? -x : x;
    if (raw > UPPER || raw < LOWER) throw new GoError('out of range: invalid decimal string');
    return new Dec(raw);
  }
  /** {@link parse}, panicking with the error's text. */
  static mustParse(s: string): Dec {
    try {
      return Dec.parse(s);
    } catch (e) {
      if (e instanceof GoError) throw new GoPanic(e.message);
      throw e;
    }
  }
  /** Reads the protobuf form: the raw integer as text. Undefined when empty (a nil Dec). */
  static unmarshal(text: string): Dec | undefined {
    if (text === '') return undefined;
    const raw = Int.parseText(text);
    if (raw > UPPER || raw < LOWER) throw new GoError('decimal out of range');
    return new Dec(raw);
  }
  /** `UnmarshalJSON` of a JSON text. */
  static fromJson(json: string): Dec {
    return Dec.parse(unmarshalJsonString(json) ?? '');
  }
  static min(a: Dec, b: Dec): Dec {
    return a.raw < b.raw ? a : b;
  }
  static max(a: Dec, b: Dec): Dec {
    return a.raw < b.raw ? b : a;
  }

  isZero(): boolean {
    return this.raw === 0n;
  }
  isNegative(): boolean {
    return this.raw < 0n;
  }
  isPositive(): boolean {
    return this.raw > 0n;
  }
  isInteger(): boolean {
    return this.raw % ONE === 0n;
  }
  equal(o: Dec): boolean {
    return this.raw === o.raw;
  }
  gt(o: Dec): boolean {
    return this.raw > o.raw;
  }
  gte(o: Dec): boolean {
    return this.raw >= o.raw;
  }
  lt(o: Dec): boolean {
    return this.raw < o.raw;
  }
  lte(o: Dec): boolean {
    return this.raw <= o.raw;
  }
  neg(): Dec {
    return new Dec(-this.raw);
  }
  abs(): Dec {
    return this.raw < 0n ? new Dec(-this.raw) : this;
  }

  add(o: Dec): Dec {
    return checked(this.raw + o.raw);
  }
  sub(o: Dec): Dec {
    return checked(this.raw - o.raw);
  }
  /** Product, half to even. */
  mul(o: Dec): Dec {
    return checked(round(this.raw * o.raw));
  }
  mulTruncate(o: Dec): Dec {
    return checked((this.raw * o.raw) / ONE);
  }
  mulRoundUp(o: Dec): Dec {
    return checked(roundUp(this.raw * o.raw));
  }
  mulInt(i: bigint): Dec {
    return checked(this.raw * i);
  }
  /** Quotient, half to even, of the quotient with 36 places truncated. */
  quo(o: Dec): Dec {
    return checked(round((this.raw * ONE_SQUARED) / nonZero(o.raw)));
  }
  quoTruncate(o: Dec): Dec {
    return checked((this.raw * ONE) / nonZero(o.raw));
  }
  quoRoundUp(o: Dec): Dec {
    const n = this.raw * ONE;
    const q = n / nonZero(o.raw);
    const r = n % o.raw;
    // PARITY: cosmossdk.io/math legacy_dec.go: the sign compared is the quotient's, the receiver being overwritten.
    const same = q < 0n === o.raw < 0n;
    return checked((r > 0n && same) || (r < 0n && !same) ? q + 1n : q);
  }
  /** Quotient by a whole number, truncated. */
  quoInt(i: bigint): Dec {
    return new Dec(this.raw / nonZero(i));
  }

  /** This to a whole power, rounding half to even at each squaring. */
  power(n: bigint | number): Dec {
    let i = BigInt(n);
    if (i === 0n) return Dec.one;
    let base: Dec = this;
    let rest = Dec.one;
    for (; i > 1n; i /= 2n) {
      if ((i & 1n) === 1n) rest = rest.mul(base);
      base = base.mul(base);
    }
    return base.mul(rest);
  }

  /** The root by Newton's method as the reference iterates it. Throws GoError "out of bounds" on overflow. */
  approxRoot(root: bigint | number): Dec {
    const k = BigInt(root);
    if (k === 0n) return Dec.one;
    if (this.raw < 0n) return this.neg().approxRoot(k).neg();
    if (k === 1n || this.raw === 0n || this.raw === ONE) return this;
    try {
      let guess = Dec.one;
      for (let i = 0; i < MAX_ROOT_ITERATIONS; i++) {
        let prev = guess.power(k - 1n);
        if (prev.isZero()) prev = Dec.smallest;
        const delta = this.quo(prev).sub(guess).quoInt(BigInt.asIntN(64, k));
        guess = guess.add(delta);
        if (delta.abs().raw <= 1n) break;
      }
      return guess;
    } catch (e) {
      if (e instanceof GoPanic) throw new GoError('out of bounds');
      throw e;
    }
  }
  approxSqrt(): Dec {
    return this.approxRoot(2n);
  }

  /** Nearest whole number, half to even. */
  roundInt(): bigint {
    return Int.fromBigInt(round(this.raw));
  }
  /** Nearest whole number that must fit int64. */
  roundInt64(): bigint {
    return Int.toInt64(round(this.raw));
  }
  truncateInt(): bigint {
    return Int.fromBigInt(this.raw / ONE);
  }
  truncateInt64(): bigint {
    return Int.toInt64(this.raw / ONE);
  }
  truncate(): Dec {
    return new Dec((this.raw / ONE) * ONE);
  }
  ceil(): Dec {
    return checked(roundUp(this.raw) * ONE);
  }

  /** With 18 decimals: "-1.500000000000000000". */
  toString(): string {
    const negative = this.raw < 0n;
    const digits = (negative ? -this.raw : this.raw).toString().padStart(PRECISION + 1, '0');
    const point = digits.length - PRECISION;
    return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
  }
  /** The protobuf form: the raw integer as text. */
  marshal(): string {
    return this.raw.toString();
  }
  toJson(): string {
    return `"${this.toString()}"`;
  }
  /** A text that sorts as the value does (positive ones). Panics beyond ±10^18. */
  sortable(): string {
    const a = this.abs();
    if (a.raw > MAX_SORTABLE) throw new GoPanic('dec must be within bounds');
    if (this.raw === MAX_SORTABLE) return 'max';
    if (this.raw === -MAX_SORTABLE) return '--';
    return (this.raw < 0n ? '-' : '') + a.toString().padStart(PRECISION * 2 + 1, '0');
  }
}
