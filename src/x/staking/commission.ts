import { nilPointer } from '../../core/errors.ts';
import { durationBetween, type Time } from '../../core/time.ts';
import { Dec } from '../../math/dec.ts';
import type { Commission, CommissionRates } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { isNil } from '../../wire/nil.ts';
import {
  ErrCommissionChangeRateGTMaxRate,
  ErrCommissionChangeRateNegative,
  ErrCommissionGTMaxChangeRate,
  ErrCommissionGTMaxRate,
  ErrCommissionHuge,
  ErrCommissionNegative,
  ErrCommissionUpdateTime,
} from './errors.ts';

/** 24 h in nanoseconds. */
const DAY = 86_400_000_000_000n;

/** A rate; where Go would dereference a nil one, its panic. */
function rateOf(c: CommissionRates, field: 'rate' | 'maxRate' | 'maxChangeRate'): Dec {
  if (isNil(c, field)) throw nilPointer();
  return c[field];
}

/** Stateless checks of a validator's first commission. */
export function validateCommissionRates(c: CommissionRates): void {
  const maxRate = rateOf(c, 'maxRate');
  if (maxRate.isNegative()) throw ErrCommissionNegative.error();
  if (maxRate.gt(Dec.one)) throw ErrCommissionHuge.error();
  const rate = rateOf(c, 'rate');
  if (rate.isNegative()) throw ErrCommissionNegative.error();
  if (rate.gt(maxRate)) throw ErrCommissionGTMaxRate.error();
  const maxChangeRate = rateOf(c, 'maxChangeRate');
  if (maxChangeRate.isNegative()) throw ErrCommissionChangeRateNegative.error();
  if (maxChangeRate.gt(maxRate)) throw ErrCommissionChangeRateGTMaxRate.error();
}

/** Whether a commission may become `rate` now. */
export function validateNewRate(c: Commission, rate: Dec, blockTime: Time): void {
  if (withinADay(blockTime, c.updateTime)) throw ErrCommissionUpdateTime.error();
  if (rate.isNegative()) throw ErrCommissionNegative.error();
  if (rate.gt(c.commissionRates.maxRate)) throw ErrCommissionGTMaxRate.error();
  if (rate.sub(c.commissionRates.rate).gt(c.commissionRates.maxChangeRate)) throw ErrCommissionGTMaxChangeRate.error();
}

/**
 * PARITY: x/staking/types/commission.go ValidateNewRate: the reference asks `Hours() < 24` of a float64. Hours() adds the
 * whole hours and the rest divided by 3.6e12; 23 plus a rest of at most (3.6e12 - 1)/3.6e12 = 1 - 2.8e-13 is told from 24,
 * whose neighbour below is 24 - 3.6e-15. So the float says what the integers say: 24 h - 1 ns is within, 24 h is not.
 */
function withinADay(now: Time, then: Time): boolean {
  return durationBetween(now, then) < DAY;
}
