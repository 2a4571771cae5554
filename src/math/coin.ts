/**
 * Coins and sets of them. A set is an array sorted by denomination (bytewise), without zero amounts or duplicates; the
 * functions do not change their arguments. Use as a namespace: `import * as Coins from '../math/coin.ts'`.
 *
 * Functions that panic in Go throw GoPanic, those that return an error throw GoError, with the reference's texts.
 * Source: cosmos-sdk types/coin.go.
 */
import { GoError, GoPanic, nilPointer } from '../core/errors.ts';
import { marshalJsonString } from '../core/go-json.ts';
import { compareText } from '../core/go-text.ts';
import * as Int from './int.ts';

/** An amount of one denomination. `$nil` lists customtype fields that were nil when decoded. */
export interface Coin {
  denom: string;
  amount: bigint;
  $nil?: string[];
}

const denomPattern = /^[a-zA-Z][a-zA-Z0-9/:._-]{2,127}$/;

/** What is wrong with a denomination, or undefined. */
export function denomProblem(denom: string): string | undefined {
  return denomPattern.test(denom) ? undefined : `invalid denom: ${denom}`;
}

/** Throws GoError when the denomination is not well formed. */
export function validateDenom(denom: string): void {
  const why = denomProblem(denom);
  if (why !== undefined) throw new GoError(why);
}

// ---- one coin

function isNilAmount(c: Coin): boolean {
  return c.$nil?.includes('amount') ?? false;
}

/** The amount, where Go would dereference a nil Int if there is none. */
function amount(c: Coin): bigint {
  if (c.$nil !== undefined && isNilAmount(c)) throw nilPointer();
  return c.amount;
}

function panicOn(why: string | undefined): void {
  if (why !== undefined) throw new GoPanic(why);
}

/** What is wrong with a coin, or undefined. Zero is right. */
export function coinProblem(c: Coin): string | undefined {
  const why = denomProblem(c.denom);
  if (why !== undefined) return why;
  if (isNilAmount(c)) return 'amount is nil';
  return c.amount < 0n ? `negative coin amount: ${c.amount}` : undefined;
}

/** Throws GoError when the coin is not valid. */
export function validateCoin(c: Coin): void {
  const why = coinProblem(c);
  if (why !== undefined) throw new GoError(why);
}

/** A valid coin; panics otherwise. */
export function newCoin(denom: string, amount: bigint): Coin {
  const c = { denom, amount };
  panicOn(coinProblem(c));
  return c;
}

/** "12uakt". */
export function coinString(c: Coin): string {
  return `${isNilAmount(c) ? '<nil>' : c.amount}${c.denom}`;
}

function sameDenom(a: Coin, b: Coin): void {
  if (a.denom !== b.denom) throw new GoPanic(`invalid coin denominations; ${a.denom}, ${b.denom}`);
}

export function coinEqual(a: Coin, b: Coin): boolean {
  return a.denom === b.denom && amount(a) === amount(b);
}

/** Panics when the denominations differ, as do the next three. */
export function coinIsGTE(a: Coin, b: Coin): boolean {
  sameDenom(a, b);
  return amount(a) >= amount(b);
}

export function coinIsGT(a: Coin, b: Coin): boolean {
  sameDenom(a, b);
  return amount(a) > amount(b);
}

export function coinIsLT(a: Coin, b: Coin): boolean {
  sameDenom(a, b);
  return amount(a) < amount(b);
}

export function coinIsLTE(a: Coin, b: Coin): boolean {
  sameDenom(a, b);
  return amount(a) <= amount(b);
}

export function addCoin(a: Coin, b: Coin): Coin {
  sameDenom(a, b);
  return { denom: a.denom, amount: Int.add(amount(a), amount(b)) };
}

/** Coin.Sub: panics when the denominations differ or the result is negative. */
export function subCoin(a: Coin, b: Coin): Coin {
  try {
    return safeSubCoin(a, b);
  } catch (e) {
    if (e instanceof GoError) throw new GoPanic(e.message);
    throw e;
  }
}

/** Coin.SafeSub. Throws GoError. */
export function safeSubCoin(a: Coin, b: Coin): Coin {
  if (a.denom !== b.denom) throw new GoError(`invalid coin denoms: ${a.denom}, ${b.denom}`);
  const c = { denom: a.denom, amount: Int.sub(amount(a), amount(b)) };
  if (c.amount < 0n) throw new GoError(`negative coin amount: ${coinString(c)}`);
  return c;
}

export function addAmount(a: Coin, b: bigint): Coin {
  return { denom: a.denom, amount: Int.add(amount(a), b) };
}

export function subAmount(a: Coin, b: bigint): Coin {
  const c = { denom: a.denom, amount: Int.sub(amount(a), b) };
  if (c.amount < 0n) throw new GoPanic('negative coin amount');
  return c;
}

