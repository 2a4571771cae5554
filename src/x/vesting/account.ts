import { GoError, GoPanic, nilPointer } from '../../core/errors.ts';
import type { Time } from '../../core/time.ts';
import type { PubKey } from '../../crypto/pubkey.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import * as vesting from '../../wire/gen/cosmos/vesting/v1beta1/vesting.ts';
import type { Writer } from '../../wire/runtime.ts';
import type { AccountI, AccountType } from '../auth/account.ts';
import { BaseAccount } from '../auth/account.ts';

/** What vesting accounts have in common, as protobuf has it. */
export type Schedule = vesting.BaseVestingAccount;

const NO_COINS: readonly Coin[] = [];
/** Seconds since 1970 are int64 in the reference: sums wrap. */
const int64 = (x: bigint): bigint => BigInt.asIntN(64, x);

/**
 * An account with an original amount, part of which may be locked, and a record of how much was delegated from the locked
 * and from the free part. Values, like all accounts. Source: cosmos-sdk x/auth/vesting/types/vesting_account.go.
 */
abstract class WithSchedule implements AccountI {
  abstract readonly typeUrl: string;
  protected readonly schedule: Schedule;
  protected readonly account: BaseAccount | undefined;

  constructor(schedule: Schedule, account = schedule.baseAccount && BaseAccount.from(schedule.baseAccount)) {
    this.schedule = schedule;
    this.account = account;
  }

  /** The same account with another schedule. */
  protected abstract withSchedule(schedule: Schedule, account: BaseAccount | undefined): this;
  abstract writeTo(w: Writer): void;

  private base(): BaseAccount {
    if (this.account === undefined) throw nilPointer();
    return this.account;
  }
  private withBase(account: BaseAccount): this {
    return this.withSchedule({ ...this.schedule, baseAccount: account.message }, account);
  }

  getAddress(): Uint8Array {
    return this.base().getAddress();
  }
  getPubKey(): PubKey | undefined {
    return this.base().getPubKey();
  }
  getAccountNumber(): bigint {
    return this.base().getAccountNumber();
  }
  getSequence(): bigint {
    return this.base().getSequence();
  }
  withPubKey(pubKey: PubKey): this {
    return this.withBase(this.base().withPubKey(pubKey));
  }
  withAccountNumber(n: bigint): this {
    return this.withBase(this.base().withAccountNumber(n));
  }
  withSequence(n: bigint): this {
    return this.withBase(this.base().withSequence(n));
  }

  getOriginalVesting(): readonly Coin[] {
    return this.schedule.originalVesting;
  }
  getDelegatedFree(): readonly Coin[] {
    return this.schedule.delegatedFree;
  }
  getDelegatedVesting(): readonly Coin[] {
    return this.schedule.delegatedVesting;
  }
  getEndTime(): bigint {
    return this.schedule.endTime;
  }

  validate(): void {
    const { endTime, originalVesting, delegatedVesting } = this.schedule;
    if (endTime < 0n) throw new GoError('end time cannot be negative');
    if (!Coins.isValid(originalVesting) || !Coins.isAllPositive(originalVesting)) {
      throw new GoError(`invalid coins: ${Coins.format(originalVesting)}`);
    }
    if (!Coins.isAllLTE(delegatedVesting, originalVesting)) {
      throw new GoError('delegated vesting amount cannot be greater than original vesting amount');
    }
    this.base().validate();
  }
}

/** An account with a schedule that locks nothing: the reference reads it, but no message makes one. */
export class BaseVestingAccount extends WithSchedule {
  static readonly typeUrl = '/cosmos.vesting.v1beta1.BaseVestingAccount';
  readonly typeUrl: string = BaseVestingAccount.typeUrl;

  static decode(bytes: Uint8Array): BaseVestingAccount {
    return new BaseVestingAccount(vesting.BaseVestingAccount.decode(bytes));
  }
  protected override withSchedule(schedule: Schedule, account: BaseAccount | undefined): this {
    return new BaseVestingAccount(schedule, account) as this;
  }
  override writeTo(w: Writer): void {
    vesting.BaseVestingAccount.encodeTo(this.schedule, w);
  }
}

/** An account that locks what has not vested and is not delegated. */
export abstract class VestingAccount extends WithSchedule {
  /** What has vested at a time. */
  abstract getVestedCoins(blockTime: Time): readonly Coin[];
  /** Seconds since 1970; 0 when the schedule has no start. */
  abstract getStartTime(): bigint;

  /** What still vests. */
  getVestingCoins(blockTime: Time): readonly Coin[] {
    return Coins.sub(this.schedule.originalVesting, this.getVestedCoins(blockTime));
  }

  /** What cannot be spent: the vesting coins that are not delegated. */
  lockedCoins(blockTime: Time): readonly Coin[] {
    const vestingCoins = this.getVestingCoins(blockTime);
    if (vestingCoins.length === 0) return NO_COINS;
    return Coins.sub(vestingCoins, Coins.min(vestingCoins, this.schedule.delegatedVesting));
  }

