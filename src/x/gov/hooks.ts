import type { Context } from '../../core/context.ts';

/** What other modules may be told of proposals. Source: cosmos-sdk x/gov/types/hooks.go. */
export interface GovHooks {
  afterProposalSubmission(ctx: Context, proposalId: bigint): void;
  afterProposalDeposit(ctx: Context, proposalId: bigint, depositor: Uint8Array): void;
  afterProposalVote(ctx: Context, proposalId: bigint, voter: Uint8Array): void;
  /** A failure here does not stop the chain: what the hook wrote is dropped. */
  afterProposalFailedMinDeposit(ctx: Context, proposalId: bigint): void;
  /** As {@link afterProposalFailedMinDeposit}. */
  afterProposalVotingPeriodEnded(ctx: Context, proposalId: bigint): void;
}

/** The application has no receiver of these hooks; this is what it sets. */
export const noGovHooks: GovHooks = {
  afterProposalSubmission() {},
  afterProposalDeposit() {},
  afterProposalVote() {},
  afterProposalFailedMinDeposit() {},
  afterProposalVotingPeriodEnded() {},
};
