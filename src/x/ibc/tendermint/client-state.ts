import { validateHash } from '../../../comet/block-id.ts';
import { validateTrustLevel } from '../../../comet/light.ts';
import { MAX_CHAIN_ID_LENGTH } from '../../../comet/validate.ts';
import { durationString } from '../../../core/duration.ts';
import { GoErrorBase } from '../../../core/errors.ts';
import { textLength, trimSpace } from '../../../core/go-text.ts';
import { addDuration, isAfter, type Time } from '../../../core/time.ts';
import { equalBytes } from '../../../store/keys.ts';
import { ClientState, type ConsensusState } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import { isNilList, NIL_MESSAGE } from '../../../wire/nil.ts';
import { ErrInvalidClient, ErrInvalidConsensus } from '../client/errors.ts';
import { parseChainId, ZERO_HEIGHT } from '../client/height.ts';
import { wrapped } from '../wrapped.ts';
import {
  ErrInvalidChainID,
  ErrInvalidHeaderHeight,
  ErrInvalidMaxClockDrift,
  ErrInvalidProofSpecs,
  ErrInvalidTrustingPeriod,
  ErrInvalidTrustLevel,
  ErrInvalidUnbondingPeriod,
} from './errors.ts';

/** Source: ibc-go modules/light-clients/07-tendermint/{client_state,consensus_state,proposal_handle}.go. */

/** Throws SdkError when a client state makes no sense by itself. */
export function validateClientState(cs: ClientState): void {
  if (trimSpace(cs.chainId) === '') throw ErrInvalidChainID.wrap('chain id cannot be empty string');
  const length = textLength(cs.chainId);
  if (length > MAX_CHAIN_ID_LENGTH) {
    throw ErrInvalidChainID.wrap(`chainID is too long; got: ${length}, max: ${MAX_CHAIN_ID_LENGTH}`);
  }
  try {
    validateTrustLevel(cs.trustLevel);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidTrustLevel.wrap(e.message);
    throw e;
  }
  if (cs.trustingPeriod <= 0n) throw ErrInvalidTrustingPeriod.wrap('trusting period must be greater than zero');
  if (cs.unbondingPeriod <= 0n) throw ErrInvalidUnbondingPeriod.wrap('unbonding period must be greater than zero');
  if (cs.maxClockDrift <= 0n) throw ErrInvalidMaxClockDrift.wrap('max clock drift must be greater than zero');
  const revision = parseChainId(cs.chainId);
  if (cs.latestHeight.revisionNumber !== revision) {
    throw ErrInvalidHeaderHeight.wrap(
      `latest height revision number must match chain id revision number (${cs.latestHeight.revisionNumber} != ${revision})`,
    );
  }
  if (cs.latestHeight.revisionHeight === 0n) {
    throw ErrInvalidHeaderHeight.wrap("tendermint client's latest height revision height cannot be zero");
  }
  if (cs.trustingPeriod >= cs.unbondingPeriod) {
    const [trusting, unbonding] = [durationString(cs.trustingPeriod), durationString(cs.unbondingPeriod)];
    throw ErrInvalidTrustingPeriod.wrap(`trusting period (${trusting}) should be < unbonding period (${unbonding})`);
  }
  if (isNilList(cs.proofSpecs)) throw ErrInvalidProofSpecs.wrap('proof specs cannot be nil for tm client');
  cs.proofSpecs.forEach((spec, i) => {
    if (spec === NIL_MESSAGE) throw ErrInvalidProofSpecs.wrap(`proof spec cannot be nil at index: ${i}`);
  });
  cs.upgradePath.forEach((key, i) => {
    if (trimSpace(key) === '') throw ErrInvalidClient.wrap(`key in upgrade path at index ${i} cannot be empty`);
  });
}

/** Throws GoError when a consensus state makes no sense by itself. */
export function validateConsensusState(cs: ConsensusState): void {
  if (cs.root.hash.length === 0) throw ErrInvalidConsensus.wrap('root cannot be empty');
  wrapped('next validators hash is invalid', () => validateHash(cs.nextValidatorsHash));
  if (cs.timestamp.seconds <= 0n) throw ErrInvalidConsensus.wrap('timestamp must be a positive Unix time');
}

/** Whether nothing can be trusted any more that was known at `latest`. */
export function isExpired(cs: ClientState, latest: Time, now: Time): boolean {
  return !isAfter(addDuration(latest, cs.trustingPeriod), now);
}

/** The part of a client state that its chain decides; the rest is the choice of whoever made the client. */
export function zeroCustomFields(cs: ClientState): ClientState {
  return ClientState.create({
    chainId: cs.chainId,
    unbondingPeriod: cs.unbondingPeriod,
    latestHeight: cs.latestHeight,
    proofSpecs: cs.proofSpecs,
    upgradePath: cs.upgradePath,
  });
}

/** Whether one client can stand in for another: chain, heights and trusting period may differ. */
export function isMatchingClientState(subject: ClientState, substitute: ClientState): boolean {
  const fixed = (cs: ClientState): Uint8Array =>
    ClientState.encode({
      ...cs,
      latestHeight: ZERO_HEIGHT,
      frozenHeight: ZERO_HEIGHT,
      trustingPeriod: 0n,
      chainId: '',
      allowUpdateAfterExpiry: true,
      allowUpdateAfterMisbehaviour: true,
    });
  return equalBytes(fixed(subject), fixed(substitute));
}
