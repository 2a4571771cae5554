import { upperHex } from '../../../comet/block-id.ts';
import { verifyHeader as verifyLightHeader } from '../../../comet/light.ts';
import { checkCommitProto, checkSignedHeaderProto } from '../../../comet/validate.ts';
import { ValidatorSet } from '../../../comet/validator-set.ts';
import { verifyCommitLightTrusting } from '../../../comet/verify-commit.ts';
import type { Context } from '../../../core/context.ts';
import { GoErrorBase, nilPointer } from '../../../core/errors.ts';
import type { KVStore } from '../../../core/store.ts';
import { durationBetween, isAfter, isBefore, type Time, timeEquals } from '../../../core/time.ts';
import { equalBytes } from '../../../store/keys.ts';
import type {
  ClientState,
  ConsensusState,
  Header,
  Misbehaviour,
} from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import { ValidatorSet as ValidatorSetProto } from '../../../wire/gen/tendermint/types/validator.ts';
import { PRESENT_EMPTY_BYTES } from '../../../wire/runtime.ts';
import { compactText } from '../../../wire/text.ts';
import * as client from '../client/errors.ts';
import { compareHeights, heightString, isRevisionFormat, setRevisionNumber } from '../client/height.ts';
import type { ClientMessage } from '../client/light-client.ts';
import { wrapped } from '../wrapped.ts';
import { ErrInvalidHeaderHeight, ErrInvalidValidatorSet, ErrTrustingPeriodExpired } from './errors.ts';
import { headerConsensusState, headerHeight, innerCommit, innerHeader } from './header.ts';
import { getConsensusState, getNextConsensusState, getPreviousConsensusState } from './store.ts';

/**
 * Whether a client can believe a message. Source: ibc-go modules/light-clients/07-tendermint/{update,misbehaviour_handle}.go.
 */

/** Throws GoError when a header or misbehaviour does not follow from what the client trusts. */
export function verifyClientMessage(ctx: Context, store: KVStore, cs: ClientState, message: ClientMessage): void {
  if (message.$case === 'header') verifyHeader(ctx, store, cs, message.header);
  else verifyMisbehaviour(ctx, store, cs, message.misbehaviour);
}

function trustedConsensusState(store: KVStore, header: Header, name: string): ConsensusState {
  const state = getConsensusState(store, header.trustedHeight);
  if (state !== undefined) return state;
  throw client.ErrConsensusStateNotFound.wrap(
    `could not get trusted consensus state from clientStore for ${name} at TrustedHeight: ${heightString(header.trustedHeight)}`,
  );
}

function verifyHeader(ctx: Context, store: KVStore, cs: ClientState, header: Header): void {
  const trusted = trustedConsensusState(store, header, 'Header');
  checkTrustedHeader(header, trusted);
  const height = headerHeight(header);
  const { trustedHeight } = header;
  if (height.revisionNumber !== trustedHeight.revisionNumber) {
    throw ErrInvalidHeaderHeight.wrap(
      `header height revision ${height.revisionNumber} does not match trusted header revision ${trustedHeight.revisionNumber}`,
    );
  }
  const trustedSet = wrapped('trusted validator set in not tendermint validator set type', () =>
    ValidatorSet.fromProtoChecked(header.trustedValidators),
  );
  wrapped('signed header in not tendermint signed header type', () => checkSignedHeaderProto(header.signedHeader));
  const set = wrapped('validator set in not tendermint validator set type', () =>
    ValidatorSet.fromProtoChecked(header.validatorSet),
  );
  if (compareHeights(height, trustedHeight) <= 0) {
    throw client.ErrInvalidHeader.wrap(
      `header height ≤ consensus state height (${heightString(height)} ≤ ${heightString(trustedHeight)})`,
    );
  }
  const known = {
    chainId: cs.chainId,
    height: BigInt.asIntN(64, trustedHeight.revisionHeight),
    time: trusted.timestamp,
    nextValidatorsHash: trusted.nextValidatorsHash,
  };
  const { trustingPeriod, maxClockDrift, trustLevel } = cs;
  wrapped('failed to verify header', () =>
    verifyLightHeader(
      known,
      trustedSet,
      header.signedHeader!,
      set,
      trustingPeriod,
      ctx.blockTime,
      maxClockDrift,
      trustLevel,
    ),
  );
}

