import type { Context } from '../../core/context.ts';
import { GoPanic, InternalError } from '../../core/errors.ts';
import { textBytes } from '../../core/go-text.ts';
import type { StoreKey } from '../../core/store.ts';
import { readU64be, u64be } from '../../store/keys.ts';
import { Params as ClientParams } from '../../wire/gen/ibc/core/client/v1/client.ts';
import { ConnectionEnd, Params as ConnectionParams, State } from '../../wire/gen/ibc/core/connection/v1/connection.ts';
import { GenesisState } from '../../wire/gen/ibc/core/types/v1/genesis.ts';
import {
  CLIENT_PARAMS_KEY,
  CONNECTION_PARAMS_KEY,
  connectionKey,
  LOCALHOST_CLIENT_ID,
  LOCALHOST_CONNECTION_ID,
  NEXT_CHANNEL_SEQUENCE_KEY,
  NEXT_CLIENT_SEQUENCE_KEY,
  NEXT_CONNECTION_SEQUENCE_KEY,
} from './keys.ts';

/** The connection of the chain to itself, which every chain has. */
const LOCALHOST_CONNECTION: ConnectionEnd = {
  clientId: LOCALHOST_CLIENT_ID,
  versions: [{ identifier: '1', features: ['ORDER_ORDERED', 'ORDER_UNORDERED'] }],
  state: State.STATE_OPEN,
  counterparty: {
    clientId: LOCALHOST_CLIENT_ID,
    connectionId: LOCALHOST_CONNECTION_ID,
    prefix: { keyPrefix: textBytes('ibc') },
  },
  delayPeriod: 0n,
};

/** Genesis section → state, in the reference's order of submodules. Source: ibc-go modules/core/genesis.go. */
export function initGenesis(ctx: Context, storeKey: StoreKey, genesis: GenesisState): void {
  const { connections, ...connectionGenesis } = genesis.connectionGenesis;
  for (const [name, part] of Object.entries({ ...genesis, connectionGenesis })) refuseContent(name, part);
  const store = ctx.kvStore(storeKey);
  store.set(CLIENT_PARAMS_KEY, ClientParams.encode(genesis.clientGenesis.params));
  store.set(NEXT_CLIENT_SEQUENCE_KEY, u64be(genesis.clientGenesis.nextClientSequence));
  for (const { id, ...connection } of genesis.connectionGenesis.connections) {
    store.set(connectionKey(id), ConnectionEnd.encode(connection));
  }
  for (const { id, ...connection } of connections) store.set(connectionKey(id), ConnectionEnd.encode(connection));
  store.set(NEXT_CONNECTION_SEQUENCE_KEY, u64be(genesis.connectionGenesis.nextConnectionSequence));
  store.set(CONNECTION_PARAMS_KEY, ConnectionParams.encode(genesis.connectionGenesis.params));
  store.set(connectionKey(LOCALHOST_CONNECTION_ID), ConnectionEnd.encode(LOCALHOST_CONNECTION));
  store.set(NEXT_CHANNEL_SEQUENCE_KEY, u64be(genesis.channelGenesis.nextChannelSequence));
}

/** Every export has the connection of the chain to itself, and no other list. */
function refuseContent(submodule: string, part: object): void {
  for (const [field, value] of Object.entries(part)) {
    if (Array.isArray(value) && value.some((item) => item.id !== LOCALHOST_CONNECTION_ID)) {
      throw new InternalError(`ibc: genesis with ${submodule}.${field} is not built yet`);
    }
  }
}

/** State → genesis section. */
export function exportGenesis(ctx: Context, storeKey: StoreKey): GenesisState {
  const store = ctx.kvStore(storeKey);
  const required = (key: Uint8Array): Uint8Array => {
    const value = store.get(key);
    if (value === undefined) throw new GoPanic('ibc genesis was never set');
    return value;
  };
  const genesis = GenesisState.create();
  genesis.clientGenesis.params = ClientParams.decode(required(CLIENT_PARAMS_KEY));
  genesis.clientGenesis.nextClientSequence = readU64be(required(NEXT_CLIENT_SEQUENCE_KEY));
  const connection = ConnectionEnd.decode(required(connectionKey(LOCALHOST_CONNECTION_ID)));
  genesis.connectionGenesis.connections = [{ id: LOCALHOST_CONNECTION_ID, ...connection }];
  genesis.connectionGenesis.params = ConnectionParams.decode(required(CONNECTION_PARAMS_KEY));
  genesis.connectionGenesis.nextConnectionSequence = readU64be(required(NEXT_CONNECTION_SEQUENCE_KEY));
  genesis.channelGenesis.nextChannelSequence = readU64be(required(NEXT_CHANNEL_SEQUENCE_KEY));
  return genesis;
}
