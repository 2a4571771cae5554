import { GoError } from '../../../src/core/errors.ts';
import { Dec, formatDec, formatInt, Int, Uint } from '../../../src/math/index.ts';
import type { Handler, Topic } from '../lib.ts';

const B = BigInt;
const hexText = (hex: string): string => Buffer.from(hex, 'hex').toString('utf8');

const dec = (s: string): Dec => Dec.parse(s);
const comparisons = <T>(lt: (a: T, b: T) => boolean, eq: (a: T, b: T) => boolean): ((a: T, b: T) => boolean[]) => {
  return (a, b) => [lt(a, b), lt(a, b) || eq(a, b), eq(a, b), !lt(a, b), !lt(a, b) && !eq(a, b)];
};
const cmpInt = comparisons<bigint>(
  (a, b) => a < b,
  (a, b) => a === b,
);

const int1 =
  (f: (a: bigint) => unknown): Handler =>
  (x: string) =>
    f(B(x));
const int2 =
  (f: (a: bigint, b: bigint) => unknown): Handler =>
  ([a, b]: [string, string]) =>
    f(B(a), B(b));
const dec1 =
  (f: (a: Dec) => unknown): Handler =>
  (x: string) =>
    str(f(dec(x)));
const dec2 =
  (f: (a: Dec, b: Dec) => unknown): Handler =>
  ([a, b]: [string, string]) =>
    str(f(dec(a), dec(b)));
const decInt2 =
  (f: (a: Dec, b: bigint) => unknown): Handler =>
  ([a, b]: [string, string | number]) =>
    str(f(dec(a), B(b)));
const str = (v: unknown): unknown => (v instanceof Dec ? v.toString() : v);
const orNil = (v: unknown): unknown => (v === undefined ? '<nil>' : str(v));

const topic: Topic = {
  formatDec,
  formatInt,
  'int.abs': int1(Int.abs),
  'int.add': int2(Int.add),
  'int.sub': int2(Int.sub),
  'int.mul': int2(Int.mul),
  'int.quo': int2(Int.quo),
  'int.mod': int2(Int.mod),
  'int.safeAdd': int2(Int.safeAdd),
  'int.safeSub': int2(Int.safeSub),
  'int.safeMul': int2(Int.safeMul),
  'int.safeQuo': int2(Int.safeQuo),
  'int.safeMod': int2(Int.safeMod),
  'int.min': int2(Int.min),
  'int.max': int2(Int.max),
  'int.cmp': int2(cmpInt),
  'int.neg': int1((a) => -a),
  'int.sign': int1(Int.sign),
  'int.fromBigInt': int1(Int.fromBigInt),
  'int.int64': int1(Int.toInt64),
  'int.uint64': int1(Int.toUint64),
  'int.isInt64': int1(Int.isInt64),
  'int.isUint64': int1(Int.isUint64),
  'int.json': int1(Int.toJson),
  'int.marshal': int1(Int.marshal),
  'int.toLegacyDec': int1((a) => str(Dec.fromInt(a))),
  'int.withDecimal': ([n, d]: [number, number]) => Int.withDecimal(B(n), d),
  'int.fromStr': (s: string) => {
    const x = Int.parse(s);
    if (x === undefined) throw new GoError('not ok');
    return x;
  },
  'int.unmarshal': (h: string) => orNil(Int.unmarshal(hexText(h))),
  'int.unmarshalJSON': Int.fromJson,
  'uint.fromBigInt': int1(Uint.fromBigInt),
  'uint.add': int2(Uint.add),
  'uint.sub': int2(Uint.sub),
  'uint.mul': int2(Uint.mul),
  'uint.quo': int2(Uint.quo),
  'uint.mod': int2(Uint.mod),
  'uint.parse': Uint.parse,
  'uint.unmarshal': (h: string) => orNil(Uint.unmarshal(hexText(h))),
  'dec.fromStr': (s: string) => {
    const d = Dec.parse(s);
    return { raw: d.raw, string: d.toString() };
  },
  'dec.fromInt': (s: string) => str(Dec.fromInt(B(s))),
  'dec.fromIntWithPrec': ([i, p]: [string, number]) => str(Dec.withPrec(B(i), p)),
  'dec.newWithPrec': ([i, p]: [number, number]) => str(Dec.withPrec(B(i), p)),
  'dec.unmarshal': (h: string) => orNil(Dec.unmarshal(hexText(h))),
  'dec.unmarshalJSON': (s: string) => str(Dec.fromJson(s)),
  'dec.abs': dec1((a) => a.abs()),
  'dec.neg': dec1((a) => a.neg()),
  'dec.ceil': dec1((a) => a.ceil()),
  'dec.isInteger': dec1((a) => a.isInteger()),
  'dec.json': dec1((a) => a.toJson()),
  'dec.marshal': dec1((a) => a.marshal()),
  'dec.roundInt': dec1((a) => a.roundInt()),
  'dec.roundInt64': dec1((a) => a.roundInt64()),
  'dec.truncateInt': dec1((a) => a.truncateInt()),
  'dec.truncateInt64': dec1((a) => a.truncateInt64()),
  'dec.truncateDec': dec1((a) => a.truncate()),
  'dec.approxSqrt': dec1((a) => a.approxSqrt()),
  'dec.sortableBytes': dec1((a) => a.sortable()),
  'dec.power': ([a, n]: [string, number]) => str(dec(a).power(n)),
  'dec.approxRoot': ([a, n]: [string, number]) => str(dec(a).approxRoot(n)),
  'dec.add': dec2((a, b) => a.add(b)),
  'dec.sub': dec2((a, b) => a.sub(b)),
  'dec.mul': dec2((a, b) => a.mul(b)),
  'dec.mulTruncate': dec2((a, b) => a.mulTruncate(b)),
  'dec.mulRoundUp': dec2((a, b) => a.mulRoundUp(b)),
  'dec.quo': dec2((a, b) => a.quo(b)),
  'dec.quoTruncate': dec2((a, b) => a.quoTruncate(b)),
  'dec.quoRoundUp': dec2((a, b) => a.quoRoundUp(b)),
  'dec.min': dec2(Dec.min),
  'dec.max': dec2(Dec.max),
  'dec.cmp': dec2((a, b) => [a.lt(b), a.lte(b), a.equal(b), a.gte(b), a.gt(b)]),
  'dec.mulInt': decInt2((a, b) => a.mulInt(b)),
  'dec.quoInt': decInt2((a, b) => a.quoInt(b)),
  'dec.mulInt64': decInt2((a, b) => a.mulInt(b)),
  'dec.quoInt64': decInt2((a, b) => a.quoInt(b)),
};
export default topic;
