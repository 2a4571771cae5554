import type { Context } from '../../core/context.ts';
import { compareTime, type Time, timeEquals } from '../../core/time.ts';
import { accAddressCodec, valAddressCodec } from '../../crypto/address.ts';
import * as Int from '../../math/int.ts';
import { inclusiveEndBytes, prefixEndBytes } from '../../store/keys.ts';
import {
  type DVPair,
  DVPairs,
  UnbondingDelegation,
  type UnbondingDelegationEntry,
} from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { EMPTY_BYTES } from '../../wire/runtime.ts';
import { DelegationStore, recordsUnder, walkRecords } from './delegation-store.ts';
import { ErrNoUnbondingDelegation } from './errors.ts';
import { ignoringErrors } from './hooks.ts';
import { walk } from './iterate.ts';
import {
  UNBONDING_DELEGATION_PREFIX,
  UNBONDING_QUEUE_PREFIX,
  UnbondingType,
  unbondingDelegationByValidatorKey,
  unbondingDelegationKey,
  unbondingDelegationKeyOfIndex,
  unbondingDelegationsByValidatorPrefix,
  unbondingDelegationsPrefix,
  unbondingQueueKey,
} from './keys.ts';

/** What entries of unbonding delegations and of redelegations have in common. */
interface Entry {
  readonly completionTime: Time;
  readonly unbondingOnHoldRefCount: bigint;
}

/** Whether an entry can complete now: its time has come and nothing holds it. */
export function isDue(e: Entry, now: Time): boolean {
  return compareTime(e.completionTime, now) <= 0 && e.unbondingOnHoldRefCount <= 0n;
}

/** Unbonding delegations, their index by validator, and the queue they mature in. */
export abstract class UnbondingStore extends DelegationStore {
  findUnbondingDelegation(ctx: Context, delegator: Uint8Array, operator: Uint8Array): UnbondingDelegation | undefined {
    const bytes = this.store(ctx).get(unbondingDelegationKey(delegator, operator));
    return bytes === undefined ? undefined : UnbondingDelegation.decode(bytes);
  }
  /** Throws ErrNoUnbondingDelegation. */
  getUnbondingDelegation(ctx: Context, delegator: Uint8Array, operator: Uint8Array): UnbondingDelegation {
    const u = this.findUnbondingDelegation(ctx, delegator, operator);
    if (u === undefined) throw ErrNoUnbondingDelegation.error();
    return u;
  }

  setUnbondingDelegation(ctx: Context, u: UnbondingDelegation): void {
    const delegator = accAddressCodec.toBytes(u.delegatorAddress);
    const operator = valAddressCodec.toBytes(u.validatorAddress);
    const store = this.store(ctx);
    store.set(unbondingDelegationKey(delegator, operator), UnbondingDelegation.encode(u));
    store.set(unbondingDelegationByValidatorKey(delegator, operator), EMPTY_BYTES);
  }
  removeUnbondingDelegation(ctx: Context, u: UnbondingDelegation): void {
    const delegator = accAddressCodec.toBytes(u.delegatorAddress);
    const operator = valAddressCodec.toBytes(u.validatorAddress);
    const store = this.store(ctx);
    store.delete(unbondingDelegationKey(delegator, operator));
    store.delete(unbondingDelegationByValidatorKey(delegator, operator));
  }
  /** Stores what is left of it: nothing when it has no entries. */
  replaceUnbondingDelegation(ctx: Context, u: UnbondingDelegation): void {
    if (u.entries.length === 0) this.removeUnbondingDelegation(ctx, u);
    else this.setUnbondingDelegation(ctx, u);
  }

  /** Whether there is no room for another entry. */
  hasMaxUnbondingDelegationEntries(ctx: Context, delegator: Uint8Array, operator: Uint8Array): boolean {
    const entries = this.findUnbondingDelegation(ctx, delegator, operator)?.entries.length ?? 0;
    return entries >= this.maxEntries(ctx);
  }

