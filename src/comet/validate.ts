/**
 * Stateless checks of blocks and their parts: the ValidateBasic methods. Each throws GoError with CometBFT's text.
 *
 * Source: CometBFT types/block.go, types/light.go, types/params.go.
 */

import { durationString } from '../core/duration.ts';
import { GoError } from '../core/errors.ts';
import { quoteText, textLength } from '../core/go-text.ts';
import type { Block } from '../wire/gen/tendermint/types/block.ts';
import type { ConsensusParams } from '../wire/gen/tendermint/types/params.ts';
import type { Commit, Header, LightBlock, SignedHeader } from '../wire/gen/tendermint/types/types.ts';
import { checkBlockIdProto, isZeroBlockId, upperHex, validateBlockId, validateHash, within } from './block-id.ts';
import { evidenceHash, validateDuplicateVote } from './evidence.ts';
import { commitHash, dataHash, headerHash } from './hash.ts';
import { ValidatorSet } from './validator-set.ts';
import { ADDRESS_SIZE, validateCommitSig } from './vote.ts';

export const BLOCK_PROTOCOL = 11n;
export const MAX_CHAIN_ID_LENGTH = 50;
export const MAX_BLOCK_SIZE = 104_857_600n;
const KEY_TYPES = new Set(['ed25519', 'secp256k1']);

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Header.ValidateBasic. */
export function validateHeader(h: Header): void {
  if (h.version.block !== BLOCK_PROTOCOL)
    throw new GoError(`block protocol is incorrect: got: ${h.version.block}, want: ${BLOCK_PROTOCOL} `);
  const length = textLength(h.chainId);
  if (length > MAX_CHAIN_ID_LENGTH)
    throw new GoError(`chainID is too long; got: ${length}, max: ${MAX_CHAIN_ID_LENGTH}`);
  if (h.height < 0n) throw new GoError('negative Height');
  if (h.height === 0n) throw new GoError('zero Height');
  within('wrong LastBlockID', () => validateBlockId(h.lastBlockId));
  within('wrong LastCommitHash', () => validateHash(h.lastCommitHash));
  within('wrong DataHash', () => validateHash(h.dataHash));
  within('wrong EvidenceHash', () => validateHash(h.evidenceHash));
  if (h.proposerAddress.length !== ADDRESS_SIZE)
    throw new GoError(`invalid ProposerAddress length; got: ${h.proposerAddress.length}, expected: ${ADDRESS_SIZE}`);
  within('wrong ValidatorsHash', () => validateHash(h.validatorsHash));
  within('wrong NextValidatorsHash', () => validateHash(h.nextValidatorsHash));
  within('wrong ConsensusHash', () => validateHash(h.consensusHash));
  within('wrong LastResultsHash', () => validateHash(h.lastResultsHash));
}

/** HeaderFromProto. */
export function checkHeaderProto(h: Header): void {
  checkBlockIdProto(h.lastBlockId);
  validateHeader(h);
}

/** Commit.ValidateBasic. */
export function validateCommit(c: Commit): void {
  if (c.height < 0n) throw new GoError('negative Height');
  if (c.round < 0) throw new GoError('negative Round');
  if (c.height < 1n) return;
  if (isZeroBlockId(c.blockId)) throw new GoError('commit cannot be for nil block');
  if (c.signatures.length === 0) throw new GoError('no signatures in commit');
  c.signatures.forEach((s, i) => {
    within(`wrong CommitSig #${i}`, () => validateCommitSig(s));
  });
}

/** CommitFromProto. */
export function checkCommitProto(c: Commit): void {
  checkBlockIdProto(c.blockId);
  c.signatures.forEach(validateCommitSig);
  validateCommit(c);
}

/** SignedHeader.ValidateBasic. */
export function validateSignedHeader(s: SignedHeader, chainId: string): void {
  const { header, commit } = s;
  if (header === undefined) throw new GoError('missing header');
  if (commit === undefined) throw new GoError('missing commit');
  within('invalid header', () => validateHeader(header));
  within('invalid commit', () => validateCommit(commit));
  if (header.chainId !== chainId)
    throw new GoError(`header belongs to another chain ${quoteText(header.chainId)}, not ${quoteText(chainId)}`);
  if (commit.height !== header.height)
    throw new GoError(`header and commit height mismatch: ${header.height} vs ${commit.height}`);
  const hash = headerHash(header);
  if (!equal(hash, commit.blockId.hash))
    throw new GoError(`commit signs block ${upperHex(commit.blockId.hash)}, header is block ${upperHex(hash)}`);
}

/** SignedHeaderFromProto: an absent header or commit passes. */
export function checkSignedHeaderProto(s: SignedHeader | undefined): void {
  if (s === undefined) throw new GoError('nil SignedHeader');
  if (s.header !== undefined) checkHeaderProto(s.header);
  if (s.commit !== undefined) checkCommitProto(s.commit);
}

