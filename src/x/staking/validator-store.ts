import type { Context } from '../../core/context.ts';
import { Decoded } from '../../core/decoded.ts';
import { GoError, GoPanic } from '../../core/errors.ts';
import type { ValidatorUpdate } from '../../core/module.ts';
import type { KVIterator } from '../../core/store.ts';
import type { Dec } from '../../math/dec.ts';
import { prefixEndBytes } from '../../store/keys.ts';
import type { Commission } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { validateNewRate } from './commission.ts';
import { toCometKey } from './consensus-key.ts';
import { ErrBadRemoveValidator, ErrNoValidatorFound } from './errors.ts';
import { ignoringErrors } from './hooks.ts';
import { walk } from './iterate.ts';
import {
  LAST_VALIDATOR_POWER_PREFIX,
  lastValidatorPowerKey,
  operatorOfKey,
  VALIDATORS_BY_POWER_PREFIX,
  VALIDATORS_PREFIX,
  validatorByConsAddrKey,
  validatorByPowerKey,
  validatorKey,
} from './keys.ts';
import { Pools } from './pool.ts';
import { Validator } from './validator.ts';
import { decodePower, encodePower } from './values.ts';

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex').toUpperCase();

/** Validators, their indexes, and the powers CometBFT was last told of. */
export abstract class ValidatorStore extends Pools {
  protected readonly decodedValidators = new Decoded<Validator>(Validator.decode);
  private readonly decodedPowers = new Decoded<{ power: bigint }>((b) => ({ power: decodePower(b) }));

  // ---- records

  /** Undefined when there is none. {@link getValidator} throws instead. */
  findValidator(ctx: Context, operator: Uint8Array): Validator | undefined {
    const bytes = this.store(ctx).get(validatorKey(operator));
    return bytes === undefined ? undefined : this.decodedValidators.decode(bytes);
  }
  /** Throws ErrNoValidatorFound. */
  getValidator(ctx: Context, operator: Uint8Array): Validator {
    const v = this.findValidator(ctx, operator);
    if (v === undefined) throw ErrNoValidatorFound.error();
    return v;
  }
  /** As {@link getValidator}. */
  validator(ctx: Context, operator: Uint8Array): Validator {
    return this.getValidator(ctx, operator);
  }
  protected mustGetValidator(ctx: Context, operator: Uint8Array): Validator {
    const v = this.findValidator(ctx, operator);
    if (v === undefined) throw new GoPanic(`validator record not found for address: ${hex(operator)}\n`);
    return v;
  }

  findValidatorByConsAddr(ctx: Context, consAddr: Uint8Array): Validator | undefined {
    const operator = this.store(ctx).get(validatorByConsAddrKey(consAddr));
    return operator === undefined ? undefined : this.findValidator(ctx, operator);
  }
  /** Throws ErrNoValidatorFound. */
  getValidatorByConsAddr(ctx: Context, consAddr: Uint8Array): Validator {
    const v = this.findValidatorByConsAddr(ctx, consAddr);
    if (v === undefined) throw ErrNoValidatorFound.error();
    return v;
  }
  /** As {@link getValidatorByConsAddr}. */
  validatorByConsAddr(ctx: Context, consAddr: Uint8Array): Validator {
    return this.getValidatorByConsAddr(ctx, consAddr);
  }
  isValidatorJailed(ctx: Context, consAddr: Uint8Array): boolean {
    return this.getValidatorByConsAddr(ctx, consAddr).jailed;
  }
  /** The consensus key as CometBFT knows it. */
  getPubKeyByConsAddr(ctx: Context, consAddr: Uint8Array): Pick<ValidatorUpdate, 'pubKeyType' | 'pubKey'> {
    return toCometKey(this.getValidatorByConsAddr(ctx, consAddr).consPubKey());
  }

  setValidator(ctx: Context, v: Validator): void {
    this.store(ctx).set(validatorKey(v.operatorBytes()), this.decodedValidators.remember(v.encode(), v));
  }
  setValidatorByConsAddr(ctx: Context, v: Validator): void {
    this.store(ctx).set(validatorByConsAddrKey(v.getConsAddr()), v.operatorBytes());
  }

  // ---- index by power

  private powerKey(v: Validator): Uint8Array {
    return validatorByPowerKey(v.potentialConsensusPower(), v.operatorBytes());
  }
  /** Jailed validators are not in the index. */
  setValidatorByPowerIndex(ctx: Context, v: Validator): void {
    if (!v.jailed) this.store(ctx).set(this.powerKey(v), v.operatorBytes());
  }
  setNewValidatorByPowerIndex(ctx: Context, v: Validator): void {
    this.store(ctx).set(this.powerKey(v), v.operatorBytes());
  }
  deleteValidatorByPowerIndex(ctx: Context, v: Validator): void {
    this.store(ctx).delete(this.powerKey(v));
  }
  /** From the greatest power down. */
  validatorsPowerStoreIterator(ctx: Context): KVIterator {
    return this.store(ctx).reverseIterator(VALIDATORS_BY_POWER_PREFIX, prefixEndBytes(VALIDATORS_BY_POWER_PREFIX));
  }

  // ---- changes of tokens: the index entry moves with them