/** The trusted validators that come with a header must be those that the trusted state names. */
function checkTrustedHeader(header: Header, trusted: ConsensusState): void {
  const set = wrapped('trusted validator set in not tendermint validator set type', () =>
    ValidatorSet.fromProtoChecked(header.trustedValidators),
  );
  const hash = set.hash();
  if (equalBytes(trusted.nextValidatorsHash, hash)) return;
  const text = compactText(ValidatorSetProto, header.trustedValidators!);
  throw ErrInvalidValidatorSet.wrap(
    `trusted validators ${text}, does not hash to latest trusted validators. Expected: ${upperHex(trusted.nextValidatorsHash)}, got: ${upperHex(hash)}`,
  );
}

function verifyMisbehaviour(ctx: Context, store: KVStore, cs: ClientState, { header1, header2 }: Misbehaviour): void {
  if (header1 === undefined || header2 === undefined) throw nilPointer();
  const trusted1 = trustedConsensusState(store, header1, 'Header1');
  const trusted2 = trustedConsensusState(store, header2, 'Header2');
  wrapped('verifying Header1 in Misbehaviour failed', () => checkHeader(cs, trusted1, header1, ctx.blockTime));
  wrapped('verifying Header2 in Misbehaviour failed', () => checkHeader(cs, trusted2, header2, ctx.blockTime));
}

/** Whether those that the client trusts signed one of two contradicting headers. */
function checkHeader(cs: ClientState, trusted: ConsensusState, header: Header, now: Time): void {
  const trustedSet = wrapped('trusted validator set is not tendermint validator set type', () =>
    ValidatorSet.fromProtoChecked(header.trustedValidators),
  );
  const commit = innerCommit(header);
  wrapped('commit is not tendermint commit type', () => checkCommitProto(commit));
  checkTrustedHeader(header, trusted);
  const age = durationBetween(now, trusted.timestamp);
  if (age >= cs.trustingPeriod) {
    throw ErrTrustingPeriodExpired.wrap(
      `current timestamp minus the latest consensus state timestamp is greater than or equal to the trusting period (${age} >= ${cs.trustingPeriod})`,
    );
  }
  // A chain that was upgraded since signs with another revision in its id.
  const chainId = isRevisionFormat(cs.chainId)
    ? setRevisionNumber(cs.chainId, headerHeight(header).revisionNumber)
    : cs.chainId;
  try {
    verifyCommitLightTrusting(chainId, trustedSet, commit, cs.trustLevel);
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
    throw client.ErrInvalidMisbehaviour.wrap(
      `validator set in header has too much change from trusted validator set: ${e.message}`,
    );
  }
}

/** Whether a verified message shows that the chain signed what it must not. */
export function checkForMisbehaviour(store: KVStore, message: ClientMessage): boolean {
  if (message.$case === 'misbehaviour') return contradict(message.misbehaviour);
  const height = headerHeight(message.header);
  const state = headerConsensusState(message.header);
  const existing = getConsensusState(store, height);
  // PARITY: ibc-go 07-tendermint misbehaviour_handle.go: a header against what is stored is an update that freezes the client.
  if (existing !== undefined) return !sameConsensusState(existing, state);
  const previous = getPreviousConsensusState(store, height);
  const next = getNextConsensusState(store, height);
  if (previous !== undefined && !isBefore(previous.timestamp, state.timestamp)) return true;
  return next !== undefined && !isAfter(next.timestamp, state.timestamp);
}

/**
 * Two headers of one height with different hashes, or a lower height that is not earlier.
 *
 * PARITY: ibc-go 07-tendermint misbehaviour_handle.go: other pairs pass as updates that change nothing.
 */
function contradict({ header1, header2 }: Misbehaviour): boolean {
  if (header1 === undefined || header2 === undefined) throw nilPointer();
  if (compareHeights(headerHeight(header1), headerHeight(header2)) === 0) {
    return !equalBytes(innerCommit(header1).blockId.hash, innerCommit(header2).blockId.hash);
  }
  return !isAfter(innerHeader(header1).time, innerHeader(header2).time);
}

function sameConsensusState(a: ConsensusState, b: ConsensusState): boolean {
  return (
    timeEquals(a.timestamp, b.timestamp) &&
    deepEqual(a.root.hash, b.root.hash) &&
    deepEqual(a.nextValidatorsHash, b.nextValidatorsHash)
  );
}

/** PARITY: ibc-go 07-tendermint misbehaviour_handle.go: reflect.DeepEqual tells bytes that are nil from empty ones. */
function deepEqual(a: Uint8Array, b: Uint8Array): boolean {
  return equalBytes(a, b) && (a === PRESENT_EMPTY_BYTES) === (b === PRESENT_EMPTY_BYTES);
}
