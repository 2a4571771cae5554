/** Votes, proposals and the signatures of a commit. Source: CometBFT types/vote.go, types/proposal.go, types/block.go. */
import { GoError, GoPanic } from '../core/errors.ts';
import { isZeroTime, toRfc3339Nano, zeroTime } from '../core/time.ts';
import type { BlockID, Commit, CommitSig, Proposal, Vote } from '../wire/gen/tendermint/types/types.ts';
import { blockIdString, fingerprint, isCompleteBlockId, isZeroBlockId, validateBlockId, within } from './block-id.ts';
import { PRECOMMIT, PREVOTE, PROPOSAL, precommitSignBytes } from './canonical.ts';

export const ADDRESS_SIZE = 20;
export const MAX_SIGNATURE_SIZE = 64;
/** How a validator stands to a commit. */
export const BlockIdFlag = { ABSENT: 1, COMMIT: 2, NIL: 3 } as const;

/** PARITY: cometbft types/block.go: the flag of the wire is an int32, of which CommitSig keeps the lowest byte. */
export const flagOf = (s: Pick<CommitSig, 'blockIdFlag'>): number => s.blockIdFlag & 0xff;

const NO_BLOCK: BlockID = { hash: new Uint8Array(0), partSetHeader: { total: 0, hash: new Uint8Array(0) } };

function validateSignature(s: Uint8Array): void {
  if (s.length === 0) throw new GoError('signature is missing');
  if (s.length > MAX_SIGNATURE_SIZE) throw new GoError(`signature is too big (max: ${MAX_SIGNATURE_SIZE})`);
}

function validateAddress(a: Uint8Array): void {
  if (a.length !== ADDRESS_SIZE)
    throw new GoError(`expected ValidatorAddress size to be ${ADDRESS_SIZE} bytes, got ${a.length} bytes`);
}

/** Vote.ValidateBasic. Throws GoError. */
export function validateVote(v: Vote): void {
  if (v.type !== PREVOTE && v.type !== PRECOMMIT) throw new GoError('invalid Type');
  if (v.height <= 0n) throw new GoError('negative or zero Height');
  if (v.round < 0) throw new GoError('negative Round');
  within('wrong BlockID', () => validateBlockId(v.blockId));
  const isNil = isZeroBlockId(v.blockId);
  if (!isNil && !isCompleteBlockId(v.blockId))
    throw new GoError(`blockID must be either empty or complete, got: ${blockIdString(v.blockId)}`);
  validateAddress(v.validatorAddress);
  if (v.validatorIndex < 0) throw new GoError('negative ValidatorIndex');
  validateSignature(v.signature);
  if (v.type !== PRECOMMIT || isNil) {
    if (v.extension.length > 0) throw new GoError(`unexpected vote extension; vote type ${v.type}, isNil ${isNil}`);
    if (v.extensionSignature.length > 0) throw new GoError('unexpected vote extension signature');
    return;
  }
  if (v.extensionSignature.length > MAX_SIGNATURE_SIZE)
    throw new GoError(`vote extension signature is too big (max: ${MAX_SIGNATURE_SIZE})`);
  if (v.extensionSignature.length === 0 && v.extension.length !== 0)
    throw new GoError('vote extension signature absent on vote with extension');
}

/** Proposal.ValidateBasic. Throws GoError. */
export function validateProposal(p: Proposal): void {
  if (p.type !== PROPOSAL) throw new GoError('invalid Type');
  if (p.height < 0n) throw new GoError('negative Height');
  if (p.round < 0) throw new GoError('negative Round');
  if (p.polRound < -1) throw new GoError('negative POLRound (exception: -1)');
  within('wrong BlockID', () => validateBlockId(p.blockId));
  if (!isCompleteBlockId(p.blockId))
    throw new GoError(`expected a complete, non-empty BlockID, got: ${blockIdString(p.blockId)}`);
  validateSignature(p.signature);
}

/** What `Vote.String()` prints. Panics on a type that is no vote's. */
export function voteString(v: Vote): string {
  const names: Record<number, [string, string]> = {
    [PREVOTE]: ['SIGNED_MSG_TYPE_PREVOTE', 'Prevote'],
    [PRECOMMIT]: ['SIGNED_MSG_TYPE_PRECOMMIT', 'Precommit'],
  };
  const name = names[v.type];
  if (name === undefined) throw new GoPanic('Unknown vote type');
  const round = v.round < 0 ? `-${-v.round}` : `${v.round}`.padStart(2, '0');
  const prints = [v.blockId.hash, v.signature, v.extension].map(fingerprint).join(' ');
  const who = `${v.validatorIndex}:${fingerprint(v.validatorAddress)}`;
  return `Vote{${who} ${v.height}/${round}/${name[0]}(${name[1]}) ${prints} @ ${toRfc3339Nano(v.timestamp)}}`;
}

/** A vote as it stands in a commit. Panics on a block id that is neither empty nor complete. */
export function commitSigOf(v: Vote | undefined): CommitSig {
  if (v === undefined) return absentCommitSig();
  const { validatorAddress, timestamp, signature } = v;
  if (isCompleteBlockId(v.blockId)) return { blockIdFlag: BlockIdFlag.COMMIT, validatorAddress, timestamp, signature };
  if (isZeroBlockId(v.blockId)) return { blockIdFlag: BlockIdFlag.NIL, validatorAddress, timestamp, signature };
  throw new GoPanic(`Invalid vote ${voteString(v)} - expected BlockID to be either empty or complete`);
}

export function absentCommitSig(): CommitSig {
  const none = new Uint8Array(0);
  return { blockIdFlag: BlockIdFlag.ABSENT, validatorAddress: none, timestamp: zeroTime, signature: none };
}

/** CommitSig.ValidateBasic. Throws GoError. */
export function validateCommitSig(s: CommitSig): void {
  switch (flagOf(s)) {
    case BlockIdFlag.ABSENT:
      if (s.validatorAddress.length !== 0) throw new GoError('validator address is present');
      if (!isZeroTime(s.timestamp)) throw new GoError('time is present');
      if (s.signature.length !== 0) throw new GoError('signature is present');
      return;
    case BlockIdFlag.COMMIT:
    case BlockIdFlag.NIL:
      validateAddress(s.validatorAddress);
      validateSignature(s.signature);
      return;
    default:
      throw new GoError(`unknown BlockIDFlag: ${flagOf(s)}`);
  }
}

/** What `CommitSig.String()` prints. */
export function commitSigString(s: CommitSig): string {
  const [signature, address] = [fingerprint(s.signature), fingerprint(s.validatorAddress)];
  return `CommitSig{${signature} by ${address} on ${flagOf(s)} @ ${toRfc3339Nano(s.timestamp)}}`;
}

/** What a signature of a commit signs. Panics on an unknown flag. */
export function commitVoteSignBytes(chainId: string, c: Commit, index: number): Uint8Array {
  const s = c.signatures[index]!;
  const flag = flagOf(s);
  if (flag < BlockIdFlag.ABSENT || flag > BlockIdFlag.NIL) throw new GoPanic(`Unknown BlockIDFlag: ${flag}`);
  const blockId = flag === BlockIdFlag.COMMIT ? c.blockId : NO_BLOCK;
  return precommitSignBytes(chainId, c.height, c.round, blockId, s.timestamp);
}