  private replace(ctx: Context, before: Validator, change: () => Validator): Validator {
    this.deleteValidatorByPowerIndex(ctx, before);
    const after = change();
    this.setValidator(ctx, after);
    this.setValidatorByPowerIndex(ctx, after);
    return after;
  }
  addValidatorTokensAndShares(ctx: Context, v: Validator, tokens: bigint): { validator: Validator; shares: Dec } {
    let shares!: Dec;
    const validator = this.replace(ctx, v, () => {
      const added = v.addTokensFromDel(tokens);
      shares = added.shares;
      return added.validator;
    });
    return { validator, shares };
  }
  removeValidatorTokensAndShares(ctx: Context, v: Validator, shares: Dec): { validator: Validator; tokens: bigint } {
    let tokens!: bigint;
    const validator = this.replace(ctx, v, () => {
      const removed = v.removeDelShares(shares);
      tokens = removed.tokens;
      return removed.validator;
    });
    return { validator, tokens };
  }
  removeValidatorTokens(ctx: Context, v: Validator, tokens: bigint): Validator {
    return this.replace(ctx, v, () => v.removeTokens(tokens));
  }

  /** The commission with its new rate, when the rate may change now. */
  updateValidatorCommission(ctx: Context, v: Validator, rate: Dec): Commission {
    const now = ctx.blockTime;
    validateNewRate(v.commission, rate, now);
    const minimum = this.minCommissionRate(ctx);
    if (rate.lt(minimum)) {
      throw new GoError(`cannot set validator commission to less than minimum rate of ${minimum}`);
    }
    return { commissionRates: { ...v.commission.commissionRates, rate }, updateTime: now };
  }

  /** Removes an unbonded validator without tokens and its indexes. */
  removeValidator(ctx: Context, operator: Uint8Array): void {
    const v = this.findValidator(ctx, operator);
    if (v === undefined) return;
    if (!v.isUnbonded()) {
      throw ErrBadRemoveValidator.wrap('cannot call RemoveValidator on bonded or unbonding validators');
    }
    if (v.tokens > 0n) {
      throw ErrBadRemoveValidator.wrap('attempting to remove a validator which still contains tokens');
    }
    const consAddr = v.getConsAddr();
    const store = this.store(ctx);
    store.delete(validatorKey(operator));
    store.delete(validatorByConsAddrKey(consAddr));
    store.delete(this.powerKey(v));
    ignoringErrors(() => this.hooks.afterValidatorRemoved(ctx, consAddr, v.operatorBytes()));
  }

  // ---- groups

  /** Every validator by operator address, until `fn` returns true. */
  iterateValidators(ctx: Context, fn: (index: bigint, validator: Validator) => boolean | undefined): void {
    let i = 0n;
    walk(this.store(ctx).iterator(VALIDATORS_PREFIX, prefixEndBytes(VALIDATORS_PREFIX)), (it) =>
      fn(i++, this.decodedValidators.decode(it.value())),
    );
  }
  getAllValidators(ctx: Context): Validator[] {
    const all: Validator[] = [];
    this.iterateValidators(ctx, (_, v) => {
      all.push(v);
    });
    return all;
  }

  /** Bonded validators from the greatest power down, at most the maximum, until `fn` returns true. */
  iterateBondedValidatorsByPower(ctx: Context, fn: (index: bigint, validator: Validator) => boolean | undefined): void {
    const max = BigInt(this.maxValidators(ctx));
    const it = this.validatorsPowerStoreIterator(ctx);
    try {
      for (let i = 0n; it.valid() && i < max; it.next()) {
        const v = this.mustGetValidator(ctx, it.value());
        if (!v.isBonded()) continue;
        if (fn(i, v)) break;
        i++;
      }
    } finally {
      it.close();
    }
  }
  getBondedValidatorsByPower(ctx: Context): Validator[] {
    const all: Validator[] = [];
    this.iterateBondedValidatorsByPower(ctx, (_, v) => {
      all.push(v);
    });
    return all;
  }

  // ---- what CometBFT was last told of

  /** Zero when the operator was not in the last set. */
  getLastValidatorPower(ctx: Context, operator: Uint8Array): bigint {
    const bytes = this.store(ctx).get(lastValidatorPowerKey(operator));
    return bytes === undefined ? 0n : decodePower(bytes);
  }
  setLastValidatorPower(ctx: Context, operator: Uint8Array, power: bigint): void {
    this.store(ctx).set(lastValidatorPowerKey(operator), encodePower(power));
  }
  deleteLastValidatorPower(ctx: Context, operator: Uint8Array): void {
    this.store(ctx).delete(lastValidatorPowerKey(operator));
  }
  lastValidatorsIterator(ctx: Context): KVIterator {
    return this.store(ctx).iterator(LAST_VALIDATOR_POWER_PREFIX, prefixEndBytes(LAST_VALIDATOR_POWER_PREFIX));
  }
  protected lastPowerOf(value: Uint8Array): bigint {
    return this.decodedPowers.decode(value).power;
  }
  /** The last powers by operator address, until `fn` returns true. */
  iterateLastValidatorPowers(ctx: Context, fn: (operator: Uint8Array, power: bigint) => boolean | undefined): void {
    walk(this.lastValidatorsIterator(ctx), (it) => fn(operatorOfKey(it.key()), this.lastPowerOf(it.value())));
  }
  /** The validators of the last set by operator address, until `fn` returns true. */
  iterateLastValidators(ctx: Context, fn: (index: bigint, validator: Validator) => boolean | undefined): void {
    let i = 0n;
    walk(this.lastValidatorsIterator(ctx), (it) => fn(i++, this.getValidator(ctx, operatorOfKey(it.key()))));
  }
  /** The validators of the last set by operator address. Panics when there are more than the maximum. */
  getLastValidators(ctx: Context): Validator[] {
    const max = this.maxValidators(ctx);
    const all: Validator[] = [];
    walk(this.lastValidatorsIterator(ctx), (it) => {
      if (all.length >= max) throw new GoPanic('more validators than maxValidators found');
      all.push(this.getValidator(ctx, operatorOfKey(it.key())));
    });
    return all;
  }
}
