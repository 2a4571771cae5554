import type { Context } from '../../core/context.ts';
import { GoError, GoPanic, nilPointer } from '../../core/errors.ts';
import {
  accAddressCodec,
  accAddressToBech32,
  consAddressCodec,
  consAddressToBech32,
  valAddressCodec,
  valAddressToBech32,
} from '../../crypto/address.ts';
import * as Coins from '../../math/coin.ts';
import * as DecCoins from '../../math/dec-coin.ts';
import type { GenesisState } from '../../wire/gen/cosmos/distribution/v1beta1/genesis.ts';
import { isNil } from '../../wire/nil.ts';
import type { DistributionKeeper } from './keeper.ts';
import { defaultParams, validateParams } from './params.ts';

const NO_ADDRESS = new Uint8Array(0);

/** Panics when the module account does not hold what the state says. Source: cosmos-sdk x/distribution/keeper/genesis.go. */
export function initGenesis(k: DistributionKeeper, ctx: Context, genesis: GenesisState): void {
  k.setFeePool(ctx, genesis.feePool);
  k.setParams(ctx, genesis.params);
  for (const info of genesis.delegatorWithdrawInfos) {
    const delegator = accAddressCodec.toBytes(info.delegatorAddress);
    k.setDelegatorWithdrawAddr(ctx, delegator, accAddressCodec.toBytes(info.withdrawAddress));
  }
  const proposer = genesis.previousProposer;
  k.setPreviousProposerConsAddr(ctx, proposer === '' ? NO_ADDRESS : consAddressCodec.toBytes(proposer));

  let holdings: DecCoins.DecCoin[] = [];
  for (const r of genesis.outstandingRewards) {
    const rewards = r.outstandingRewards;
    k.setValidatorOutstandingRewards(ctx, valAddressCodec.toBytes(r.validatorAddress), { rewards });
    holdings = DecCoins.add(holdings, rewards);
  }
  for (const r of genesis.validatorAccumulatedCommissions) {
    k.setValidatorAccumulatedCommission(ctx, valAddressCodec.toBytes(r.validatorAddress), r.accumulated);
  }
  for (const r of genesis.validatorHistoricalRewards) {
    k.setValidatorHistoricalRewards(ctx, valAddressCodec.toBytes(r.validatorAddress), r.period, r.rewards);
  }
  for (const r of genesis.validatorCurrentRewards) {
    k.setValidatorCurrentRewards(ctx, valAddressCodec.toBytes(r.validatorAddress), r.rewards);
  }
  for (const r of genesis.delegatorStartingInfos) {
    const operator = valAddressCodec.toBytes(r.validatorAddress);
    k.setDelegatorStartingInfo(ctx, operator, accAddressCodec.toBytes(r.delegatorAddress), r.startingInfo);
  }
  for (const r of genesis.validatorSlashEvents) {
    const operator = valAddressCodec.toBytes(r.validatorAddress);
    k.setValidatorSlashEvent(ctx, operator, r.height, r.period, r.validatorSlashEvent);
  }

  const [wholeHoldings] = DecCoins.truncateDecimal(DecCoins.add(holdings, genesis.feePool.communityPool));
  const account = k.getDistributionAccount(ctx);
  const balances = k.bankKeeper.getAllBalances(ctx, account.getAddress());
  if (Coins.isZero(balances)) k.accountKeeper.setModuleAccount(ctx, account);
  if (!Coins.equal(balances, wholeHoldings)) {
    throw new GoPanic(
      `distribution module balance does not match the module holdings: ${Coins.format(balances)} <-> ${Coins.format(wholeHoldings)}`,
    );
  }
}

export function exportGenesis(k: DistributionKeeper, ctx: Context): GenesisState {
  const feePool = k.getFeePool(ctx);
  const genesis: GenesisState = { ...defaultGenesis(), feePool, params: k.getParams(ctx) };
  k.iterateDelegatorWithdrawAddrs(ctx, (delegator, to) => {
    genesis.delegatorWithdrawInfos.push({
      delegatorAddress: accAddressToBech32(delegator),
      withdrawAddress: accAddressToBech32(to),
    });
    return false;
  });
  genesis.previousProposer = consAddressToBech32(k.getPreviousProposerConsAddr(ctx));
  k.iterateValidatorOutstandingRewards(ctx, (operator, { rewards }) => {
    genesis.outstandingRewards.push({
      validatorAddress: valAddressToBech32(operator),
      outstandingRewards: rewards,
    });
    return false;
  });
  k.iterateValidatorAccumulatedCommissions(ctx, (operator, accumulated) => {
    genesis.validatorAccumulatedCommissions.push({ validatorAddress: valAddressToBech32(operator), accumulated });
    return false;
  });
  k.iterateValidatorHistoricalRewards(ctx, (operator, period, rewards) => {
    genesis.validatorHistoricalRewards.push({ validatorAddress: valAddressToBech32(operator), period, rewards });
    return false;
  });
  k.iterateValidatorCurrentRewards(ctx, (operator, rewards) => {
    genesis.validatorCurrentRewards.push({ validatorAddress: valAddressToBech32(operator), rewards });
    return false;
  });
  k.iterateDelegatorStartingInfos(ctx, (operator, delegator, startingInfo) => {
    genesis.delegatorStartingInfos.push({
      delegatorAddress: accAddressToBech32(delegator),
      validatorAddress: valAddressToBech32(operator),
      startingInfo,
    });
    return false;
  });
  k.iterateValidatorSlashEvents(ctx, (operator, height, slash) => {
    genesis.validatorSlashEvents.push({
      validatorAddress: valAddressToBech32(operator),
      height,
      period: slash.validatorPeriod,
      validatorSlashEvent: slash,
    });
    return false;
  });
  return genesis;
}

export function defaultGenesis(): GenesisState {
  return {
    params: defaultParams(),
    feePool: { communityPool: [] },
    delegatorWithdrawInfos: [],
    previousProposer: '',
    outstandingRewards: [],
    validatorAccumulatedCommissions: [],
    validatorHistoricalRewards: [],
    validatorCurrentRewards: [],
    delegatorStartingInfos: [],
    validatorSlashEvents: [],
  };
}

/** Throws GoError when the state is not acceptable. */
export function validateGenesis(genesis: GenesisState): void {
  validateParams(genesis.params);
  const pool = genesis.feePool.communityPool;
  if (pool.some((c) => isNil(c, 'amount'))) throw nilPointer();
  if (DecCoins.isAnyNegative(pool)) {
    throw new GoError(`negative CommunityPool in distribution fee pool, is ${DecCoins.format(pool)}`);
  }
}
