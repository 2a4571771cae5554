import type { Context, VoteInfo } from '../../core/context.ts';
import { Dec } from '../../math/dec.ts';
import * as DecCoins from '../../math/dec-coin.ts';
import { commissionEvent, rewardsEvent } from './events.ts';
import type { ValidatorI } from './expected-keepers.ts';
import type { DistributionKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';

/**
 * Allocates what the fee collector holds: the community tax to the pool, the rest to the validators in proportion to their power in the last
 * commit. Votes that did not sign earn too. Source: cosmos-sdk x/distribution/keeper/allocation.go.
 */
export function allocateTokens(
  k: DistributionKeeper,
  ctx: Context,
  totalPreviousPower: bigint,
  votes: readonly VoteInfo[],
): void {
  const feeCollector = k.moduleAccount(ctx, k.feeCollectorName);
  const collected = k.bankKeeper.getAllBalances(ctx, feeCollector.getAddress());
  const fees = DecCoins.fromCoins(collected);
  k.bankKeeper.sendCoinsFromModuleToModule(ctx, k.feeCollectorName, MODULE_NAME, collected);

  const pool = k.getFeePool(ctx);
  if (totalPreviousPower === 0n) {
    k.setFeePool(ctx, { communityPool: DecCoins.add(pool.communityPool, fees) });
    return;
  }
  const shared = DecCoins.mulDecTruncate(fees, Dec.one.sub(k.getCommunityTax(ctx)));
  const totalPower = Dec.fromInt(totalPreviousPower);
  let remaining = fees;
  for (const { validator: vote } of votes) {
    // PARITY: cosmos-sdk x/distribution/keeper/allocation.go: a validator that is gone while still in the last commit fails the block.
    const validator = k.stakingKeeper.validatorByConsAddr(ctx, vote.address);
    const reward = DecCoins.mulDecTruncate(shared, Dec.fromInt(vote.power).quoTruncate(totalPower));
    allocateTokensToValidator(k, ctx, validator, reward);
    remaining = DecCoins.sub(remaining, reward);
  }
  k.setFeePool(ctx, { communityPool: DecCoins.add(pool.communityPool, remaining) });
}

/** Gives tokens to a validator: its commission, and the rest to the running period of its delegators. */
export function allocateTokensToValidator(
  k: DistributionKeeper,
  ctx: Context,
  validator: ValidatorI,
  tokens: DecCoins.DecCoin[],
): void {
  const commission = DecCoins.mulDec(tokens, validator.getCommission());
  const shared = DecCoins.sub(tokens, commission);
  const operator = validator.operatorBytes();
  const operatorText = validator.getOperator();

  ctx.eventManager.emit(commissionEvent(commission, operatorText));
  const accumulated = k.getValidatorAccumulatedCommission(ctx, operator).commission;
  k.setValidatorAccumulatedCommission(ctx, operator, { commission: DecCoins.add(accumulated, commission) });

  const current = k.getValidatorCurrentRewards(ctx, operator);
  const rewards = DecCoins.add(current.rewards, shared);
  k.setValidatorCurrentRewards(ctx, operator, { rewards, period: current.period });

  ctx.eventManager.emit(rewardsEvent(tokens, operatorText));
  const outstanding = k.getValidatorOutstandingRewards(ctx, operator).rewards;
  k.setValidatorOutstandingRewards(ctx, operator, { rewards: DecCoins.add(outstanding, tokens) });
}
