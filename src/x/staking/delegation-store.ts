import type { Context } from '../../core/context.ts';
import type { KVStore } from '../../core/store.ts';
import { accAddressCodec, valAddressCodec } from '../../crypto/address.ts';
import { Dec } from '../../math/dec.ts';
import * as Int from '../../math/int.ts';
import { prefixEndBytes } from '../../store/keys.ts';
import { Delegation } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { EMPTY_BYTES } from '../../wire/runtime.ts';
import { ErrNoDelegation } from './errors.ts';
import { walk } from './iterate.ts';
import {
  DELEGATION_PREFIX,
  delegationByValidatorKey,
  delegationKey,
  delegationsByValidatorPrefix,
  delegationsPrefix,
  delegatorOfValidatorKey,
} from './keys.ts';
import { UnbondingIds } from './unbonding-ids.ts';
import type { Validator } from './validator.ts';

/** Reads records of one type under a prefix until `fn` returns true. */
export function walkRecords<T>(
  store: KVStore,
  prefix: Uint8Array,
  decode: (bytes: Uint8Array) => T,
  fn: (record: T) => boolean | undefined,
): void {
  walk(store.iterator(prefix, prefixEndBytes(prefix)), (it) => fn(decode(it.value())));
}

/** All records of one type under a prefix. */
export function recordsUnder<T>(store: KVStore, prefix: Uint8Array, decode: (bytes: Uint8Array) => T): T[] {
  const all: T[] = [];
  walkRecords(store, prefix, decode, (r) => {
    all.push(r);
  });
  return all;
}

/** Delegations and their index by validator. */
export abstract class DelegationStore extends UnbondingIds {
  findDelegation(ctx: Context, delegator: Uint8Array, operator: Uint8Array): Delegation | undefined {
    const bytes = this.store(ctx).get(delegationKey(delegator, operator));
    return bytes === undefined ? undefined : Delegation.decode(bytes);
  }
  /** Throws ErrNoDelegation. */
  getDelegation(ctx: Context, delegator: Uint8Array, operator: Uint8Array): Delegation {
    const d = this.findDelegation(ctx, delegator, operator);
    if (d === undefined) throw ErrNoDelegation.error();
    return d;
  }
  /** As {@link getDelegation}. */
  delegation(ctx: Context, delegator: Uint8Array, operator: Uint8Array): Delegation {
    return this.getDelegation(ctx, delegator, operator);
  }

  setDelegation(ctx: Context, d: Delegation): void {
    const delegator = accAddressCodec.toBytes(d.delegatorAddress);
    const operator = valAddressCodec.toBytes(d.validatorAddress);
    const store = this.store(ctx);
    store.set(delegationKey(delegator, operator), Delegation.encode(d));
    store.set(delegationByValidatorKey(operator, delegator), EMPTY_BYTES);
  }
  removeDelegation(ctx: Context, d: Delegation): void {
    const delegator = accAddressCodec.toBytes(d.delegatorAddress);
    const operator = valAddressCodec.toBytes(d.validatorAddress);
    this.hooks.beforeDelegationRemoved(ctx, delegator, operator);
    const store = this.store(ctx);
    store.delete(delegationKey(delegator, operator));
    store.delete(delegationByValidatorKey(operator, delegator));
  }

  // ---- groups

  iterateAllDelegations(ctx: Context, fn: (delegation: Delegation) => boolean | undefined): void {
    walkRecords(this.store(ctx), DELEGATION_PREFIX, Delegation.decode, fn);
  }
  getAllDelegations(ctx: Context): Delegation[] {
    return recordsUnder(this.store(ctx), DELEGATION_PREFIX, Delegation.decode);
  }
  getAllSDKDelegations(ctx: Context): Delegation[] {
    return this.getAllDelegations(ctx);
  }
  /** One delegator's delegations by operator address, until `fn` returns true. */
  iterateDelegations(
    ctx: Context,
    delegator: Uint8Array,
    fn: (index: bigint, delegation: Delegation) => boolean | undefined,
  ): void {
    let i = 0n;
    walkRecords(this.store(ctx), delegationsPrefix(delegator), Delegation.decode, (d) => fn(i++, d));
  }
  iterateDelegatorDelegations(
    ctx: Context,
    delegator: Uint8Array,
    fn: (delegation: Delegation) => boolean | undefined,
  ): void {
    walkRecords(this.store(ctx), delegationsPrefix(delegator), Delegation.decode, fn);
  }
  getAllDelegatorDelegations(ctx: Context, delegator: Uint8Array): Delegation[] {
    return recordsUnder(this.store(ctx), delegationsPrefix(delegator), Delegation.decode);
  }
  /** The first `max` delegations of a delegator. */
  getDelegatorDelegations(ctx: Context, delegator: Uint8Array, max: number): Delegation[] {
    const prefix = delegationsPrefix(delegator);
    const it = this.store(ctx).iterator(prefix, prefixEndBytes(prefix));
    const some: Delegation[] = [];
    try {
      for (; it.valid() && some.length < max; it.next()) some.push(Delegation.decode(it.value()));
    } finally {
      it.close();
    }
    return some;
  }
  /** The delegations to a validator by delegator address. */
  getValidatorDelegations(ctx: Context, operator: Uint8Array): Delegation[] {
    const prefix = delegationsByValidatorPrefix(operator);
    const store = this.store(ctx);
    const all: Delegation[] = [];
    walk(store.iterator(prefix, prefixEndBytes(prefix)), (it) => {
      const bytes = store.get(delegationKey(delegatorOfValidatorKey(it.key()), operator));
      all.push(Delegation.decode(bytes ?? EMPTY_BYTES));
    });
    return all;
  }

  /** The validator of an existing delegation. Throws ErrNoDelegation, ErrNoValidatorFound. */
  getDelegatorValidator(ctx: Context, delegator: Uint8Array, operator: Uint8Array): Validator {
    const d = this.getDelegation(ctx, delegator, operator);
    return this.getValidator(ctx, valAddressCodec.toBytes(d.validatorAddress));
  }
  /** What a delegator's shares are worth, rounded to whole tokens. */
  getDelegatorBonded(ctx: Context, delegator: Uint8Array): bigint {
    let bonded = Dec.zero;
    this.iterateDelegatorDelegations(ctx, delegator, (d) => {
      const v = this.findValidator(ctx, valAddressCodec.toBytes(d.validatorAddress));
      if (v !== undefined) bonded = bonded.add(v.tokensFromSharesTruncated(d.shares));
      return false;
    });
    return Int.fromBigInt(bonded.roundInt());
  }
}
