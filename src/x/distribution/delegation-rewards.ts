import type { Context } from '../../core/context.ts';
import { GoPanic } from '../../core/errors.ts';
import { accAddressCodec, valAddressCodec } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import * as DecCoins from '../../math/dec-coin.ts';
import { ErrEmptyDelegationDistInfo } from './errors.ts';
import { withdrawRewardsEvent } from './events.ts';
import type { BankKeeper, DelegationI, ValidatorI } from './expected-keepers.ts';
import { MODULE_NAME } from './keys.ts';
import { Periods } from './periods.ts';

/** Denomination of the zero coin that a withdrawal of nothing pays. */
const BASE_DENOM = 'uakt';
/** Stake computed in steps may exceed stake computed at once by this: rounding. */
const STAKE_ERROR = new Dec(3n);

/** What delegations earn and how it is paid. Source: cosmos-sdk x/distribution/keeper/delegation.go. */
export abstract class DelegationRewards extends Periods {
  abstract readonly bankKeeper: BankKeeper;

  /** A delegation begins, or begins anew, to earn. The period before has been ended. */
  protected initializeDelegation(ctx: Context, operator: Uint8Array, delegator: Uint8Array): void {
    const previousPeriod = this.getValidatorCurrentRewards(ctx, operator).period - 1n;
    this.incrementReferenceCount(ctx, operator, previousPeriod);
    const validator = this.stakingKeeper.validator(ctx, operator);
    const delegation = this.stakingKeeper.delegation(ctx, delegator, operator);
    // Truncated: never more is handed out than there is.
    const stake = validator.tokensFromSharesTruncated(delegation.shares);
    this.setDelegatorStartingInfo(ctx, operator, delegator, { previousPeriod, stake, height: ctx.blockHeight });
  }

  private rewardsBetween(
    ctx: Context,
    validator: ValidatorI,
    startingPeriod: bigint,
    endingPeriod: bigint,
    stake: Dec,
  ): DecCoins.DecCoin[] {
    if (startingPeriod > endingPeriod) throw new GoPanic('startingPeriod cannot be greater than endingPeriod');
    if (stake.isNegative()) throw new GoPanic('stake should not be negative');
    const operator = validator.operatorBytes();
    const starting = this.getValidatorHistoricalRewards(ctx, operator, startingPeriod);
    const ending = this.getValidatorHistoricalRewards(ctx, operator, endingPeriod);
    const difference = DecCoins.sub(ending.cumulativeRewardRatio, starting.cumulativeRewardRatio);
    return DecCoins.mulDecTruncate(difference, stake);
  }

  /** What a delegation has earned up to the end of a period, as far as not withdrawn. */
  calculateDelegationRewards(
    ctx: Context,
    validator: ValidatorI,
    delegation: DelegationI,
    endingPeriod: bigint,
  ): DecCoins.DecCoin[] {
    const delegator = accAddressCodec.toBytes(delegation.delegatorAddress);
    const operator = valAddressCodec.toBytes(delegation.validatorAddress);
    const info = this.getDelegatorStartingInfo(ctx, operator, delegator);
    if (info.height === ctx.blockHeight) return [];

    let { previousPeriod: startingPeriod, stake } = info;
    let rewards: DecCoins.DecCoin[] = [];
    // Slashes of this block came after rewards were allocated, and count for the stake.
    if (ctx.blockHeight > info.height) {
      this.iterateValidatorSlashEventsBetween(ctx, operator, info.height, ctx.blockHeight, (slash) => {
        const slashPeriod = slash.validatorPeriod;
        if (slashPeriod <= startingPeriod) return;
        rewards = DecCoins.add(rewards, this.rewardsBetween(ctx, validator, startingPeriod, slashPeriod, stake));
        stake = stake.mulTruncate(Dec.one.sub(slash.fraction));
        startingPeriod = slashPeriod;
      });
    }

    const currentStake = validator.tokensFromShares(delegation.shares);
    if (stake.gt(currentStake)) {
      if (stake.gt(currentStake.add(STAKE_ERROR))) {
        throw new GoPanic(
          `calculated final stake for delegator ${delegation.delegatorAddress} greater than current stake` +
            `\n\tfinal stake:\t${stake}\n\tcurrent stake:\t${currentStake}`,
        );
      }
      stake = currentStake;
    }
    return DecCoins.add(rewards, this.rewardsBetween(ctx, validator, startingPeriod, endingPeriod, stake));
  }

  /** Pays a delegation what it earned and ends its claim: the delegation must be initialised again or be removed. */
  protected payDelegationRewards(ctx: Context, validator: ValidatorI, delegation: DelegationI): Coin[] {
    const delegator = accAddressCodec.toBytes(delegation.delegatorAddress);
    const operator = valAddressCodec.toBytes(delegation.validatorAddress);
    if (!this.hasDelegatorStartingInfo(ctx, operator, delegator)) throw ErrEmptyDelegationDistInfo.error();

    const endingPeriod = this.incrementValidatorPeriod(ctx, validator);
    const earned = this.calculateDelegationRewards(ctx, validator, delegation, endingPeriod);
    const outstanding = this.getValidatorOutstandingRewards(ctx, operator).rewards;
    // Rounding may have earned a last digit more than there is.
    const rewards = DecCoins.intersect(earned, outstanding);
    const [paid, remainder] = DecCoins.truncateDecimal(rewards);
    if (!Coins.isZero(paid)) {
      const to = this.getDelegatorWithdrawAddr(ctx, delegator);
      this.bankKeeper.sendCoinsFromModuleToAccount(ctx, MODULE_NAME, to, paid);
    }
    this.setValidatorOutstandingRewards(ctx, operator, { rewards: DecCoins.sub(outstanding, rewards) });
    this.addToCommunityPool(ctx, remainder);

    const { previousPeriod } = this.getDelegatorStartingInfo(ctx, operator, delegator);
    this.decrementReferenceCount(ctx, operator, previousPeriod);
    this.deleteDelegatorStartingInfo(ctx, operator, delegator);

    // PARITY: cosmos-sdk x/distribution/keeper/delegation.go: nothing is told, and answered, as a coin of amount zero.
    const told = Coins.isZero(paid) ? [Coins.newCoin(BASE_DENOM, 0n)] : paid;
    ctx.eventManager.emit(withdrawRewardsEvent(told, validator.getOperator(), delegation.delegatorAddress));
    return told;
  }

  protected addToCommunityPool(ctx: Context, amount: readonly DecCoins.DecCoin[]): void {
    const { communityPool } = this.getFeePool(ctx);
    this.setFeePool(ctx, { communityPool: DecCoins.add(communityPool, amount) });
  }
}
