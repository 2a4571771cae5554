import { GoErrorBase } from '../../../core/errors.ts';
import { ErrInvalidID } from '../host/errors.ts';
import { parseIdentifier } from '../host/parse.ts';
import { wrapped } from '../wrapped.ts';

const PREFIX = 'connection-';
const FORMAT = /^connection-[0-9]{1,20}$/;

/** Names of connections that this chain makes: `connection-{sequence}`. Source: ibc-go modules/core/03-connection/types/keys.go. */
export function formatConnectionIdentifier(sequence: bigint): string {
  return `${PREFIX}${sequence}`;
}

/** Throws GoError. */
export function parseConnectionSequence(connectionId: string): bigint {
  if (!FORMAT.test(connectionId))
    throw ErrInvalidID.wrap('connection identifier is not in the format: `connection-{N}`');
  return wrapped('invalid connection identifier', () => parseIdentifier(connectionId, PREFIX));
}

export function isValidConnectionId(connectionId: string): boolean {
  try {
    parseConnectionSequence(connectionId);
    return true;
  } catch (e) {
    if (e instanceof GoErrorBase) return false;
    throw e;
  }
}
