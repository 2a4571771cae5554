import type { Context } from '../../core/context.ts';
import { GoErrorBase } from '../../core/errors.ts';
import { marshalJsonString } from '../../core/go-json.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import { Dec } from '../../math/dec.ts';
import { VoteOption, WeightedVoteOption } from '../../wire/gen/cosmos/gov/v1/gov.ts';
import { compactText } from '../../wire/text.ts';
import { ErrInactiveProposal, ErrInvalidVote } from './errors.ts';
import { voteEvent } from './events.ts';
import type { GovKeeper } from './keeper.ts';

const OPTIONS: readonly number[] = [
  VoteOption.VOTE_OPTION_YES,
  VoteOption.VOTE_OPTION_ABSTAIN,
  VoteOption.VOTE_OPTION_NO,
  VoteOption.VOTE_OPTION_NO_WITH_VETO,
];

export function isValidVoteOption(option: number): boolean {
  return OPTIONS.includes(option);
}

/** The option's name in the protocol, or its number. */
export function voteOptionText(option: number): string {
  for (const [name, value] of Object.entries(VoteOption)) if (value === option) return name;
  return `${option}`;
}

/** Whether the option is one and its weight above 0 and at most 1. */
export function isValidWeightedOption(o: WeightedVoteOption): boolean {
  let weight: Dec;
  try {
    weight = Dec.parse(o.weight);
  } catch (e) {
    if (e instanceof GoErrorBase) return false;
    throw e;
  }
  return weight.isPositive() && weight.lte(Dec.one) && isValidVoteOption(o.option);
}

/** An option in protobuf's text form, as errors name it. */
export function weightedOptionText(o: WeightedVoteOption): string {
  return compactText(WeightedVoteOption, o);
}

/** Options as encoding/json prints them: zero values left out, no options at all as null. */
export function weightedOptionsJson(options: readonly WeightedVoteOption[]): string {
  if (options.length === 0) return 'null';
  const items = options.map(({ option, weight }) => {
    const fields: string[] = [];
    if (option !== 0) fields.push(`"option":${option}`);
    if (weight !== '') fields.push(`"weight":${marshalJsonString(weight)}`);
    return `{${fields.join(',')}}`;
  });
  return `[${items.join(',')}]`;
}

/** Casts, or replaces, a vote. */
export function addVote(
  k: GovKeeper,
  ctx: Context,
  id: bigint,
  voter: Uint8Array,
  options: readonly WeightedVoteOption[],
  metadata: string,
): void {
  if (!k.isInVotingPeriod(ctx, id)) throw ErrInactiveProposal.wrap(`${id}`);
  k.assertMetadataLength(metadata);
  for (const option of options) {
    if (!isValidWeightedOption(option)) throw ErrInvalidVote.wrap(weightedOptionText(option));
  }
  k.setVote(ctx, voter, { proposalId: id, voter: accAddressToBech32(voter), options: [...options], metadata });
  k.hooks.afterProposalVote(ctx, id, voter);
  ctx.eventManager.emit(voteEvent(id, voter, weightedOptionsJson(options)));
}
