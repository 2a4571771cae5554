import type { Context } from '../../core/context.ts';
import { Decoded } from '../../core/decoded.ts';
import { GoError } from '../../core/errors.ts';
import { Item, type ValueCodec } from '../../core/item.ts';
import type { KVStore, StoreKey } from '../../core/store.ts';
import { isZero } from '../../math/dec-coin.ts';
import { prefixEndBytes } from '../../store/keys.ts';
import {
  DelegatorStartingInfo,
  FeePool,
  Params,
  ValidatorAccumulatedCommission,
  ValidatorCurrentRewards,
  ValidatorHistoricalRewards,
  ValidatorOutstandingRewards,
  ValidatorSlashEvent,
} from '../../wire/gen/cosmos/distribution/v1beta1/distribution.ts';
import { BytesValue } from '../../wire/gen/google/protobuf/wrappers.ts';
import * as keys from './keys.ts';

/** A kind of record: its codec, and the values read or written last beside their bytes. */
class Kind<T extends object> {
  private readonly codec: ValueCodec<T> & { create(): T };
  private readonly decoded: Decoded<T>;
  constructor(codec: ValueCodec<T> & { create(): T }) {
    this.codec = codec;
    this.decoded = new Decoded((bytes) => codec.decode(bytes));
  }
  decode(bytes: Uint8Array): T {
    return this.decoded.decode(bytes);
  }
  /** All zero when there is none. */
  read(store: KVStore, key: Uint8Array): T {
    const bytes = store.get(key);
    return bytes === undefined ? this.codec.create() : this.decoded.decode(bytes);
  }
  write(store: KVStore, key: Uint8Array, value: T): void {
    store.set(key, this.decoded.remember(this.codec.encode(value), value));
  }
}

/**
 * The stored records of the module, typed. What is absent reads as a message of zeros unless said otherwise; what was read is shared and must not be changed.
 * Source: cosmos-sdk x/distribution/keeper/store.go.
 */
export class DistributionState {
  readonly storeKey: StoreKey;
  readonly params: Item<Params>;
  readonly feePool: Item<FeePool>;
  private readonly startingInfos = new Kind(DelegatorStartingInfo);
  private readonly historical = new Kind(ValidatorHistoricalRewards);
  private readonly current = new Kind(ValidatorCurrentRewards);
  private readonly commissions = new Kind(ValidatorAccumulatedCommission);
  private readonly outstanding = new Kind(ValidatorOutstandingRewards);
  private readonly slashes = new Kind(ValidatorSlashEvent);

  constructor(storeKey: StoreKey) {
    this.storeKey = storeKey;
    this.params = new Item(storeKey, keys.PARAMS_KEY, Params);
    this.feePool = new Item(storeKey, keys.FEE_POOL_KEY, FeePool);
  }

