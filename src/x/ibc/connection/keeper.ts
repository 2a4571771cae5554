import type { Context } from '../../../core/context.ts';
import { GoPanic } from '../../../core/errors.ts';
import { textBytes } from '../../../core/go-text.ts';
import { Item } from '../../../core/item.ts';
import type { KVStore, StoreKey } from '../../../core/store.ts';
import { prefixEndBytes, readU64be, u64be } from '../../../store/keys.ts';
import { PrefixStore } from '../../../store/prefix.ts';
import {
  ClientPaths,
  ConnectionEnd,
  type ConnectionPaths,
  type IdentifiedConnection,
  Params,
  State,
} from '../../../wire/gen/ibc/core/connection/v1/connection.ts';
import { textFromBytes } from '../../../wire/utf8.ts';
import { ErrClientNotFound } from '../client/errors.ts';
import { LOCALHOST } from '../client/light-client.ts';
import { CONNECTION_PREFIX, clientConnectionsKey, connectionKey } from '../host/keys.ts';
import type { ClientKeeper } from './expected-keepers.ts';
import { formatConnectionIdentifier } from './identifier.ts';
import { LOCALHOST_CONNECTION_ID, NEXT_CONNECTION_SEQUENCE_KEY, PARAMS_KEY } from './keys.ts';
import { COMPATIBLE_VERSIONS } from './version.ts';

/** What this chain's store is called in other chains' proofs. */
export const COMMITMENT_PREFIX = { keyPrefix: textBytes('ibc') };

/** Connections and their parameters. Source: ibc-go modules/core/03-connection/keeper/keeper.go. */
export class ConnectionKeeper {
  readonly clients: ClientKeeper;
  private readonly storeKey: StoreKey;
  private readonly params: Item<Params>;

  constructor(deps: { readonly storeKey: StoreKey; readonly clientKeeper: ClientKeeper }) {
    this.storeKey = deps.storeKey;
    this.clients = deps.clientKeeper;
    this.params = new Item(deps.storeKey, PARAMS_KEY, Params);
  }

  private store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  getParams(ctx: Context): Params {
    const params = this.params.find(ctx);
    if (params === undefined) throw new GoPanic('connection params are not set in store');
    return params;
  }

  setParams(ctx: Context, params: Params): void {
    this.params.set(ctx, params);
  }

  getConnection(ctx: Context, connectionId: string): ConnectionEnd | undefined {
    const value = this.store(ctx).get(connectionKey(connectionId));
    return value === undefined || value.length === 0 ? undefined : ConnectionEnd.decode(value);
  }

  setConnection(ctx: Context, connectionId: string, connection: ConnectionEnd): void {
    this.store(ctx).set(connectionKey(connectionId), ConnectionEnd.encode(connection));
  }

  /** For listings; keys begin with a slash. */
  connectionStore(ctx: Context): KVStore {
    return new PrefixStore(this.store(ctx), textBytes(CONNECTION_PREFIX));
  }

  getAllConnections(ctx: Context): IdentifiedConnection[] {
    const all: IdentifiedConnection[] = [];
    const prefix = textBytes(CONNECTION_PREFIX);
    const it = this.store(ctx).iterator(prefix, prefixEndBytes(prefix));
    try {
      for (; it.valid(); it.next()) {
        const connection = ConnectionEnd.decode(it.value());
        all.push({ id: connectionIdOf(it.key()), ...connection });
      }
    } finally {
      it.close();
    }
    return all;
  }

  getNextConnectionSequence(ctx: Context): bigint {
    const value = this.store(ctx).get(NEXT_CONNECTION_SEQUENCE_KEY);
    if (value === undefined) throw new GoPanic('next connection sequence is nil');
    return readU64be(value);
  }

  setNextConnectionSequence(ctx: Context, sequence: bigint): void {
    this.store(ctx).set(NEXT_CONNECTION_SEQUENCE_KEY, u64be(sequence));
  }

  generateConnectionIdentifier(ctx: Context): string {
    const sequence = this.getNextConnectionSequence(ctx);
    this.setNextConnectionSequence(ctx, BigInt.asUintN(64, sequence + 1n));
    return formatConnectionIdentifier(sequence);
  }

  // ---- the connections of a client

  getClientConnectionPaths(ctx: Context, clientId: string): string[] | undefined {
    const value = this.store(ctx).get(clientConnectionsKey(clientId));
    return value === undefined || value.length === 0 ? undefined : ClientPaths.decode(value).paths;
  }

  setClientConnectionPaths(ctx: Context, clientId: string, paths: string[]): void {
    this.store(ctx).set(clientConnectionsKey(clientId), ClientPaths.encode({ paths }));
  }

  getAllClientConnectionPaths(ctx: Context): ConnectionPaths[] {
    const all: ConnectionPaths[] = [];
    this.clients.iterateClientStates(ctx, '', (clientId) => {
      const paths = this.getClientConnectionPaths(ctx, clientId);
      if (paths !== undefined) all.push({ clientId, paths });
      return false;
    });
    return all;
  }

  /** Throws SdkError when there is no such client. */
  addConnectionToClient(ctx: Context, clientId: string, connectionId: string): void {
    if (this.clients.getClientState(ctx, clientId) === undefined) throw ErrClientNotFound.wrap(clientId);
    const paths = this.getClientConnectionPaths(ctx, clientId) ?? [];
    this.setClientConnectionPaths(ctx, clientId, [...paths, connectionId]);
  }

  /** The connection of the chain to itself. */
  createSentinelLocalhostConnection(ctx: Context): void {
    this.setConnection(ctx, LOCALHOST_CONNECTION_ID, {
      clientId: LOCALHOST,
      versions: [...COMPATIBLE_VERSIONS],
      state: State.STATE_OPEN,
      counterparty: { clientId: LOCALHOST, connectionId: LOCALHOST_CONNECTION_ID, prefix: COMMITMENT_PREFIX },
      delayPeriod: 0n,
    });
  }
}

/** The name at the end of a connection's key. */
export function connectionIdOf(key: Uint8Array): string {
  const text = textFromBytes(key);
  return text.slice(text.indexOf('/') + 1);
}
