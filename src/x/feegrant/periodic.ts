import { ErrInvalidCoins } from '../../core/sdk-errors.ts';
import { addDuration, isAfter, isBefore, type Time } from '../../core/time.ts';
import * as Coins from '../../math/coin.ts';
import { PeriodicAllowance } from '../../wire/gen/cosmos/feegrant/v1beta1/feegrant.ts';
import type { AllowanceType } from './allowance.ts';
import { basicAllowance } from './basic.ts';
import { ErrFeeLimitExceeded, ErrFeeLimitExpired, ErrInvalidDuration } from './errors.ts';

/** Go's Duration.Seconds() is below 0. */
const isNegative = (nanos: bigint): boolean => nanos < 0n;

/** A basic allowance of which only so much may be spent in each period. */
export const periodicAllowance: AllowanceType<PeriodicAllowance> = {
  type: PeriodicAllowance,
  accept(ctx, allowance, fee) {
    const { expiration } = allowance.basic;
    if (expiration !== undefined && isAfter(ctx.blockTime, expiration)) {
      return { remove: true, error: ErrFeeLimitExpired.wrap('absolute limit'), updated: allowance };
    }
    const a = atPeriodOf(allowance, ctx.blockTime);
    const [periodLeft, overPeriod] = Coins.safeSub(a.periodCanSpend, fee);
    if (overPeriod) return { remove: false, error: ErrFeeLimitExceeded.wrap('period limit'), updated: a };
    const spent = { ...a, periodCanSpend: periodLeft };
    if (a.basic.spendLimit.length === 0) return { remove: false, updated: spent };
    const [left, overTotal] = Coins.safeSub(a.basic.spendLimit, fee);
    if (overTotal) return { remove: false, error: ErrFeeLimitExceeded.wrap('absolute limit'), updated: a };
    return { remove: Coins.isZero(left), updated: { ...spent, basic: { ...a.basic, spendLimit: left } } };
  },
  validateBasic(a) {
    basicAllowance.validateBasic(a.basic);
    if (!Coins.isValid(a.periodSpendLimit)) {
      throw ErrInvalidCoins.wrap(`spend amount is invalid: ${Coins.format(a.periodSpendLimit)}`);
    }
    if (!Coins.isAllPositive(a.periodSpendLimit)) throw ErrInvalidCoins.wrap('spend limit must be positive');
    if (!Coins.isValid(a.periodCanSpend)) {
      throw ErrInvalidCoins.wrap(`can spend amount is invalid: ${Coins.format(a.periodCanSpend)}`);
    }
    if (Coins.isAnyNegative(a.periodCanSpend)) throw ErrInvalidCoins.wrap('can spend must not be negative');
    if (a.basic.spendLimit.length > 0 && !Coins.denomsSubsetOf(a.periodSpendLimit, a.basic.spendLimit)) {
      throw ErrInvalidCoins.wrap('period spend limit has different currency than basic spend limit');
    }
    if (isNegative(a.period)) throw ErrInvalidDuration.wrap('negative clock step');
  },
  expiresAt: (a) => basicAllowance.expiresAt(a.basic),
};

/** The allowance with a fresh period when the one it is in has ended. After a longer pause periods begin anew from now. */
function atPeriodOf(a: PeriodicAllowance, now: Time): PeriodicAllowance {
  if (isBefore(now, a.periodReset)) return a;
  const total = a.basic.spendLimit;
  const [, lessThanPeriod] = Coins.safeSub(total, a.periodSpendLimit);
  const periodCanSpend = lessThanPeriod && total.length > 0 ? total : a.periodSpendLimit;
  const next = addDuration(a.periodReset, a.period);
  return { ...a, periodCanSpend, periodReset: isAfter(now, next) ? addDuration(now, a.period) : next };
}
