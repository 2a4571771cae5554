import type { Context } from '../../core/context.ts';
import { nilPointer } from '../../core/errors.ts';
import { addDuration } from '../../core/time.ts';
import { type Params, type Proposal, ProposalStatus } from '../../wire/gen/cosmos/gov/v1/gov.ts';
import type { GovKeeper } from './keeper.ts';
import { ACTIVE_QUEUE_PREFIX, INACTIVE_QUEUE_PREFIX } from './keys.ts';

/** The deposit that begins the vote of a proposal. */
export function minDepositOf(proposal: Proposal, params: Params): Params['minDeposit'] {
  return proposal.expedited ? params.expeditedMinDeposit : params.minDeposit;
}

/** Begins the vote. */
export function activateVotingPeriod(k: GovKeeper, ctx: Context, proposal: Proposal): void {
  const params = k.params.get(ctx);
  const period = proposal.expedited ? params.expeditedVotingPeriod : params.votingPeriod;
  if (period === undefined || proposal.depositEndTime === undefined) throw nilPointer();
  const votingEndTime = addDuration(ctx.blockTime, period);
  k.setProposal(ctx, {
    ...proposal,
    votingStartTime: ctx.blockTime,
    votingEndTime,
    status: ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD,
  });
  k.removeFromQueue(ctx, INACTIVE_QUEUE_PREFIX, proposal.depositEndTime, proposal.id);
  k.insertIntoQueue(ctx, ACTIVE_QUEUE_PREFIX, votingEndTime, proposal.id);
}
