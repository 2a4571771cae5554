import { addressKey } from '../../store/keys.ts';

/** Layout of the `provider` store. Source: node x/provider/keeper/key.go. */
export const MODULE_NAME = 'provider';
export const STORE_KEY = MODULE_NAME;

// 0x01 | length, owner -> Provider
export const PROVIDER_PREFIX: Uint8Array = Uint8Array.of(0x01);

export function providerKey(owner: Uint8Array): Uint8Array {
  return addressKey(PROVIDER_PREFIX, owner);
}
