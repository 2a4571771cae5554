import { textBytes } from '../../core/go-text.ts';

/** Layout of the `transfer` store. Source: ibc-go modules/apps/transfer/types/keys.go. */
export const MODULE_NAME = 'transfer';
export const STORE_KEY = MODULE_NAME;
export const PORT_ID = 'transfer';

// 0x01 -> port id, text
export const PORT_KEY: Uint8Array = Uint8Array.of(0x01);
// "params" -> Params
export const PARAMS_KEY: Uint8Array = textBytes('params');
