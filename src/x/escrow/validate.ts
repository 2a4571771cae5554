import { GoErrorBase, type RegisteredError } from '../../core/errors.ts';
import { parseUint } from '../../core/go-number.ts';
import type { Configurator } from '../../core/module.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import { type Account as AccountID, type Payment as PaymentID, Scope } from '../../wire/gen/akash/escrow/id/v1/id.ts';
import type { Account, AccountState } from '../../wire/gen/akash/escrow/types/v1/account.ts';
import type { Payment, PaymentState } from '../../wire/gen/akash/escrow/types/v1/payment.ts';
import { State } from '../../wire/gen/akash/escrow/types/v1/state.ts';
import { MsgAccountDeposit } from '../../wire/gen/akash/escrow/v1/msg.ts';
import { present } from '../../wire/nil.ts';
import { validateSources } from './deposit.ts';
import { ErrInvalidAccount, ErrInvalidDeposit, ErrInvalidID, ErrInvalidPayment } from './errors.ts';

/** Stateless checks. Source: chain-sdk go/node/escrow/{id,types}/v1, v1/msgs.go. */

/** Runs a check; what is wrong becomes the detail of another error. */
function within(error: RegisteredError, prefix: string, check: () => void): void {
  try {
    check();
  } catch (e) {
    if (e instanceof GoErrorBase) throw error.wrap(`${prefix}${e.message}`);
    throw e;
  }
}

/** Throws GoError. */
export function validateAccountId(id: AccountID): void {
  const parts = id.xid.split('/');
  const wanted = id.scope === Scope.deployment ? 2 : id.scope === Scope.bid ? 5 : undefined;
  if (wanted === undefined) throw ErrInvalidID.wrap('invalid scope');
  if (parts.length !== wanted) throw ErrInvalidID.wrap('invalid xid format');
  within(ErrInvalidID, 'invalid xid/owner: ', () => accAddressFromBech32(parts[0]!));
  within(ErrInvalidID, 'invalid xid/dseq: ', () => parseUint(parts[1]!, 64));
  if (id.scope === Scope.bid) validateBidParts(parts.slice(2));
}

/** Throws GoError. */
export function validatePaymentId(id: PaymentID): void {
  validateAccountId(id.aid);
  const parts = id.xid.split('/');
  if (parts.length !== 3) throw ErrInvalidID.wrap('invalid xid format');
  validateBidParts(parts);
}

function validateBidParts(parts: readonly string[]): void {
  within(ErrInvalidID, 'invalid xid/gseq: ', () => parseUint(parts[0]!, 32));
  within(ErrInvalidID, 'invalid xid/oseq: ', () => parseUint(parts[1]!, 32));
  within(ErrInvalidID, 'invalid xid/provider: ', () => accAddressFromBech32(parts[2]!));
}

/** Throws GoError. */
export function validateAccount({ id, state }: Account): void {
  within(ErrInvalidAccount, '', () => validateAccountId(id));
  within(ErrInvalidAccount, '', () => validateAccountState(state));
}

/** Throws GoError. */
export function validateAccountState(state: AccountState): void {
  within(ErrInvalidAccount, '', () => accAddressFromBech32(state.owner));
  if (state.state < State.invalid || state.state > State.overdrawn) throw ErrInvalidAccount.wrap('invalid state');
  for (const { owner } of state.deposits) {
    try {
      accAddressFromBech32(owner);
    } catch (e) {
      if (e instanceof GoErrorBase) throw ErrInvalidAccount.wrap('invalid depositor');
      throw e;
    }
  }
}

/** Throws GoError. */
export function validatePayment({ id, state }: Payment): void {
  validatePaymentId(id);
  validatePaymentState(state);
}

/** Throws GoError. */
export function validatePaymentState(state: PaymentState): void {
  accAddressFromBech32(state.owner);
  if (state.state < State.open || state.state > State.overdrawn) {
    throw ErrInvalidPayment.wrap(`invalid payment state ${state.state}`);
  }
  if (present(state.rate, 'amount').isZero()) throw ErrInvalidPayment.wrap('payment rate zero');
}

/**
 * PARITY: chain-sdk go/node/escrow/v1/msgs.go: the amount only must not be zero; a negative one, or a denomination that is none,
 * panics when the message is executed.
 */
export function validateAccountDeposit(msg: MsgAccountDeposit): void {
  accAddressFromBech32(msg.signer);
  validateAccountId(msg.id);
  if (present(msg.deposit.amount, 'amount') === 0n) throw ErrInvalidDeposit.error();
  validateSources(msg.deposit.sources);
}

/** Registers the stateless check of the one message. */
export function registerValidateBasic(cfg: Configurator): void {
  cfg.validateBasic(MsgAccountDeposit, validateAccountDeposit);
}
