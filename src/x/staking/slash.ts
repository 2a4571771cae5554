import type { Context } from '../../core/context.ts';
import { GoError, GoPanic } from '../../core/errors.ts';
import { accAddressCodec, consAddressToBech32, valAddressCodec } from '../../crypto/address.ts';
import { Dec } from '../../math/dec.ts';
import * as Int from '../../math/int.ts';
import {
  BondStatus,
  type Infraction,
  type Redelegation,
  type UnbondingDelegation,
} from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { Bonding } from './bonding.ts';
import { ignoringErrors } from './hooks.ts';
import { isDue } from './unbonding-store.ts';
import type { Validator } from './validator.ts';

/** Slashing and jailing: what the slashing and evidence modules ask for. Source: x/staking/keeper/slash.go. */
export abstract class Slashing extends Bonding {
  /**
   * Burns `slashFactor` of the stake behind `power` at `infractionHeight`: of what has begun to unbond or to redelegate since
   * then, and the rest of the validator's tokens. Returns the tokens burned of the validator.
   */
  slash(ctx: Context, consAddr: Uint8Array, infractionHeight: bigint, power: bigint, slashFactor: Dec): bigint {
    if (slashFactor.isNegative()) {
      throw new GoError(`attempted to slash with a negative slash factor: ${slashFactor}`);
    }
    const amount = this.tokensFromConsensusPower(ctx, power);
    let remaining = Dec.fromInt(amount).mul(slashFactor).truncateInt();

    const v = this.findValidatorByConsAddr(ctx, consAddr);
    // It was slashed to nothing and removed.
    if (v === undefined) return 0n;
    if (v.isUnbonded()) throw new GoError(`should not be slashing unbonded validator: ${v.operatorAddress}`);
    const operator = v.operatorBytes();
    ignoringErrors(() => this.hooks.beforeValidatorModified(ctx, operator));

    const height = ctx.blockHeight;
    if (infractionHeight > height) {
      throw new GoError(
        `impossible attempt to slash future infraction at height ${infractionHeight} but we are at height ${height}`,
      );
    }
    if (infractionHeight < height) {
      for (const u of this.getUnbondingDelegationsFromValidator(ctx, operator)) {
        remaining = Int.sub(remaining, this.slashUnbondingDelegation(ctx, u, infractionHeight, slashFactor));
      }
      for (const r of this.getRedelegationsFromSrcValidator(ctx, operator)) {
        remaining = Int.sub(remaining, this.slashRedelegation(ctx, v, r, infractionHeight, slashFactor));
      }
    }

    const burned = Int.max(Int.min(remaining, v.tokens), 0n);
    if (burned === 0n) return 0n;
    // Distribution is told the effective fraction; burned > 0, so the validator has tokens.
    const fraction = Dec.min(Dec.fromInt(burned).quoRoundUp(Dec.fromInt(v.tokens)), Dec.one);
    ignoringErrors(() => this.hooks.beforeValidatorSlashed(ctx, operator, fraction));

    const slashed = this.removeValidatorTokens(ctx, v, burned);
    if (slashed.isBonded()) this.burnBondedTokens(ctx, burned);
    else if (slashed.isUnbonding() || slashed.isUnbonded()) this.burnNotBondedTokens(ctx, burned);
    else throw new GoPanic('invalid validator status');
    return burned;
  }

  slashWithInfractionReason(
    ctx: Context,
    consAddr: Uint8Array,
    infractionHeight: bigint,
    power: bigint,
    slashFactor: Dec,
    _infraction: Infraction,
  ): bigint {
    return this.slash(ctx, consAddr, infractionHeight, power, slashFactor);
  }

  jail(ctx: Context, consAddr: Uint8Array): void {
    this.jailValidator(ctx, this.mustGetValidatorByConsAddr(ctx, consAddr));
  }
  unjail(ctx: Context, consAddr: Uint8Array): void {
    this.unjailValidator(ctx, this.mustGetValidatorByConsAddr(ctx, consAddr));
  }
  private mustGetValidatorByConsAddr(ctx: Context, consAddr: Uint8Array): Validator {
    const v = this.findValidatorByConsAddr(ctx, consAddr);
    if (v === undefined) {
      throw new GoPanic(`validator with consensus-Address ${consAddressToBech32(consAddr)} not found`);
    }
    return v;
  }

