import type { Context } from '../../core/context.ts';
import type { Time } from '../../core/time.ts';
import { accAddressCodec, valAddressCodec } from '../../crypto/address.ts';
import type { Dec } from '../../math/dec.ts';
import { inclusiveEndBytes, prefixEndBytes } from '../../store/keys.ts';
import { type DVVTriplet, DVVTriplets, Redelegation } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { EMPTY_BYTES } from '../../wire/runtime.ts';
import { recordsUnder, walkRecords } from './delegation-store.ts';
import { ErrNoRedelegation } from './errors.ts';
import { ignoringErrors } from './hooks.ts';
import { walk } from './iterate.ts';
import {
  REDELEGATION_PREFIX,
  REDELEGATION_QUEUE_PREFIX,
  redelegationByDestinationKey,
  redelegationBySourceKey,
  redelegationKey,
  redelegationKeyOfSourceIndex,
  redelegationQueueKey,
  redelegationsFromPrefix,
  redelegationsOfDelegatorToPrefix,
  redelegationsPrefix,
  UnbondingType,
} from './keys.ts';
import { UnbondingStore } from './unbonding-store.ts';

/** Redelegations, their two indexes, and the queue they mature in. */
export abstract class RedelegationStore extends UnbondingStore {
  findRedelegation(
    ctx: Context,
    delegator: Uint8Array,
    source: Uint8Array,
    destination: Uint8Array,
  ): Redelegation | undefined {
    const bytes = this.store(ctx).get(redelegationKey(delegator, source, destination));
    return bytes === undefined ? undefined : Redelegation.decode(bytes);
  }
  /** Throws ErrNoRedelegation. */
  getRedelegation(ctx: Context, delegator: Uint8Array, source: Uint8Array, destination: Uint8Array): Redelegation {
    const r = this.findRedelegation(ctx, delegator, source, destination);
    if (r === undefined) throw ErrNoRedelegation.error();
    return r;
  }

  setRedelegation(ctx: Context, r: Redelegation): void {
    const [delegator, source, destination] = addresses(r);
    const store = this.store(ctx);
    store.set(redelegationKey(delegator, source, destination), Redelegation.encode(r));
    store.set(redelegationBySourceKey(delegator, source, destination), EMPTY_BYTES);
    store.set(redelegationByDestinationKey(delegator, source, destination), EMPTY_BYTES);
  }
  removeRedelegation(ctx: Context, r: Redelegation): void {
    const [delegator, source, destination] = addresses(r);
    const store = this.store(ctx);
    store.delete(redelegationKey(delegator, source, destination));
    store.delete(redelegationBySourceKey(delegator, source, destination));
    store.delete(redelegationByDestinationKey(delegator, source, destination));
  }
  /** Stores what is left of it: nothing when it has no entries. */
  protected replaceRedelegation(ctx: Context, r: Redelegation): void {
    if (r.entries.length === 0) this.removeRedelegation(ctx, r);
    else this.setRedelegation(ctx, r);
  }

  /** Whether anything of this delegator is still on its way to the validator. */
  hasReceivingRedelegation(ctx: Context, delegator: Uint8Array, destination: Uint8Array): boolean {
    const prefix = redelegationsOfDelegatorToPrefix(delegator, destination);
    const it = this.store(ctx).iterator(prefix, prefixEndBytes(prefix));
    const any = it.valid();
    it.close();
    return any;
  }
  /** Whether there is no room for another entry. Without a redelegation the parameters are not read. */
  hasMaxRedelegationEntries(ctx: Context, delegator: Uint8Array, source: Uint8Array, destination: Uint8Array): boolean {
    const r = this.findRedelegation(ctx, delegator, source, destination);
    return r !== undefined && r.entries.length >= this.maxEntries(ctx);
  }

