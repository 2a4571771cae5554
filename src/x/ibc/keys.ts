import { textBytes } from '../../core/go-text.ts';

/** Layout of the `ibc` store. Source: ibc-go modules/core/24-host and the submodules' types/keys.go. */
export const MODULE_NAME = 'ibc';
export const STORE_KEY = MODULE_NAME;

// "clientParams" -> 02-client Params
export const CLIENT_PARAMS_KEY: Uint8Array = textBytes('clientParams');
// "nextClientSequence" -> u64be
export const NEXT_CLIENT_SEQUENCE_KEY: Uint8Array = textBytes('nextClientSequence');
// "connectionParams" -> 03-connection Params
export const CONNECTION_PARAMS_KEY: Uint8Array = textBytes('connectionParams');
// "nextConnectionSequence" -> u64be
export const NEXT_CONNECTION_SEQUENCE_KEY: Uint8Array = textBytes('nextConnectionSequence');
// "nextChannelSequence" -> u64be
export const NEXT_CHANNEL_SEQUENCE_KEY: Uint8Array = textBytes('nextChannelSequence');
// "connections/<id>" -> ConnectionEnd
export const connectionKey = (id: string): Uint8Array => textBytes(`connections/${id}`);

export const LOCALHOST_CLIENT_ID = '09-localhost';
export const LOCALHOST_CONNECTION_ID = 'connection-localhost';
