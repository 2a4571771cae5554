import { GoError, nilPointer } from '../../core/errors.ts';
import { type Coin, newCoin } from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import type { Minter, Params } from '../../wire/gen/cosmos/mint/v1beta1/mint.ts';
import { isNil } from '../../wire/nil.ts';

/** The arithmetic of inflation. Pure. Source: cosmos-sdk x/mint/types/minter.go. */

/** A new chain begins at 13 % a year. */
export function defaultMinter(): Minter {
  return { inflation: Dec.withPrec(13n, 2), annualProvisions: Dec.zero };
}

/** Throws GoError when the minter is not acceptable in a genesis. */
export function validateMinter(minter: Minter): void {
  if (isNil(minter, 'inflation')) throw nilPointer();
  if (minter.inflation.isNegative()) {
    throw new GoError(`mint parameter Inflation should be positive, is ${minter.inflation}`);
  }
}

/**
 * The yearly inflation of the next block: it moves toward the goal of bonded tokens by a fraction of the yearly change,
 * and stays between the minimum and the maximum.
 */
export function nextInflationRate(minter: Minter, params: Params, bondedRatio: Dec): Dec {
  const changePerYear = Dec.one.sub(bondedRatio.quo(params.goalBonded)).mul(params.inflationRateChange);
  const change = changePerYear.quo(Dec.fromInt(blocksPerYear(params)));
  const inflation = minter.inflation.add(change);
  return Dec.max(Dec.min(inflation, params.inflationMax), params.inflationMin);
}

/** Tokens a year at the minter's inflation. */
export function nextAnnualProvisions(minter: Minter, totalSupply: bigint): Dec {
  return minter.inflation.mulInt(totalSupply);
}

/** What one block mints, in whole units. */
export function blockProvision(minter: Minter, params: Params): Coin {
  return newCoin(params.mintDenom, minter.annualProvisions.quoInt(blocksPerYear(params)).truncateInt());
}

/** The parameter is a uint64 that the formulas take as int64: one that a genesis sets too large wraps. */
function blocksPerYear(params: Params): bigint {
  return BigInt.asIntN(64, params.blocksPerYear);
}
