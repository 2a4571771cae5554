import type { Context } from '../../../core/context.ts';
import { GoErrorBase, GoPanic } from '../../../core/errors.ts';
import type { KVStore, StoreKey } from '../../../core/store.ts';
import { unixNano } from '../../../core/time.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import { MerkleProof } from '../../../wire/gen/ibc/core/commitment/v1/commitment.ts';
import { ClientState, ConsensusState } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import * as client from '../client/errors.ts';
import {
  compareHeights,
  getSelfHeight,
  heightNumbers,
  heightString,
  isZeroHeight,
  newHeight,
  ZERO_HEIGHT,
} from '../client/height.ts';
import { parseClientIdentifier } from '../client/identifier.ts';
import { clientStore } from '../client/keys.ts';
import {
  type ClientMessage,
  type LightClientModule,
  type Membership,
  type Status,
  TENDERMINT,
} from '../client/light-client.ts';
import { ErrInvalidProof } from '../commitment/errors.ts';
import { verifyMembership, verifyNonMembership } from '../commitment/merkle-proof.ts';
import { ErrInvalidHeight } from '../errors.ts';
import { wrapped } from '../wrapped.ts';
import { isExpired, isMatchingClientState, validateClientState, validateConsensusState } from './client-state.ts';
import { ErrDelayPeriodNotPassed, ErrProcessedHeightNotFound, ErrProcessedTimeNotFound } from './errors.ts';
import { headerConsensusState, headerHeight } from './header.ts';
import {
  deleteConsensusState,
  getClientState,
  getConsensusState,
  getProcessedHeight,
  getProcessedTime,
  setClientState,
  setConsensusMetadata,
  setConsensusMetadataWithValues,
  setConsensusState,
  withLowestHeight,
} from './store.ts';
import { verifyUpgradeAndUpdateState } from './upgrade.ts';
import { checkForMisbehaviour, verifyClientMessage } from './verify.ts';

/** A frozen height is a mark only. */
const FROZEN_HEIGHT: Height = Object.freeze({ revisionNumber: 0n, revisionHeight: 1n });
const UINT64 = 64;

/** Clients of chains that run CometBFT. Source: ibc-go modules/light-clients/07-tendermint. */
export class TendermintLightClient implements LightClientModule {
  private readonly storeKey: StoreKey;

  constructor(storeKey: StoreKey) {
    this.storeKey = storeKey;
  }

  private store(ctx: Context, clientId: string): KVStore {
    return clientStore(ctx.kvStore(this.storeKey), clientId);
  }

  /** The client's store and state. Throws SdkError when there is no such client. */
  private open(ctx: Context, clientId: string): { store: KVStore; cs: ClientState } {
    const store = this.store(ctx, clientId);
    const cs = getClientState(store);
    if (cs === undefined) throw client.ErrClientNotFound.wrap(clientId);
    return { store, cs };
  }

  /** As {@link open}, where the reference has no error to return. */
  private mustOpen(ctx: Context, clientId: string): { store: KVStore; cs: ClientState } {
    try {
      return this.open(ctx, clientId);
    } catch (e) {
      if (e instanceof GoErrorBase) throw new GoPanic(e.message);
      throw e;
    }
  }

  initialize(ctx: Context, clientId: string, clientState: Uint8Array, consensusState: Uint8Array): void {
    const cs = wrapped('failed to unmarshal client state bytes into client state', () =>
      ClientState.decode(clientState),
    );
    validateClientState(cs);
    const state = wrapped('failed to unmarshal consensus state bytes into consensus state', () =>
      ConsensusState.decode(consensusState),
    );
    validateConsensusState(state);
    const store = this.store(ctx, clientId);
    setClientState(store, cs);
    setConsensusState(store, state, cs.latestHeight);
    setConsensusMetadata(ctx, store, cs.latestHeight);
  }

  verifyClientMessage(ctx: Context, clientId: string, message: ClientMessage): void {
    const { store, cs } = this.open(ctx, clientId);
    verifyClientMessage(ctx, store, cs, message);
  }

  checkForMisbehaviour(ctx: Context, clientId: string, message: ClientMessage): boolean {
    return checkForMisbehaviour(this.mustOpen(ctx, clientId).store, message);
  }

  updateStateOnMisbehaviour(ctx: Context, clientId: string): void {
    const { store, cs } = this.mustOpen(ctx, clientId);
    setClientState(store, { ...cs, frozenHeight: FROZEN_HEIGHT });
  }