  /**
   * The account after a delegation of `amount` out of `balance`: vesting coins are taken first. Panics when an amount is
   * zero or exceeds the balance.
   */
  trackDelegation(blockTime: Time, balance: readonly Coin[], amount: readonly Coin[]): this {
    const vestingCoins = this.getVestingCoins(blockTime);
    let { delegatedVesting, delegatedFree } = this.schedule;
    for (const { denom, amount: delegated } of amount) {
      if (delegated === 0n || Coins.amountOf(balance, denom) < delegated) {
        throw new GoPanic('delegation attempt with zero coins or insufficient funds');
      }
      const undelegated = Coins.amountOf(vestingCoins, denom) - Coins.amountOf(delegatedVesting, denom);
      const fromVesting = least(undelegated > 0n ? undelegated : 0n, delegated);
      const fromFree = delegated - fromVesting;
      if (fromVesting !== 0n) delegatedVesting = Coins.add(delegatedVesting, [Coins.newCoin(denom, fromVesting)]);
      if (fromFree !== 0n) delegatedFree = Coins.add(delegatedFree, [Coins.newCoin(denom, fromFree)]);
    }
    return this.withSchedule({ ...this.schedule, delegatedVesting, delegatedFree }, this.account);
  }

  /**
   * The account after `amount` came back from a delegation: free coins are given back first. More may come back than was
   * delegated, because shares are rounded. Panics when an amount is zero.
   */
  trackUndelegation(amount: readonly Coin[]): this {
    let { delegatedVesting, delegatedFree } = this.schedule;
    for (const { denom, amount: returned } of amount) {
      if (returned === 0n) throw new GoPanic('undelegation attempt with zero coins');
      const toFree = least(Coins.amountOf(delegatedFree, denom), returned);
      const toVesting = least(Coins.amountOf(delegatedVesting, denom), returned - toFree);
      if (toFree !== 0n) delegatedFree = Coins.sub(delegatedFree, [Coins.newCoin(denom, toFree)]);
      if (toVesting !== 0n) delegatedVesting = Coins.sub(delegatedVesting, [Coins.newCoin(denom, toVesting)]);
    }
    return this.withSchedule({ ...this.schedule, delegatedVesting, delegatedFree }, this.account);
  }
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** Vests second by second between two times. */
export class ContinuousVestingAccount extends VestingAccount {
  static readonly typeUrl = '/cosmos.vesting.v1beta1.ContinuousVestingAccount';
  readonly typeUrl: string = ContinuousVestingAccount.typeUrl;
  private readonly startTime: bigint;

  constructor(schedule: Schedule, startTime: bigint, account?: BaseAccount) {
    super(schedule, account);
    this.startTime = startTime;
  }

  static decode(bytes: Uint8Array): ContinuousVestingAccount {
    const m = vesting.ContinuousVestingAccount.decode(bytes);
    return new ContinuousVestingAccount(some(m.baseVestingAccount), m.startTime);
  }
  protected override withSchedule(schedule: Schedule, account: BaseAccount | undefined): this {
    return new ContinuousVestingAccount(schedule, this.startTime, account) as this;
  }
  override writeTo(w: Writer): void {
    vesting.ContinuousVestingAccount.encodeTo({ baseVestingAccount: this.schedule, startTime: this.startTime }, w);
  }

  override getStartTime(): bigint {
    return this.startTime;
  }

  override getVestedCoins(blockTime: Time): readonly Coin[] {
    const now = blockTime.seconds;
    const { originalVesting, endTime } = this.schedule;
    if (now <= this.startTime) return NO_COINS;
    if (now >= endTime) return originalVesting;
    const part = Dec.fromInt(int64(now - this.startTime)).quo(Dec.fromInt(int64(endTime - this.startTime)));
    return originalVesting.map((c) => Coins.newCoin(c.denom, Dec.fromInt(c.amount).mul(part).roundInt()));
  }

  override validate(): void {
    if (this.startTime >= this.schedule.endTime) throw startNotBeforeEnd();
    super.validate();
  }
}

/** Vests an amount at the end of each period. */
export class PeriodicVestingAccount extends VestingAccount {
  static readonly typeUrl = '/cosmos.vesting.v1beta1.PeriodicVestingAccount';
  readonly typeUrl: string = PeriodicVestingAccount.typeUrl;
  private readonly startTime: bigint;
  private readonly periods: readonly vesting.Period[];

  constructor(schedule: Schedule, startTime: bigint, periods: readonly vesting.Period[], account?: BaseAccount) {
    super(schedule, account);
    this.startTime = startTime;
    this.periods = periods;
  }

