import type { Context } from '../../core/context.ts';
import { moduleAddress } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import type { Account } from '../../wire/gen/akash/escrow/types/v1/account.ts';
import type { Payment } from '../../wire/gen/akash/escrow/types/v1/payment.ts';
import { State } from '../../wire/gen/akash/escrow/types/v1/state.ts';
import type { EscrowKeeper } from './keeper.ts';
import { accountIdText, MODULE_NAME, paymentIdText } from './keys.ts';

/**
 * What must hold after every block. Each returns the violations it finds, none when all is well. They read all of the store:
 * for tests, the simulator and the development engine.
 */

/** Sums by denomination. */
class Sums {
  private readonly amounts = new Map<string, Dec>();

  add(denom: string, amount: Dec): void {
    this.amounts.set(denom, this.of(denom).add(amount));
  }
  of(denom: string): Dec {
    return this.amounts.get(denom) ?? Dec.zero;
  }
  denoms(): Iterable<string> {
    return this.amounts.keys();
  }
}

/**
 * Provider earnings, fees and refunds are what was deposited and is no longer there: the module holds the deposits that are left, and
 * what was transferred to payments but not paid out.
 *
 * Payments are not summed by account: `paymentCreate` loses what other payments were due (see there), and the coins stay here.
 */
export function moduleHoldsDeposits(
  accounts: readonly Account[],
  payments: readonly Payment[],
  held: readonly Coin[],
): string[] {
  const expected = new Sums();
  for (const { state } of accounts) {
    for (const { balance } of state.deposits) expected.add(balance.denom, balance.amount);
    for (const { denom, amount } of state.transferred) expected.add(denom, amount);
  }
  for (const { state } of payments) {
    expected.add(state.withdrawn.denom, Dec.fromInt(-state.withdrawn.amount));
  }
  for (const { denom, amount } of held) expected.add(denom, Dec.fromInt(-amount));
  const violations: string[] = [];
  for (const denom of expected.denoms()) {
    const off = expected.of(denom);
    if (!off.isZero()) violations.push(`the escrow module lacks ${off}${denom} (negative: has too much)`);
  }
  return violations;
}

/** An account's funds are its deposits, less what it owes; one that is over has no deposits. Payments owe nothing while open. */
export function accountsAddUp(accounts: readonly Account[], payments: readonly Payment[]): string[] {
  const violations: string[] = [];
  for (const { id, state } of accounts) {
    const name = `account ${accountIdText(id)}`;
    if (state.state !== State.open && state.deposits.length > 0) violations.push(`${name} is over and has deposits`);
    for (const { denom, amount } of state.funds) {
      const left = state.deposits
        .filter((d) => d.balance.denom === denom)
        .reduce((sum, d) => sum.add(d.balance.amount), Dec.zero);
      if (state.state === State.open ? !amount.equal(left) : amount.isPositive()) {
        violations.push(`${name} has funds of ${amount}${denom}, deposits of ${left}${denom}`);
      }
    }
  }
  for (const { id, state } of payments) {
    if (state.state !== State.overdrawn && !state.unsettled.amount.isZero()) {
      violations.push(`payment ${paymentIdText(id)} is owed ${state.unsettled.amount} and not overdrawn`);
    }
    if (state.balance.amount.isNegative()) violations.push(`payment ${paymentIdText(id)} has a negative balance`);
  }
  return violations;
}

/** Every account and payment is stored under one state only, its own. */
export function recordsStandOnce(accounts: readonly Account[], payments: readonly Payment[]): string[] {
  const names = [
    ...accounts.map(({ id }) => `account ${accountIdText(id)}`),
    ...payments.map(({ id }) => `payment ${paymentIdText(id)}`),
  ];
  const seen = new Set<string>();
  return names.filter((name) => seen.size === seen.add(name).size).map((name) => `${name} stands under two states`);
}

/** All accounts and payments. */
export interface EscrowRecords {
  readonly accounts: readonly Account[];
  readonly payments: readonly Payment[];
}

export function escrowRecords(k: EscrowKeeper, ctx: Context): EscrowRecords {
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

/** All invariants of the module. */
export function escrowInvariants(
  { accounts, payments }: EscrowRecords,
  bank: { getAllBalances(ctx: Context, address: Uint8Array): Coin[] },
  ctx: Context,
): string[] {
  return [
    ...moduleHoldsDeposits(accounts, payments, bank.getAllBalances(ctx, moduleAddress(MODULE_NAME))),
    ...accountsAddUp(accounts, payments),
    ...recordsStandOnce(accounts, payments),
  ];
}
