import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase } from '../../core/errors.ts';
import { ErrInvalidAddress, ErrInvalidCoins, ErrInvalidRequest, ErrUnauthorized } from '../../core/sdk-errors.ts';
import { accAddressCodec } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import type {
  MsgCreatePeriodicVestingAccount,
  MsgCreatePeriodicVestingAccountResponse,
  MsgCreatePermanentLockedAccount,
  MsgCreatePermanentLockedAccountResponse,
  MsgCreateVestingAccount,
  MsgCreateVestingAccountResponse,
  MsgServer,
} from '../../wire/gen/cosmos/vesting/v1beta1/tx.ts';
import { type AccountI, BaseAccount } from '../auth/account.ts';
import {
  ContinuousVestingAccount,
  DelayedVestingAccount,
  PeriodicVestingAccount,
  PermanentLockedAccount,
  type Schedule,
} from './account.ts';
import type { AccountKeeper, BankKeeper } from './expected-keepers.ts';

/** Makes vesting accounts and funds them. Source: cosmos-sdk x/auth/vesting/msg_server.go. */
export class VestingMsgServer implements MsgServer<Context> {
  private readonly accounts: AccountKeeper;
  private readonly bank: BankKeeper;

  constructor(accounts: AccountKeeper, bank: BankKeeper) {
    this.accounts = accounts;
    this.bank = bank;
  }

  createVestingAccount(ctx: Context, msg: MsgCreateVestingAccount): MsgCreateVestingAccountResponse {
    const { from, to } = parties(msg);
    validateAmount(msg.amount);
    if (msg.endTime <= 0n) throw ErrInvalidRequest.wrap('invalid end time');
    this.bank.isSendEnabledCoins(ctx, msg.amount);
    this.checkRecipient(ctx, to, msg.toAddress);

    const schedule = this.schedule(ctx, to, msg.amount, msg.endTime);
    // The schedule alone is checked: an end before the block's time is allowed, the coins are vested then.
    this.checked(new DelayedVestingAccount(schedule));
    const account = msg.delayed
      ? new DelayedVestingAccount(schedule)
      : new ContinuousVestingAccount(schedule, ctx.blockTime.seconds);
    this.fund(ctx, from, to, account, msg.amount);
    return {};
  }

  createPermanentLockedAccount(
    ctx: Context,
    msg: MsgCreatePermanentLockedAccount,
  ): MsgCreatePermanentLockedAccountResponse {
    const { from, to } = parties(msg);
    validateAmount(msg.amount);
    this.bank.isSendEnabledCoins(ctx, msg.amount);
    this.checkRecipient(ctx, to, msg.toAddress);

    const account = new PermanentLockedAccount(this.schedule(ctx, to, msg.amount, 0n));
    this.fund(ctx, from, to, this.checked(account), msg.amount);
    return {};
  }

  createPeriodicVestingAccount(
    ctx: Context,
    msg: MsgCreatePeriodicVestingAccount,
  ): MsgCreatePeriodicVestingAccountResponse {
    const { from, to } = parties(msg);
    if (msg.startTime < 1n) {
      throw ErrInvalidRequest.wrap(`invalid start time of ${msg.startTime}, length must be greater than 0`);
    }
    let total: Coin[] = [];
    let endTime = msg.startTime;
    msg.vestingPeriods.forEach((period, i) => {
      if (period.length < 1n) {
        throw ErrInvalidRequest.wrap(
          `invalid period length of ${period.length} in period ${i}, length must be greater than 0`,
        );
      }
      validateAmount(period.amount);
      total = Coins.add(total, period.amount);
      endTime = BigInt.asIntN(64, endTime + period.length);
    });

    // PARITY: x/auth/vesting/msg_server.go: the other two messages ask bank before they look at the recipient.
    this.checkRecipient(ctx, to, msg.toAddress);
    this.bank.isSendEnabledCoins(ctx, total);

    const schedule = this.schedule(ctx, to, total, endTime);
    const account = new PeriodicVestingAccount(schedule, msg.startTime, msg.vestingPeriods);
    this.fund(ctx, from, to, this.checked(account), total);
    return {};
  }

  /** The recipient may receive and has no account yet. */
  private checkRecipient(ctx: Context, to: Uint8Array, text: string): void {
    if (this.bank.blockedAddr(to)) throw ErrUnauthorized.wrap(`${text} is not allowed to receive funds`);
    if (this.accounts.getAccount(ctx, to) !== undefined) {
      throw ErrInvalidRequest.wrap(`account ${text} already exists`);
    }
  }

  /** A new account with the next number and nothing delegated. */
  private schedule(ctx: Context, to: Uint8Array, amount: Coin[], endTime: bigint): Schedule {
    const account = BaseAccount.withAddress(to).withAccountNumber(this.accounts.nextAccountNumber(ctx));
    return {
      baseAccount: account.message,
      originalVesting: amount,
      delegatedFree: [],
      delegatedVesting: [],
      endTime,
    };
  }

  private checked<A extends AccountI>(account: A): A {
    try {
      account.validate();
    } catch (e) {
      if (e instanceof GoError) throw ErrInvalidRequest.wrap(e.message);
      throw e;
    }
    return account;
  }

  private fund(ctx: Context, from: Uint8Array, to: Uint8Array, account: AccountI, amount: readonly Coin[]): void {
    this.accounts.setAccount(ctx, account);
    this.bank.sendCoins(ctx, from, to, amount);
  }
}

function parties(msg: { fromAddress: string; toAddress: string }): { from: Uint8Array; to: Uint8Array } {
  return { from: address('from', msg.fromAddress), to: address('to', msg.toAddress) };
}

function address(role: string, text: string): Uint8Array {
  try {
    return accAddressCodec.toBytes(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidAddress.wrap(`invalid '${role}' address: ${e.message}`);
    throw e;
  }
}

function validateAmount(amount: readonly Coin[]): void {
  if (!Coins.isValid(amount) || !Coins.isAllPositive(amount)) throw ErrInvalidCoins.wrap(Coins.format(amount));
}