  static decode(bytes: Uint8Array): PeriodicVestingAccount {
    const m = vesting.PeriodicVestingAccount.decode(bytes);
    return new PeriodicVestingAccount(some(m.baseVestingAccount), m.startTime, m.vestingPeriods);
  }
  protected override withSchedule(schedule: Schedule, account: BaseAccount | undefined): this {
    return new PeriodicVestingAccount(schedule, this.startTime, this.periods, account) as this;
  }
  override writeTo(w: Writer): void {
    vesting.PeriodicVestingAccount.encodeTo(
      {
        baseVestingAccount: this.schedule,
        startTime: this.startTime,
        vestingPeriods: [...this.periods],
      },
      w,
    );
  }

  override getStartTime(): bigint {
    return this.startTime;
  }
  getVestingPeriods(): readonly vesting.Period[] {
    return this.periods;
  }

  override getVestedCoins(blockTime: Time): readonly Coin[] {
    const now = blockTime.seconds;
    if (now <= this.startTime) return NO_COINS;
    if (now >= this.schedule.endTime) return this.schedule.originalVesting;
    let vested: Coin[] = [];
    let start = this.startTime;
    for (const period of this.periods) {
      if (int64(now - start) < period.length) break;
      vested = Coins.add(vested, period.amount);
      start = int64(start + period.length);
    }
    return vested;
  }

  override validate(): void {
    const { endTime, originalVesting } = this.schedule;
    if (this.startTime >= endTime) throw startNotBeforeEnd();
    let end = this.startTime;
    let total: Coin[] = [];
    this.periods.forEach((p, i) => {
      if (p.length < 0n) throw new GoError(`period #${i} has a negative length: ${p.length}`);
      end = int64(end + p.length);
      if (!Coins.isValid(p.amount) || !Coins.isAllPositive(p.amount)) {
        throw new GoError(`period #${i} has invalid coins: ${Coins.format(p.amount)}`);
      }
      total = Coins.add(total, p.amount);
    });
    if (end !== endTime) throw new GoError('vesting end time does not match length of all vesting periods');
    if (end < this.startTime) throw new GoError('cumulative endTime overflowed, and/or is less than startTime');
    if (!Coins.equal(total, originalVesting)) {
      throw new GoError(
        `original vesting coins (${Coins.format(originalVesting)}) does not match the sum of all coins in vesting periods (${Coins.format(total)})`,
      );
    }
    super.validate();
  }
}

/** Vests all at once at the end time. */
export class DelayedVestingAccount extends VestingAccount {
  static readonly typeUrl = '/cosmos.vesting.v1beta1.DelayedVestingAccount';
  readonly typeUrl: string = DelayedVestingAccount.typeUrl;

  static decode(bytes: Uint8Array): DelayedVestingAccount {
    return new DelayedVestingAccount(some(vesting.DelayedVestingAccount.decode(bytes).baseVestingAccount));
  }
  protected override withSchedule(schedule: Schedule, account: BaseAccount | undefined): this {
    return new DelayedVestingAccount(schedule, account) as this;
  }
  override writeTo(w: Writer): void {
    vesting.DelayedVestingAccount.encodeTo({ baseVestingAccount: this.schedule }, w);
  }
  override getStartTime(): bigint {
    return 0n;
  }
  override getVestedCoins(blockTime: Time): readonly Coin[] {
    return blockTime.seconds >= this.schedule.endTime ? this.schedule.originalVesting : NO_COINS;
  }
}

/** Never vests: its coins can be delegated, not spent. */
export class PermanentLockedAccount extends VestingAccount {
  static readonly typeUrl = '/cosmos.vesting.v1beta1.PermanentLockedAccount';
  readonly typeUrl: string = PermanentLockedAccount.typeUrl;

  static decode(bytes: Uint8Array): PermanentLockedAccount {
    return new PermanentLockedAccount(some(vesting.PermanentLockedAccount.decode(bytes).baseVestingAccount));
  }
  protected override withSchedule(schedule: Schedule, account: BaseAccount | undefined): this {
    return new PermanentLockedAccount(schedule, account) as this;
  }
  override writeTo(w: Writer): void {
    vesting.PermanentLockedAccount.encodeTo({ baseVestingAccount: this.schedule }, w);
  }
  override getStartTime(): bigint {
    return 0n;
  }
  override getEndTime(): bigint {
    return 0n;
  }
  override getVestedCoins(): readonly Coin[] {
    return NO_COINS;
  }
  override getVestingCoins(): readonly Coin[] {
    return this.schedule.originalVesting;
  }
  override validate(): void {
    if (this.schedule.endTime > 0n) throw new GoError('permanently vested accounts cannot have an end-time');
    super.validate();
  }
}

function startNotBeforeEnd(): GoError {
  // PARITY: x/auth/vesting/types/vesting_account.go: the text says it the wrong way round.
  return new GoError('vesting start-time cannot be before end-time');
}

function some(schedule: Schedule | undefined): Schedule {
  if (schedule === undefined) throw nilPointer();
  return schedule;
}

/** The account types of this module. */
export const VESTING_ACCOUNT_TYPES: readonly AccountType[] = [
  BaseVestingAccount,
  ContinuousVestingAccount,
  DelayedVestingAccount,
  PeriodicVestingAccount,
  PermanentLockedAccount,
];
