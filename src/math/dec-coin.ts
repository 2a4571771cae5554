/**
 * Decimal coins and sets of them, as {@link module:coin}. Use as a namespace:
 * `import * as DecCoins from '../math/dec-coin.ts'`. Source: cosmos-sdk types/dec_coin.go.
 */
import { GoError, GoPanic } from '../core/errors.ts';
import { compareText } from '../core/go-text.ts';
import type { Coin } from './coin.ts';
import * as Coins from './coin.ts';
import { Dec } from './dec.ts';

/** A decimal amount of one denomination. */
export interface DecCoin {
  denom: string;
  amount: Dec;
  $nil?: string[];
}

// ---- one coin

/** NewDecCoinFromDec: panics on a bad denomination or a negative amount. */
export function newDecCoin(denom: string, amount: Dec): DecCoin {
  const why = Coins.denomProblem(denom);
  if (why !== undefined) throw new GoPanic(why);
  if (amount.isNegative()) throw new GoPanic(`negative decimal coin amount: ${amount}\n`);
  return { denom, amount };
}

/** NewDecCoinFromCoin: panics when the coin is not valid. */
export function fromCoin(c: Coin): DecCoin {
  const why = Coins.coinProblem(c);
  if (why !== undefined) throw new GoPanic(why);
  return { denom: c.denom, amount: Dec.fromInt(c.amount) };
}

/** "1.500000000000000000uakt". */
export function decCoinString(c: DecCoin): string {
  return `${c.amount}${c.denom}`;
}

/** What is wrong with a decimal coin, or undefined. Zero is right. */
export function decCoinProblem(c: DecCoin): string | undefined {
  const why = Coins.denomProblem(c.denom);
  if (why !== undefined) return why;
  return c.amount.isNegative() ? `decimal coin ${decCoinString(c)} amount cannot be negative` : undefined;
}

function sameDenom(a: DecCoin, b: DecCoin): void {
  if (a.denom !== b.denom) throw new GoPanic(`coin denom different: ${a.denom} ${b.denom}\n`);
}

export function addDecCoin(a: DecCoin, b: DecCoin): DecCoin {
  sameDenom(a, b);
  return { denom: a.denom, amount: a.amount.add(b.amount) };
}

/** Panics when the result is negative. */
export function subDecCoin(a: DecCoin, b: DecCoin): DecCoin {
  sameDenom(a, b);
  const c = { denom: a.denom, amount: a.amount.sub(b.amount) };
  if (c.amount.isNegative()) throw new GoPanic('negative decimal coin amount');
  return c;
}

export function decCoinIsGTE(a: DecCoin, b: DecCoin): boolean {
  if (a.denom !== b.denom) throw new GoPanic(`invalid coin denominations; ${a.denom}, ${b.denom}`);
  return a.amount.gte(b.amount);
}

export function decCoinIsLT(a: DecCoin, b: DecCoin): boolean {
  if (a.denom !== b.denom) throw new GoPanic(`invalid coin denominations; ${a.denom}, ${b.denom}`);
  return a.amount.lt(b.amount);
}

export function decCoinEqual(a: DecCoin, b: DecCoin): boolean {
  return a.denom === b.denom && a.amount.equal(b.amount);
}

/** The whole part and the change; panics on a negative amount. */
export function truncateDecCoin(c: DecCoin): [whole: Coin, change: DecCoin] {
  const whole = c.amount.truncateInt();
  const change = c.amount.sub(Dec.fromInt(whole));
  return [Coins.newCoin(c.denom, whole), newDecCoin(c.denom, change)];
}

// ---- sets

export function sort(coins: readonly DecCoin[]): DecCoin[] {
  return [...coins].sort((a, b) => compareText(a.denom, b.denom));
}

function withoutZeros(coins: readonly DecCoin[]): DecCoin[] {
  return coins.filter((c) => !c.amount.isZero());
}

/** Without zeros, sorted; panics when the result is not a valid set. */
export function newDecCoins(coins: readonly DecCoin[]): DecCoin[] {
  const set = sort(withoutZeros(coins));
  const why = problem(set);
  if (why !== undefined) throw new GoPanic(`invalid coin set ${format(set)}: ${why}`);
  return set;
}

/** NewDecCoinsFromCoins. */
export function fromCoins(coins: readonly Coin[]): DecCoin[] {
  return coins.length === 0 ? [] : Coins.newCoins(coins).map(fromCoin);
}

export function format(coins: readonly DecCoin[]): string {
  return coins.map(decCoinString).join(',');
}

/** What is wrong with a set, or undefined. */
export function problem(coins: readonly DecCoin[]): string | undefined {
  const seen = new Set<string>();
  for (let i = 0; i < coins.length; i++) {
    const c = coins[i]!;
    if (seen.has(c.denom)) return `duplicate denomination ${c.denom}`;
    const why = Coins.denomProblem(c.denom);
    if (why !== undefined) return why;
    if (i > 0 && compareText(c.denom, coins[i - 1]!.denom) <= 0) return `denomination ${c.denom} is not sorted`;
    // PARITY: cosmos-sdk types/dec_coin.go: the first coin is named with its amount, the others without.
    if (!c.amount.isPositive()) return `coin ${i === 0 ? decCoinString(c) : c.denom} amount is not positive`;
    seen.add(c.denom);
  }
  return undefined;
}

