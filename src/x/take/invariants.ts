import type { Context } from '../../core/context.ts';
import { GoErrorBase } from '../../core/errors.ts';
import type { TakeKeeper } from './keeper.ts';
import { validateParams } from './params.ts';

/** The rates are percentages, each denomination has one, and uakt has its own. Returns the violation. */
export function ratesAreValid(k: TakeKeeper, ctx: Context): string[] {
  try {
    validateParams(k.getParams(ctx));
    return [];
  } catch (e) {
    if (e instanceof GoErrorBase) return [e.message];
    throw e;
  }
}
