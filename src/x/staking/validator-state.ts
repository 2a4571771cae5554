import type { Context } from '../../core/context.ts';
import { GoError, type GoErrorBase } from '../../core/errors.ts';
import { compareBytes } from '../../core/go-text.ts';
import { addDuration, compareTime, type Time } from '../../core/time.ts';
import { valAddressCodec } from '../../crypto/address.ts';
import { inclusiveEndBytes } from '../../store/keys.ts';
import {
  BondStatus,
  ValAddresses,
  Validator as ValidatorMessage,
} from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { compactText } from '../../wire/text.ts';
import { ErrNoValidatorFound, ErrValidatorJailed } from './errors.ts';
import { walk } from './iterate.ts';
import {
  parseValidatorQueueKey,
  UnbondingType,
  VALIDATOR_QUEUE_PREFIX,
  validatorKey,
  validatorQueueKey,
} from './keys.ts';
import { RedelegationStore } from './redelegation-store.ts';
import type { Validator } from './validator.ts';

/** Validators change state: bonded, unbonding, unbonded; jailed or not. Source: x/staking/keeper/val_state_change.go. */
export abstract class ValidatorStates extends RedelegationStore {
  protected bondedToUnbonding(ctx: Context, v: Validator): Validator {
    if (!v.isBonded()) throw badTransition('bondedToUnbonding', v);
    return this.beginUnbondingValidator(ctx, v);
  }
  protected unbondingToBonded(ctx: Context, v: Validator): Validator {
    if (!v.isUnbonding()) throw badTransition('unbondingToBonded', v);
    return this.bondValidator(ctx, v);
  }
  protected unbondedToBonded(ctx: Context, v: Validator): Validator {
    if (!v.isUnbonded()) throw badTransition('unbondedToBonded', v);
    return this.bondValidator(ctx, v);
  }
  unbondingToUnbonded(ctx: Context, v: Validator): Validator {
    if (!v.isUnbonding()) throw badTransition('unbondingToUnbonded', v);
    const unbonded = v.with({ status: BondStatus.BOND_STATUS_UNBONDED });
    this.setValidator(ctx, unbonded);
    return unbonded;
  }

  protected jailValidator(ctx: Context, v: Validator): Validator {
    if (v.jailed) {
      throw ErrValidatorJailed.wrap(
        `cannot jail already jailed validator, validator: ${compactText(ValidatorMessage, v)}`,
      );
    }
    const jailed = v.with({ jailed: true });
    this.setValidator(ctx, jailed);
    this.deleteValidatorByPowerIndex(ctx, jailed);
    return jailed;
  }
  protected unjailValidator(ctx: Context, v: Validator): void {
    if (!v.jailed)
      throw new GoError(`cannot unjail already unjailed validator, validator: ${compactText(ValidatorMessage, v)}`);
    const free = v.with({ jailed: false });
    this.setValidator(ctx, free);
    this.setValidatorByPowerIndex(ctx, free);
  }

  private bondValidator(ctx: Context, v: Validator): Validator {
    this.deleteValidatorByPowerIndex(ctx, v);
    const bonded = v.with({ status: BondStatus.BOND_STATUS_BONDED });
    this.setValidator(ctx, bonded);
    this.setValidatorByPowerIndex(ctx, bonded);
    this.deleteValidatorQueue(ctx, bonded);
    this.hooks.afterValidatorBonded(ctx, bonded.getConsAddr(), bonded.operatorBytes());
    return bonded;
  }

  beginUnbondingValidator(ctx: Context, v: Validator): Validator {
    const params = this.getParams(ctx);
    this.deleteValidatorByPowerIndex(ctx, v);
    if (!v.isBonded()) {
      throw new GoError(`should not already be unbonded or unbonding, validator: ${compactText(ValidatorMessage, v)}`);
    }
    const id = this.incrementUnbondingId(ctx);
    const unbonding = v.with({
      status: BondStatus.BOND_STATUS_UNBONDING,
      unbondingTime: addDuration(ctx.blockTime, params.unbondingTime),
      unbondingHeight: ctx.blockHeight,
      unbondingIds: [...v.unbondingIds, id],
    });
    this.setValidator(ctx, unbonding);
    this.setValidatorByPowerIndex(ctx, unbonding);
    this.insertUnbondingValidatorQueue(ctx, unbonding);
    const operator = unbonding.operatorBytes();
    this.hooks.afterValidatorBeginUnbonding(ctx, unbonding.getConsAddr(), operator);
    this.setUnbondingIndex(ctx, id, validatorKey(operator), UnbondingType.ValidatorUnbonding);
    this.hooks.afterUnbondingInitiated(ctx, id);
    return unbonding;
  }

  // ---- queue of unbonding validators, by the time and height they began at plus the period

  private queued(ctx: Context, time: Time, height: bigint): string[] {
    const bytes = this.store(ctx).get(validatorQueueKey(time, height));
    return bytes === undefined ? [] : ValAddresses.decode(bytes).addresses;
  }
  insertUnbondingValidatorQueue(ctx: Context, v: Validator): void {
    const addresses = this.queued(ctx, v.unbondingTime, v.unbondingHeight);
    addresses.push(v.operatorAddress);
    const key = validatorQueueKey(v.unbondingTime, v.unbondingHeight);
    this.store(ctx).set(key, ValAddresses.encode({ addresses }));
  }
  private deleteValidatorQueue(ctx: Context, v: Validator): void {
    const key = validatorQueueKey(v.unbondingTime, v.unbondingHeight);
    const operator = v.operatorBytes();
    const addresses = this.queued(ctx, v.unbondingTime, v.unbondingHeight).filter(
      (a) => compareBytes(valAddressCodec.toBytes(a), operator) !== 0,
    );
    if (addresses.length === 0) this.store(ctx).delete(key);
    else this.store(ctx).set(key, ValAddresses.encode({ addresses }));
  }

  /** Ends the unbonding of every validator whose period is over; removes those without shares. */
  unbondAllMatureValidators(ctx: Context): void {
    const [time, height] = [ctx.blockTime, ctx.blockHeight];
    const end = inclusiveEndBytes(validatorQueueKey(time, height));
    walk(this.store(ctx).iterator(VALIDATOR_QUEUE_PREFIX, end), (it) => {
      const at = parseValidatorQueueKey(it.key());
      // The key has the time first, so an earlier time may come with a later height.
      if (at.height > height || compareTime(at.time, time) > 0) return;
      for (const address of ValAddresses.decode(it.value()).addresses) this.completeUnbondingOf(ctx, address);
    });
  }
  private completeUnbondingOf(ctx: Context, address: string): void {
    const operator = valAddressCodec.toBytes(address);
    const v = this.findValidator(ctx, operator);
    if (v === undefined) throw ErrNoValidatorFound.wrap('validator in the unbonding queue was not found');
    if (!v.isUnbonding()) throw new GoError('unexpected validator in unbonding queue; status was not unbonding');
    if (v.unbondingOnHoldRefCount !== 0n) return;
    for (const id of v.unbondingIds) this.deleteUnbondingIndex(ctx, id);
    // PARITY: x/staking/keeper/validator.go UnbondAllMatureValidators: the ids are emptied after the last write, so they stay.
    const unbonded = this.unbondingToUnbonded(ctx, v);
    if (unbonded.delegatorShares.isZero()) this.removeValidator(ctx, operator);
    this.deleteValidatorQueue(ctx, unbonded);
  }
}

function badTransition(name: string, v: Validator): GoErrorBase {
  return new GoError(`bad state transition ${name}, validator: ${compactText(ValidatorMessage, v)}`);
}
