/**
 * Whether enough of a validator set signed a block. Source: CometBFT types/validation.go.
 *
 * The reference checks the signatures of ed25519 sets in a batch, after counting the power; others one by one, before.
 * The verdict is the same, the error told differs.
 */
import { GoError } from '../core/errors.ts';
import type { BlockID, Commit, CommitSig } from '../wire/gen/tendermint/types/types.ts';
import { blockIdEquals, blockIdString, upperHex } from './block-id.ts';
import { describeValidator, type ValidatorSet, verifySignature } from './validator-set.ts';
import { BlockIdFlag, commitSigString, commitVoteSignBytes, flagOf, validateCommitSig } from './vote.ts';

/** Below this many signatures there is no batch. */
const BATCH_THRESHOLD = 2;
const MAX_INT64 = (1n << 63n) - 1n;

/** ErrNotEnoughVotingPowerSigned. */
export class NotEnoughVotingPower extends GoError {
  constructor(got: bigint, needed: bigint) {
    super(`invalid commit -- insufficient voting power: got ${got}, needed more than ${needed}`);
  }
}

/** A part of the whole, such as 1/3. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

interface Rule {
  readonly needed: bigint;
  ignore(s: CommitSig): boolean;
  count(s: CommitSig): boolean;
  /** Go on when enough power has been counted. */
  readonly all: boolean;
  /** Signature i is validator i's; otherwise validators are found by address. */
  readonly byIndex: boolean;
}

const notForBlock = (s: CommitSig): boolean => flagOf(s) !== BlockIdFlag.COMMIT;

/** VerifyCommit: more than two thirds signed the block, and every signature, nil votes' too, is right. Throws GoError. */
export function verifyCommit(
  chainId: string,
  vals: ValidatorSet,
  blockId: BlockID,
  height: bigint,
  commit: Commit,
): void {
  checkBasics(vals, blockId, height, commit);
  verify(chainId, vals, commit, {
    needed: (vals.totalPower() * 2n) / 3n,
    ignore: (s) => flagOf(s) === BlockIdFlag.ABSENT,
    count: (s) => flagOf(s) === BlockIdFlag.COMMIT,
    all: true,
    byIndex: true,
  });
}

/** VerifyCommitLight: more than two thirds signed the block; signatures beyond that are not looked at. Throws GoError. */
export function verifyCommitLight(
  chainId: string,
  vals: ValidatorSet,
  blockId: BlockID,
  height: bigint,
  commit: Commit,
  all = false,
): void {
  checkBasics(vals, blockId, height, commit);
  const needed = (vals.totalPower() * 2n) / 3n;
  verify(chainId, vals, commit, { needed, ignore: notForBlock, count: () => true, all, byIndex: true });
}

/** VerifyCommitLightTrusting: of another set, more than `trustLevel` signed. Throws GoError. */
export function verifyCommitLightTrusting(
  chainId: string,
  vals: ValidatorSet,
  commit: Commit,
  trustLevel: Fraction,
  all = false,
): void {
  if (trustLevel.denominator === 0n) throw new GoError('trustLevel has zero Denominator');
  const share = vals.totalPower() * BigInt.asIntN(64, trustLevel.numerator);
  if (share > MAX_INT64 || share < -MAX_INT64)
    throw new GoError(
      'int64 overflow while calculating voting power needed. please provide smaller trustLevel numerator',
    );
  const needed = share / BigInt.asIntN(64, trustLevel.denominator);
  verify(chainId, vals, commit, { needed, ignore: notForBlock, count: () => true, all, byIndex: false });
}

function checkBasics(vals: ValidatorSet, blockId: BlockID, height: bigint, commit: Commit): void {
  const size = vals.validators().length;
  if (size !== commit.signatures.length)
    throw new GoError(`Invalid commit -- wrong set size: ${size} vs ${commit.signatures.length}`);
  if (height !== commit.height) throw new GoError(`Invalid commit -- wrong height: ${height} vs ${commit.height}`);
  if (!blockIdEquals(blockId, commit.blockId))
    throw new GoError(
      `invalid commit -- wrong block ID: want ${blockIdString(blockId)}, got ${blockIdString(commit.blockId)}`,
    );
}

function verify(chainId: string, vals: ValidatorSet, commit: Commit, rule: Rule): void {
  const list = vals.validators();
  const batch = commit.signatures.length >= BATCH_THRESHOLD && vals.allEd25519();
  const seen = new Map<number, number>();
  const pending: (() => void)[] = [];
  let tally = 0n;
  for (const [i, sig] of commit.signatures.entries()) {
    if (rule.ignore(sig)) continue;
    if (!batch) {
      try {
        validateCommitSig(sig);
      } catch (e) {
        // PARITY: cometbft types/validation.go: the validator told is the one before.
        if (e instanceof GoError)
          throw new GoError(`invalid signatures from ${describeLast(list, seen, rule, i)} at index ${i}`);
        throw e;
      }
    }
    let index = i;
    if (rule.byIndex) {
      const address = list[i]!.address;
      if (Buffer.compare(address, sig.validatorAddress) !== 0)
        throw new GoError(
          `validator address mismatch at index ${i}: expected ${upperHex(address)}, got ${upperHex(sig.validatorAddress)}`,
        );
    } else {
      index = vals.indexOf(sig.validatorAddress);
      if (index < 0) continue;
      const first = seen.get(index);
      if (first !== undefined)
        throw new GoError(`double vote from ${describeValidator(list[index]!)} (${first} and ${i})`);
      seen.set(index, i);
    }
    const val = list[index]!;
    const message = commitVoteSignBytes(chainId, commit, i);
    if (batch) {
      if (sig.signature.length !== 64) throw new GoError('invalid signature');
      pending.push(() => {
        // PARITY: cometbft types/validation.go: a batch prints the whole CommitSig as hex of its text.
        if (!verifySignature(val.pubKey, message, sig.signature))
          throw new GoError(`wrong signature (#${i}): ${upperHex(Buffer.from(commitSigString(sig)))}`);
      });
    } else if (!verifySignature(val.pubKey, message, sig.signature))
      throw new GoError(`wrong signature (#${i}): ${upperHex(sig.signature)}`);
    if (rule.count(sig)) tally += val.votingPower;
    if (!rule.all && tally > rule.needed) {
      if (!batch) return;
      break;
    }
  }
  if (tally <= rule.needed) throw new NotEnoughVotingPower(tally, rule.needed);
  for (const check of pending) check();
}

type Validators = ReturnType<ValidatorSet['validators']>;

/** The validator that the loop looked at before index `i`. */
function describeLast(list: Validators, seen: Map<number, number>, rule: Rule, i: number): string {
  if (rule.byIndex) return i === 0 ? 'nil-Validator' : describeValidator(list[i - 1]!);
  const last = [...seen.keys()].pop();
  return last === undefined ? 'nil-Validator' : describeValidator(list[last]!);
}
