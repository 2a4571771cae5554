/** Evidence of misbehaviour. Source: CometBFT types/evidence.go. */
import { GoError } from '../core/errors.ts';
import { compareBytes } from '../core/go-text.ts';
import { sha256 } from '../crypto/hash.ts';
import { type Misbehavior, MisbehaviorType } from '../wire/gen/tendermint/abci/types.ts';
import {
  DuplicateVoteEvidence,
  type Evidence,
  LightClientAttackEvidence,
} from '../wire/gen/tendermint/types/evidence.ts';
import type { Vote } from '../wire/gen/tendermint/types/types.ts';
import { blockIdKey, within } from './block-id.ts';
import { headerHash } from './hash.ts';
import { merkleRoot } from './merkle.ts';
import { validateVote, voteString } from './vote.ts';

/** What evidence is hashed and compared as. */
export function evidenceBytes(e: Evidence): Uint8Array {
  if (e.sum?.$case === 'duplicateVoteEvidence') return DuplicateVoteEvidence.encode(e.sum.duplicateVoteEvidence);
  if (e.sum?.$case === 'lightClientAttackEvidence') return attackBytes(e.sum.lightClientAttackEvidence);
  throw new GoError('evidence is not recognized');
}

/** The total power of the conflicting set is not part of the evidence. */
function attackBytes(e: LightClientAttackEvidence): Uint8Array {
  const block = e.conflictingBlock;
  if (block?.validatorSet === undefined) return LightClientAttackEvidence.encode(e);
  const validatorSet = { ...block.validatorSet, totalVotingPower: 0n };
  return LightClientAttackEvidence.encode({ ...e, conflictingBlock: { ...block, validatorSet } });
}

/** Root over the evidence of a block. */
export function evidenceHash(evidence: readonly Evidence[]): Uint8Array {
  return merkleRoot(evidence.map(evidenceBytes));
}

/** The hash that names a piece of evidence. */
export function evidenceId(e: Evidence): Uint8Array {
  if (e.sum?.$case !== 'lightClientAttackEvidence') return sha256(evidenceBytes(e));
  const { conflictingBlock, commonHeight } = e.sum.lightClientAttackEvidence;
  const header = conflictingBlock?.signedHeader?.header;
  const height = zigzag(commonHeight);
  const bytes = new Uint8Array(32 + height.length);
  // PARITY: cometbft types/evidence.go: the hash loses its last byte.
  if (header !== undefined) bytes.set(headerHash(header).subarray(0, 31));
  bytes.set(height, 32);
  return sha256(bytes);
}

/** Go's binary.PutVarint. */
function zigzag(n: bigint): Uint8Array {
  let x = BigInt.asUintN(64, (n << 1n) ^ (n >> 63n));
  const out: number[] = [];
  for (; x >= 0x80n; x >>= 7n) out.push(Number(x & 0x7fn) | 0x80);
  out.push(Number(x));
  return Uint8Array.from(out);
}

/** Evidence of two votes, in the order of their block ids. */
export function newDuplicateVoteEvidence(
  a: Vote,
  b: Vote,
  timestamp: Vote['timestamp'],
  validatorPower: bigint,
  totalVotingPower: bigint,
): DuplicateVoteEvidence {
  const ordered = compareBytes(blockIdKey(a.blockId), blockIdKey(b.blockId)) < 0;
  return { voteA: ordered ? a : b, voteB: ordered ? b : a, totalVotingPower, validatorPower, timestamp };
}

/** DuplicateVoteEvidence.ValidateBasic. Throws GoError. */
export function validateDuplicateVote(e: DuplicateVoteEvidence): void {
  const { voteA, voteB } = e;
  if (voteA === undefined || voteB === undefined) {
    const text = (v: Vote | undefined): string => (v === undefined ? 'nil-Vote' : voteString(v));
    throw new GoError(`one or both of the votes are empty ${text(voteA)}, ${text(voteB)}`);
  }
  within('invalid VoteA', () => validateVote(voteA));
  within('invalid VoteB', () => validateVote(voteB));
  if (compareBytes(blockIdKey(voteA.blockId), blockIdKey(voteB.blockId)) >= 0)
    throw new GoError('duplicate votes in invalid order');
}

export function duplicateVoteString(e: DuplicateVoteEvidence): string {
  const text = (v: Vote | undefined): string => (v === undefined ? 'nil-Vote' : voteString(v));
  return `DuplicateVoteEvidence{VoteA: ${text(e.voteA)}, VoteB: ${text(e.voteB)}}`;
}

/** What the application is told of a piece of evidence: one entry for each validator. */
export function toMisbehavior(e: Evidence): Misbehavior[] {
  if (e.sum?.$case === 'duplicateVoteEvidence') {
    const { voteA, validatorPower, timestamp, totalVotingPower } = e.sum.duplicateVoteEvidence;
    if (voteA === undefined) return [];
    const validator = { address: voteA.validatorAddress, power: validatorPower };
    const type = MisbehaviorType.DUPLICATE_VOTE;
    return [{ type, validator, height: voteA.height, time: timestamp, totalVotingPower }];
  }
  if (e.sum?.$case === 'lightClientAttackEvidence') {
    const { byzantineValidators, commonHeight, timestamp, totalVotingPower } = e.sum.lightClientAttackEvidence;
    return byzantineValidators.map((v) => ({
      type: MisbehaviorType.LIGHT_CLIENT_ATTACK,
      validator: { address: v.address, power: v.votingPower },
      height: commonHeight,
      time: timestamp,
      totalVotingPower,
    }));
  }
  return [];
}
