import type { Context } from '../../core/context.ts';
import type { ValidatorUpdate } from '../../core/module.ts';
import type { StakingKeeper } from './keeper.ts';

/** Stores the header and the validator set that IBC clients are checked against. */
export function beginBlocker(ctx: Context, k: StakingKeeper): void {
  k.trackHistoricalInfo(ctx);
}

/** Changes the validator set and completes what has matured. */
export function endBlocker(ctx: Context, k: StakingKeeper): ValidatorUpdate[] {
  return k.blockValidatorUpdates(ctx);
}