  /** Adds an entry; makes the unbonding delegation when there is none. */
  setUnbondingDelegationEntry(
    ctx: Context,
    delegator: Uint8Array,
    operator: Uint8Array,
    creationHeight: bigint,
    completionTime: Time,
    balance: bigint,
  ): UnbondingDelegation {
    // PARITY: x/staking/keeper/delegation.go SetUnbondingDelegationEntry: an entry that merges into another uses up an id too.
    const id = this.incrementUnbondingId(ctx);
    const known = this.findUnbondingDelegation(ctx, delegator, operator);
    const entries = known?.entries ?? [];
    const twin = entries.findIndex(
      (e) => e.creationHeight === creationHeight && timeEquals(e.completionTime, completionTime),
    );
    const u: UnbondingDelegation = {
      delegatorAddress: known?.delegatorAddress ?? accAddressCodec.toText(delegator),
      validatorAddress: known?.validatorAddress ?? valAddressCodec.toText(operator),
      entries:
        twin >= 0
          ? entries.with(twin, grown(entries[twin]!, balance))
          : [...entries, newEntry(creationHeight, completionTime, balance, id)],
    };
    this.setUnbondingDelegation(ctx, u);
    if (twin < 0) {
      const key = unbondingDelegationKey(delegator, operator);
      this.setUnbondingIndex(ctx, id, key, UnbondingType.UnbondingDelegation);
      ignoringErrors(() => this.hooks.afterUnbondingInitiated(ctx, id));
    }
    return u;
  }

  // ---- groups

  iterateUnbondingDelegations(ctx: Context, fn: (index: bigint, u: UnbondingDelegation) => boolean | undefined): void {
    let i = 0n;
    walkRecords(this.store(ctx), UNBONDING_DELEGATION_PREFIX, UnbondingDelegation.decode, (u) => fn(i++, u));
  }
  iterateDelegatorUnbondingDelegations(
    ctx: Context,
    delegator: Uint8Array,
    fn: (u: UnbondingDelegation) => boolean | undefined,
  ): void {
    walkRecords(this.store(ctx), unbondingDelegationsPrefix(delegator), UnbondingDelegation.decode, fn);
  }
  getAllUnbondingDelegations(ctx: Context, delegator: Uint8Array): UnbondingDelegation[] {
    return recordsUnder(this.store(ctx), unbondingDelegationsPrefix(delegator), UnbondingDelegation.decode);
  }
  getUnbondingDelegationsFromValidator(ctx: Context, operator: Uint8Array): UnbondingDelegation[] {
    const prefix = unbondingDelegationsByValidatorPrefix(operator);
    const store = this.store(ctx);
    const all: UnbondingDelegation[] = [];
    walk(store.iterator(prefix, prefixEndBytes(prefix)), (it) => {
      const bytes = store.get(unbondingDelegationKeyOfIndex(it.key()));
      all.push(UnbondingDelegation.decode(bytes ?? EMPTY_BYTES));
    });
    return all;
  }
  /** All that a delegator has unbonding. */
  getDelegatorUnbonding(ctx: Context, delegator: Uint8Array): bigint {
    let sum = 0n;
    this.iterateDelegatorUnbondingDelegations(ctx, delegator, (u) => {
      for (const e of u.entries) sum = Int.add(sum, e.balance);
      return false;
    });
    return sum;
  }

  // ---- queue

  insertUBDQueue(ctx: Context, u: UnbondingDelegation, completionTime: Time): void {
    const key = unbondingQueueKey(completionTime);
    const store = this.store(ctx);
    const bytes = store.get(key);
    const pairs = bytes === undefined ? [] : DVPairs.decode(bytes).pairs;
    pairs.push({ delegatorAddress: u.delegatorAddress, validatorAddress: u.validatorAddress });
    store.set(key, DVPairs.encode({ pairs }));
  }
  /** Takes what has matured by `now` out of the queue. */
  dequeueAllMatureUBDQueue(ctx: Context, now: Time): DVPair[] {
    const store = this.store(ctx);
    const mature: DVPair[] = [];
    walk(store.iterator(UNBONDING_QUEUE_PREFIX, inclusiveEndBytes(unbondingQueueKey(now))), (it) => {
      for (const pair of DVPairs.decode(it.value()).pairs) mature.push(pair);
      store.delete(it.key());
    });
    return mature;
  }
}

function newEntry(
  creationHeight: bigint,
  completionTime: Time,
  balance: bigint,
  unbondingId: bigint,
): UnbondingDelegationEntry {
  return { creationHeight, completionTime, initialBalance: balance, balance, unbondingId, unbondingOnHoldRefCount: 0n };
}

function grown(e: UnbondingDelegationEntry, balance: bigint): UnbondingDelegationEntry {
  return { ...e, balance: Int.add(e.balance, balance), initialBalance: Int.add(e.initialBalance, balance) };
}
