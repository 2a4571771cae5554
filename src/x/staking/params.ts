import { GoError } from '../../core/errors.ts';
import { trimSpace } from '../../core/go-text.ts';
import { validateDenom } from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import type { Params } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { isNil } from '../../wire/nil.ts';

/** Throws GoError when the parameters are not acceptable. Source: cosmos-sdk x/staking/types/params.go. */
export function validateParams(p: Params): void {
  if (p.unbondingTime <= 0n) throw new GoError(`unbonding time must be positive: ${p.unbondingTime}`);
  if (p.maxValidators === 0) throw new GoError('max validators must be positive: 0');
  if (p.maxEntries === 0) throw new GoError('max entries must be positive: 0');
  if (trimSpace(p.bondDenom) === '') throw new GoError('bond denom cannot be blank');
  validateDenom(p.bondDenom);
  if (isNil(p, 'minCommissionRate')) throw new GoError('minimum commission rate cannot be nil: <nil>');
  if (p.minCommissionRate.isNegative()) {
    throw new GoError(`minimum commission rate cannot be negative: ${p.minCommissionRate}`);
  }
  if (p.minCommissionRate.gt(Dec.one)) {
    throw new GoError(`minimum commission rate cannot be greater than 100%: ${p.minCommissionRate}`);
  }
}

/** The parameters of a new chain: 21 days of unbonding, 100 validators. */
export function defaultParams(): Params {
  return {
    unbondingTime: 21n * 24n * 3_600_000_000_000n,
    maxValidators: 100,
    maxEntries: 7,
    historicalEntries: 10_000,
    bondDenom: 'uakt',
    minCommissionRate: Dec.zero,
  };
}
