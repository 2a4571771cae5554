import { GoError } from '../../core/errors.ts';
import { trimSpace } from '../../core/go-text.ts';
import { validateDenom } from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import { MAX_INT64 } from '../../math/int.ts';
import type { Params } from '../../wire/gen/cosmos/mint/v1beta1/mint.ts';
import { isNil } from '../../wire/nil.ts';

const SECONDS_PER_YEAR = 60n * 60n * 8766n;
const SECONDS_PER_BLOCK = 5n;

/** The defaults; a chain's genesis sets its own. */
export function defaultParams(): Params {
  return {
    mintDenom: 'uakt',
    inflationRateChange: Dec.withPrec(13n, 2),
    inflationMax: Dec.withPrec(20n, 2),
    inflationMin: Dec.withPrec(7n, 2),
    goalBonded: Dec.withPrec(67n, 2),
    blocksPerYear: SECONDS_PER_YEAR / SECONDS_PER_BLOCK,
  };
}

type DecField = 'inflationRateChange' | 'inflationMax' | 'inflationMin' | 'goalBonded';

function present(p: Params, field: DecField, name: string): Dec {
  if (isNil(p, field)) throw new GoError(`${name} cannot be nil: <nil>`);
  return p[field];
}

function fraction(p: Params, field: DecField, name: string): void {
  const v = present(p, field, name);
  if (v.isNegative()) throw new GoError(`${name} cannot be negative: ${v}`);
  if (v.gt(Dec.one)) throw new GoError(`${name} too large: ${v}`);
}

/** Throws GoError at the first parameter that is out of bounds. Source: cosmos-sdk x/mint/types/params.go. */
export function validateParams(p: Params): void {
  if (trimSpace(p.mintDenom) === '') throw new GoError('mint denom cannot be blank');
  validateDenom(p.mintDenom);
  fraction(p, 'inflationRateChange', 'inflation rate change');
  fraction(p, 'inflationMax', 'max inflation');
  fraction(p, 'inflationMin', 'min inflation');
  const goal = present(p, 'goalBonded', 'goal bonded');
  if (!goal.isPositive()) throw new GoError(`goal bonded must be positive: ${goal}`);
  if (goal.gt(Dec.one)) throw new GoError(`goal bonded too large: ${goal}`);
  if (p.blocksPerYear === 0n) throw new GoError('blocks per year must be positive: 0');
  if (p.blocksPerYear > MAX_INT64) {
    throw new GoError(`blocks per year too large: ${p.blocksPerYear}, maximum value is: ${MAX_INT64}`);
  }
  if (p.inflationMax.lt(p.inflationMin)) {
    throw new GoError(
      `max inflation (${p.inflationMax}) must be greater than or equal to min inflation (${p.inflationMin})`,
    );
  }
}
