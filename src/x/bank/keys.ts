import { textBytes } from '../../core/go-text.ts';
import { concatBytes } from '../../store/keys.ts';

export const MODULE_NAME = 'bank';
export const STORE_KEY = 'bank';

/** `0x00` | denom -> amount, decimal text. */
export const SUPPLY_PREFIX = Uint8Array.of(0x00);

/** `0x01` | denom -> Metadata. */
export const DENOM_METADATA_PREFIX = Uint8Array.of(0x01);

/** `0x02` | address length, u8 | address | denom -> amount, decimal text. */
export const BALANCES_PREFIX = Uint8Array.of(0x02);

/** `0x03` | denom | `0x00` | address length, u8 | address -> empty. */
export const DENOM_ADDRESS_PREFIX = Uint8Array.of(0x03);

/** `0x04` | denom -> BoolValue. */
export const SEND_ENABLED_PREFIX = Uint8Array.of(0x04);

/** `0x05` -> Params. */
export const PARAMS_KEY = Uint8Array.of(0x05);

/** A text after a prefix byte. */
function prefixed(prefix: number, denom: string): Uint8Array {
  const text = textBytes(denom);
  const key = new Uint8Array(1 + text.length);
  key[0] = prefix;
  key.set(text, 1);
  return key;
}

export function supplyKey(denom: string): Uint8Array {
  return prefixed(0x00, denom);
}

export function denomMetadataKey(denom: string): Uint8Array {
  return prefixed(0x01, denom);
}

export function sendEnabledKey(denom: string): Uint8Array {
  return prefixed(0x04, denom);
}

/** What all balances of an address begin with. */
export function balancesPrefix(address: Uint8Array): Uint8Array {
  const key = new Uint8Array(2 + address.length);
  key[0] = 0x02;
  key[1] = address.length;
  key.set(address, 2);
  return key;
}

/** The key made last, of an ASCII denomination: a balance is read, then written. */
let lastBalanceKey: Uint8Array = BALANCES_PREFIX;

export function balanceKey(address: Uint8Array, denom: string): Uint8Array {
  if (isBalanceKey(lastBalanceKey, address, denom)) return lastBalanceKey;
  const key = new Uint8Array(2 + address.length + denom.length);
  key[0] = 0x02;
  key[1] = address.length;
  key.set(address, 2);
  if (!putText(key, 2 + address.length, denom)) return concatBytes(balancesPrefix(address), textBytes(denom));
  lastBalanceKey = key;
  return key;
}

function isBalanceKey(key: Uint8Array, address: Uint8Array, denom: string): boolean {
  const at = 2 + address.length;
  if (key.length !== at + denom.length || key[1] !== address.length) return false;
  for (let i = 0; i < address.length; i++) if (key[i + 2] !== address[i]) return false;
  for (let i = 0; i < denom.length; i++) if (key[at + i] !== denom.charCodeAt(i)) return false;
  return true;
}

/** What all holders of a denomination begin with. */
export function denomAddressPrefix(denom: string): Uint8Array {
  return concatBytes(DENOM_ADDRESS_PREFIX, textBytes(`${denom}\0`));
}

export function denomAddressKey(denom: string, address: Uint8Array): Uint8Array {
  const key = new Uint8Array(3 + denom.length + address.length);
  key[0] = 0x03;
  const at = 2 + denom.length;
  key[at] = address.length;
  key.set(address, at + 1);
  if (putText(key, 1, denom)) return key;
  return concatBytes(denomAddressPrefix(denom), Uint8Array.of(address.length), address);
}

/** Writes ASCII text; false when it is not ASCII (a denomination of a valid coin always is). */
function putText(into: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0x80) return false;
    into[at + i] = c;
  }
  return true;
}
