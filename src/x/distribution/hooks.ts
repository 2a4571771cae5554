import type { Context } from '../../core/context.ts';
import type { Dec } from '../../math/dec.ts';
import type { DistributionKeeper } from './keeper.ts';

/** Nothing to do. */
function nothing(): void {}

/**
 * What distribution does when validators and delegations change: before a stake changes its rewards are paid and the period ends, afterwards a
 * new one begins. Has every method of staking's hooks. Source: cosmos-sdk x/distribution/keeper/hooks.go.
 */
export function distributionHooks(k: DistributionKeeper) {
  return {
    afterValidatorCreated: (ctx: Context, valAddr: Uint8Array): void => k.afterValidatorCreated(ctx, valAddr),
    afterValidatorRemoved: (ctx: Context, _consAddr: Uint8Array, valAddr: Uint8Array): void =>
      k.afterValidatorRemoved(ctx, valAddr),
    beforeDelegationCreated: (ctx: Context, _delAddr: Uint8Array, valAddr: Uint8Array): void =>
      k.beforeDelegationCreated(ctx, valAddr),
    beforeDelegationSharesModified: (ctx: Context, delAddr: Uint8Array, valAddr: Uint8Array): void =>
      k.beforeDelegationSharesModified(ctx, delAddr, valAddr),
    afterDelegationModified: (ctx: Context, delAddr: Uint8Array, valAddr: Uint8Array): void =>
      k.afterDelegationModified(ctx, delAddr, valAddr),
    beforeValidatorSlashed: (ctx: Context, valAddr: Uint8Array, fraction: Dec): void =>
      k.beforeValidatorSlashed(ctx, valAddr, fraction),
    beforeValidatorModified: nothing,
    afterValidatorBonded: nothing,
    afterValidatorBeginUnbonding: nothing,
    beforeDelegationRemoved: nothing,
    afterUnbondingInitiated: nothing,
  };
}
