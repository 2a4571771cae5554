import { register } from '../../core/errors.ts';

const GOV = 'gov';

/** The errors of governance. Source: cosmos-sdk x/gov/types/errors.go. */
export const ErrInactiveProposal = register(GOV, 3, 'inactive proposal');
export const ErrAlreadyActiveProposal = register(GOV, 4, 'proposal already active');
export const ErrInvalidProposalContent = register(GOV, 5, 'invalid proposal content');
export const ErrInvalidProposalType = register(GOV, 6, 'invalid proposal type');
export const ErrInvalidVote = register(GOV, 7, 'invalid vote option');
export const ErrInvalidGenesis = register(GOV, 8, 'invalid genesis state');
export const ErrNoProposalHandlerExists = register(GOV, 9, 'no handler exists for proposal type');
export const ErrUnroutableProposalMsg = register(GOV, 10, 'proposal message not recognized by router');
export const ErrNoProposalMsgs = register(GOV, 11, 'no messages proposed');
export const ErrInvalidProposalMsg = register(GOV, 12, 'invalid proposal message');
/** What modules answer when parameters are changed by anyone but their authority. */
export const ErrInvalidSigner = register(GOV, 13, 'expected gov account as only signer for proposal message');
export const ErrMetadataTooLong = register(GOV, 15, 'metadata too long');
export const ErrMinDepositTooSmall = register(GOV, 16, 'minimum deposit is too small');
export const ErrInvalidProposer = register(GOV, 18, 'invalid proposer');
export const ErrVotingPeriodEnded = register(GOV, 20, 'voting period already ended');
export const ErrInvalidProposal = register(GOV, 21, 'invalid proposal');
export const ErrSummaryTooLong = register(GOV, 22, 'summary too long');
export const ErrInvalidDepositDenom = register(GOV, 23, 'invalid deposit denom');
