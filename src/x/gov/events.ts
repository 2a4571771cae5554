import { type Event, event } from '../../core/events.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';

/** How a proposal ended. */
export const Result = {
  dropped: 'proposal_dropped',
  passed: 'proposal_passed',
  rejected: 'proposal_rejected',
  expeditedRejected: 'expedited_proposal_rejected',
  failed: 'proposal_failed',
} as const;

/** `messages`: the type URLs, each after a comma. */
export function submitProposalEvent(id: bigint, proposer: Uint8Array, messages: string): Event {
  return event(
    'submit_proposal',
    ['proposal_id', `${id}`],
    ['proposal_proposer', accAddressToBech32(proposer)],
    ['proposal_messages', messages],
  );
}

/** The initial deposit was enough to begin the vote. */
export function submittedIntoVotingEvent(id: bigint): Event {
  return event('submit_proposal', ['voting_period_start', `${id}`]);
}

export function depositEvent(id: bigint, depositor: Uint8Array, amount: readonly Coin[]): Event {
  return event(
    'proposal_deposit',
    ['depositor', accAddressToBech32(depositor)],
    ['amount', Coins.format(amount)],
    ['proposal_id', `${id}`],
  );
}

/** A deposit began the vote. */
export function depositedIntoVotingEvent(id: bigint): Event {
  return event('proposal_deposit', ['voting_period_start', `${id}`]);
}

/** `options`: JSON of the weighted options. */
export function voteEvent(id: bigint, voter: Uint8Array, options: string): Event {
  return event('proposal_vote', ['voter', accAddressToBech32(voter)], ['option', options], ['proposal_id', `${id}`]);
}

export function cancelProposalEvent(id: bigint, sender: string): Event {
  return event('cancel_proposal', ['sender', sender], ['proposal_id', `${id}`]);
}

/** A proposal left the deposit period without a vote. */
export function inactiveProposalEvent(id: bigint, result: string): Event {
  return event('inactive_proposal', ['proposal_id', `${id}`], ['proposal_result', result]);
}

/** A vote ended. A proposal that cannot be read has no log. */
export function activeProposalEvent(id: bigint, result: string, log?: string): Event {
  const e = event('active_proposal', ['proposal_id', `${id}`], ['proposal_result', result]);
  return log === undefined ? e : { type: e.type, attributes: [...e.attributes, { key: 'proposal_log', value: log }] };
}
