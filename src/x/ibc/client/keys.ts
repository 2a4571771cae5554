import { GoPanic } from '../../../core/errors.ts';
import { textBytes, trimSpace } from '../../../core/go-text.ts';
import type { KVStore } from '../../../core/store.ts';
import { PrefixStore } from '../../../store/prefix.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import { ErrInvalidPath } from '../host/errors.ts';
import { heightString } from './height.ts';

/** Source: ibc-go modules/core/02-client/types/keys.go, store.go, modules/core/24-host/client_keys.go. */

export const CLIENT_STORE_PREFIX = 'clients';

// "clientParams" -> Params
export const PARAMS_KEY: Uint8Array = textBytes('clientParams');
// "nextClientSequence" -> u64be
export const NEXT_CLIENT_SEQUENCE_KEY: Uint8Array = textBytes('nextClientSequence');

// Below, in a client's own part of the store:
// "clientState" -> Any of a client state
export const CLIENT_STATE_KEY: Uint8Array = textBytes('clientState');
// "consensusStates/<revision>-<height>" -> Any of a consensus state
export const consensusStateKey = (height: Height): Uint8Array => textBytes(`consensusStates/${heightString(height)}`);
// "creator" -> address of who made the client
export const CREATOR_KEY: Uint8Array = textBytes('creator');

/** "clients/<client>/": the part of the `ibc` store that is a client's own. */
export function clientStore(store: KVStore, clientId: string): KVStore {
  return new PrefixStore(store, textBytes(`${CLIENT_STORE_PREFIX}/${clientId}/`));
}

/** The client whose state stands at a path of the `ibc` store; anything else is a panic. */
export function mustParseClientStatePath(path: string): string {
  const fail = (detail: string): GoPanic => new GoPanic(ErrInvalidPath.wrap(detail).message);
  const [start, clientId, end, ...more] = path.split('/');
  if (end === undefined || more.length > 0) throw fail(`cannot parse client state path ${path}`);
  if (start !== CLIENT_STORE_PREFIX) {
    throw fail(`path does not begin with client store prefix: expected ${CLIENT_STORE_PREFIX}, got ${start}`);
  }
  if (end !== 'clientState') throw fail(`path does not end with client state key: expected clientState, got ${end}`);
  if (trimSpace(clientId!) === '') throw fail('clientID is empty');
  return clientId!;
}