// ---- sets

/** Sorted by denomination. */
export function sort(coins: readonly Coin[]): Coin[] {
  return [...coins].sort((a, b) => compareText(a.denom, b.denom));
}

/** Without zeros, sorted; panics when the result is not a valid set. */
export function newCoins(coins: readonly Coin[]): Coin[] {
  const set = sort(coins.filter((c) => amount(c) !== 0n));
  const why = problem(set);
  if (why !== undefined) throw new GoPanic(`invalid coin set ${format(set)}: ${why}`);
  return set;
}

/** The set of one coin. */
export function of(denom: string, amount: bigint): Coin[] {
  return newCoins([newCoin(denom, amount)]);
}

/** "1aaa,2bbb"; empty for none. */
export function format(coins: readonly Coin[]): string {
  if (coins.length === 1) return coinString(coins[0]!);
  return coins.map(coinString).join(',');
}

/** What is wrong with a set, or undefined. Panics on a nil amount. */
export function problem(coins: readonly Coin[]): string | undefined {
  for (let i = 0; i < coins.length; i++) {
    const c = coins[i]!;
    const why = denomProblem(c.denom);
    if (why !== undefined) return why;
    if (i > 0) {
      const order = compareText(c.denom, coins[i - 1]!.denom);
      if (order < 0) return `denomination ${c.denom} is not sorted`;
      if (order === 0) return `duplicate denomination ${c.denom}`;
    }
    // PARITY: cosmos-sdk types/coin.go: the first coin is named with its amount, the others without.
    if (amount(c) <= 0n) return `coin ${i === 0 ? coinString(c) : c.denom} amount is not positive`;
  }
  return undefined;
}

/** Throws GoError when the set is not valid. */
export function validate(coins: readonly Coin[]): void {
  const why = problem(coins);
  if (why !== undefined) throw new GoError(why);
}

export function isValid(coins: readonly Coin[]): boolean {
  return problem(coins) === undefined;
}

function isSorted(coins: readonly Coin[]): boolean {
  for (let i = 1; i < coins.length; i++) if (compareText(coins[i - 1]!.denom, coins[i]!.denom) > 0) return false;
  return true;
}

/** Sum of two sorted lists; negative amounts are allowed, zeros vanish, equal denominations merge. */
export function add(a: readonly Coin[], b: readonly Coin[]): Coin[] {
  if (!isSorted(a)) throw new GoPanic('Coins (self) must be sorted');
  if (!isSorted(b)) throw new GoPanic('Wrong argument: coins must be sorted');
  const out: Coin[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const x = a[i]?.denom;
    const y = b[j]?.denom;
    const denom = y === undefined || (x !== undefined && compareText(x, y) <= 0) ? x! : y;
    let sum = 0n;
    while (i < a.length && a[i]!.denom === denom) sum = Int.add(sum, amount(a[i++]!));
    while (j < b.length && b[j]!.denom === denom) sum = Int.add(sum, amount(b[j++]!));
    if (sum !== 0n) out.push({ denom, amount: sum });
  }
  return out;
}

/** The difference and whether any amount of it is negative. Panics when b is not a valid set. */
export function safeSub(a: readonly Coin[], b: readonly Coin[]): [diff: Coin[], anyNegative: boolean] {
  const diff = add(a, negative(newCoins(b)));
  return [diff, isAnyNegative(diff)];
}

/** The difference; panics when any amount would be negative. */
export function sub(a: readonly Coin[], b: readonly Coin[]): Coin[] {
  const [diff, anyNegative] = safeSub(a, b);
  if (anyNegative) throw new GoPanic('negative coin amount');
  return diff;
}

function negative(coins: readonly Coin[]): Coin[] {
  return coins.map((c) => ({ denom: c.denom, amount: -amount(c) }));
}

/** Every amount times x; panics on x = 0 and on negative results. */
export function mulInt(coins: readonly Coin[], x: bigint): Coin[] {
  if (x === 0n) throw new GoPanic('multiplying by zero is an invalid operation on coins');
  return coins.map((c) => newCoin(c.denom, Int.mul(amount(c), x)));
}

/** Every amount divided by x, truncated; zeros stay. Panics on x = 0 and on negative results. */
export function quoInt(coins: readonly Coin[], x: bigint): Coin[] {
  if (x === 0n) throw new GoPanic('dividing by zero is an invalid operation on coins');
  return coins.map((c) => newCoin(c.denom, Int.quo(amount(c), x)));
}

