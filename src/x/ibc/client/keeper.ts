import type { Context } from '../../../core/context.ts';
import { GoErrorBase, GoPanic, InternalError } from '../../../core/errors.ts';
import { textBytes, trimSpace } from '../../../core/go-text.ts';
import { Item } from '../../../core/item.ts';
import type { KVStore, StoreKey } from '../../../core/store.ts';
import { readU64be, u64be } from '../../../store/keys.ts';
import { prefixIterator } from '../../../store/prefix.ts';
import type { Plan } from '../../../wire/gen/cosmos/upgrade/v1beta1/upgrade.ts';
import { type Height, Params } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import type { MerklePath } from '../../../wire/gen/ibc/core/commitment/v2/commitment.ts';
import type { ClientState, ConsensusState } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import { textFromBytes } from '../../../wire/utf8.ts';
import { ErrInvalidPath } from '../host/errors.ts';
import { LocalhostLightClient } from '../localhost/light-client.ts';
import { zeroCustomFields } from '../tendermint/client-state.ts';
import { wrapped } from '../wrapped.ts';
import { decodeClientState, decodeConsensusState, encodeClientState, encodeConsensusState } from './codec.ts';
import {
  ErrClientNotActive,
  ErrInvalidClientType,
  ErrInvalidHeight,
  ErrInvalidRecoveryClient,
  ErrRouteNotFound,
} from './errors.ts';
import {
  emitCreateClient,
  emitRecoverClient,
  emitScheduleIBCSoftwareUpgrade,
  emitSubmitMisbehaviour,
  emitUpdateClient,
  emitUpgradeClient,
} from './events.ts';
import type { UpgradeKeeper } from './expected-keepers.ts';
import { compareHeights, heightString, mustParseHeight, ZERO_HEIGHT } from './height.ts';
import {
  formatClientIdentifier,
  mustParseClientIdentifier,
  parseClientIdentifier,
  validateClientType,
} from './identifier.ts';
import {
  CLIENT_STATE_KEY,
  CLIENT_STORE_PREFIX,
  CREATOR_KEY,
  clientStore,
  consensusStateKey,
  mustParseClientStatePath,
  NEXT_CLIENT_SEQUENCE_KEY,
  PARAMS_KEY,
} from './keys.ts';
import { type ClientMessage, type LightClientModule, LOCALHOST, type Status } from './light-client.ts';
import { isAllowedClient } from './params.ts';

export interface ClientKeeperDeps {
  readonly storeKey: StoreKey;
  readonly upgradeKeeper: UpgradeKeeper;
}

/** Light clients of other chains, whatever their kind. Source: ibc-go modules/core/02-client/keeper. */
export class ClientKeeper {
  readonly upgradeKeeper: UpgradeKeeper;
  private readonly storeKey: StoreKey;
  private readonly params: Item<Params>;
  private readonly routes = new Map<string, LightClientModule>();

  constructor({ storeKey, upgradeKeeper }: ClientKeeperDeps) {
    this.storeKey = storeKey;
    this.upgradeKeeper = upgradeKeeper;
    this.params = new Item(storeKey, PARAMS_KEY, Params);
    this.addRoute(LOCALHOST, new LocalhostLightClient(storeKey));
  }

  /** Tells of a kind of client. */
  addRoute(clientType: string, module: LightClientModule): void {
    if (this.routes.has(clientType)) throw new InternalError(`light client ${clientType} is registered twice`);
    validateClientType(clientType);
    this.routes.set(clientType, module);
  }

  /** The module of a client. Throws GoError when its type is not allowed or not known. */
  route(ctx: Context, clientId: string): LightClientModule {
    const { clientType } = wrapped(`unable to parse client identifier ${clientId}`, () =>
      parseClientIdentifier(clientId),
    );
    if (!isAllowedClient(this.getParams(ctx), clientType)) {
      throw ErrInvalidClientType.wrap(`client (${clientId}) type ${clientType} is not in the allowed client list`);
    }
    // PARITY: ibc-go modules/core/02-client/keeper/keeper.go: a kind that nobody knows is told apart from a client that is not there.
    const module = this.routes.get(clientType);
    if (module === undefined) throw ErrRouteNotFound.wrap(clientId);
    return module;
  }

