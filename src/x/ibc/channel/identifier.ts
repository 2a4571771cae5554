import { GoErrorBase } from '../../../core/errors.ts';
import { ErrInvalidID } from '../host/errors.ts';
import { parseIdentifier } from '../host/parse.ts';
import { wrapped } from '../wrapped.ts';

const PREFIX = 'channel-';
const FORMAT = /^channel-[0-9]{1,20}$/;

/** Names of channels that this chain makes: `channel-{sequence}`. Source: ibc-go modules/core/04-channel/types/keys.go. */
export function formatChannelIdentifier(sequence: bigint): string {
  return `${PREFIX}${sequence}`;
}

/** Throws GoError. */
export function parseChannelSequence(channelId: string): bigint {
  if (!FORMAT.test(channelId)) throw ErrInvalidID.wrap('channel identifier is not in the format: `channel-{N}`');
  return wrapped('invalid channel identifier', () => parseIdentifier(channelId, PREFIX));
}

export function isValidChannelId(channelId: string): boolean {
  try {
    parseChannelSequence(channelId);
    return true;
  } catch (e) {
    if (e instanceof GoErrorBase) return false;
    throw e;
  }
}
