import type { Context } from '../../../core/context.ts';
import { GoErrorBase } from '../../../core/errors.ts';
import { textBytes } from '../../../core/go-text.ts';
import type { KVStore } from '../../../core/store.ts';
import { Dec } from '../../../math/dec.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import { MerkleProof } from '../../../wire/gen/ibc/core/commitment/v1/commitment.ts';
import type { MerklePath } from '../../../wire/gen/ibc/core/commitment/v2/commitment.ts';
import { ClientState, type ConsensusState } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import { encodeClientState, encodeConsensusState } from '../client/codec.ts';
import { ErrConsensusStateNotFound, ErrInvalidUpgradeClient } from '../client/errors.ts';
import { ErrInvalidProof } from '../commitment/errors.ts';
import { keyPathString } from '../commitment/merkle-path.ts';
import { verifyMembership } from '../commitment/merkle-proof.ts';
import { wrapped } from '../wrapped.ts';
import { validateClientState, zeroCustomFields } from './client-state.ts';
import { getConsensusState, setClientState, setConsensusMetadata, setConsensusState } from './store.ts';

/**
 * A client's way over an upgrade that changes its chain. Source: ibc-go modules/light-clients/07-tendermint/upgrade.go.
 */

/** Stands for the root of the state from which the new chain is verified: nothing can be proven under it. */
const SENTINEL_ROOT = textBytes('sentinel_root');
const UPGRADED_CLIENT = 'upgradedClient';
const UPGRADED_CONSENSUS_STATE = 'upgradedConsState';

/** Goes on with the states that the old chain committed to in its last block. Throws GoError. */
export function verifyUpgradeAndUpdateState(
  ctx: Context,
  store: KVStore,
  cs: ClientState,
  upgraded: ClientState,
  upgradedConsensus: ConsensusState,
  clientProof: Uint8Array,
  consensusProof: Uint8Array,
): void {
  if (cs.upgradePath.length === 0) {
    throw ErrInvalidUpgradeClient.wrap('cannot upgrade client, no upgrade path set');
  }
  const ofClient = decodeProof('client', clientProof);
  const ofConsensus = decodeProof('consensus state', consensusProof);
  const lastHeight = cs.latestHeight;
  const last = getConsensusState(store, lastHeight);
  if (last === undefined) {
    throw ErrConsensusStateNotFound.wrap('could not retrieve consensus state for lastHeight');
  }
  const clientPath = upgradePath(cs.upgradePath, lastHeight, UPGRADED_CLIENT);
  wrapped(`client state proof failed. Path: ${keyPathString(clientPath)}`, () =>
    verifyMembership(ofClient, cs.proofSpecs, last.root, clientPath, encodeClientState(zeroCustomFields(upgraded))),
  );
  const consensusPath = upgradePath(cs.upgradePath, lastHeight, UPGRADED_CONSENSUS_STATE);
  wrapped(`consensus state proof failed. Path: ${keyPathString(consensusPath)}`, () =>
    verifyMembership(ofConsensus, cs.proofSpecs, last.root, consensusPath, encodeConsensusState(upgradedConsensus)),
  );

  const next = ClientState.create({
    ...zeroCustomFields(upgraded),
    trustLevel: cs.trustLevel,
    trustingPeriod:
      upgraded.unbondingPeriod < cs.unbondingPeriod
        ? scaled(cs.trustingPeriod, cs.unbondingPeriod, upgraded.unbondingPeriod)
        : cs.trustingPeriod,
    maxClockDrift: cs.maxClockDrift,
  });
  wrapped('updated client state failed basic validation', () => validateClientState(next));
  setClientState(store, next);
  const state = { ...upgradedConsensus, root: { hash: SENTINEL_ROOT } };
  setConsensusState(store, state, next.latestHeight);
  setConsensusMetadata(ctx, store, next.latestHeight);
}

function decodeProof(what: string, bytes: Uint8Array): MerkleProof {
  try {
    return MerkleProof.decode(bytes);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidProof.wrap(`could not unmarshal ${what} merkle proof: ${e.message}`);
    throw e;
  }
}

/** Where the old chain's upgrade store has what it committed to. */
function upgradePath(path: readonly string[], lastHeight: Height, what: string): MerklePath {
  const keys = [...path.slice(0, -1), `${path[path.length - 1]}/${lastHeight.revisionHeight}/${what}`];
  return { keyPath: keys.map(textBytes) };
}

/** A trusting period shortened as the unbonding period was. */
function scaled(trustingPeriod: bigint, oldUnbonding: bigint, newUnbonding: bigint): bigint {
  return Dec.fromInt(trustingPeriod).mul(Dec.fromInt(newUnbonding)).quo(Dec.fromInt(oldUnbonding)).truncateInt64();
}
