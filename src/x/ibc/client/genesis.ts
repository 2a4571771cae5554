import type { Context } from '../../../core/context.ts';
import { GoError, GoErrorBase, GoPanic } from '../../../core/errors.ts';
import { compareText } from '../../../core/go-text.ts';
import type { ClientConsensusStates, IdentifiedClientState } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import type { GenesisState, IdentifiedGenesisMetadata } from '../../../wire/gen/ibc/core/client/v1/genesis.ts';
import { ClientState, ConsensusState } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import { packAny } from '../../../wire/registry.ts';
import { PRESENT_EMPTY_BYTES } from '../../../wire/runtime.ts';
import { clientIdentifierValidator } from '../host/validate.ts';
import { validateClientState, validateConsensusState } from '../tendermint/client-state.ts';
import { unpackClientState, unpackConsensusState } from './codec.ts';
import { clientText, consensusStateText, metadataText } from './genesis-text.ts';
import { heightString, isZeroHeight } from './height.ts';
import { parseClientIdentifier, validateClientType } from './identifier.ts';
import type { ClientKeeper } from './keeper.ts';
import { TENDERMINT } from './light-client.ts';
import { ALLOW_ALL_CLIENTS, isAllowedClient, validateParams } from './params.ts';

/** Source: ibc-go modules/core/02-client/genesis.go, types/genesis.go. */

export function defaultGenesis(): GenesisState {
  return {
    clients: [],
    clientsConsensus: [],
    clientsMetadata: [],
    params: { allowedClients: [ALLOW_ALL_CLIENTS] },
    createLocalhost: false,
    nextClientSequence: 0n,
  };
}

/** Genesis section → state. */
export function initGenesis(k: ClientKeeper, ctx: Context, genesis: GenesisState): void {
  const { params, clients, clientsConsensus, clientsMetadata, nextClientSequence } = genesis;
  try {
    validateParams(params);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(`invalid ibc client genesis state parameters: ${e.message}`);
    throw e;
  }
  k.setParams(ctx, params);
  // First what else clients keep, so that it cannot take the place of their states.
  for (const { clientId, clientMetadata } of clientsMetadata) {
    const store = k.clientStore(ctx, clientId);
    for (const { key, value } of clientMetadata) store.set(key, value);
  }
  for (const { clientId, clientState } of clients) {
    const state = cached(() => unpackClientState(clientState));
    if (state === undefined) throw new GoPanic('invalid client state');
    if (!isAllowedClient(params, TENDERMINT)) {
      throw new GoPanic(`client state type ${TENDERMINT} is not registered on the allowlist`);
    }
    k.setClientState(ctx, clientId, state);
  }
  for (const { clientId, consensusStates } of clientsConsensus) {
    for (const { height, consensusState } of consensusStates) {
      const state = cached(() => unpackConsensusState(consensusState));
      if (state === undefined) {
        throw new GoPanic(`invalid consensus state with client ID ${clientId} at height ${heightString(height)}`);
      }
      k.setClientConsensusState(ctx, clientId, height, state);
    }
  }
  k.setNextClientSequence(ctx, nextClientSequence);
}