  /** {@link route}, or undefined where it fails. */
  private routeIfAny(ctx: Context, clientId: string): LightClientModule | undefined {
    try {
      return this.route(ctx, clientId);
    } catch (e) {
      if (e instanceof GoErrorBase) return undefined;
      throw e;
    }
  }

  // ---- what messages do

  /** Makes a client and returns its name. Throws GoError. */
  createClient(ctx: Context, clientType: string, clientState: Uint8Array, consensusState: Uint8Array): string {
    if (clientType === LOCALHOST) throw ErrInvalidClientType.wrap(`cannot create client of type: ${clientType}`);
    const clientId = this.generateClientIdentifier(ctx, clientType);
    const module = this.route(ctx, clientId);
    module.initialize(ctx, clientId, clientState, consensusState);
    checkActive('create client', clientId, module.status(ctx, clientId));
    emitCreateClient(ctx, clientId, clientType, module.latestHeight(ctx, clientId));
    return clientId;
  }

  /** Takes in a header, or freezes the client when the message proves misbehaviour. Throws GoError. */
  updateClient(ctx: Context, clientId: string, message: ClientMessage): void {
    const module = this.route(ctx, clientId);
    checkActive('update client', clientId, module.status(ctx, clientId));
    module.verifyClientMessage(ctx, clientId, message);
    if (module.checkForMisbehaviour(ctx, clientId, message)) {
      module.updateStateOnMisbehaviour(ctx, clientId, message);
      emitSubmitMisbehaviour(ctx, clientId, mustParseClientIdentifier(clientId));
      return;
    }
    const heights = module.updateState(ctx, clientId, message);
    emitUpdateClient(ctx, clientId, mustParseClientIdentifier(clientId), heights);
  }

  /** Follows the client's chain over an upgrade. Throws GoError. */
  upgradeClient(
    ctx: Context,
    clientId: string,
    upgradedClient: Uint8Array,
    upgradedConsState: Uint8Array,
    upgradeClientProof: Uint8Array,
    upgradeConsensusStateProof: Uint8Array,
  ): void {
    const module = this.route(ctx, clientId);
    checkActive('upgrade client', clientId, module.status(ctx, clientId));
    wrapped(`cannot upgrade client with ID ${clientId}`, () =>
      module.verifyUpgradeAndUpdateState(
        ctx,
        clientId,
        upgradedClient,
        upgradedConsState,
        upgradeClientProof,
        upgradeConsensusStateProof,
      ),
    );
    const height = module.latestHeight(ctx, clientId);
    emitUpgradeClient(ctx, clientId, mustParseClientIdentifier(clientId), height);
  }

  /** Brings a frozen or expired client back with the state of another client of the same chain. Throws GoError. */
  recoverClient(ctx: Context, subjectClientId: string, substituteClientId: string): void {
    const module = this.routeIfAny(ctx, subjectClientId);
    if (module === undefined) throw ErrRouteNotFound.wrap(subjectClientId);
    const subjectStatus = module.status(ctx, subjectClientId);
    if (subjectStatus === 'Active') {
      throw ErrInvalidRecoveryClient.wrap(
        `cannot recover subject client (${subjectClientId}) with status ${subjectStatus}`,
      );
    }
    checkActive('recover client using substitute client', substituteClientId, module.status(ctx, substituteClientId));
    const subjectHeight = module.latestHeight(ctx, subjectClientId);
    const substituteHeight = module.latestHeight(ctx, substituteClientId);
    if (compareHeights(subjectHeight, substituteHeight) >= 0) {
      const heights = `${heightString(subjectHeight)} >= ${heightString(substituteHeight)}`;
      throw ErrInvalidHeight.wrap(
        `subject client state latest height is greater or equal to substitute client state latest height (${heights})`,
      );
    }
    module.recoverClient(ctx, subjectClientId, substituteClientId);
    emitRecoverClient(ctx, subjectClientId, mustParseClientIdentifier(subjectClientId));
  }

  /** Schedules an upgrade after which other chains need another client of this one. Throws GoError. */
  scheduleIBCSoftwareUpgrade(ctx: Context, plan: Plan, upgradedClientState: ClientState): void {
    const bytes = encodeClientState(zeroCustomFields(upgradedClientState));
    this.upgradeKeeper.scheduleUpgrade(ctx, plan);
    this.upgradeKeeper.setUpgradedClient(ctx, plan.height, bytes);
    emitScheduleIBCSoftwareUpgrade(ctx, plan.name, plan.height);
  }