  /** Returns what would be slashed if the entries still had it; what is burned may be less. */
  slashUnbondingDelegation(ctx: Context, u: UnbondingDelegation, infractionHeight: bigint, slashFactor: Dec): bigint {
    let total = 0n;
    let burned = 0n;
    const entries = [...u.entries];
    for (const [i, e] of u.entries.entries()) {
      // What began before the infraction had no part in it.
      if (e.creationHeight < infractionHeight || isDue(e, ctx.blockTime)) continue;
      const share = slashFactor.mulInt(e.initialBalance).truncateInt();
      total = Int.add(total, share);
      const cut = Int.min(share, e.balance);
      if (cut === 0n) continue;
      burned = Int.add(burned, cut);
      entries[i] = { ...e, balance: Int.sub(e.balance, cut) };
      this.setUnbondingDelegation(ctx, { ...u, entries });
    }
    this.burnNotBondedTokens(ctx, burned);
    return total;
  }

  /**
   * Slashes what left the source validator after its infraction: first what unbonds from the destination, then the shares there.
   * Returns what would be slashed if it were still there.
   *
   * PARITY: x/staking/keeper/slash.go SlashRedelegation: the shares go by a plain unbond, whose hooks pay out the delegator's rewards:
   * `withdraw_rewards` events in a begin block.
   */
  slashRedelegation(
    ctx: Context,
    _source: Validator,
    r: Redelegation,
    infractionHeight: bigint,
    slashFactor: Dec,
  ): bigint {
    let total = 0n;
    let bondedBurned = 0n;
    let notBondedBurned = 0n;
    const destination = valAddressCodec.toBytes(r.validatorDstAddress);
    const delegator = accAddressCodec.toBytes(r.delegatorAddress);

    for (const e of r.entries) {
      if (e.creationHeight < infractionHeight || isDue(e, ctx.blockTime)) continue;
      let share = slashFactor.mulInt(e.initialBalance).truncateInt();
      total = Int.add(total, share);

      const u = this.findUnbondingDelegation(ctx, delegator, destination);
      if (u !== undefined) {
        const cut = this.slashUnbondingAfterRedelegation(ctx, u, infractionHeight, share);
        share = Int.sub(share, cut);
        notBondedBurned = Int.add(notBondedBurned, cut);
      }

      let shares = slashFactor.mul(e.sharesDst);
      if (shares.isZero() || share === 0n) continue;
      const d = this.findDelegation(ctx, delegator, destination);
      if (d === undefined) continue;
      if (shares.gt(d.shares)) shares = d.shares;
      const tokens = this.unbond(ctx, delegator, destination, shares);
      const to = this.getValidator(ctx, destination);
      if (to.isBonded()) bondedBurned = Int.add(bondedBurned, tokens);
      else if (to.status === BondStatus.BOND_STATUS_UNSPECIFIED) throw new GoPanic('unknown validator status');
      else notBondedBurned = Int.add(notBondedBurned, tokens);
    }

    this.burnBondedTokens(ctx, bondedBurned);
    this.burnNotBondedTokens(ctx, notBondedBurned);
    return total;
  }

  /** Cuts up to `amount` from the entries that began after the infraction, in order; returns what was cut. */
  private slashUnbondingAfterRedelegation(
    ctx: Context,
    u: UnbondingDelegation,
    infractionHeight: bigint,
    amount: bigint,
  ): bigint {
    let left = amount;
    const entries = [...u.entries];
    for (const [i, e] of u.entries.entries()) {
      const cut = Int.min(left, e.balance);
      if (cut === 0n || e.creationHeight < infractionHeight || isDue(e, ctx.blockTime)) continue;
      left -= cut;
      entries[i] = { ...e, balance: Int.sub(e.balance, cut) };
      this.setUnbondingDelegation(ctx, { ...u, entries });
    }
    return amount - left;
  }
}
