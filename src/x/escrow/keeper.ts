import type { Context } from '../../core/context.ts';
import { GoPanic } from '../../core/errors.ts';
import type { KVStore, StoreKey } from '../../core/store.ts';
import { accAddressFromBech32, accAddressToBech32 } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import * as DecCoins from '../../math/dec-coin.ts';
import { prefixIterator } from '../../store/prefix.ts';
import { Source } from '../../wire/gen/akash/base/deposit/v1/deposit.ts';
import { type Account as AccountID, Payment as PaymentID } from '../../wire/gen/akash/escrow/id/v1/id.ts';
import { type Account, AccountState } from '../../wire/gen/akash/escrow/types/v1/account.ts';
import type { Depositor } from '../../wire/gen/akash/escrow/types/v1/deposit.ts';
import { type Payment, PaymentState } from '../../wire/gen/akash/escrow/types/v1/payment.ts';
import { State } from '../../wire/gen/akash/escrow/types/v1/state.ts';
import { compactText } from '../../wire/text.ts';
import { authorizeDeposits, type DepositMessage, depositAuthorizationOf } from './authorize.ts';
import { DEPOSIT_MSG_TYPE } from './deposit-authorization.ts';
import * as errors from './errors.ts';
import type { AuthzKeeper, BankKeeper, FeePoolKeeper, TakeKeeper } from './expected-keepers.ts';
import * as keys from './keys.ts';
import { type AccountRecord, mainFunds, type PaymentRecord, settleFullBlocks } from './settlement.ts';
import { validateAccount } from './validate.ts';

export interface EscrowKeeperDeps {
  readonly storeKey: StoreKey;
  readonly bankKeeper: BankKeeper;
  readonly takeKeeper: TakeKeeper;
  readonly authzKeeper: AuthzKeeper;
  readonly feePoolKeeper: FeePoolKeeper;
}

/** Told of every account and payment that is saved as closed or overdrawn. */
export interface EscrowHooks {
  onEscrowAccountClosed(ctx: Context, account: Account): void;
  onEscrowPaymentClosed(ctx: Context, payment: Payment): void;
}

const DISTRIBUTION_MODULE = 'distribution';
/** The order in which the states of a record are looked for. */
const STATES: readonly number[] = [State.open, State.closed, State.overdrawn];

const isOver = (state: number): boolean => state === State.closed || state === State.overdrawn;

/**
 * Accounts that hold deposits, and payments that draw on them block by block; settled whenever one of them is touched.
 * Source: node x/escrow/keeper/keeper.go.
 */
export class EscrowKeeper {
  private readonly storeKey: StoreKey;
  private readonly bankKeeper: BankKeeper;
  private readonly takeKeeper: TakeKeeper;
  private readonly authzKeeper: AuthzKeeper;
  private readonly feePoolKeeper: FeePoolKeeper;
  private hooks: EscrowHooks | undefined;

  constructor(deps: EscrowKeeperDeps) {
    this.storeKey = deps.storeKey;
    this.bankKeeper = deps.bankKeeper;
    this.takeKeeper = deps.takeKeeper;
    this.authzKeeper = deps.authzKeeper;
    this.feePoolKeeper = deps.feePoolKeeper;
  }

  /** Once, before the first block. */
  setHooks(hooks: EscrowHooks): void {
    if (this.hooks !== undefined) throw new GoPanic('cannot set escrow hooks twice');
    this.hooks = hooks;
  }

  /** The store itself, for pages of queries. */
  store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  /** See {@link authorizeDeposits}. `signer` is the one signer of the message. */
  authorizeDeposits(ctx: Context, msg: DepositMessage, signer: Uint8Array): Depositor[] {
    return authorizeDeposits({ bankKeeper: this.bankKeeper, authzKeeper: this.authzKeeper }, ctx, msg, signer);
  }

  // ---- accounts