  // ---- proofs of what the client's chain has

  /** Whether the client's chain has `value` at a path. Throws GoError when that is not proven. */
  verifyMembership(
    ctx: Context,
    clientId: string,
    height: Height,
    delayTimePeriod: bigint,
    delayBlockPeriod: bigint,
    proof: Uint8Array,
    path: MerklePath,
    value: Uint8Array,
  ): void {
    const module = this.route(ctx, clientId);
    checkActive('call verify membership on client', clientId, module.status(ctx, clientId));
    module.verifyMembership(ctx, clientId, { height, delayTimePeriod, delayBlockPeriod, proof, path }, value);
  }

  /** Whether the client's chain has nothing at a path. Throws GoError when that is not proven. */
  verifyNonMembership(
    ctx: Context,
    clientId: string,
    height: Height,
    delayTimePeriod: bigint,
    delayBlockPeriod: bigint,
    proof: Uint8Array,
    path: MerklePath,
  ): void {
    const module = this.route(ctx, clientId);
    checkActive('call verify non membership on client', clientId, module.status(ctx, clientId));
    module.verifyNonMembership(ctx, clientId, { height, delayTimePeriod, delayBlockPeriod, proof, path });
  }

  // ---- what is known of a client

  /**
   * Unauthorized when its type is not allowed, or nothing is known of it. PARITY: ibc-go modules/core/02-client/keeper/keeper.go: so what
   * asks for the status fails with ErrClientNotActive, what asks for the route with ErrInvalidClientType.
   */
  getClientStatus(ctx: Context, clientId: string): Status {
    return this.routeIfAny(ctx, clientId)?.status(ctx, clientId) ?? 'Unauthorized';
  }

  /** Zero when there is no such client or its type is not allowed. */
  getClientLatestHeight(ctx: Context, clientId: string): Height {
    return this.routeIfAny(ctx, clientId)?.latestHeight(ctx, clientId) ?? ZERO_HEIGHT;
  }

  /** The time of the client's chain at a height, nanoseconds since 1970. Throws GoError. */
  getClientTimestampAtHeight(ctx: Context, clientId: string, height: Height): bigint {
    return this.route(ctx, clientId).timestampAtHeight(ctx, clientId, height);
  }

  // ---- state

  /** The part of the `ibc` store that is a client's own. */
  clientStore(ctx: Context, clientId: string): KVStore {
    return clientStore(this.store(ctx), clientId);
  }

  /** The whole `ibc` store. */
  store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  generateClientIdentifier(ctx: Context, clientType: string): string {
    const sequence = this.getNextClientSequence(ctx);
    this.setNextClientSequence(ctx, sequence + 1n);
    return formatClientIdentifier(clientType, sequence);
  }

  getNextClientSequence(ctx: Context): bigint {
    const bytes = this.store(ctx).get(NEXT_CLIENT_SEQUENCE_KEY);
    if (bytes === undefined || bytes.length === 0) throw new GoPanic('next client sequence is nil');
    return readU64be(bytes);
  }

  setNextClientSequence(ctx: Context, sequence: bigint): void {
    this.store(ctx).set(NEXT_CLIENT_SEQUENCE_KEY, u64be(BigInt.asUintN(64, sequence)));
  }

  getClientState(ctx: Context, clientId: string): ClientState | undefined {
    const bytes = this.clientStore(ctx, clientId).get(CLIENT_STATE_KEY);
    return bytes === undefined || bytes.length === 0 ? undefined : mustDecode('client', () => decodeClientState(bytes));
  }

  setClientState(ctx: Context, clientId: string, state: ClientState): void {
    this.clientStore(ctx, clientId).set(CLIENT_STATE_KEY, encodeClientState(state));
  }

  getClientConsensusState(ctx: Context, clientId: string, height: Height): ConsensusState | undefined {
    const bytes = this.clientStore(ctx, clientId).get(consensusStateKey(height));
    if (bytes === undefined || bytes.length === 0) return undefined;
    return mustDecode('consensus', () => decodeConsensusState(bytes));
  }