  updateState(ctx: Context, clientId: string, message: ClientMessage): Height[] {
    const { store, cs } = this.mustOpen(ctx, clientId);
    // PARITY: ibc-go 07-tendermint update.go: misbehaviour that is none is an update without heights.
    if (message.$case === 'misbehaviour') return [];
    const checking = ctx.isCheckTx || ctx.isReCheckTx;
    if (!checking || ctx.execMode === 'simulate') pruneOldestConsensusState(ctx, store, cs);
    const height = headerHeight(message.header);
    if (getConsensusState(store, height) !== undefined) return [height];
    const latestHeight = compareHeights(height, cs.latestHeight) > 0 ? height : cs.latestHeight;
    setClientState(store, { ...cs, latestHeight });
    setConsensusState(store, headerConsensusState(message.header), height);
    setConsensusMetadata(ctx, store, height);
    return [height];
  }

  verifyMembership(ctx: Context, clientId: string, what: Membership, value: Uint8Array): void {
    const { cs, root, proof } = this.openProof(ctx, clientId, what);
    verifyMembership(proof, cs.proofSpecs, root, what.path, value);
  }

  verifyNonMembership(ctx: Context, clientId: string, what: Membership): void {
    const { cs, root, proof } = this.openProof(ctx, clientId, what);
    verifyNonMembership(proof, cs.proofSpecs, root, what.path);
  }

  private openProof(ctx: Context, clientId: string, what: Membership) {
    const { store, cs } = this.open(ctx, clientId);
    const { height } = what;
    if (compareHeights(cs.latestHeight, height) < 0) {
      throw ErrInvalidHeight.wrap(
        `client state height < proof height (${heightNumbers(cs.latestHeight)} < ${heightNumbers(height)}), please ensure the client has been updated`,
      );
    }
    verifyDelayPeriodPassed(ctx, store, what);
    let proof: MerkleProof;
    try {
      proof = MerkleProof.decode(what.proof);
    } catch (e) {
      if (!(e instanceof GoErrorBase)) throw e;
      throw ErrInvalidProof.wrap('failed to unmarshal proof into ICS 23 commitment merkle proof');
    }
    const state = getConsensusState(store, height);
    if (state === undefined) {
      throw client.ErrConsensusStateNotFound.wrap(
        'please ensure the proof was constructed against a height that exists on the client',
      );
    }
    return { cs, root: state.root, proof };
  }

  status(ctx: Context, clientId: string): Status {
    const store = this.store(ctx, clientId);
    const cs = getClientState(store);
    return cs === undefined ? 'Unknown' : statusOf(ctx, store, cs);
  }

  latestHeight(ctx: Context, clientId: string): Height {
    return getClientState(this.store(ctx, clientId))?.latestHeight ?? ZERO_HEIGHT;
  }

  timestampAtHeight(ctx: Context, clientId: string, height: Height): bigint {
    const { store } = this.open(ctx, clientId);
    const state = getConsensusState(store, height);
    if (state === undefined) throw client.ErrConsensusStateNotFound.wrap(`height (${heightString(height)})`);
    return BigInt.asUintN(UINT64, unixNano(state.timestamp));
  }

  recoverClient(ctx: Context, clientId: string, substituteClientId: string): void {
    const { clientType } = parseClientIdentifier(substituteClientId);
    if (clientType !== TENDERMINT) {
      throw client.ErrInvalidClientType.wrap(`expected: ${TENDERMINT}, got: ${clientType}`);
    }
    const subject = this.open(ctx, clientId);
    recover(ctx, subject, this.open(ctx, substituteClientId));
  }

  verifyUpgradeAndUpdateState(
    ctx: Context,
    clientId: string,
    newClient: Uint8Array,
    newConsensusState: Uint8Array,
    upgradeClientProof: Uint8Array,
    upgradeConsensusStateProof: Uint8Array,
  ): void {
    let upgraded: ClientState;
    try {
      upgraded = ClientState.decode(newClient);
    } catch (e) {
      if (e instanceof GoErrorBase) throw client.ErrInvalidClient.wrap(e.message);
      throw e;
    }
    let consensus: ConsensusState;
    try {
      consensus = ConsensusState.decode(newConsensusState);
    } catch (e) {
      if (e instanceof GoErrorBase) throw client.ErrInvalidConsensus.wrap(e.message);
      throw e;
    }
    const { store, cs } = this.open(ctx, clientId);
    if (compareHeights(upgraded.latestHeight, cs.latestHeight) <= 0) {
      const [next, last] = [heightString(upgraded.latestHeight), heightString(cs.latestHeight)];
      throw ErrInvalidHeight.wrap(
        `upgraded client height ${next} must be at greater than current client height ${last}`,
      );
    }
    verifyUpgradeAndUpdateState(ctx, store, cs, upgraded, consensus, upgradeClientProof, upgradeConsensusStateProof);
  }
}

