import { putU64be } from '../../store/keys.ts';

/** Module name. */
export const MODULE_NAME = 'auth';
/** Name of the store. */
export const STORE_KEY = 'acc';
/** Module account that collects fees and inflation until distribution takes them. */
export const FEE_COLLECTOR_NAME = 'fee_collector';

/** `0x00` -> Params. */
export const PARAMS_KEY = Uint8Array.of(0x00);

/** `0x02` -> next account number, u64be. */
export const GLOBAL_ACCOUNT_NUMBER_KEY = Uint8Array.of(0x02);

/** Where the next account number stood before consensus version 5, as a protobuf UInt64Value. */
export const LEGACY_GLOBAL_ACCOUNT_NUMBER_KEY = ascii('globalAccountNumber');

/** `0x01` | address -> Any of the account. */
export const ACCOUNT_PREFIX = Uint8Array.of(0x01);

/** `"accountNumber"` | account number, u64be -> address. */
export const ACCOUNT_NUMBER_PREFIX = ascii('accountNumber');

/** The key made last: a transaction asks for one account many times. */
let lastKey: Uint8Array = ACCOUNT_PREFIX;

/** Key of an account. */
export function accountKey(address: Uint8Array): Uint8Array {
  if (isKeyOf(lastKey, address)) return lastKey;
  const key = new Uint8Array(1 + address.length);
  key[0] = 0x01;
  key.set(address, 1);
  lastKey = key;
  return key;
}

function isKeyOf(key: Uint8Array, address: Uint8Array): boolean {
  if (key.length !== address.length + 1) return false;
  for (let i = 0; i < address.length; i++) if (key[i + 1] !== address[i]) return false;
  return true;
}

/** Key of the index from an account number to its address. */
export function accountNumberKey(accountNumber: bigint): Uint8Array {
  const at = ACCOUNT_NUMBER_PREFIX.length;
  const key = new Uint8Array(at + 8);
  key.set(ACCOUNT_NUMBER_PREFIX);
  putU64be(key, at, accountNumber);
  return key;
}

function ascii(s: string): Uint8Array {
  return Uint8Array.from(s, (c) => c.charCodeAt(0));
}
