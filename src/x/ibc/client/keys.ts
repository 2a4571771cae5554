import { textBytes } from '../../../core/go-text.ts';
import type { KVStore } from '../../../core/store.ts';
import { PrefixStore } from '../../../store/prefix.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
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
