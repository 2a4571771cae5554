import type { Context } from '../../core/context.ts';
import { nilPointer } from '../../core/errors.ts';
import { ErrUnauthorized } from '../../core/sdk-errors.ts';
import type { StoreKey } from '../../core/store.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import type { Dec } from '../../math/dec.ts';
import * as DecCoins from '../../math/dec-coin.ts';
import { DelegationRewards } from './delegation-rewards.ts';
import { ErrBadDistribution, ErrNoValidatorCommission, ErrSetWithdrawAddrDisabled } from './errors.ts';
import { setWithdrawAddressEvent, withdrawCommissionEvent } from './events.ts';
import type { AccountKeeper, BankKeeper, ModuleAccount, StakingKeeper } from './expected-keepers.ts';
import { distributionHooks } from './hooks.ts';
import { MODULE_NAME } from './keys.ts';

export interface DistributionKeeperDeps {
  readonly storeKey: StoreKey;
  readonly accountKeeper: AccountKeeper;
  readonly bankKeeper: BankKeeper;
  readonly stakingKeeper: StakingKeeper;
  /** Name of the module account that collects fees and minted coins. */
  readonly feeCollectorName: string;
  /** Bech32 text of the account that may update parameters and spend the community pool. */
  readonly authority: string;
}

/** Distributes fees and inflation to validators, delegators and the community. Source: cosmos-sdk x/distribution/keeper. */
export class DistributionKeeper extends DelegationRewards {
  readonly accountKeeper: AccountKeeper;
  readonly bankKeeper: BankKeeper;
  readonly stakingKeeper: StakingKeeper;
  readonly feeCollectorName: string;
  readonly authority: string;

  constructor(deps: DistributionKeeperDeps) {
    super(deps.storeKey);
    this.accountKeeper = deps.accountKeeper;
    this.bankKeeper = deps.bankKeeper;
    this.stakingKeeper = deps.stakingKeeper;
    this.feeCollectorName = deps.feeCollectorName;
    this.authority = deps.authority;
  }

  getCommunityTax(ctx: Context): Dec {
    return this.getParams(ctx).communityTax;
  }
  getWithdrawAddrEnabled(ctx: Context): boolean {
    return this.getParams(ctx).withdrawAddrEnabled;
  }
  /** The account that holds what is not yet withdrawn, and the community pool. */
  getDistributionAccount(ctx: Context): ModuleAccount {
    return this.moduleAccount(ctx, MODULE_NAME);
  }
  moduleAccount(ctx: Context, name: string): ModuleAccount {
    const account = this.accountKeeper.getModuleAccount(ctx, name);
    if (account === undefined) throw nilPointer();
    return account;
  }

  setWithdrawAddr(ctx: Context, delegator: Uint8Array, withdrawAddr: Uint8Array): void {
    const text = accAddressToBech32(withdrawAddr);
    if (this.bankKeeper.blockedAddr(withdrawAddr)) {
      throw ErrUnauthorized.wrap(`${text} is not allowed to receive external funds`);
    }
    if (!this.getWithdrawAddrEnabled(ctx)) throw ErrSetWithdrawAddrDisabled.error();
    ctx.eventManager.emit(setWithdrawAddressEvent(text));
    this.setDelegatorWithdrawAddr(ctx, delegator, withdrawAddr);
  }

  /** Pays a delegation's rewards; the delegation goes on. */
  withdrawDelegationRewards(ctx: Context, delegator: Uint8Array, operator: Uint8Array): Coin[] {
    const validator = this.stakingKeeper.validator(ctx, operator);
    const delegation = this.stakingKeeper.delegation(ctx, delegator, operator);
    const rewards = this.payDelegationRewards(ctx, validator, delegation);
    this.initializeDelegation(ctx, operator, delegator);
    return rewards;
  }

  /** Pays a validator's commission in whole units; the change stays. */
  withdrawValidatorCommission(ctx: Context, operator: Uint8Array): Coin[] {
    const accumulated = this.getValidatorAccumulatedCommission(ctx, operator).commission;
    if (DecCoins.isZero(accumulated)) throw ErrNoValidatorCommission.error();
    const [commission, remainder] = DecCoins.truncateDecimal(accumulated);
    this.setValidatorAccumulatedCommission(ctx, operator, { commission: remainder });

    const outstanding = this.getValidatorOutstandingRewards(ctx, operator).rewards;
    const rewards = DecCoins.sub(outstanding, DecCoins.fromCoins(commission));
    this.setValidatorOutstandingRewards(ctx, operator, { rewards });

    // PARITY: cosmos-sdk x/distribution/keeper/keeper.go: a commission of less than a unit is withdrawn as nothing, with success.
    if (!Coins.isZero(commission)) {
      const to = this.getDelegatorWithdrawAddr(ctx, operator);
      this.bankKeeper.sendCoinsFromModuleToAccount(ctx, MODULE_NAME, to, commission);
    }
    ctx.eventManager.emit(withdrawCommissionEvent(commission));
    return commission;
  }

