import type { Context } from '../../core/context.ts';
import { GoErrorBase } from '../../core/errors.ts';
import type { Dec } from '../../math/dec.ts';

/** What other modules do when validators or delegations change. Every method may throw a Go error. */
export interface StakingHooks {
  afterValidatorCreated(ctx: Context, valAddr: Uint8Array): void;
  beforeValidatorModified(ctx: Context, valAddr: Uint8Array): void;
  afterValidatorRemoved(ctx: Context, consAddr: Uint8Array, valAddr: Uint8Array): void;
  afterValidatorBonded(ctx: Context, consAddr: Uint8Array, valAddr: Uint8Array): void;
  afterValidatorBeginUnbonding(ctx: Context, consAddr: Uint8Array, valAddr: Uint8Array): void;
  beforeDelegationCreated(ctx: Context, delAddr: Uint8Array, valAddr: Uint8Array): void;
  beforeDelegationSharesModified(ctx: Context, delAddr: Uint8Array, valAddr: Uint8Array): void;
  beforeDelegationRemoved(ctx: Context, delAddr: Uint8Array, valAddr: Uint8Array): void;
  afterDelegationModified(ctx: Context, delAddr: Uint8Array, valAddr: Uint8Array): void;
  beforeValidatorSlashed(ctx: Context, valAddr: Uint8Array, fraction: Dec): void;
  afterUnbondingInitiated(ctx: Context, unbondingId: bigint): void;
}

/** Several hooks, called in order; the first error ends the call. */
export class MultiStakingHooks implements StakingHooks {
  private readonly hooks: readonly StakingHooks[];
  constructor(...hooks: readonly StakingHooks[]) {
    this.hooks = hooks;
  }

  afterValidatorCreated(ctx: Context, valAddr: Uint8Array): void {
    for (const h of this.hooks) h.afterValidatorCreated(ctx, valAddr);
  }
  beforeValidatorModified(ctx: Context, valAddr: Uint8Array): void {
    for (const h of this.hooks) h.beforeValidatorModified(ctx, valAddr);
  }
  afterValidatorRemoved(ctx: Context, consAddr: Uint8Array, valAddr: Uint8Array): void {
    for (const h of this.hooks) h.afterValidatorRemoved(ctx, consAddr, valAddr);
  }
  afterValidatorBonded(ctx: Context, consAddr: Uint8Array, valAddr: Uint8Array): void {
    for (const h of this.hooks) h.afterValidatorBonded(ctx, consAddr, valAddr);
  }
  afterValidatorBeginUnbonding(ctx: Context, consAddr: Uint8Array, valAddr: Uint8Array): void {
    for (const h of this.hooks) h.afterValidatorBeginUnbonding(ctx, consAddr, valAddr);
  }
  beforeDelegationCreated(ctx: Context, delAddr: Uint8Array, valAddr: Uint8Array): void {
    for (const h of this.hooks) h.beforeDelegationCreated(ctx, delAddr, valAddr);
  }
  beforeDelegationSharesModified(ctx: Context, delAddr: Uint8Array, valAddr: Uint8Array): void {
    for (const h of this.hooks) h.beforeDelegationSharesModified(ctx, delAddr, valAddr);
  }
  beforeDelegationRemoved(ctx: Context, delAddr: Uint8Array, valAddr: Uint8Array): void {
    for (const h of this.hooks) h.beforeDelegationRemoved(ctx, delAddr, valAddr);
  }
  afterDelegationModified(ctx: Context, delAddr: Uint8Array, valAddr: Uint8Array): void {
    for (const h of this.hooks) h.afterDelegationModified(ctx, delAddr, valAddr);
  }
  beforeValidatorSlashed(ctx: Context, valAddr: Uint8Array, fraction: Dec): void {
    for (const h of this.hooks) h.beforeValidatorSlashed(ctx, valAddr, fraction);
  }
  afterUnbondingInitiated(ctx: Context, unbondingId: bigint): void {
    for (const h of this.hooks) h.afterUnbondingInitiated(ctx, unbondingId);
  }
}

/** Calls a hook whose Go error the reference only logs. Panics pass. */
export function ignoringErrors(call: () => void): void {
  try {
    call();
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
  }
}
