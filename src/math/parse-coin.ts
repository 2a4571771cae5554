/** Reading coins from text, as command lines and configuration write them. Source: cosmos-sdk types/coin.go, denom.go. */
import { GoError, wrapError } from '../core/errors.ts';
import { trimSpace } from '../core/go-text.ts';
import type { Coin } from './coin.ts';
import { Dec } from './dec.ts';
import type { DecCoin } from './dec-coin.ts';
import * as DecCoins from './dec-coin.ts';

const pattern = /^([0-9]+(?:\.[0-9]+)?|\.[0-9]+)[\t\n\v\f\r ]*([a-zA-Z][a-zA-Z0-9/:._-]{2,127})$/;

const BASE = 'uakt';
/** The registered denominations in akt. Source: chain-sdk sdkutil/init.go. */
const units = new Map<string, Dec>([
  ['akt', Dec.one],
  ['makt', Dec.withPrec(1n, 3)],
  [BASE, Dec.withPrec(1n, 6)],
]);

/** A registered denomination turned into uakt; any other as it is (NormalizeDecCoin). */
export function normalizeDecCoin(c: DecCoin): DecCoin {
  const from = units.get(c.denom);
  const to = units.get(BASE)!;
  if (from === undefined) return c;
  return DecCoins.newDecCoin(BASE, from.equal(to) ? c.amount : c.amount.mul(from).quo(to));
}

/** Reads "1.5uakt". Throws GoError. */
export function parseDecCoin(text: string): DecCoin {
  const s = trimSpace(text);
  const m = pattern.exec(s);
  if (m === null) throw new GoError(`invalid decimal coin expression: ${s}`);
  const [amount, denom] = [m[1]!, m[2]!];
  try {
    return DecCoins.newDecCoin(denom, Dec.parse(amount));
  } catch (e) {
    throw wrapError(e, `failed to parse decimal coin amount: ${amount}`);
  }
}

/** Reads "1.5uakt,2uatom" into a valid set. Throws GoError. */
export function parseDecCoins(text: string): DecCoin[] {
  const s = trimSpace(text);
  if (s === '') return [];
  const coins = DecCoins.sort(
    s
      .split(',')
      .map(parseDecCoin)
      .filter((c) => !c.amount.isZero()),
  );
  DecCoins.validate(coins);
  return coins;
}

/** Reads one coin, in base units, truncated. Throws GoError. */
export function parseCoinNormalized(text: string): Coin {
  return DecCoins.truncateDecCoin(normalizeDecCoin(parseDecCoin(text)))[0];
}

/**
 * Reads a list of coins, in base units. Throws GoError.
 *
 * PARITY: cosmos-sdk types/coin.go: amounts are truncated afterwards, so "1.9uakt" is 1 and "0.5uakt" a set with a zero.
 */
export function parseCoinsNormalized(text: string): Coin[] {
  return parseDecCoins(text).map((c) => DecCoins.truncateDecCoin(normalizeDecCoin(c))[0]);
}