  /** Adds an entry; makes the redelegation when there is none. Entries never merge. */
  setRedelegationEntry(
    ctx: Context,
    delegator: Uint8Array,
    source: Uint8Array,
    destination: Uint8Array,
    creationHeight: bigint,
    completionTime: Time,
    balance: bigint,
    sharesDst: Dec,
  ): Redelegation {
    const id = this.incrementUnbondingId(ctx);
    const known = this.findRedelegation(ctx, delegator, source, destination);
    const r: Redelegation = {
      delegatorAddress: known?.delegatorAddress ?? accAddressCodec.toText(delegator),
      validatorSrcAddress: known?.validatorSrcAddress ?? valAddressCodec.toText(source),
      validatorDstAddress: known?.validatorDstAddress ?? valAddressCodec.toText(destination),
      entries: [
        ...(known?.entries ?? []),
        {
          creationHeight,
          completionTime,
          initialBalance: balance,
          sharesDst,
          unbondingId: id,
          unbondingOnHoldRefCount: 0n,
        },
      ],
    };
    this.setRedelegation(ctx, r);
    this.setUnbondingIndex(ctx, id, redelegationKey(delegator, source, destination), UnbondingType.Redelegation);
    ignoringErrors(() => this.hooks.afterUnbondingInitiated(ctx, id));
    return r;
  }

  // ---- groups

  iterateRedelegations(ctx: Context, fn: (index: bigint, r: Redelegation) => boolean | undefined): void {
    let i = 0n;
    walkRecords(this.store(ctx), REDELEGATION_PREFIX, Redelegation.decode, (r) => fn(i++, r));
  }
  iterateDelegatorRedelegations(
    ctx: Context,
    delegator: Uint8Array,
    fn: (r: Redelegation) => boolean | undefined,
  ): void {
    walkRecords(this.store(ctx), redelegationsPrefix(delegator), Redelegation.decode, fn);
  }
  /** A delegator's redelegations. */
  getAllRedelegations(ctx: Context, delegator: Uint8Array): Redelegation[] {
    return recordsUnder(this.store(ctx), redelegationsPrefix(delegator), Redelegation.decode);
  }
  getRedelegationsFromSrcValidator(ctx: Context, source: Uint8Array): Redelegation[] {
    const prefix = redelegationsFromPrefix(source);
    const store = this.store(ctx);
    const all: Redelegation[] = [];
    walk(store.iterator(prefix, prefixEndBytes(prefix)), (it) => {
      const bytes = store.get(redelegationKeyOfSourceIndex(it.key()));
      all.push(Redelegation.decode(bytes ?? EMPTY_BYTES));
    });
    return all;
  }

  // ---- queue

  insertRedelegationQueue(ctx: Context, r: Redelegation, completionTime: Time): void {
    const key = redelegationQueueKey(completionTime);
    const store = this.store(ctx);
    const bytes = store.get(key);
    const triplets = bytes === undefined ? [] : DVVTriplets.decode(bytes).triplets;
    triplets.push({
      delegatorAddress: r.delegatorAddress,
      validatorSrcAddress: r.validatorSrcAddress,
      validatorDstAddress: r.validatorDstAddress,
    });
    store.set(key, DVVTriplets.encode({ triplets }));
  }
  /** Takes what has matured by `now` out of the queue. */
  dequeueAllMatureRedelegationQueue(ctx: Context, now: Time): DVVTriplet[] {
    const store = this.store(ctx);
    const mature: DVVTriplet[] = [];
    walk(store.iterator(REDELEGATION_QUEUE_PREFIX, inclusiveEndBytes(redelegationQueueKey(now))), (it) => {
      for (const triplet of DVVTriplets.decode(it.value()).triplets) mature.push(triplet);
      store.delete(it.key());
    });
    return mature;
  }
}

function addresses(r: Redelegation): [delegator: Uint8Array, source: Uint8Array, destination: Uint8Array] {
  return [
    accAddressCodec.toBytes(r.delegatorAddress),
    valAddressCodec.toBytes(r.validatorSrcAddress),
    valAddressCodec.toBytes(r.validatorDstAddress),
  ];
}
