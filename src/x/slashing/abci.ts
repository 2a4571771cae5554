import type { Context } from '../../core/context.ts';
import type { SlashingKeeper } from './keeper.ts';
import { handleValidatorSignature } from './liveness.ts';

/** Takes note of who signed the last block. */
export function beginBlocker(k: SlashingKeeper, ctx: Context): void {
  for (const vote of ctx.cometInfo.lastCommit.votes) {
    handleValidatorSignature(k, ctx, vote.validator.address, vote.validator.power, vote.blockIdFlag);
  }
}