  /** Sum of everything not yet withdrawn. */
  getTotalRewards(ctx: Context): DecCoins.DecCoin[] {
    let total: DecCoins.DecCoin[] = [];
    this.iterateValidatorOutstandingRewards(ctx, (_operator, outstanding) => {
      total = DecCoins.add(total, outstanding.rewards);
      return false;
    });
    return total;
  }

  /** Moves coins of an account into the community pool. */
  fundCommunityPool(ctx: Context, amount: Coin[], sender: Uint8Array): void {
    this.bankKeeper.sendCoinsFromAccountToModule(ctx, sender, MODULE_NAME, amount);
    const { communityPool } = this.getFeePool(ctx);
    this.setFeePool(ctx, { communityPool: DecCoins.add(communityPool, DecCoins.fromCoins(amount)) });
  }

  /** Pays from the community pool. Throws ErrBadDistribution when it holds too little. */
  distributeFromFeePool(ctx: Context, amount: Coin[], receiver: Uint8Array): void {
    const pool = this.getFeePool(ctx);
    const [communityPool, negative] = DecCoins.safeSub(pool.communityPool, DecCoins.fromCoins(amount));
    if (negative) throw ErrBadDistribution.error();
    this.bankKeeper.sendCoinsFromModuleToAccount(ctx, MODULE_NAME, receiver, amount);
    this.setFeePool(ctx, { communityPool });
  }

  // ---- what staking's hooks do

  /** What staking calls when validators and delegations change. */
  hooks(): ReturnType<typeof distributionHooks> {
    return distributionHooks(this);
  }
  afterValidatorCreated(ctx: Context, operator: Uint8Array): void {
    this.initializeValidator(ctx, this.stakingKeeper.validator(ctx, operator));
  }
  beforeDelegationCreated(ctx: Context, operator: Uint8Array): void {
    this.incrementValidatorPeriod(ctx, this.stakingKeeper.validator(ctx, operator));
  }
  beforeDelegationSharesModified(ctx: Context, delegator: Uint8Array, operator: Uint8Array): void {
    const validator = this.stakingKeeper.validator(ctx, operator);
    const delegation = this.stakingKeeper.delegation(ctx, delegator, operator);
    this.payDelegationRewards(ctx, validator, delegation);
  }
  afterDelegationModified(ctx: Context, delegator: Uint8Array, operator: Uint8Array): void {
    this.initializeDelegation(ctx, operator, delegator);
  }
  beforeValidatorSlashed(ctx: Context, operator: Uint8Array, fraction: Dec): void {
    this.updateValidatorSlashFraction(ctx, operator, fraction);
  }

  /** Pays the commission, gives the dust to the community and removes every record of a validator. */
  afterValidatorRemoved(ctx: Context, operator: Uint8Array): void {
    let outstanding = this.getValidatorOutstandingRewards(ctx, operator).rewards;
    const { commission } = this.getValidatorAccumulatedCommission(ctx, operator);
    if (!DecCoins.isZero(commission)) {
      outstanding = DecCoins.sub(outstanding, commission);
      const [coins, remainder] = DecCoins.truncateDecimal(commission);
      this.addToCommunityPool(ctx, remainder);
      if (!Coins.isZero(coins)) {
        const to = this.getDelegatorWithdrawAddr(ctx, operator);
        this.bankKeeper.sendCoinsFromModuleToAccount(ctx, MODULE_NAME, to, coins);
      }
    }
    this.addToCommunityPool(ctx, outstanding);
    this.deleteValidatorOutstandingRewards(ctx, operator);
    this.deleteValidatorAccumulatedCommission(ctx, operator);
    this.deleteValidatorSlashEvents(ctx, operator);
    this.deleteValidatorHistoricalRewards(ctx, operator);
    this.deleteValidatorCurrentRewards(ctx, operator);
  }
}
