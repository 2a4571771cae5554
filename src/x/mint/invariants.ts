import type { Context } from '../../core/context.ts';
import type { MintKeeper } from './keeper.ts';

/**
 * The inflation is within the bounds that the block was minted with: what governance changes at its end counts from the next one. These are the
 * current ones unless told.
 */
export function inflationWithinBounds(k: MintKeeper, ctx: Context, bounds = k.getParams(ctx)): string[] {
  const { inflation } = k.getMinter(ctx);
  const { inflationMin, inflationMax } = bounds;
  if (inflation.gte(inflationMin) && inflation.lte(inflationMax)) return [];
  return [`inflation ${inflation} is not between ${inflationMin} and ${inflationMax}`];
}