  private store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }
  /** Every pair of a prefix, in key order, until `fn` returns true. */
  private walk(ctx: Context, prefix: Uint8Array, fn: (key: Uint8Array, value: Uint8Array) => boolean): void {
    const it = this.store(ctx).iterator(prefix, prefixEndBytes(prefix));
    for (; it.valid(); it.next()) if (fn(it.key(), it.value())) break;
    it.close();
  }
  private deleteAll(ctx: Context, prefix: Uint8Array): void {
    const store = this.store(ctx);
    const it = store.iterator(prefix, prefixEndBytes(prefix));
    for (; it.valid(); it.next()) store.delete(it.key());
    it.close();
  }

  getParams(ctx: Context): Params {
    return this.params.get(ctx);
  }
  setParams(ctx: Context, params: Params): void {
    this.params.set(ctx, params);
  }
  /** The community pool. */
  getFeePool(ctx: Context): FeePool {
    return this.feePool.get(ctx);
  }
  setFeePool(ctx: Context, pool: FeePool): void {
    this.feePool.set(ctx, pool);
  }

  // ---- withdraw addresses

  /** Where a delegator's rewards go: to itself unless it said otherwise. */
  getDelegatorWithdrawAddr(ctx: Context, delegator: Uint8Array): Uint8Array {
    return this.store(ctx).get(keys.withdrawAddrKey(delegator)) ?? delegator;
  }
  setDelegatorWithdrawAddr(ctx: Context, delegator: Uint8Array, withdrawAddr: Uint8Array): void {
    this.store(ctx).set(keys.withdrawAddrKey(delegator), withdrawAddr);
  }
  iterateDelegatorWithdrawAddrs(ctx: Context, fn: (delegator: Uint8Array, to: Uint8Array) => boolean): void {
    this.walk(ctx, keys.WITHDRAW_ADDR_PREFIX, (key, value) => fn(keys.addressOfKey(key), value));
  }

  // ---- proposer

  /** Throws GoError when none was ever stored. */
  getPreviousProposerConsAddr(ctx: Context): Uint8Array {
    const bytes = this.store(ctx).get(keys.PROPOSER_KEY);
    if (bytes === undefined) throw new GoError('previous proposer not set');
    return BytesValue.decode(bytes).value;
  }
  setPreviousProposerConsAddr(ctx: Context, consAddr: Uint8Array): void {
    this.store(ctx).set(keys.PROPOSER_KEY, BytesValue.encode({ value: consAddr }));
  }

  // ---- where a delegation's rewards begin

  getDelegatorStartingInfo(ctx: Context, validator: Uint8Array, delegator: Uint8Array): DelegatorStartingInfo {
    return this.startingInfos.read(this.store(ctx), keys.startingInfoKey(validator, delegator));
  }
  setDelegatorStartingInfo(
    ctx: Context,
    validator: Uint8Array,
    delegator: Uint8Array,
    info: DelegatorStartingInfo,
  ): void {
    this.startingInfos.write(this.store(ctx), keys.startingInfoKey(validator, delegator), info);
  }
  hasDelegatorStartingInfo(ctx: Context, validator: Uint8Array, delegator: Uint8Array): boolean {
    return this.store(ctx).has(keys.startingInfoKey(validator, delegator));
  }
  deleteDelegatorStartingInfo(ctx: Context, validator: Uint8Array, delegator: Uint8Array): void {
    this.store(ctx).delete(keys.startingInfoKey(validator, delegator));
  }
  iterateDelegatorStartingInfos(
    ctx: Context,
    fn: (validator: Uint8Array, delegator: Uint8Array, info: DelegatorStartingInfo) => boolean,
  ): void {
    this.walk(ctx, keys.STARTING_INFO_PREFIX, (key, value) => {
      const { validator, delegator } = keys.parseStartingInfoKey(key);
      return fn(validator, delegator, this.startingInfos.decode(value));
    });
  }

  // ---- rewards per token up to the end of a period

  getValidatorHistoricalRewards(ctx: Context, validator: Uint8Array, period: bigint): ValidatorHistoricalRewards {
    return this.historical.read(this.store(ctx), keys.historicalRewardsKey(validator, period));
  }
  setValidatorHistoricalRewards(
    ctx: Context,
    validator: Uint8Array,
    period: bigint,
    rewards: ValidatorHistoricalRewards,
  ): void {
    this.historical.write(this.store(ctx), keys.historicalRewardsKey(validator, period), rewards);
  }
  deleteValidatorHistoricalReward(ctx: Context, validator: Uint8Array, period: bigint): void {
    this.store(ctx).delete(keys.historicalRewardsKey(validator, period));
  }
  deleteValidatorHistoricalRewards(ctx: Context, validator: Uint8Array): void {
    this.deleteAll(ctx, keys.historicalRewardsPrefix(validator));
  }
  iterateValidatorHistoricalRewards(
    ctx: Context,
    fn: (validator: Uint8Array, period: bigint, rewards: ValidatorHistoricalRewards) => boolean,
  ): void {
    this.walk(ctx, keys.HISTORICAL_REWARDS_PREFIX, (key, value) => {
      const { validator, period } = keys.parseHistoricalRewardsKey(key);
      return fn(validator, period, this.historical.decode(value));
    });
  }
  /** Sum of all reference counts. */
  getValidatorHistoricalReferenceCount(ctx: Context): bigint {
    let count = 0n;
    this.iterateValidatorHistoricalRewards(ctx, (_validator, _period, rewards) => {
      count += BigInt(rewards.referenceCount);
      return false;
    });
    return count;
  }

  // ---- rewards of the running period

  getValidatorCurrentRewards(ctx: Context, validator: Uint8Array): ValidatorCurrentRewards {
    return this.current.read(this.store(ctx), keys.currentRewardsKey(validator));
  }
  setValidatorCurrentRewards(ctx: Context, validator: Uint8Array, rewards: ValidatorCurrentRewards): void {
    this.current.write(this.store(ctx), keys.currentRewardsKey(validator), rewards);
  }
  deleteValidatorCurrentRewards(ctx: Context, validator: Uint8Array): void {
    this.store(ctx).delete(keys.currentRewardsKey(validator));
  }
  iterateValidatorCurrentRewards(
    ctx: Context,
    fn: (validator: Uint8Array, rewards: ValidatorCurrentRewards) => boolean,
  ): void {
    this.walk(ctx, keys.CURRENT_REWARDS_PREFIX, (key, value) => fn(keys.addressOfKey(key), this.current.decode(value)));
  }

  // ---- commission

  getValidatorAccumulatedCommission(ctx: Context, validator: Uint8Array): ValidatorAccumulatedCommission {
    return this.commissions.read(this.store(ctx), keys.commissionKey(validator));
  }
  setValidatorAccumulatedCommission(
    ctx: Context,
    validator: Uint8Array,
    accumulated: ValidatorAccumulatedCommission,
  ): void {
    const stored = isZero(accumulated.commission) ? { commission: [] } : accumulated;
    this.commissions.write(this.store(ctx), keys.commissionKey(validator), stored);
  }
  deleteValidatorAccumulatedCommission(ctx: Context, validator: Uint8Array): void {
    this.store(ctx).delete(keys.commissionKey(validator));
  }
  iterateValidatorAccumulatedCommissions(
    ctx: Context,
    fn: (validator: Uint8Array, accumulated: ValidatorAccumulatedCommission) => boolean,
  ): void {
    this.walk(ctx, keys.COMMISSION_PREFIX, (key, value) => fn(keys.addressOfKey(key), this.commissions.decode(value)));
  }

  // ---- everything not yet withdrawn, commission included

  getValidatorOutstandingRewards(ctx: Context, validator: Uint8Array): ValidatorOutstandingRewards {
    return this.outstanding.read(this.store(ctx), keys.outstandingRewardsKey(validator));
  }
  setValidatorOutstandingRewards(ctx: Context, validator: Uint8Array, outstanding: ValidatorOutstandingRewards): void {
    this.outstanding.write(this.store(ctx), keys.outstandingRewardsKey(validator), outstanding);
  }
  deleteValidatorOutstandingRewards(ctx: Context, validator: Uint8Array): void {
    this.store(ctx).delete(keys.outstandingRewardsKey(validator));
  }
  iterateValidatorOutstandingRewards(
    ctx: Context,
    fn: (validator: Uint8Array, outstanding: ValidatorOutstandingRewards) => boolean,
  ): void {
    this.walk(ctx, keys.OUTSTANDING_REWARDS_PREFIX, (key, value) =>
      fn(keys.addressOfKey(key), this.outstanding.decode(value)),
    );
  }

  // ---- slashes

  setValidatorSlashEvent(
    ctx: Context,
    validator: Uint8Array,
    height: bigint,
    period: bigint,
    slash: ValidatorSlashEvent,
  ): void {
    this.slashes.write(this.store(ctx), keys.slashEventKey(validator, height, period), slash);
  }
  deleteValidatorSlashEvents(ctx: Context, validator: Uint8Array): void {
    this.deleteAll(ctx, keys.slashEventPrefix(validator));
  }
  /** Slashes from height `start` to `end`, both included. */
  iterateValidatorSlashEventsBetween(
    ctx: Context,
    validator: Uint8Array,
    start: bigint,
    end: bigint,
    fn: (slash: ValidatorSlashEvent) => void,
  ): void {
    const it = this.store(ctx).iterator(
      keys.slashEventHeightPrefix(validator, start),
      keys.slashEventHeightPrefix(validator, end + 1n),
    );
    for (; it.valid(); it.next()) fn(this.slashes.decode(it.value()));
    it.close();
  }
  iterateValidatorSlashEvents(
    ctx: Context,
    fn: (validator: Uint8Array, height: bigint, slash: ValidatorSlashEvent) => boolean,
  ): void {
    this.walk(ctx, keys.SLASH_EVENT_PREFIX, (key, value) => {
      const { validator, height } = keys.parseSlashEventKey(key);
      return fn(validator, height, this.slashes.decode(value));
    });
  }
}
