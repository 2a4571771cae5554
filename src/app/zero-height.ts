import type { Context } from '../core/context.ts';
import { GoErrorBase, GoPanic, isError, ModelledError } from '../core/errors.ts';
import { accAddressFromBech32, valAddressFromBech32, valAddressToBech32 } from '../crypto/address.ts';
import * as DecCoins from '../math/dec-coin.ts';
import { ErrNoValidatorCommission } from '../x/distribution/errors.ts';
import type { Keepers } from './keepers.ts';

/**
 * Rewrites the state so that a new chain can begin from it at height 0: rewards are paid out, periods and heights start over.
 * Validators that are not in `jailAllowed` (bech32 texts; empty: all are allowed) are jailed. To be called on a branch that is thrown away.
 * Source: node app/export.go prepForZeroHeightGenesis.
 */
export function prepareForZeroHeight(ctx: Context, k: Keepers, jailAllowed: readonly string[]): void {
  const allowed = new Set(jailAllowed.map((text) => valAddressToBech32(panicking(() => valAddressFromBech32(text)))));
  panicking(() => {
    restartDistribution(ctx, k);
    restartStaking(ctx, k, allowed);
    restartSlashing(ctx, k);
  });
}

function restartDistribution(ctx: Context, { staking, distribution }: Keepers): void {
  const validators = staking.getAllValidators(ctx);
  for (const v of validators) {
    try {
      distribution.withdrawValidatorCommission(ctx, v.operatorBytes());
    } catch (e) {
      if (!isError(e, ErrNoValidatorCommission)) throw e;
    }
  }
  const delegations = staking.getAllDelegations(ctx).map((d) => ({
    delegator: accAddressFromBech32(d.delegatorAddress),
    validator: valAddressFromBech32(d.validatorAddress),
  }));
  for (const { delegator, validator } of delegations) {
    try {
      distribution.withdrawDelegationRewards(ctx, delegator, validator);
    } catch (e) {
      if (!(e instanceof GoErrorBase)) throw e;
    }
  }
  const operators = new Map<string, Uint8Array>();
  const note = (operator: Uint8Array): boolean => {
    operators.set(valAddressToBech32(operator), operator);
    return false;
  };
  distribution.iterateValidatorSlashEvents(ctx, note);
  distribution.iterateValidatorHistoricalRewards(ctx, note);
  for (const operator of operators.values()) {
    distribution.deleteValidatorSlashEvents(ctx, operator);
    distribution.deleteValidatorHistoricalRewards(ctx, operator);
  }

  const atZero = ctx.with({ header: { ...ctx.header, height: 0n } });
  const hooks = distribution.hooks();
  for (const v of validators) {
    const operator = v.operatorBytes();
    const scraps = distribution.getValidatorOutstandingRewards(atZero, operator).rewards;
    const pool = distribution.getFeePool(atZero);
    distribution.setFeePool(atZero, { ...pool, communityPool: DecCoins.add(pool.communityPool, scraps) });
    hooks.afterValidatorCreated(atZero, operator);
  }
  for (const { delegator, validator } of delegations) {
    hooks.beforeDelegationCreated(atZero, delegator, validator);
    hooks.afterDelegationModified(atZero, delegator, validator);
  }
}

function restartStaking(ctx: Context, { staking }: Keepers, allowed: ReadonlySet<string>): void {
  staking.iterateRedelegations(ctx, (_index, r) => {
    staking.setRedelegation(ctx, { ...r, entries: r.entries.map((e) => ({ ...e, creationHeight: 0n })) });
    return false;
  });
  staking.iterateUnbondingDelegations(ctx, (_index, u) => {
    staking.setUnbondingDelegation(ctx, { ...u, entries: u.entries.map((e) => ({ ...e, creationHeight: 0n })) });
    return false;
  });
  for (const v of staking.getAllValidators(ctx).reverse()) {
    const jailed = v.isJailed() || (allowed.size > 0 && !allowed.has(valAddressToBech32(v.operatorBytes())));
    staking.setValidator(ctx, v.with({ unbondingHeight: 0n, jailed }));
  }
  staking.applyAndReturnValidatorSetUpdates(ctx);
}

function restartSlashing(ctx: Context, { slashing }: Keepers): void {
  slashing.iterateValidatorSigningInfos(ctx, (address, info) => {
    slashing.setValidatorSigningInfo(ctx, address, { ...info, startHeight: 0n });
    return false;
  });
}

/** What fails here is a panic of the command in the reference. */
function panicking<T>(run: () => T): T {
  try {
    return run();
  } catch (e) {
    if (e instanceof ModelledError) throw new GoPanic(e.message);
    throw e;
  }
}