  /** Makes an account and takes its deposits. Throws ErrAccountExists. */
  accountCreate(ctx: Context, id: AccountID, owner: Uint8Array, deposits: readonly Depositor[]): void {
    if (this.findAccount(ctx, id) !== undefined) throw errors.ErrAccountExists.error();
    const denoms = [...new Set(deposits.map((d) => d.balance.denom))];
    const account: AccountRecord = {
      id,
      state: {
        owner: accAddressToBech32(owner),
        state: State.open,
        transferred: denoms.map((denom) => DecCoins.newDecCoin(denom, Dec.zero)),
        settledAt: ctx.blockHeight,
        funds: denoms.map((denom) => ({ denom, amount: Dec.zero })),
        deposits: [],
      },
      dirty: true,
      prevState: State.open,
    };
    validateAccount(account);
    this.fetchDeposits(ctx, account, deposits);
    this.store(ctx).set(keys.accountKey(State.open, id), AccountState.encode(account.state));
  }

  /** Adds deposits. An overdrawn account pays what it owes, and is closed once all is paid. */
  accountDeposit(ctx: Context, id: AccountID, deposits: readonly Depositor[]): void {
    const account = this.account(ctx, id);
    if (account.state.state === State.closed) throw errors.ErrAccountClosed.error();
    this.fetchDeposits(ctx, account, deposits);
    if (account.state.state !== State.overdrawn) {
      if (account.dirty) this.storeAccount(ctx, account);
      return;
    }
    const { payments, overdrawn } = this.settle(ctx, account);
    for (const payment of payments) this.closePayment(ctx, payment);
    if (!overdrawn) account.state.state = State.closed;
    this.save(ctx, account, payments);
  }

  /** Pays all payments up to this block. Returns whether the account is overdrawn. */
  accountSettle(ctx: Context, id: AccountID): boolean {
    const account = this.account(ctx, id);
    const { payments, overdrawn } = this.settle(ctx, account);
    this.save(ctx, account, payments);
    return overdrawn;
  }

  /**
   * Settles, closes the account and its open payments, pays those out and refunds what is left of the deposits.
   *
   * PARITY: node x/escrow/keeper/keeper.go: when no block has passed since the last settlement, as in the block of a new lease, the open
   * payments are not read: they stay open for good under a closed account.
   */
  accountClose(ctx: Context, id: AccountID): void {
    const account = this.account(ctx, id);
    if (account.state.state !== State.open && account.state.state !== State.overdrawn) {
      throw errors.ErrAccountClosed.error();
    }
    const { payments } = this.settle(ctx, account);
    account.dirty = true;
    if (account.state.state === State.open) account.state.state = State.closed;
    for (const payment of payments) this.closePayment(ctx, payment);
    this.save(ctx, account, payments);
  }

  /** Throws ErrAccountNotFound. */
  getAccount(ctx: Context, id: AccountID): Account {
    const { state } = this.account(ctx, id);
    return { id, state };
  }

  // ---- payments

  /** Begins to pay `rate` a block out of an account to `owner`. */
  paymentCreate(ctx: Context, id: PaymentID, owner: Uint8Array, rate: DecCoins.DecCoin): void {
    const account = this.account(ctx, id.aid);
    if (this.settle(ctx, account).overdrawn) throw errors.ErrAccountOverdrawn.error();
    const { denom } = rate;
    if (!account.state.funds.some((f) => f.denom === denom)) throw errors.ErrInvalidDenomination.error();
    if (rate.amount.isZero()) throw errors.ErrPaymentRateZero.error();
    if (this.findPayment(ctx, id) !== undefined) throw errors.ErrPaymentExists.error();
    // PARITY: node x/escrow/keeper/keeper.go: the payments just settled are not saved. When this one is made in a later block than
    // another of the account, what that one was due is taken from the account and reaches nobody.
    if (account.dirty) this.storeAccount(ctx, account);
    this.storePayment(ctx, {
      id,
      state: {
        owner: accAddressToBech32(owner),
        state: State.open,
        rate,
        balance: DecCoins.newDecCoin(denom, Dec.zero),
        unsettled: DecCoins.newDecCoin(denom, Dec.zero),
        withdrawn: Coins.newCoin(denom, 0n),
      },
      dirty: false,
      prevState: State.open,
    });
  }

