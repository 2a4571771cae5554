import { textBytes } from '../../core/go-text.ts';
import { sha256 } from '../../crypto/hash.ts';
import { concatBytes } from '../../store/keys.ts';

/** Layout of the `transfer` store. Source: ibc-go modules/apps/transfer/types/keys.go. */
export const MODULE_NAME = 'transfer';
export const STORE_KEY = MODULE_NAME;
export const PORT_ID = 'transfer';
/** The only version of the protocol. */
export const VERSION = 'ics20-1';

// 0x01 -> port id, text
export const PORT_KEY: Uint8Array = Uint8Array.of(0x01);
export const DENOM_PREFIX: Uint8Array = Uint8Array.of(0x03);
// 0x03 | SHA-256 of the denomination's path -> Denom
export const denomKey = (hash: Uint8Array): Uint8Array => concatBytes(DENOM_PREFIX, hash);
// "params" -> Params
export const PARAMS_KEY: Uint8Array = textBytes('params');
export const TOTAL_ESCROW_PREFIX = 'totalEscrowForDenom';
// "totalEscrowForDenom/<denom>" -> IntProto
export const totalEscrowForDenomKey = (denom: string): Uint8Array => textBytes(`${TOTAL_ESCROW_PREFIX}/${denom}`);

/** The account that holds what went out over a channel (ADR-028). */
export function escrowAddress(portId: string, channelId: string): Uint8Array {
  return sha256(textBytes(`${VERSION}\0${portId}/${channelId}`)).subarray(0, 20);
}
