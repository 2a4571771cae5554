import type { Context } from '../../core/context.ts';
import { GoPanic } from '../../core/errors.ts';
import { Dec } from '../../math/dec.ts';
import * as DecCoins from '../../math/dec-coin.ts';
import type { StakingKeeper, ValidatorI } from './expected-keepers.ts';
import { DistributionState } from './state.ts';

/** A period is referred to by the record that follows it and by one delegation or slash that began with it. */
const MAX_REFERENCES = 2;

/**
 * Periods of a validator. A period ends whenever its stake changes; the sum, over all periods so far, of rewards per token is kept for those
 * period ends that something still refers to. What a delegation earned is then a difference of two such sums times its stake (F1 fee
 * distribution). Source: cosmos-sdk x/distribution/keeper/validator.go.
 */
export abstract class Periods extends DistributionState {
  abstract readonly stakingKeeper: StakingKeeper;

  /** The records of a new validator. */
  protected initializeValidator(ctx: Context, validator: ValidatorI): void {
    const operator = validator.operatorBytes();
    this.setValidatorHistoricalRewards(ctx, operator, 0n, { cumulativeRewardRatio: [], referenceCount: 1 });
    this.setValidatorCurrentRewards(ctx, operator, { rewards: [], period: 1n });
    this.setValidatorAccumulatedCommission(ctx, operator, { commission: [] });
    this.setValidatorOutstandingRewards(ctx, operator, { rewards: [] });
  }

  /** Ends the running period of a validator and returns its number. */
  incrementValidatorPeriod(ctx: Context, validator: ValidatorI): bigint {
    const operator = validator.operatorBytes();
    const { rewards, period } = this.getValidatorCurrentRewards(ctx, operator);
    const before = period - 1n;

    let ratio: DecCoins.DecCoin[] = [];
    if (validator.getTokens() === 0n) {
      // There is nobody to earn the rewards.
      const pool = this.getFeePool(ctx);
      const outstanding = this.getValidatorOutstandingRewards(ctx, operator);
      const communityPool = DecCoins.add(pool.communityPool, rewards);
      const left = DecCoins.sub(outstanding.rewards, rewards);
      this.setFeePool(ctx, { communityPool });
      this.setValidatorOutstandingRewards(ctx, operator, { rewards: left });
    } else {
      // Truncated: never more is handed out than there is.
      ratio = DecCoins.quoDecTruncate(rewards, Dec.fromInt(validator.getTokens()));
    }

    const cumulative = this.getValidatorHistoricalRewards(ctx, operator, before).cumulativeRewardRatio;
    this.decrementReferenceCount(ctx, operator, before);
    this.setValidatorHistoricalRewards(ctx, operator, period, {
      cumulativeRewardRatio: DecCoins.add(cumulative, ratio),
      referenceCount: 1,
    });
    this.setValidatorCurrentRewards(ctx, operator, { rewards: [], period: BigInt.asUintN(64, period + 1n) });
    return period;
  }

  protected incrementReferenceCount(ctx: Context, operator: Uint8Array, period: bigint): void {
    const historical = this.getValidatorHistoricalRewards(ctx, operator, period);
    const referenceCount = historical.referenceCount + 1;
    if (referenceCount > MAX_REFERENCES) throw new GoPanic('reference count should never exceed 2');
    this.setValidatorHistoricalRewards(ctx, operator, period, { ...historical, referenceCount });
  }

  /** Removes the record when nothing refers to it any more. */
  protected decrementReferenceCount(ctx: Context, operator: Uint8Array, period: bigint): void {
    const historical = this.getValidatorHistoricalRewards(ctx, operator, period);
    if (historical.referenceCount === 0) throw new GoPanic('cannot set negative reference count');
    const referenceCount = historical.referenceCount - 1;
    if (referenceCount === 0) this.deleteValidatorHistoricalReward(ctx, operator, period);
    else this.setValidatorHistoricalRewards(ctx, operator, period, { ...historical, referenceCount });
  }

  /** Notes a slash of a fraction of the stake, which ends a period. */
  protected updateValidatorSlashFraction(ctx: Context, operator: Uint8Array, fraction: Dec): void {
    if (fraction.gt(Dec.one) || fraction.isNegative()) {
      throw new GoPanic(`fraction must be >=0 and <=1, current fraction: ${fraction}`);
    }
    const validator = this.stakingKeeper.validator(ctx, operator);
    const validatorPeriod = this.incrementValidatorPeriod(ctx, validator);
    this.incrementReferenceCount(ctx, operator, validatorPeriod);
    this.setValidatorSlashEvent(ctx, operator, ctx.blockHeight, validatorPeriod, { validatorPeriod, fraction });
  }
}
