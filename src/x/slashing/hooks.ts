import type { Context } from '../../core/context.ts';
import { unixEpoch } from '../../core/time.ts';
import { consAddressToBech32 } from '../../crypto/address.ts';
import type { SlashingKeeper } from './keeper.ts';

/** Nothing to do. */
function nothing(): void {}

/**
 * What slashing does when validators change: a signing info begins with bonding, public keys are known while a validator
 * exists. Has every method of staking's hooks. Source: cosmos-sdk x/slashing/keeper/hooks.go.
 */
export function slashingHooks(k: SlashingKeeper) {
  return {
    // PARITY: cosmos-sdk x/slashing/keeper/hooks.go: the signing info outlives the validator, so one that was tombstoned and removed can be
    // made again with the same key and bond; it stays tombstoned: later evidence is ignored, and it cannot be unjailed.
    afterValidatorBonded(ctx: Context, consAddr: Uint8Array, _valAddr: Uint8Array): void {
      const info = k.findValidatorSigningInfo(ctx, consAddr) ?? {
        address: consAddressToBech32(consAddr),
        startHeight: 0n,
        indexOffset: 0n,
        jailedUntil: unixEpoch,
        tombstoned: false,
        missedBlocksCounter: 0n,
      };
      k.setValidatorSigningInfo(ctx, consAddr, { ...info, startHeight: ctx.blockHeight });
    },
    afterValidatorRemoved(ctx: Context, consAddr: Uint8Array, _valAddr: Uint8Array): void {
      k.deleteAddrPubkeyRelation(ctx, consAddr);
    },
    afterValidatorCreated(ctx: Context, valAddr: Uint8Array): void {
      k.addPubkey(ctx, k.stakingKeeper.validator(ctx, valAddr));
    },
    beforeValidatorModified: nothing,
    afterValidatorBeginUnbonding: nothing,
    beforeDelegationCreated: nothing,
    beforeDelegationSharesModified: nothing,
    beforeDelegationRemoved: nothing,
    afterDelegationModified: nothing,
    beforeValidatorSlashed: nothing,
    afterUnbondingInitiated: nothing,
  };
}