/** What was unpacked when the section was read, if anything. */
function cached<T>(unpack: () => T): T | undefined {
  try {
    return unpack();
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
}

/** All clients, in order of their names. */
export function getAllGenesisClients(k: ClientKeeper, ctx: Context): IdentifiedClientState[] {
  const clients: IdentifiedClientState[] = [];
  k.iterateClientStates(ctx, '', (clientId, state) => {
    clients.push({ clientId, clientState: packAny(ClientState, state) });
    return false;
  });
  return clients.sort((a, b) => compareText(a.clientId, b.clientId));
}

/** State → genesis section. */
export function exportGenesis(k: ClientKeeper, ctx: Context): GenesisState {
  const clients = getAllGenesisClients(k, ctx);
  return {
    clients,
    clientsMetadata: allMetadata(k, ctx, clients),
    clientsConsensus: allConsensusStates(k, ctx),
    params: k.getParams(ctx),
    createLocalhost: false,
    nextClientSequence: k.getNextClientSequence(ctx),
  };
}

function allMetadata(
  k: ClientKeeper,
  ctx: Context,
  clients: readonly IdentifiedClientState[],
): IdentifiedGenesisMetadata[] {
  const byClient = new Map<string, IdentifiedGenesisMetadata>();
  k.iterateMetadata(ctx, (clientId, key, value) => {
    const known = byClient.get(clientId) ?? { clientId, clientMetadata: [] };
    known.clientMetadata.push({ key, value: value.length === 0 ? PRESENT_EMPTY_BYTES : value });
    byClient.set(clientId, known);
    return false;
  });
  return clients.map(({ clientId }) => byClient.get(clientId)).filter((m) => m !== undefined);
}

function allConsensusStates(k: ClientKeeper, ctx: Context): ClientConsensusStates[] {
  const byClient = new Map<string, ClientConsensusStates>();
  k.iterateConsensusStates(ctx, (clientId, height, state) => {
    const known = byClient.get(clientId) ?? { clientId, consensusStates: [] };
    known.consensusStates.push({ height, consensusState: packAny(ConsensusState, state) });
    byClient.set(clientId, known);
    return false;
  });
  return [...byClient.values()].sort((a, b) => compareText(a.clientId, b.clientId));
}

/** Throws GoError when the section is not acceptable. */
export function validateGenesis(genesis: GenesisState): void {
  const { params, clients, clientsConsensus, clientsMetadata, nextClientSequence } = genesis;
  validateParams(params);
  const known = new Set<string>();
  let last = 0n;
  clients.forEach((client, i) => {
    const { clientId } = client;
    within(`invalid client consensus state identifier ${clientId} index ${i}`, () =>
      clientIdentifierValidator(clientId),
    );
    const state = cached(() => unpackClientState(client.clientState));
    if (state === undefined) throw new GoError(`invalid client state with ID ${clientId}`);
    if (!isAllowedClient(params, TENDERMINT)) {
      throw new GoError(`client type ${TENDERMINT} not allowed by genesis params`);
    }
    within(
      () => `invalid client ${clientText(client)} index ${i}`,
      () => validateClientState(state),
    );
    const { clientType, sequence } = parseClientIdentifier(clientId);
    if (clientType !== TENDERMINT) {
      throw new GoError(
        `client state type ${TENDERMINT} does not equal client type in client identifier ${clientType}`,
      );
    }
    validateClientType(clientType);
    if (sequence > last) last = sequence;
    known.add(clientId);
  });
  for (const { clientId, consensusStates } of clientsConsensus) {
    if (!known.has(clientId)) {
      throw new GoError(`consensus state in genesis has a client id ${clientId} that does not map to a genesis client`);
    }
    consensusStates.forEach(({ height, consensusState }, i) => {
      if (isZeroHeight(height)) throw new GoError('consensus state height cannot be zero');
      const state = cached(() => unpackConsensusState(consensusState));
      if (state === undefined) {
        throw new GoError(`invalid consensus state with client ID ${clientId} at height ${heightString(height)}`);
      }
      within(
        () => `invalid client consensus state ${consensusStateText(state)} clientID ${clientId} index ${i}`,
        () => validateConsensusState(state),
      );
    });
  }
  for (const { clientId, clientMetadata } of clientsMetadata) {
    if (!known.has(clientId)) {
      throw new GoError(`metadata in genesis has a client id ${clientId} that does not map to a genesis client`);
    }
    clientMetadata.forEach((metadata, i) => {
      within(
        () => `invalid client metadata ${metadataText(metadata)} clientID ${clientId} index ${i}`,
        () => {
          if (metadata.key.length === 0) throw new GoError('genesis metadata key cannot be empty');
          if (metadata.value.length === 0) throw new GoError('genesis metadata value cannot be empty');
        },
      );
    });
  }
  if (last !== 0n && last >= nextClientSequence) {
    throw new GoError(
      `next client identifier sequence ${nextClientSequence} must be greater than the maximum sequence used in the provided client identifiers ${last}`,
    );
  }
}

/** fmt.Errorf with `%w`: the code is lost. */
function within(detail: string | (() => string), f: () => void): void {
  try {
    f();
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
    throw new GoError(`${typeof detail === 'string' ? detail : detail()}: ${e.message}`, e);
  }
}
