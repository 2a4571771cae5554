import { GoPanic } from '../../core/errors.ts';
import { textBytes } from '../../core/go-text.ts';
import { concatBytes, startsWith } from '../../store/keys.ts';
import { type Account as AccountID, type Payment as PaymentID, Scope } from '../../wire/gen/akash/escrow/id/v1/id.ts';
import { State } from '../../wire/gen/akash/escrow/types/v1/state.ts';
import { readText } from '../../wire/utf8.ts';

/**
 * Layout of the `escrow` store. A state is 0x01 open, 0x02 closed, 0x03 overdrawn. Source: node x/escrow/keeper/key.go.
 */
export const MODULE_NAME = 'escrow';
export const STORE_KEY = MODULE_NAME;

// 0x11 0x00 | state | "/deployment/" owner "/" dseq                        -> AccountState
// 0x11 0x00 | state | "/bid/" owner "/" dseq "/" gseq "/" oseq "/" provider -> AccountState
export const ACCOUNT_PREFIX: Uint8Array = Uint8Array.of(0x11, 0x00);
// 0x12 0x00 | state | "/deployment/" owner "/" dseq "/" gseq "/" oseq "/" provider -> PaymentState
export const PAYMENT_PREFIX: Uint8Array = Uint8Array.of(0x12, 0x00);

const SEPARATOR = '/';
const NOTHING = new Uint8Array(0);
const SCOPE_NAMES: readonly string[] = ['invalid', 'deployment', 'bid'];
/** Parts of an account's XID by scope. */
const XID_PARTS: Readonly<Record<number, number>> = { [Scope.deployment]: 2, [Scope.bid]: 5 };
const PAYMENT_PARTS = 6;

/** `scope/xid`. A scope that does not exist has no name. */
export function accountIdText(id: AccountID): string {
  return `${SCOPE_NAMES[id.scope] ?? ''}/${id.xid}`;
}

/** `scope/account xid/payment xid`. */
export function paymentIdText(id: PaymentID): string {
  return `${accountIdText(id.aid)}/${id.xid}`;
}

/** The byte of a state. Panics when there is none. */
function stateByte(state: number): Uint8Array {
  if (state !== State.open && state !== State.closed && state !== State.overdrawn) {
    throw new GoPanic(`invalid state ${state}`);
  }
  return Uint8Array.of(state);
}

/** `prefix | state | "/" id`, the bare prefix for the invalid state. */
export function stateKey(prefix: Uint8Array, state: number, id: string): Uint8Array {
  if (state === State.invalid) return prefix;
  return concatBytes(prefix, stateByte(state), id === '' ? NOTHING : textBytes(SEPARATOR + id));
}

export function accountKey(state: number, id: AccountID): Uint8Array {
  return stateKey(ACCOUNT_PREFIX, state, accountIdText(id));
}

export function paymentKey(state: number, id: PaymentID): Uint8Array {
  return stateKey(PAYMENT_PREFIX, state, paymentIdText(id));
}

/** Where the payments of an account in one state begin. */
export function paymentsKey(state: number, account: AccountID): Uint8Array {
  return stateKey(PAYMENT_PREFIX, state, accountIdText(account));
}

/** The parts of a key behind prefix and state. Panics as the reference does. */
function partsOf(key: Uint8Array, prefix: Uint8Array, what: string, least: number): string[] {
  if (key.length < prefix.length + least) throw new GoPanic(`malformed ${what} key`);
  if (!startsWith(key, prefix)) throw new GoPanic(`malformed ${what} prefix`);
  const from = prefix.length + 1;
  if (key[from] !== SEPARATOR.charCodeAt(0)) throw new GoPanic(`malformed ${what} separator`);
  return readText(key, from + 1, key.length).split(SEPARATOR);
}

function scopeOf(name: string, what: string): number {
  const scope = SCOPE_NAMES.indexOf(name);
  if (scope < 0) throw new GoPanic(`invalid ${what} scope "${name}"`);
  return scope;
}

/** The account of a whole key. Panics when the key is malformed. */
export function parseAccountKey(key: Uint8Array): AccountID {
  const [name, ...parts] = partsOf(key, ACCOUNT_PREFIX, 'account', 2);
  const malformed = (): GoPanic => new GoPanic(`malformed account key "${[name, ...parts].join(SEPARATOR)}"`);
  if (parts.length < 2) throw malformed();
  const scope = scopeOf(name!, 'account');
  if ((XID_PARTS[scope] ?? parts.length) !== parts.length) throw malformed();
  return { scope, xid: parts.join(SEPARATOR) };
}

/** The payment of a whole key. Panics when the key is malformed. */
export function parsePaymentKey(key: Uint8Array): PaymentID {
  const parts = partsOf(key, PAYMENT_PREFIX, 'payment', 1);
  if (parts.length !== PAYMENT_PARTS) throw new GoPanic(`malformed payment key "${parts.join(SEPARATOR)}"`);
  const aid = { scope: scopeOf(parts[0]!, 'payment'), xid: parts.slice(1, 3).join(SEPARATOR) };
  return { aid, xid: parts.slice(3).join(SEPARATOR) };
}
