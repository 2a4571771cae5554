import { addressKey } from '../../store/keys.ts';

/**
 * Layout of the `slashing` store. `lp(a)` is one length byte, then the address. Source: cosmos-sdk x/slashing/types/keys.go.
 */
export const MODULE_NAME = 'slashing';
export const STORE_KEY = MODULE_NAME;

// 0x00 -> Params
export const PARAMS_KEY: Uint8Array = Uint8Array.of(0x00);
// 0x01 | lp(consensus address) -> ValidatorSigningInfo
export const SIGNING_INFO_PREFIX: Uint8Array = Uint8Array.of(0x01);
// 0x02 | lp(consensus address) | chunk index u64 little endian -> bitmap chunk, see bitmap.ts
const BITMAP_PREFIX = Uint8Array.of(0x02);
// 0x03 | lp(consensus address) -> Any of the consensus public key
const PUBKEY_PREFIX = Uint8Array.of(0x03);

export function signingInfoKey(consAddr: Uint8Array): Uint8Array {
  return addressKey(SIGNING_INFO_PREFIX, consAddr);
}

/** The consensus address in a key of {@link signingInfoKey}. */
export function signingInfoAddress(key: Uint8Array): Uint8Array {
  return key.slice(2);
}

export function bitmapPrefix(consAddr: Uint8Array): Uint8Array {
  return addressKey(BITMAP_PREFIX, consAddr);
}

export function bitmapKey(consAddr: Uint8Array, chunkIndex: bigint): Uint8Array {
  const index = new Uint8Array(8);
  new DataView(index.buffer).setBigInt64(0, chunkIndex, true);
  return addressKey(BITMAP_PREFIX, consAddr, index);
}

export function pubkeyKey(consAddr: Uint8Array): Uint8Array {
  return addressKey(PUBKEY_PREFIX, consAddr);
}
