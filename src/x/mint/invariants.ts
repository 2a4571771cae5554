import type { Context } from '../../core/context.ts';
import type { MintKeeper } from './keeper.ts';

/** Once a block was minted with the current parameters, the inflation is within their bounds. */
export function inflationWithinBounds(k: MintKeeper, ctx: Context): string[] {
  const { inflation } = k.getMinter(ctx);
  const { inflationMin, inflationMax } = k.getParams(ctx);
  if (inflation.gte(inflationMin) && inflation.lte(inflationMax)) return [];
  return [`inflation ${inflation} is not between ${inflationMin} and ${inflationMax}`];
}
