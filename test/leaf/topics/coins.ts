import { formatTime, parseTime, toRfc3339Nano } from '../../../src/core/time.ts';
import {
  type Coin,
  Coins,
  Dec,
  type DecCoin,
  DecCoins,
  parseCoinNormalized,
  parseCoinsNormalized,
  parseDecCoin,
  parseDecCoins,
} from '../../../src/math/index.ts';
import type { Handler, Topic } from '../lib.ts';

type Pair = [string, string | null];
const coin = ([denom, amount]: Pair): Coin =>
  amount === null ? { denom, amount: 0n, $nil: ['amount'] } : { denom, amount: BigInt(amount) };
const coins = (l: Pair[] | null): Coin[] => (l ?? []).map(coin);
const decCoins = (l: [string, string][] | null): DecCoin[] =>
  (l ?? []).map(([denom, a]) => ({ denom, amount: Dec.parse(a) }));
const out = (c: Coin): Pair => [c.denom, c.$nil ? null : c.amount.toString()];
const decOut = (c: DecCoin): Pair => [c.denom, c.amount.toString()];
const outs = (l: Coin[]): Pair[] => l.map(out);
const decOuts = (l: DecCoin[]): Pair[] => l.map(decOut);

const one =
  (f: (a: Coin[]) => unknown): Handler =>
  (a: Pair[]) =>
    f(coins(a));
const two =
  (f: (a: Coin[], b: Coin[]) => unknown): Handler =>
  ([a, b]: [Pair[], Pair[]]) =>
    f(coins(a), coins(b));
const dec1 =
  (f: (a: DecCoin[]) => unknown): Handler =>
  (a: [string, string][]) =>
    f(decCoins(a));
const dec2 =
  (f: (a: DecCoin[], b: DecCoin[]) => unknown): Handler =>
  ([a, b]: [[string, string][], [string, string][]]) =>
    f(decCoins(a), decCoins(b));
const decDec =
  (f: (a: DecCoin[], d: Dec) => DecCoin[]): Handler =>
  ([a, d]: [[string, string][], string]) =>
    decOuts(f(decCoins(a), Dec.parse(d)));
const valid = (f: () => void): true => {
  f();
  return true;
};

const topic: Topic = {
  'coin.validate': (c: Pair) => valid(() => Coins.validateCoin(coin(c))),
  validateDenom: (s: string) => valid(() => Coins.validateDenom(s)),
  newCoins: one((a) => outs(Coins.newCoins(a))),
  newDecCoins: dec1((a) => decOuts(DecCoins.newDecCoins(a))),
  newDecCoinsFromCoins: one((a) => decOuts(DecCoins.fromCoins(a))),
  parseCoinNormalized: (s: string) => out(parseCoinNormalized(s)),
  parseCoinsNormalized: (s: string) => outs(parseCoinsNormalized(s)),
  parseDecCoin: (s: string) => decOut(parseDecCoin(s)),
  parseDecCoins: (s: string) => decOuts(parseDecCoins(s)),
  'coins.validate': one((a) => valid(() => Coins.validate(a))),
  'coins.isValid': one(Coins.isValid),
  'coins.isZero': one(Coins.isZero),
  'coins.isAllPositive': one(Coins.isAllPositive),
  'coins.isAnyNegative': one(Coins.isAnyNegative),
  'coins.isAnyNil': one(Coins.isAnyNil),
  'coins.sort': one((a) => outs(Coins.sort(a))),
  'coins.json': one(Coins.toJson),
  'coins.string': one(Coins.format),
  'coins.denoms': one(Coins.denoms),
  'coins.amountOf': ([a, d]: [Pair[], string]) => {
    if (Coins.find(coins(a), d)?.$nil) return '<nil>';
    return Coins.amountOf(coins(a), d);
  },
  'coins.add': two((a, b) => outs(Coins.add(a, b))),
  'coins.sub': two((a, b) => outs(Coins.sub(a, b))),
  'coins.safeSub': two((a, b) => {
    const [diff, negative] = Coins.safeSub(a, b);
    return [outs(diff), negative];
  }),
  'coins.max': two((a, b) => outs(Coins.max(a, b))),
  'coins.min': two((a, b) => outs(Coins.min(a, b))),
  'coins.equal': two(Coins.equal),
  'coins.denomsSubsetOf': two(Coins.denomsSubsetOf),
  'coins.isAllGT': two(Coins.isAllGT),
  'coins.isAllGTE': two(Coins.isAllGTE),
  'coins.isAllLT': two(Coins.isAllLT),
  'coins.isAllLTE': two(Coins.isAllLTE),
  'coins.isAnyGT': two(Coins.isAnyGT),
  'coins.isAnyGTE': two(Coins.isAnyGTE),
  'coins.mulInt': ([a, x]: [Pair[], string]) => outs(Coins.mulInt(coins(a), BigInt(x))),
  'coins.quoInt': ([a, x]: [Pair[], string]) => outs(Coins.quoInt(coins(a), BigInt(x))),
  'decCoins.validate': dec1((a) => valid(() => DecCoins.validate(a))),
  'decCoins.sort': dec1((a) => decOuts(DecCoins.sort(a))),
  'decCoins.string': dec1(DecCoins.format),
  'decCoins.add': dec2((a, b) => decOuts(DecCoins.add(a, b))),
  'decCoins.sub': dec2((a, b) => decOuts(DecCoins.sub(a, b))),
  'decCoins.safeSub': dec2((a, b) => {
    const [diff, negative] = DecCoins.safeSub(a, b);
    return [decOuts(diff), negative];
  }),
  'decCoins.intersect': dec2((a, b) => decOuts(DecCoins.intersect(a, b))),
  'decCoins.equal': dec2(DecCoins.equal),
  'decCoins.mulDec': decDec(DecCoins.mulDec),
  'decCoins.mulDecTruncate': decDec(DecCoins.mulDecTruncate),
  'decCoins.quoDec': decDec(DecCoins.quoDec),
  'decCoins.quoDecTruncate': decDec(DecCoins.quoDecTruncate),
  'decCoins.truncateDecimal': dec1((a) => {
    const [whole, change] = DecCoins.truncateDecimal(a);
    return [outs(whole), decOuts(change)];
  }),
  'time.format': ([s, n]: [number, number]) => formatTime({ seconds: BigInt(s), nanos: n }),
  'time.rfc3339nano': ([s, n]: [number, number]) => toRfc3339Nano({ seconds: BigInt(s), nanos: n }),
  'time.parse': (s: string) => {
    const t = parseTime(s);
    return [Number(t.seconds), t.nanos];
  },
};
export default topic;