function statusOf(ctx: Context, store: KVStore, cs: ClientState): Status {
  if (!isZeroHeight(cs.frozenHeight)) return 'Frozen';
  const latest = getConsensusState(store, cs.latestHeight);
  if (latest === undefined || isExpired(cs, latest.timestamp, ctx.blockTime)) return 'Expired';
  return 'Active';
}

/** Each update drops one consensus state, the lowest, when it is too old to be trusted. */
function pruneOldestConsensusState(ctx: Context, store: KVStore, cs: ClientState): void {
  let expired: Height | undefined;
  withLowestHeight(store, (height) => {
    const state = getConsensusState(store, height);
    if (state === undefined) {
      const detail = `failed to retrieve consensus state at height: ${heightString(height)}`;
      throw new GoPanic(client.ErrConsensusStateNotFound.wrap(detail).message);
    }
    if (isExpired(cs, state.timestamp, ctx.blockTime)) expired = height;
  });
  if (expired !== undefined) deleteConsensusState(store, expired);
}

/** Proofs of packets have to wait for a connection's delays, counted from when the consensus state came in. */
function verifyDelayPeriodPassed(ctx: Context, store: KVStore, what: Membership): void {
  const { height, delayTimePeriod, delayBlockPeriod } = what;
  if (delayTimePeriod !== 0n) {
    const processed = getProcessedTime(store, height);
    if (processed === undefined) {
      throw ErrProcessedTimeNotFound.wrap(`processed time not found for height: ${heightString(height)}`);
    }
    const now = BigInt.asUintN(UINT64, unixNano(ctx.blockTime));
    const valid = BigInt.asUintN(UINT64, processed + delayTimePeriod);
    if (now < valid) {
      throw ErrDelayPeriodNotPassed.wrap(`cannot verify packet until time: ${valid}, current time: ${now}`);
    }
  }
  if (delayBlockPeriod !== 0n) {
    const processed = getProcessedHeight(store, height);
    if (processed === undefined) {
      throw ErrProcessedHeightNotFound.wrap(`processed height not found for height: ${heightString(height)}`);
    }
    const now = getSelfHeight(ctx);
    const valid = newHeight(
      processed.revisionNumber,
      BigInt.asUintN(UINT64, processed.revisionHeight + delayBlockPeriod),
    );
    if (compareHeights(now, valid) < 0) {
      throw ErrDelayPeriodNotPassed.wrap(
        `cannot verify packet until height: ${heightString(valid)}, current height: ${heightString(now)}`,
      );
    }
  }
}

/** Lets the subject go on from the substitute's latest consensus state. */
function recover(
  ctx: Context,
  subject: { store: KVStore; cs: ClientState },
  substitute: { store: KVStore; cs: ClientState },
): void {
  if (!isMatchingClientState(subject.cs, substitute.cs)) {
    throw client.ErrInvalidSubstitute.wrap('subject client state does not match substitute client state');
  }
  const frozen = statusOf(ctx, subject.store, subject.cs) === 'Frozen';
  const { latestHeight, chainId, trustingPeriod } = substitute.cs;
  const state = getConsensusState(substitute.store, latestHeight);
  if (state === undefined) {
    throw client.ErrConsensusStateNotFound.wrap('unable to retrieve latest consensus state for substitute client');
  }
  setConsensusState(subject.store, state, latestHeight);
  const height = getProcessedHeight(substitute.store, latestHeight);
  if (height === undefined) {
    throw client.ErrUpdateClientFailed.wrap('unable to retrieve processed height for substitute client latest height');
  }
  const time = getProcessedTime(substitute.store, latestHeight);
  if (time === undefined) {
    throw client.ErrUpdateClientFailed.wrap('unable to retrieve processed time for substitute client latest height');
  }
  setConsensusMetadataWithValues(subject.store, latestHeight, height, time);
  const frozenHeight = frozen ? ZERO_HEIGHT : subject.cs.frozenHeight;
  setClientState(subject.store, { ...subject.cs, frozenHeight, latestHeight, chainId, trustingPeriod });
}
