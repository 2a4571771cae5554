import { textBytes } from '../../core/go-text.ts';

export const MODULE_NAME = 'ibc';
export const STORE_KEY = MODULE_NAME;

// "nextChannelSequence" -> u64be
export const NEXT_CHANNEL_SEQUENCE_KEY: Uint8Array = textBytes('nextChannelSequence');