  /** Pays out what a payment has earned. */
  paymentWithdraw(ctx: Context, id: PaymentID): void {
    const account = this.account(ctx, id.aid);
    if (this.payment(ctx, id).state.state !== State.open) throw errors.ErrPaymentClosed.error();
    const { payments, overdrawn } = this.settle(ctx, account);
    if (!overdrawn) {
      const key = keys.paymentIdText(id);
      const payment = payments.findLast((p) => keys.paymentIdText(p.id) === key);
      // PARITY: node x/escrow/keeper/keeper.go: open payments are read only when blocks have passed since the last settlement.
      if (payment === undefined) throw new GoPanic(`couldn't find payment ${compactText(PaymentID, id)}`);
      this.payOut(ctx, payment);
    }
    this.save(ctx, account, payments);
  }

  /**
   * Settles, closes a payment and pays it out.
   *
   * PARITY: node x/escrow/keeper/keeper.go: when no block has passed since the last settlement it is not found among the settled ones,
   * and stays open.
   */
  paymentClose(ctx: Context, id: PaymentID): void {
    const account = this.account(ctx, id.aid);
    const { state } = this.payment(ctx, id).state;
    if (state !== State.open && state !== State.overdrawn) throw errors.ErrPaymentClosed.error();
    const { payments } = this.settle(ctx, account);
    account.dirty = true;
    const key = keys.paymentIdText(id);
    for (const payment of payments) {
      payment.dirty = true;
      if (keys.paymentIdText(payment.id) === key) this.closePayment(ctx, payment);
    }
    this.save(ctx, account, payments);
  }

  /** Throws ErrPaymentNotFound. */
  getPayment(ctx: Context, id: PaymentID): Payment {
    const { state } = this.payment(ctx, id);
    return { id, state };
  }

  // ---- genesis

  withAccounts(ctx: Context, fn: (account: Account) => boolean): void {
    this.walk(ctx, keys.ACCOUNT_PREFIX, (key, value) =>
      fn({ id: keys.parseAccountKey(key), state: AccountState.decode(value) }),
    );
  }

  withPayments(ctx: Context, fn: (payment: Payment) => boolean): void {
    this.walk(ctx, keys.PAYMENT_PREFIX, (key, value) =>
      fn({ id: keys.parsePaymentKey(key), state: PaymentState.decode(value) }),
    );
  }

  /** Stores an account as it is, which refunds the deposits of one that is over. */
  saveAccount(ctx: Context, account: Account): void {
    this.storeAccount(ctx, { ...account, dirty: false, prevState: account.state.state });
  }

  savePayment(ctx: Context, payment: Payment): void {
    this.storePayment(ctx, { ...payment, dirty: false, prevState: payment.state.state });
  }

  // ---- reading

  private walk(ctx: Context, prefix: Uint8Array, visit: (key: Uint8Array, value: Uint8Array) => boolean): void {
    const it = prefixIterator(this.store(ctx), prefix);
    try {
      for (; it.valid(); it.next()) if (visit(it.key(), it.value())) return;
    } finally {
      it.close();
    }
  }

  private findAccount(ctx: Context, id: AccountID): Uint8Array | undefined {
    return this.findKey(ctx, (state) => keys.accountKey(state, id));
  }

  private findPayment(ctx: Context, id: PaymentID): Uint8Array | undefined {
    return this.findKey(ctx, (state) => keys.paymentKey(state, id));
  }

  private findKey(ctx: Context, keyOf: (state: number) => Uint8Array): Uint8Array | undefined {
    const store = this.store(ctx);
    for (const state of STATES) {
      const key = keyOf(state);
      if (store.has(key)) return key;
    }
    return undefined;
  }

