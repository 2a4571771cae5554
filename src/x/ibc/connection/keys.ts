import { textBytes } from '../../../core/go-text.ts';

/** Source: ibc-go modules/core/03-connection/types/keys.go. */
// "connectionParams" -> Params
export const PARAMS_KEY: Uint8Array = textBytes('connectionParams');
// "nextConnectionSequence" -> u64be
export const NEXT_CONNECTION_SEQUENCE_KEY: Uint8Array = textBytes('nextConnectionSequence');

/** The connection of the chain to itself, which every chain has. */
export const LOCALHOST_CONNECTION_ID = 'connection-localhost';
