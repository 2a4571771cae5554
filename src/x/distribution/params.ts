import { GoError } from '../../core/errors.ts';
import { Dec } from '../../math/dec.ts';
import type { Params } from '../../wire/gen/cosmos/distribution/v1beta1/distribution.ts';
import { isNil } from '../../wire/nil.ts';

/** The defaults of the reference's module. */
export function defaultParams(): Params {
  return {
    communityTax: Dec.withPrec(2n, 2),
    baseProposerReward: Dec.zero,
    bonusProposerReward: Dec.zero,
    withdrawAddrEnabled: true,
  };
}

/** Throws GoError when the community tax is out of bounds. Source: cosmos-sdk x/distribution/types/params.go. */
export function validateParams(p: Params): void {
  if (isNil(p, 'communityTax')) throw new GoError('community tax must be not nil');
  const tax = p.communityTax;
  if (tax.isNegative()) throw new GoError(`community tax must be positive: ${tax}`);
  if (tax.gt(Dec.one)) throw new GoError(`community tax too large: ${tax}`);
}
