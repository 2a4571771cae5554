import { ErrInvalidCoins } from '../../core/sdk-errors.ts';
import { isBefore } from '../../core/time.ts';
import * as Coins from '../../math/coin.ts';
import { BasicAllowance } from '../../wire/gen/cosmos/feegrant/v1beta1/feegrant.ts';
import type { AllowanceType } from './allowance.ts';
import { ErrFeeLimitExceeded, ErrFeeLimitExpired, ErrInvalidDuration } from './errors.ts';

/** Fees up to a limit, or without one, until a time or for ever. An empty limit is none. */
export const basicAllowance: AllowanceType<BasicAllowance> = {
  type: BasicAllowance,
  accept(ctx, a, fee) {
    if (a.expiration !== undefined && isBefore(a.expiration, ctx.blockTime)) {
      return { remove: true, error: ErrFeeLimitExpired.wrap('basic allowance'), updated: a };
    }
    if (a.spendLimit.length === 0) return { remove: false, updated: a };
    const [left, exceeded] = Coins.safeSub(a.spendLimit, fee);
    if (exceeded) return { remove: false, error: ErrFeeLimitExceeded.wrap('basic allowance'), updated: a };
    return { remove: Coins.isZero(left), updated: { ...a, spendLimit: left } };
  },
  validateBasic(a) {
    if (a.spendLimit.length > 0) {
      if (!Coins.isValid(a.spendLimit)) {
        throw ErrInvalidCoins.wrap(`send amount is invalid: ${Coins.format(a.spendLimit)}`);
      }
      if (!Coins.isAllPositive(a.spendLimit)) throw ErrInvalidCoins.wrap('spend limit must be positive');
    }
    if (a.expiration !== undefined && a.expiration.seconds < 0n) {
      throw ErrInvalidDuration.wrap('expiration time cannot be negative');
    }
  },
  expiresAt: (a) => a.expiration,
};
