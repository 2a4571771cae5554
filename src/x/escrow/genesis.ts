import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, GoPanic, type RegisteredError } from '../../core/errors.ts';
import { type Account as AccountID, type Payment as PaymentID, Scope } from '../../wire/gen/akash/escrow/id/v1/id.ts';
import type { Account } from '../../wire/gen/akash/escrow/types/v1/account.ts';
import type { Payment } from '../../wire/gen/akash/escrow/types/v1/payment.ts';
import { State } from '../../wire/gen/akash/escrow/types/v1/state.ts';
import type { GenesisState } from '../../wire/gen/akash/escrow/v1/genesis.ts';
import { ErrAccountExists, ErrAccountNotFound, ErrInvalidPayment, ErrPaymentExists } from './errors.ts';
import type { EscrowKeeper } from './keeper.ts';
import { accountIdText, paymentIdText } from './keys.ts';
import { validateAccount, validatePayment } from './validate.ts';

/**
 * Genesis section → state. Source: node x/escrow/genesis.go.
 *
 * PARITY: node x/market/hooks/hooks.go: a closed account of a bid cannot be imported, for the hook that it runs takes deployments only.
 */
export function initGenesis(ctx: Context, k: EscrowKeeper, genesis: GenesisState): void {
  for (const account of genesis.accounts) orPanic('error saving account', () => k.saveAccount(ctx, account));
  for (const payment of genesis.payments) orPanic('error saving payment', () => k.savePayment(ctx, payment));
}

function orPanic(what: string, save: () => void): void {
  try {
    save();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(`${what}: ${e.message}`);
    throw e;
  }
}

/** State → genesis section. */
export function exportGenesis(ctx: Context, k: EscrowKeeper): GenesisState {
  const accounts: Account[] = [];
  const payments: Payment[] = [];
  k.withAccounts(ctx, (account) => {
    accounts.push(account);
    return false;
  });
  k.withPayments(ctx, (payment) => {
    payments.push(payment);
    return false;
  });
  return { accounts, payments };
}

/** Throws GoError when a record is not acceptable, is there twice, or a payment does not fit its account. */
export function validateGenesis(genesis: GenesisState): void {
  const accounts = new Map<string, Account>();
  genesis.accounts.forEach((account, i) => {
    const name = goAccount(account.id);
    checked(() => validateAccount(account), `error with account ${name} (idx ${i})`);
    const key = accountIdText(account.id);
    if (accounts.has(key)) throw failure(ErrAccountExists, `duplicate account ${name} (idx ${i})`);
    accounts.set(key, account);
  });
  const payments = new Set<string>();
  genesis.payments.forEach((payment, i) => {
    const name = goPayment(payment.id);
    checked(() => validatePayment(payment), `error with payment ${name} (idx ${i})`);
    const { aid } = payment.id;
    const account = accounts.get(accountIdText(aid));
    if (account === undefined) {
      throw failure(ErrAccountNotFound, `no account ${goAccount(aid)} for payment ${name} (idx ${i})`);
    }
    const { state } = payment.state;
    if (state !== account.state.state) {
      if (state === State.open) {
        throw failure(ErrInvalidPayment, `invalid payment state for payment ${name} (idx ${i})`);
      }
      if (state === State.overdrawn) {
        throw failure(ErrInvalidPayment, `invalid payment statefor payment ${name} (idx ${i})`);
      }
    }
    const key = paymentIdText(payment.id);
    if (payments.has(key)) {
      const error = ErrPaymentExists.error();
      throw new GoError(`${error.message}, dupliate payment for ${name} (idx ${i})`, error);
    }
    payments.add(key);
  });
}

function checked(check: () => void, where: string): void {
  try {
    check();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`${e.message}: ${where}`, e);
    throw e;
  }
}

function failure(error: RegisteredError, detail: string): GoError {
  const e = error.error();
  return new GoError(`${e.message}: ${detail}`, e);
}

const scopeName = (scope: number): string =>
  Object.entries(Scope).find(([, value]) => value === scope)?.[0] ?? `${scope}`;

/** Ids as Go prints structs. */
const goAccount = (id: AccountID): string => `{${scopeName(id.scope)} ${id.xid}}`;
const goPayment = (id: PaymentID): string => `{${goAccount(id.aid)} ${id.xid}}`;