  setClientConsensusState(ctx: Context, clientId: string, height: Height, state: ConsensusState): void {
    this.clientStore(ctx, clientId).set(consensusStateKey(height), encodeConsensusState(state));
  }

  getLatestClientConsensusState(ctx: Context, clientId: string): ConsensusState | undefined {
    const module = this.routeIfAny(ctx, clientId);
    return module && this.getClientConsensusState(ctx, clientId, module.latestHeight(ctx, clientId));
  }

  /** Who made a client: the one that may say more of it. */
  getClientCreator(ctx: Context, clientId: string): Uint8Array | undefined {
    const bytes = this.clientStore(ctx, clientId).get(CREATOR_KEY);
    return bytes === undefined || bytes.length === 0 ? undefined : bytes;
  }

  setClientCreator(ctx: Context, clientId: string, creator: Uint8Array): void {
    this.clientStore(ctx, clientId).set(CREATOR_KEY, creator);
  }

  deleteClientCreator(ctx: Context, clientId: string): void {
    this.clientStore(ctx, clientId).delete(CREATOR_KEY);
  }

  /** Visits client states in order of their keys, those whose names begin with `prefix`, until a visit returns true. */
  iterateClientStates(ctx: Context, prefix: string, visit: (clientId: string, state: ClientState) => boolean): void {
    this.iterate(ctx, `${CLIENT_STORE_PREFIX}/${prefix}`, (path, value) => {
      if (!path.includes('clientState')) return false;
      const state = mustDecode('client', () => decodeClientState(value));
      return visit(mustParseClientStatePath(path), state);
    });
  }

  /** Visits consensus states in order of their keys, until a visit returns true. */
  iterateConsensusStates(
    ctx: Context,
    visit: (clientId: string, height: Height, state: ConsensusState) => boolean,
  ): void {
    this.iterate(ctx, CLIENT_STORE_PREFIX, (path, value) => {
      const parts = path.split('/');
      if (parts.length !== 4 || parts[2] !== 'consensusStates') return false;
      const height = mustParseHeight(parts[3]!);
      return visit(
        parts[1]!,
        height,
        mustDecode('consensus', () => decodeConsensusState(value)),
      );
    });
  }

  /** Visits all else that clients keep, until a visit returns true. `key` is within the client's part of the store. */
  iterateMetadata(ctx: Context, visit: (clientId: string, key: Uint8Array, value: Uint8Array) => boolean): void {
    this.iterate(ctx, CLIENT_STORE_PREFIX, (path, value) => {
      const parts = path.split('/');
      if (parts.length === 3 && parts[2] === 'clientState') return false;
      if (parts.length === 4 && parts[2] === 'consensusStates') return false;
      const [start, clientId] = parts;
      if (start !== CLIENT_STORE_PREFIX) {
        const detail = `path does not begin with client store prefix: expected ${CLIENT_STORE_PREFIX}, got ${start}`;
        throw new GoPanic(ErrInvalidPath.wrap(detail).message);
      }
      if (clientId === undefined) throw new GoPanic('runtime error: index out of range [1] with length 1');
      if (trimSpace(clientId) === '') throw new GoPanic(ErrInvalidPath.wrap('clientID is empty').message);
      return visit(clientId, textBytes(parts.slice(2).join('/')), value);
    });
  }

  private iterate(ctx: Context, prefix: string, visit: (path: string, value: Uint8Array) => boolean): void {
    const it = prefixIterator(this.store(ctx), textBytes(prefix));
    try {
      for (; it.valid(); it.next()) if (visit(textFromBytes(it.key()), it.value())) break;
    } finally {
      it.close();
    }
  }

  getParams(ctx: Context): Params {
    const params = this.params.find(ctx);
    if (params === undefined) throw new GoPanic('client params are not set in store');
    return params;
  }

  setParams(ctx: Context, params: Params): void {
    this.params.set(ctx, params);
  }
}

function checkActive(what: string, clientId: string, status: Status): void {
  if (status !== 'Active') throw ErrClientNotActive.wrap(`cannot ${what} (${clientId}) with status ${status}`);
}

function mustDecode<T>(what: string, decode: () => T): T {
  try {
    return decode();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(`failed to decode ${what} state: ${e.message}`);
    throw e;
  }
}
