import { GoPanic } from '../../core/errors.ts';
import { quoteText } from '../../core/go-text.ts';
import { Dec } from '../../math/dec.ts';
import { addDecCoin, type DecCoin, newDecCoin } from '../../math/dec-coin.ts';
import type { Account } from '../../wire/gen/akash/escrow/types/v1/account.ts';
import type { Payment } from '../../wire/gen/akash/escrow/types/v1/payment.ts';
import { State } from '../../wire/gen/akash/escrow/types/v1/state.ts';

/**
 * The arithmetic of settling an account: what its payments are due since the last settlement moves from its deposits to them.
 * Works on the records handed in; touches no store. Source: node x/escrow/keeper/keeper.go.
 */

/** An account being worked on. */
export interface AccountRecord extends Account {
  dirty: boolean;
  /** The state that it is stored under. */
  readonly prevState: number;
}

/** A payment being worked on. */
export interface PaymentRecord extends Payment {
  dirty: boolean;
  readonly prevState: number;
}

/** The account's main funds. Panics when it has none. */
export function mainFunds(account: Account): { denom: string; amount: Dec } {
  const funds = account.state.funds[0];
  // PARITY: node x/escrow/keeper/keeper.go: an account made without any deposit has no funds.
  if (funds === undefined) throw new GoPanic('runtime error: index out of range [0] with length 0');
  return funds;
}

/**
 * Pays the payments for `blocks` blocks, one after another; an overdrawn one is due what it was left owed. Returns whether the funds
 * did not suffice, with the unpaid part noted in each payment.
 */
export function settleFullBlocks(account: AccountRecord, payments: readonly PaymentRecord[], blocks: bigint): boolean {
  checkDenominations(mainFunds(account).denom, payments);
  const due = payments.map((payment) => takeDue(payment, blocks));
  let overdrawn = false;
  payments.forEach((payment, i) => {
    const amount = due[i]!;
    const settled = deduct(account, amount);
    const { state } = payment;
    payment.dirty = true;
    if (settled.amount.isPositive()) {
      state.balance = { denom: state.balance.denom, amount: state.balance.amount.add(settled.amount) };
    }
    if (settled.overdrawn) {
      overdrawn = true;
      state.state = State.overdrawn;
      const owed = amount.amount.sub(settled.amount);
      state.unsettled = { denom: state.unsettled.denom, amount: state.unsettled.amount.add(owed) };
    } else {
      state.state = State.open;
    }
  });
  account.dirty = true;
  return overdrawn;
}

/**
 * Panics when a payment is in another denomination.
 *
 * PARITY: node x/escrow/keeper/keeper.go: the rates are summed, though the sum is used for nothing; and among the payments are those of other
 * deployments, whose numbers begin with this one's.
 */
function checkDenominations(denom: string, payments: readonly PaymentRecord[]): void {
  let rate = newDecCoin(denom, Dec.zero);
  for (const payment of payments) rate = addDecCoin(rate, payment.state.rate);
}

/**
 * What a payment is due now.
 *
 * PARITY: node x/escrow/keeper/keeper.go: in whole units, what is left of a settlement's last unit is never paid. Imported at a lower height
 * than it was settled at, a payment is due a negative amount, which panics.
 */
function takeDue({ state, prevState }: PaymentRecord, blocks: bigint): DecCoin {
  if (prevState === State.overdrawn) {
    newDecCoin(state.unsettled.denom, Dec.zero);
    const due = state.unsettled;
    state.unsettled = { denom: due.denom, amount: Dec.zero };
    return due;
  }
  return newDecCoin(state.rate.denom, state.rate.amount.mul(Dec.fromInt(blocks)).truncate());
}

/** Takes an amount from the deposits in their order, as far as they reach. */
function deduct({ state }: AccountRecord, { denom, amount }: DecCoin): { amount: Dec; overdrawn: boolean } {
  const funds = state.funds.findLast((f) => f.denom === denom);
  const transferred = state.transferred.findLast((t) => t.denom === denom);
  if (funds === undefined || transferred === undefined) throw new GoPanic(`unknown denom ${quoteText(denom)}`);
  let remaining = amount;
  let withdrew = Dec.zero;
  let emptied = 0;
  for (const deposit of state.deposits) {
    const { balance } = deposit;
    const taken = balance.amount.lt(remaining) ? balance.amount : remaining;
    deposit.balance = { denom: balance.denom, amount: balance.amount.sub(taken) };
    if (deposit.balance.amount.isZero()) emptied++;
    remaining = remaining.sub(taken);
    withdrew = withdrew.add(taken);
    transferred.amount = transferred.amount.add(taken);
    if (remaining.isZero()) break;
  }
  if (emptied > 0) state.deposits = state.deposits.slice(emptied);
  // The funds pay also what they have not: they go below zero by what is owed.
  funds.amount = funds.amount.sub(withdrew).sub(remaining);
  return { amount: newDecCoin(denom, withdrew).amount, overdrawn: !remaining.isZero() };
}
