import { textBytes } from '../../../core/go-text.ts';

/** Source: ibc-go modules/core/04-channel/types/keys.go. */
// "nextChannelSequence" -> u64be
export const NEXT_CHANNEL_SEQUENCE_KEY: Uint8Array = textBytes('nextChannelSequence');