/** LightBlock.ValidateBasic. */
export function validateLightBlock(b: LightBlock, chainId: string): void {
  const { signedHeader, validatorSet } = b;
  if (signedHeader === undefined) throw new GoError('missing signed header');
  if (validatorSet === undefined) throw new GoError('missing validator set');
  within('invalid signed header', () => validateSignedHeader(signedHeader, chainId));
  const set = within('invalid validator set', () => ValidatorSet.fromProtoChecked(validatorSet));
  const { validatorsHash } = signedHeader.header!;
  const hash = set.hash();
  if (!equal(validatorsHash, hash))
    throw new GoError(
      `expected validator hash of header to match validator set hash (${upperHex(validatorsHash)} != ${upperHex(hash)})`,
    );
}

/** Block.ValidateBasic. */
export function validateBlock(b: Block): void {
  within('invalid header', () => validateHeader(b.header));
  const commit = b.lastCommit;
  if (commit === undefined) throw new GoError('nil LastCommit');
  within('wrong LastCommit', () => validateCommit(commit));
  const wrong = (what: string, expected: Uint8Array, got: Uint8Array): void => {
    if (!equal(expected, got))
      throw new GoError(`wrong Header.${what}. Expected ${upperHex(expected)}, got ${upperHex(got)}`);
  };
  wrong('LastCommitHash', commitHash(commit), b.header.lastCommitHash);
  wrong('DataHash', dataHash(b.data.txs), b.header.dataHash);
  b.evidence.evidence.forEach((e, i) => {
    within(`invalid evidence (#${i})`, () => {
      if (e.sum?.$case === 'duplicateVoteEvidence') validateDuplicateVote(e.sum.duplicateVoteEvidence);
      else if (e.sum?.$case === 'lightClientAttackEvidence') {
        const { conflictingBlock, commonHeight, totalVotingPower } = e.sum.lightClientAttackEvidence;
        validateAttack(conflictingBlock, commonHeight, totalVotingPower);
      } else throw new GoError('evidence is not recognized');
    });
  });
  // PARITY: cometbft types/block.go: here the two are told the other way round.
  wrong('EvidenceHash', b.header.evidenceHash, evidenceHash(b.evidence.evidence));
}

function validateAttack(block: LightBlock | undefined, commonHeight: bigint, totalPower: bigint): void {
  if (block === undefined) throw new GoError('conflicting block is nil');
  const header = block.signedHeader?.header;
  if (header === undefined) throw new GoError('conflicting block missing header');
  if (totalPower <= 0n) throw new GoError('negative or zero total voting power');
  if (commonHeight <= 0n) throw new GoError('negative or zero common height');
  if (commonHeight > header.height)
    throw new GoError(`common height is ahead of the conflicting block height (${commonHeight} > ${header.height})`);
  within('invalid conflicting light block', () => validateLightBlock(block, header.chainId));
}

/** ConsensusParams.ValidateBasic. An absent part counts as zeros. */
export function validateConsensusParams(p: ConsensusParams): void {
  const maxBytes = p.block?.maxBytes ?? 0n;
  const maxGas = p.block?.maxGas ?? 0n;
  if (maxBytes === 0n) throw new GoError('block.MaxBytes cannot be 0');
  if (maxBytes < -1n) throw new GoError(`block.MaxBytes must be -1 or greater than 0. Got ${maxBytes}`);
  if (maxBytes > MAX_BLOCK_SIZE) throw new GoError(`block.MaxBytes is too big. ${maxBytes} > ${MAX_BLOCK_SIZE}`);
  if (maxGas < -1n) throw new GoError(`block.MaxGas must be greater or equal to -1. Got ${maxGas}`);
  const ageBlocks = p.evidence?.maxAgeNumBlocks ?? 0n;
  if (ageBlocks <= 0n) throw new GoError(`evidence.MaxAgeNumBlocks must be greater than 0. Got ${ageBlocks}`);
  const age = p.evidence?.maxAgeDuration ?? 0n;
  if (age <= 0n)
    throw new GoError(`evidence.MaxAgeDuration must be grater than 0 if provided, Got ${durationString(age)}`);
  const evidenceBytes = p.evidence?.maxBytes ?? 0n;
  if (evidenceBytes > (maxBytes === -1n ? MAX_BLOCK_SIZE : maxBytes))
    throw new GoError(`evidence.MaxBytesEvidence is greater than upper bound, ${evidenceBytes} > ${maxBytes}`);
  if (evidenceBytes < 0n) throw new GoError(`evidence.MaxBytes must be non negative. Got: ${evidenceBytes}`);
  const extensions = p.abci?.voteExtensionsEnableHeight ?? 0n;
  if (extensions < 0n) throw new GoError(`ABCI.VoteExtensionsEnableHeight cannot be negative. Got: ${extensions}`);
  const types = p.validator?.pubKeyTypes ?? [];
  if (types.length === 0) throw new GoError('len(Validator.PubKeyTypes) must be greater than 0');
  types.forEach((t, i) => {
    if (!KEY_TYPES.has(t)) throw new GoError(`params.Validator.PubKeyTypes[${i}], ${t}, is an unknown pubkey type`);
  });
}