  private account(ctx: Context, id: AccountID): AccountRecord {
    const key = this.findAccount(ctx, id);
    if (key === undefined) throw errors.ErrAccountNotFound.error();
    const state = AccountState.decode(this.store(ctx).get(key)!);
    return { id, state, dirty: false, prevState: state.state };
  }

  private payment(ctx: Context, id: PaymentID): PaymentRecord {
    const key = this.findPayment(ctx, id);
    if (key === undefined) throw errors.ErrPaymentNotFound.error();
    const state = PaymentState.decode(this.store(ctx).get(key)!);
    return { id, state, dirty: false, prevState: state.state };
  }

  /**
   * PARITY: node x/escrow/keeper/keeper.go: the key of an account does not end where the next part begins, so the payments of
   * deployments 10 to 19, 100 to 199 and so on of the same owner are found, and settled, with those of deployment 1.
   */
  private accountPayments(ctx: Context, id: AccountID, states: readonly number[]): PaymentRecord[] {
    const payments: PaymentRecord[] = [];
    for (const prevState of states) {
      this.walk(ctx, keys.paymentsKey(prevState, id), (key, value) => {
        const state = PaymentState.decode(value);
        payments.push({ id: keys.parsePaymentKey(key), state, dirty: false, prevState: state.state });
        return false;
      });
    }
    return payments;
  }

  // ---- settling

  private settle(ctx: Context, account: AccountRecord): { payments: PaymentRecord[]; overdrawn: boolean } {
    const { state } = account;
    if (state.state === State.closed) throw errors.ErrAccountClosed.error();
    // PARITY: node x/escrow/keeper/keeper.go: an account that owes is overdrawn whatever its payments are, until a deposit comes.
    if (mainFunds(account).amount.isNegative()) return { payments: [], overdrawn: true };
    // What hangs on an overdrawn account is closed: no more blocks are paid for.
    let blocks = 0n;
    if (state.state !== State.overdrawn) {
      blocks = ctx.blockHeight - state.settledAt;
      state.settledAt = ctx.blockHeight;
    }
    account.dirty = true;
    const payments = this.accountPayments(ctx, account.id, [State.overdrawn, ...(blocks === 0n ? [] : [State.open])]);
    if (payments.length === 0 || !settleFullBlocks(account, payments, blocks)) return { payments, overdrawn: false };
    state.state = State.overdrawn;
    for (const payment of payments) {
      payment.state.state = State.overdrawn;
      payment.dirty = true;
      this.payOut(ctx, payment);
    }
    return { payments, overdrawn: true };
  }

  private closePayment(ctx: Context, payment: PaymentRecord): void {
    payment.dirty = true;
    if (payment.state.state === State.open) payment.state.state = State.closed;
    this.payOut(ctx, payment);
  }

  /** Moves the whole units of a payment's balance to its owner, less the fee. */
  private payOut(ctx: Context, payment: PaymentRecord): void {
    const { state } = payment;
    const owner = accAddressFromBech32(state.owner);
    const earned = Coins.newCoin(state.balance.denom, state.balance.amount.truncateInt());
    if (earned.amount === 0n) return;
    const { earnings, fees } = this.takeKeeper.subtractFees(ctx, earned);
    this.sendFeeToCommunityPool(ctx, fees);
    if (earnings.amount !== 0n) {
      this.bankKeeper.sendCoinsFromModuleToAccount(ctx, keys.MODULE_NAME, owner, Coins.newCoins([earnings]));
    }
    const total = Coins.addCoin(earnings, fees);
    state.withdrawn = Coins.addCoin(state.withdrawn, total);
    state.balance = DecCoins.subDecCoin(state.balance, DecCoins.fromCoin(total));
    payment.dirty = true;
  }

  private sendFeeToCommunityPool(ctx: Context, fee: Coin): void {
    if (fee.amount === 0n) return;
    this.bankKeeper.sendCoinsFromModuleToModule(ctx, keys.MODULE_NAME, DISTRIBUTION_MODULE, Coins.newCoins([fee]));
    const { communityPool } = this.feePoolKeeper.getFeePool(ctx);
    this.feePoolKeeper.setFeePool(ctx, { communityPool: DecCoins.add(communityPool, [DecCoins.fromCoin(fee)]) });
  }

