import type { Context } from '../../core/context.ts';
import { allocateTokens } from './allocation.ts';
import type { DistributionKeeper } from './keeper.ts';

/** Allocates what was collected since the last block and notes this block's proposer. The first block has no commit to reward. */
export function beginBlocker(k: DistributionKeeper, ctx: Context): void {
  const { votes } = ctx.cometInfo.lastCommit;
  if (ctx.blockHeight > 1n) {
    let totalPower = 0n;
    for (const vote of votes) totalPower += vote.validator.power;
    allocateTokens(k, ctx, totalPower, votes);
  }
  k.setPreviousProposerConsAddr(ctx, ctx.header.proposerAddress);
}
