import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase } from '../../core/errors.ts';
import type { ValidatorUpdate } from '../../core/module.ts';
import { accAddressCodec, valAddressCodec } from '../../crypto/address.ts';
import * as Int from '../../math/int.ts';
import { fromByteString, toByteString } from '../../store/bytestring.ts';
import { completeRedelegationEvent, completeUnbondingEvent } from './events.ts';
import { walk } from './iterate.ts';
import { operatorOfKey } from './keys.ts';
import { Slashing } from './slash.ts';
import type { Validator } from './validator.ts';

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex').toUpperCase();

/** The end of a block: who validates from now on, and what has matured. Source: x/staking/keeper/val_state_change.go. */
export abstract class ValidatorSet extends Slashing {
  /** What the end block does. Returns the changes of the validator set. */
  blockValidatorUpdates(ctx: Context): ValidatorUpdate[] {
    // Before the queues, so that with a period of zero a validator is unbonded in the block in which it leaves.
    const updates = this.applyAndReturnValidatorSetUpdates(ctx);
    this.unbondAllMatureValidators(ctx);

    for (const p of this.dequeueAllMatureUBDQueue(ctx, ctx.blockTime)) {
      const operator = valAddressCodec.toBytes(p.validatorAddress);
      const delegator = accAddressCodec.toBytes(p.delegatorAddress);
      const balances = orSkip(() => this.completeUnbonding(ctx, delegator, operator));
      if (balances === undefined) continue;
      ctx.eventManager.emit(completeUnbondingEvent(balances, p.validatorAddress, p.delegatorAddress));
    }

    for (const t of this.dequeueAllMatureRedelegationQueue(ctx, ctx.blockTime)) {
      const source = valAddressCodec.toBytes(t.validatorSrcAddress);
      const destination = valAddressCodec.toBytes(t.validatorDstAddress);
      const delegator = accAddressCodec.toBytes(t.delegatorAddress);
      const balances = orSkip(() => this.completeRedelegation(ctx, delegator, source, destination));
      if (balances === undefined) continue;
      ctx.eventManager.emit(
        completeRedelegationEvent(balances, t.delegatorAddress, t.validatorSrcAddress, t.validatorDstAddress),
      );
    }
    return updates;
  }

  /**
   * Bonds the validators with the greatest power, unbonds those that fell out, moves their tokens between the pools, and returns
   * every change of power.
   */
  applyAndReturnValidatorSetUpdates(ctx: Context): ValidatorUpdate[] {
    const { maxValidators } = this.getParams(ctx);
    let totalPower = 0n;
    let toBonded = 0n;
    let toNotBonded = 0n;
    const updates: ValidatorUpdate[] = [];

    const last = this.lastPowers(ctx);
    const it = this.validatorsPowerStoreIterator(ctx);
    try {
      for (let count = 0; it.valid() && count < maxValidators; it.next()) {
        const operator = it.value();
        const found = this.eligible(ctx, operator);
        // Below one unit of power nobody bonds, and the rest has no more.
        if (found.potentialConsensusPower() === 0n) break;
        const v = this.bonded(ctx, found);
        if (v !== found) toBonded = Int.add(toBonded, v.tokens);

        const key = toByteString(operator);
        const power = v.consensusPower();
        if (last.get(key) !== power) {
          updates.push(v.abciValidatorUpdate(power));
          this.setLastValidatorPower(ctx, operator, power);
        }
        last.delete(key);
        count++;
        totalPower += power;
      }

      // What is left fell out. The map has kept the order of the store: by operator address.
      for (const key of last.keys()) {
        const operator = fromByteString(key);
        const found = this.findValidator(ctx, operator);
        if (found === undefined) throw new GoError(`validator record not found for address: ${hex(operator)}`);
        const v = this.bondedToUnbonding(ctx, found);
        toNotBonded = Int.add(toNotBonded, v.tokens);
        this.deleteLastValidatorPower(ctx, v.operatorBytes());
        updates.push(v.abciValidatorUpdate(0n));
      }

      if (toBonded > toNotBonded) this.notBondedTokensToBonded(ctx, toBonded - toNotBonded);
      else if (toBonded < toNotBonded) this.bondedTokensToNotBonded(ctx, toNotBonded - toBonded);

      if (updates.length > 0) this.setLastTotalPower(ctx, totalPower);
      this.setValidatorUpdates(ctx, updates);
    } finally {
      it.close();
    }
    return updates;
  }

  /** The last set's powers by operator address (one byte a character), in ascending order. */
  private lastPowers(ctx: Context): Map<string, bigint> {
    const last = new Map<string, bigint>();
    walk(this.lastValidatorsIterator(ctx), (it) => {
      last.set(toByteString(operatorOfKey(it.key())), this.lastPowerOf(it.value()));
    });
    return last;
  }

  private eligible(ctx: Context, operator: Uint8Array): Validator {
    const v = this.findValidator(ctx, operator);
    if (v === undefined) throw new GoError(`validator record not found for address: ${hex(operator)}`);
    if (v.jailed) throw new GoError('should never retrieve a jailed validator from the power store');
    return v;
  }

  /** The validator itself when it is bonded already. */
  private bonded(ctx: Context, v: Validator): Validator {
    if (v.isBonded()) return v;
    if (v.isUnbonded()) return this.unbondedToBonded(ctx, v);
    if (v.isUnbonding()) return this.unbondingToBonded(ctx, v);
    throw new GoError('unexpected validator status');
  }
}

/**
 * PARITY: x/staking/keeper/val_state_change.go BlockValidatorUpdates: a matured pair whose completion fails, or whose record is gone,
 * is skipped without an event, and what was written before the failure stays.
 */
function orSkip<T>(complete: () => T): T | undefined {
  try {
    return complete();
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
}
