import { textBytes } from '../../../core/go-text.ts';

/** In a client's own part of the `ibc` store. Source: ibc-go modules/core/02-client/v2/types/keys.go. */
// "counterparty" -> CounterpartyInfo
export const COUNTERPARTY_KEY: Uint8Array = textBytes('counterparty');
// "config" -> Config
export const CONFIG_KEY: Uint8Array = textBytes('config');