  /** Moves deposits from their owners' balances into the account. */
  private fetchDeposits(ctx: Context, account: AccountRecord, deposits: readonly Depositor[]): void {
    const { state } = account;
    if (deposits.length > 0) account.dirty = true;
    for (const { owner, balance } of deposits) {
      const depositor = accAddressFromBech32(owner);
      const funds = state.funds.findLast((f) => f.denom === balance.denom);
      if (funds === undefined) throw errors.ErrInvalidDenomination.error();
      // PARITY: node x/escrow/keeper/keeper.go: what the account owes is forgotten here; its payments remember it.
      if (funds.amount.isNegative()) funds.amount = Dec.zero;
      const coins = Coins.of(balance.denom, balance.amount.truncateInt());
      this.bankKeeper.sendCoinsFromAccountToModule(ctx, depositor, keys.MODULE_NAME, coins);
      funds.amount = funds.amount.add(balance.amount);
    }
    state.deposits = [...state.deposits, ...deposits];
  }

  // ---- writing

  private save(ctx: Context, account: AccountRecord, payments: readonly PaymentRecord[]): void {
    if (account.dirty) this.storeAccount(ctx, account);
    for (const payment of payments) if (payment.dirty) this.storePayment(ctx, payment);
  }

  private storeAccount(ctx: Context, account: AccountRecord): void {
    const { id, state, prevState } = account;
    const store = this.store(ctx);
    if (state.state !== prevState) store.delete(keys.accountKey(prevState, id));
    const key = keys.accountKey(state.state, id);
    if (isOver(state.state)) this.refund(ctx, account);
    store.set(key, AccountState.encode(state));
    if (isOver(state.state)) this.hooks?.onEscrowAccountClosed(ctx, account);
  }

  private storePayment(ctx: Context, payment: PaymentRecord): void {
    const { id, state, prevState } = payment;
    const store = this.store(ctx);
    if (state.state !== prevState) store.delete(keys.paymentKey(prevState, id));
    store.set(keys.paymentKey(state.state, id), PaymentState.encode(state));
    if (isOver(state.state)) this.hooks?.onEscrowPaymentClosed(ctx, payment);
  }

  /** Gives back what is left of the deposits; what came by a grant can be deposited by that grant again. */
  private refund(ctx: Context, account: AccountRecord): void {
    const { state } = account;
    for (const { owner, source, balance } of state.deposits) {
      if (!balance.amount.isPositive()) continue;
      const depositor = accAddressFromBech32(owner);
      const withdrawal = Coins.newCoin(balance.denom, balance.amount.truncateInt());
      this.bankKeeper.sendCoinsFromModuleToAccount(ctx, keys.MODULE_NAME, depositor, Coins.newCoins([withdrawal]));
      if (source === Source.grant) this.restoreGrant(ctx, accAddressFromBech32(state.owner), depositor, withdrawal);
      const funds = mainFunds(account);
      funds.amount = funds.amount.sub(Dec.fromInt(withdrawal.amount));
    }
    state.deposits = [];
  }

  /** PARITY: node x/escrow/keeper/keeper.go: panics when the grant is for another denomination by now. */
  private restoreGrant(ctx: Context, grantee: Uint8Array, granter: Uint8Array, amount: Coin): void {
    const grant = this.authzKeeper.getAuthorization(ctx, grantee, granter, DEPOSIT_MSG_TYPE);
    const granted = depositAuthorizationOf(grant?.authorization);
    if (grant === undefined || granted === undefined) return;
    const message = { ...granted, spendLimit: Coins.addCoin(granted.spendLimit, amount) };
    this.authzKeeper.saveGrant(ctx, grantee, granter, { ...grant.authorization, message }, grant.expiration);
  }
}
