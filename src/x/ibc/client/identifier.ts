import { GoErrorBase, GoPanic } from '../../../core/errors.ts';
import { trimSpace } from '../../../core/go-text.ts';
import { ErrInvalidID } from '../host/errors.ts';
import { parseUint } from '../host/parse.ts';
import { clientIdentifierValidator } from '../host/validate.ts';
import { ErrInvalidClientType } from './errors.ts';
import { LOCALHOST } from './light-client.ts';

/** Names of clients: `{type}-{sequence}`. Source: ibc-go modules/core/02-client/types/keys.go, client.go. */

const CLIENT_ID_FORMAT = /^\w+([\w-]+\w)?-[0-9]{1,20}$/;
const MAX_UINT64 = (1n << 64n) - 1n;

export function formatClientIdentifier(clientType: string, sequence: bigint): string {
  return `${clientType}-${sequence}`;
}

/** Type and sequence of a client. Throws GoError. */
export function parseClientIdentifier(clientId: string): { clientType: string; sequence: bigint } {
  if (clientId === LOCALHOST) return { clientType: clientId, sequence: 0n };
  if (!CLIENT_ID_FORMAT.test(clientId)) {
    throw ErrInvalidID.wrap(`invalid client identifier ${clientId} is not in format: \`{client-type}-{N}\``);
  }
  const dash = clientId.lastIndexOf('-');
  try {
    return { clientType: clientId.slice(0, dash), sequence: parseUint(clientId.slice(dash + 1)) };
  } catch (e) {
    if (e instanceof GoErrorBase) throw e.wrap('failed to parse client identifier sequence');
    throw e;
  }
}

export function isValidClientId(clientId: string): boolean {
  try {
    parseClientIdentifier(clientId);
    return true;
  } catch (e) {
    if (e instanceof GoErrorBase) return false;
    throw e;
  }
}

/** The type of a client that is known to have one: failing is a panic. */
export function mustParseClientIdentifier(clientId: string): string {
  try {
    return parseClientIdentifier(clientId).clientType;
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(e.message);
    throw e;
  }
}

/** Whether every client of the type would have a valid name. Throws SdkError. */
export function validateClientType(clientType: string): void {
  if (trimSpace(clientType) === '') throw ErrInvalidClientType.wrap('client type cannot be blank');
  const smallest = formatClientIdentifier(clientType, 0n);
  if (!isValidClientId(smallest)) throw ErrInvalidClientType.wrap('');
  check(smallest, 'smallest');
  check(formatClientIdentifier(clientType, MAX_UINT64), 'largest');
}

function check(clientId: string, which: string): void {
  try {
    clientIdentifierValidator(clientId);
  } catch (e) {
    if (e instanceof GoErrorBase) throw e.wrap(`client type results in ${which} client identifier being invalid`);
    throw e;
  }
}