/** Walks two lists as if both were sorted; `pick` gets what stands at each denomination. */
function merge(
  a: readonly Coin[],
  b: readonly Coin[],
  pick: (x: Coin | undefined, y: Coin | undefined) => Coin | undefined,
): Coin[] {
  const out: Coin[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const x = a[i];
    const y = b[j];
    const order = x === undefined ? 1 : y === undefined ? -1 : compareText(x.denom, y.denom);
    const c = pick(order <= 0 ? x : undefined, order >= 0 ? y : undefined);
    if (c !== undefined) out.push(c);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return newCoins(out);
}

/** The larger amount of each denomination. */
export function max(a: readonly Coin[], b: readonly Coin[]): Coin[] {
  return merge(a, b, (x, y) => (x === undefined ? y : y !== undefined && amount(y) > amount(x) ? y : x));
}

/** The smaller amount of each denomination that both have. */
export function min(a: readonly Coin[], b: readonly Coin[]): Coin[] {
  return merge(a, b, (x, y) => (x === undefined || y === undefined ? undefined : amount(y) < amount(x) ? y : x));
}

/**
 * The amount of a denomination, 0 when absent.
 *
 * PARITY: cosmos-sdk types/coin.go: a binary search, so in an unsorted list it can miss.
 */
export function amountOf(coins: readonly Coin[], denom: string): bigint {
  const c = find(coins, denom);
  return c === undefined ? 0n : c.amount;
}

/** The coin of a denomination, found as {@link amountOf} does. */
export function find(coins: readonly Coin[], denom: string): Coin | undefined {
  let from = 0;
  let to = coins.length;
  while (from < to) {
    const mid = from + ((to - from) >> 1);
    const c = coins[mid]!;
    if (c.denom === denom) return c;
    if (to - from === 1) return undefined;
    if (compareText(denom, c.denom) < 0) to = mid;
    else from = mid + 1;
  }
  return undefined;
}

/** Whether every denomination of a is in b, judged by non-zero amounts. */
export function denomsSubsetOf(a: readonly Coin[], b: readonly Coin[]): boolean {
  return a.length <= b.length && a.every((c) => amountOf(b, c.denom) !== 0n);
}

/** Every amount of b is exceeded in a. False when a is empty. */
export function isAllGT(a: readonly Coin[], b: readonly Coin[]): boolean {
  if (a.length === 0) return false;
  if (b.length === 0) return true;
  return denomsSubsetOf(b, a) && b.every((c) => amountOf(a, c.denom) > amount(c));
}

/** Every amount of b is reached in a. */
export function isAllGTE(a: readonly Coin[], b: readonly Coin[]): boolean {
  if (b.length === 0) return true;
  if (a.length === 0) return false;
  return b.every((c) => amount(c) <= amountOf(a, c.denom));
}

export function isAllLT(a: readonly Coin[], b: readonly Coin[]): boolean {
  return isAllGT(b, a);
}

export function isAllLTE(a: readonly Coin[], b: readonly Coin[]): boolean {
  return isAllGTE(b, a);
}

/** Some amount of a exceeds that of b, among denominations both have. */
export function isAnyGT(a: readonly Coin[], b: readonly Coin[]): boolean {
  if (b.length === 0) return false;
  return a.some((c) => {
    const other = amountOf(b, c.denom);
    return amount(c) > other && other !== 0n;
  });
}

/** Some amount of a reaches that of b, among denominations both have. */
export function isAnyGTE(a: readonly Coin[], b: readonly Coin[]): boolean {
  if (b.length === 0) return false;
  return a.some((c) => {
    const other = amountOf(b, c.denom);
    return amount(c) >= other && other !== 0n;
  });
}

/** All amounts are zero; true for none. */
export function isZero(coins: readonly Coin[]): boolean {
  return coins.every((c) => amount(c) === 0n);
}

/** The same coins in any order. */
export function equal(a: readonly Coin[], b: readonly Coin[]): boolean {
  if (a.length !== b.length) return false;
  const y = sort(b);
  return sort(a).every((c, i) => coinEqual(c, y[i]!));
}

/** All amounts are positive; false for none. */
export function isAllPositive(coins: readonly Coin[]): boolean {
  return coins.length > 0 && coins.every((c) => amount(c) > 0n);
}

export function isAnyNegative(coins: readonly Coin[]): boolean {
  return coins.some((c) => amount(c) < 0n);
}

export function isAnyNil(coins: readonly Coin[]): boolean {
  return coins.some(isNilAmount);
}

export function denoms(coins: readonly Coin[]): string[] {
  return coins.map((c) => c.denom);
}

/** The form of encoding/json and legacy amino JSON. */
export function toJson(coins: readonly Coin[]): string {
  const one = (c: Coin): string =>
    `{${c.denom === '' ? '' : `"denom":${marshalJsonString(c.denom)},`}"amount":"${c.amount}"}`;
  return `[${coins.map(one).join(',')}]`;
}
