import type { Context } from '../../core/context.ts';
import { GoErrorBase, nilPointer } from '../../core/errors.ts';
import { accAddressCodec, valAddressCodec } from '../../crypto/address.ts';
import { Dec } from '../../math/dec.ts';
import {
  type Params,
  type Proposal,
  type TallyResult,
  VoteOption,
  type WeightedVoteOption,
} from '../../wire/gen/cosmos/gov/v1/gov.ts';
import type { GovKeeper } from './keeper.ts';
import { tallyResult } from './tally-result.ts';

/** What a vote came to. */
export interface Tally {
  readonly passes: boolean;
  readonly burnDeposits: boolean;
  readonly result: TallyResult;
}

/** A bonded validator while votes are counted. */
interface ValidatorVote {
  readonly bondedTokens: bigint;
  readonly delegatorShares: Dec;
  /** Shares whose delegators voted for themselves. */
  deductions: Dec;
  vote: readonly WeightedVoteOption[];
}

interface Count {
  readonly byOption: Map<number, Dec>;
  total: Dec;
}

/**
 * Counts the votes on a proposal by bonded stake. The votes are removed in passing.
 *
 * PARITY: cosmos-sdk x/gov/keeper/tally.go: so an expedited proposal that falls back to the regular vote has lost its votes.
 */
export function tally(k: GovKeeper, ctx: Context, proposal: Proposal): Tally {
  const validators = bondedValidators(k, ctx);
  const count = countVotes(k, ctx, proposal.id, validators);
  const of = (option: number): Dec => count.byOption.get(option)!;
  const result = tallyResult(
    of(VoteOption.VOTE_OPTION_YES).truncateInt(),
    of(VoteOption.VOTE_OPTION_ABSTAIN).truncateInt(),
    of(VoteOption.VOTE_OPTION_NO).truncateInt(),
    of(VoteOption.VOTE_OPTION_NO_WITH_VETO).truncateInt(),
  );
  const bonded = k.stakingKeeper.totalBondedTokens(ctx);
  if (bonded === 0n) return { passes: false, burnDeposits: false, result };
  return { ...judge(k.params.get(ctx), proposal.expedited, count, bonded), result };
}

/** Whether the counted votes pass the proposal, and whether its deposits are lost. */
function judge(params: Params, expedited: boolean, count: Count, bonded: bigint): Omit<Tally, 'result'> {
  const of = (option: number): Dec => count.byOption.get(option)!;
  const total = count.total;
  if (total.quo(Dec.fromInt(bonded)).lt(weightOf(params.quorum))) {
    return { passes: false, burnDeposits: params.burnVoteQuorum };
  }
  const voiced = total.sub(of(VoteOption.VOTE_OPTION_ABSTAIN));
  if (voiced.isZero()) return { passes: false, burnDeposits: false };
  if (of(VoteOption.VOTE_OPTION_NO_WITH_VETO).quo(total).gt(weightOf(params.vetoThreshold))) {
    return { passes: false, burnDeposits: params.burnVoteVeto };
  }
  const threshold = weightOf(expedited ? params.expeditedThreshold : params.threshold);
  return { passes: of(VoteOption.VOTE_OPTION_YES).quo(voiced).gt(threshold), burnDeposits: false };
}

function bondedValidators(k: GovKeeper, ctx: Context): Map<string, ValidatorVote> {
  const validators = new Map<string, ValidatorVote>();
  k.stakingKeeper.iterateBondedValidatorsByPower(ctx, (_index, v) => {
    validators.set(v.operatorAddress, {
      bondedTokens: v.tokens,
      delegatorShares: v.delegatorShares,
      deductions: Dec.zero,
      vote: [],
    });
    return false;
  });
  return validators;
}

function countVotes(k: GovKeeper, ctx: Context, id: bigint, validators: Map<string, ValidatorVote>): Count {
  const count: Count = {
    byOption: new Map([
      [VoteOption.VOTE_OPTION_YES, Dec.zero],
      [VoteOption.VOTE_OPTION_ABSTAIN, Dec.zero],
      [VoteOption.VOTE_OPTION_NO, Dec.zero],
      [VoteOption.VOTE_OPTION_NO_WITH_VETO, Dec.zero],
    ]),
    total: Dec.zero,
  };
  const voters: Uint8Array[] = [];
  // First the delegators who voted: their shares count as they say, and no longer as their validators do.
  k.iterateVotes(ctx, id, (voterKey, vote) => {
    const voter = accAddressCodec.toBytes(vote.voter);
    const own = validators.get(valAddressCodec.toText(voter));
    if (own !== undefined) own.vote = vote.options;
    k.stakingKeeper.iterateDelegations(ctx, voter, (_index, delegation) => {
      const validator = validators.get(delegation.validatorAddress);
      if (validator === undefined) return false;
      validator.deductions = validator.deductions.add(delegation.shares);
      addPower(count, vote.options, powerOf(validator, delegation.shares));
      return false;
    });
    voters.push(voterKey);
  });
  for (const voter of voters) k.removeVote(ctx, id, voter);
  // Then the validators, with what is left to them.
  for (const validator of validators.values()) {
    if (validator.vote.length === 0) continue;
    const shares = validator.delegatorShares.sub(validator.deductions);
    addPower(count, validator.vote, powerOf(validator, shares));
  }
  return count;
}

/** Tokens behind shares. */
function powerOf(v: ValidatorVote, shares: Dec): Dec {
  return shares.mulInt(v.bondedTokens).quo(v.delegatorShares);
}

function addPower(count: Count, options: readonly WeightedVoteOption[], power: Dec): void {
  for (const { option, weight } of options) {
    const sum = count.byOption.get(option);
    if (sum === undefined) throw nilPointer();
    count.byOption.set(option, sum.add(power.mul(weightOf(weight))));
  }
  count.total = count.total.add(power);
}

/** A decimal that was checked when it was stored. In Go one that is none is a nil number. */
function weightOf(text: string): Dec {
  try {
    return Dec.parse(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw nilPointer();
    throw e;
  }
}