/** Throws GoError when the set is not valid. */
export function validate(coins: readonly DecCoin[]): void {
  const why = problem(coins);
  if (why !== undefined) throw new GoError(why);
}

export function isValid(coins: readonly DecCoin[]): boolean {
  return problem(coins) === undefined;
}

/** Sum of two sorted lists; zeros vanish. Does not check the order. */
export function add(a: readonly DecCoin[], b: readonly DecCoin[]): DecCoin[] {
  const out: DecCoin[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i]!;
    const y = b[j]!;
    const order = compareText(x.denom, y.denom);
    const c = order < 0 ? x : order > 0 ? y : addDecCoin(x, y);
    if (order <= 0) i++;
    if (order >= 0) j++;
    if (!c.amount.isZero()) out.push(c);
  }
  for (; i < a.length; i++) if (!a[i]!.amount.isZero()) out.push(a[i]!);
  for (; j < b.length; j++) if (!b[j]!.amount.isZero()) out.push(b[j]!);
  return out;
}

/** The difference and whether any amount of it is negative. */
export function safeSub(a: readonly DecCoin[], b: readonly DecCoin[]): [diff: DecCoin[], anyNegative: boolean] {
  const diff = add(
    a,
    b.map((c) => ({ denom: c.denom, amount: c.amount.neg() })),
  );
  return [diff, isAnyNegative(diff)];
}

/** The difference; panics when any amount would be negative. */
export function sub(a: readonly DecCoin[], b: readonly DecCoin[]): DecCoin[] {
  const [diff, anyNegative] = safeSub(a, b);
  if (anyNegative) throw new GoPanic('negative coin amount');
  return diff;
}

/** The smaller amount of each denomination of a; zeros vanish. */
export function intersect(a: readonly DecCoin[], b: readonly DecCoin[]): DecCoin[] {
  return withoutZeros(a.map((c) => ({ denom: c.denom, amount: Dec.min(c.amount, amountOf(b, c.denom)) })));
}

/** Whole coins and the change. */
export function truncateDecimal(coins: readonly DecCoin[]): [whole: Coin[], change: DecCoin[]] {
  let whole: Coin[] = [];
  let change: DecCoin[] = [];
  for (const c of coins) {
    const [w, rest] = truncateDecCoin(c);
    if (w.amount !== 0n) whole = Coins.add(whole, [w]);
    if (!rest.amount.isZero()) change = add(change, [rest]);
  }
  return [whole, change];
}

function map(coins: readonly DecCoin[], f: (amount: Dec) => Dec): DecCoin[] {
  let out: DecCoin[] = [];
  for (const c of coins) {
    const amount = f(c.amount);
    if (amount.isZero()) continue;
    const last = out[out.length - 1];
    // Appending is what adding to the sum so far does for a sorted set.
    if (last === undefined || compareText(last.denom, c.denom) < 0) out.push({ denom: c.denom, amount });
    else out = add(out, [{ denom: c.denom, amount }]);
  }
  return out;
}

/** Every amount times d, half to even. */
export function mulDec(coins: readonly DecCoin[], d: Dec): DecCoin[] {
  return map(coins, (a) => a.mul(d));
}

export function mulDecTruncate(coins: readonly DecCoin[], d: Dec): DecCoin[] {
  return d.isZero() ? [] : map(coins, (a) => a.mulTruncate(d));
}

/** Every amount divided by d, half to even; panics on zero. */
export function quoDec(coins: readonly DecCoin[], d: Dec): DecCoin[] {
  if (d.isZero()) throw new GoPanic('invalid zero decimal');
  return map(coins, (a) => a.quo(d));
}

export function quoDecTruncate(coins: readonly DecCoin[], d: Dec): DecCoin[] {
  if (d.isZero()) throw new GoPanic('invalid zero decimal');
  return map(coins, (a) => a.quoTruncate(d));
}

/** The amount of a denomination, by binary search; zero when absent. */
export function amountOf(coins: readonly DecCoin[], denom: string): Dec {
  let from = 0;
  let to = coins.length;
  while (from < to) {
    const mid = from + ((to - from) >> 1);
    const c = coins[mid]!;
    if (c.denom === denom) return c.amount;
    if (to - from === 1) break;
    if (compareText(denom, c.denom) < 0) to = mid;
    else from = mid + 1;
  }
  return Dec.zero;
}

/** The same coins in any order. */
export function equal(a: readonly DecCoin[], b: readonly DecCoin[]): boolean {
  if (a.length !== b.length) return false;
  const y = sort(b);
  return sort(a).every((c, i) => decCoinEqual(c, y[i]!));
}

export function isZero(coins: readonly DecCoin[]): boolean {
  return coins.every((c) => c.amount.isZero());
}

export function isAnyNegative(coins: readonly DecCoin[]): boolean {
  return coins.some((c) => c.amount.isNegative());
}

export function isAllPositive(coins: readonly DecCoin[]): boolean {
  return coins.length > 0 && coins.every((c) => c.amount.isPositive());
}
