import { register } from '../../core/errors.ts';

/** Errors of the codespace `distribution`. Source: cosmos-sdk x/distribution/types/errors.go. */
const DISTRIBUTION = 'distribution';

export const ErrEmptyDelegatorAddr = register(DISTRIBUTION, 2, 'delegator address is empty');
export const ErrEmptyWithdrawAddr = register(DISTRIBUTION, 3, 'withdraw address is empty');
export const ErrEmptyValidatorAddr = register(DISTRIBUTION, 4, 'validator address is empty');
export const ErrEmptyDelegationDistInfo = register(DISTRIBUTION, 5, 'no delegation distribution info');
export const ErrNoValidatorDistInfo = register(DISTRIBUTION, 6, 'no validator distribution info');
export const ErrNoValidatorCommission = register(DISTRIBUTION, 7, 'no validator commission to withdraw');
export const ErrSetWithdrawAddrDisabled = register(DISTRIBUTION, 8, 'set withdraw address disabled');
export const ErrBadDistribution = register(
  DISTRIBUTION,
  9,
  'community pool does not have sufficient coins to distribute',
);
export const ErrInvalidProposalAmount = register(DISTRIBUTION, 10, 'invalid community pool spend proposal amount');
export const ErrEmptyProposalRecipient = register(DISTRIBUTION, 11, 'invalid community pool spend proposal recipient');
export const ErrNoValidatorExists = register(DISTRIBUTION, 12, 'validator does not exist');
export const ErrNoDelegationExists = register(DISTRIBUTION, 13, 'delegation does not exist');
