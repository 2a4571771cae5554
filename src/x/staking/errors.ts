import { register } from '../../core/errors.ts';
import { MODULE_NAME } from './keys.ts';

/** Errors of the staking module. Source: cosmos-sdk x/staking/types/errors.go. */
export const ErrEmptyValidatorAddr = register(MODULE_NAME, 2, 'empty validator address');
export const ErrNoValidatorFound = register(MODULE_NAME, 3, 'validator does not exist');
export const ErrValidatorOwnerExists = register(
  MODULE_NAME,
  4,
  'validator already exist for this operator address; must use new validator operator address',
);
export const ErrValidatorPubKeyExists = register(
  MODULE_NAME,
  5,
  'validator already exist for this pubkey; must use new validator pubkey',
);
export const ErrValidatorPubKeyTypeNotSupported = register(MODULE_NAME, 6, 'validator pubkey type is not supported');
export const ErrValidatorJailed = register(MODULE_NAME, 7, 'validator for this address is currently jailed');
export const ErrBadRemoveValidator = register(MODULE_NAME, 8, 'failed to remove validator');
export const ErrCommissionNegative = register(MODULE_NAME, 9, 'commission must be positive');
export const ErrCommissionHuge = register(MODULE_NAME, 10, 'commission cannot be more than 100%');
export const ErrCommissionGTMaxRate = register(MODULE_NAME, 11, 'commission cannot be more than the max rate');
export const ErrCommissionUpdateTime = register(MODULE_NAME, 12, 'commission cannot be changed more than once in 24h');
export const ErrCommissionChangeRateNegative = register(MODULE_NAME, 13, 'commission change rate must be positive');
export const ErrCommissionChangeRateGTMaxRate = register(
  MODULE_NAME,
  14,
  'commission change rate cannot be more than the max rate',
);
export const ErrCommissionGTMaxChangeRate = register(
  MODULE_NAME,
  15,
  'commission cannot be changed more than max change rate',
);
export const ErrSelfDelegationBelowMinimum = register(
  MODULE_NAME,
  16,
  "validator's self delegation must be greater than their minimum self delegation",
);
export const ErrMinSelfDelegationDecreased = register(MODULE_NAME, 17, 'minimum self delegation cannot be decrease');
export const ErrEmptyDelegatorAddr = register(MODULE_NAME, 18, 'empty delegator address');
export const ErrNoDelegation = register(MODULE_NAME, 19, 'no delegation for (address, validator) tuple');
export const ErrBadDelegatorAddr = register(MODULE_NAME, 20, 'delegator does not exist with address');
export const ErrNoDelegatorForAddress = register(MODULE_NAME, 21, 'delegator does not contain delegation');
export const ErrInsufficientShares = register(MODULE_NAME, 22, 'insufficient delegation shares');
export const ErrDelegationValidatorEmpty = register(MODULE_NAME, 23, 'cannot delegate to an empty validator');
export const ErrNotEnoughDelegationShares = register(MODULE_NAME, 24, 'not enough delegation shares');
export const ErrNotMature = register(MODULE_NAME, 25, 'entry not mature');
export const ErrNoUnbondingDelegation = register(MODULE_NAME, 26, 'no unbonding delegation found');
export const ErrMaxUnbondingDelegationEntries = register(
  MODULE_NAME,
  27,
  'too many unbonding delegation entries for (delegator, validator) tuple',
);
export const ErrNoRedelegation = register(MODULE_NAME, 28, 'no redelegation found');
export const ErrSelfRedelegation = register(MODULE_NAME, 29, 'cannot redelegate to the same validator');
export const ErrTinyRedelegationAmount = register(
  MODULE_NAME,
  30,
  'too few tokens to redelegate (truncates to zero tokens)',
);
export const ErrBadRedelegationDst = register(MODULE_NAME, 31, 'redelegation destination validator not found');
export const ErrTransitiveRedelegation = register(
  MODULE_NAME,
  32,
  'redelegation to this validator already in progress; first redelegation to this validator must complete before next redelegation',
);
export const ErrMaxRedelegationEntries = register(
  MODULE_NAME,
  33,
  'too many redelegation entries for (delegator, src-validator, dst-validator) tuple',
);
export const ErrDelegatorShareExRateInvalid = register(
  MODULE_NAME,
  34,
  'cannot delegate to validators with invalid (zero) ex-rate',
);
export const ErrBothShareMsgsGiven = register(MODULE_NAME, 35, 'both shares amount and shares percent provided');
export const ErrNeitherShareMsgsGiven = register(MODULE_NAME, 36, 'neither shares amount nor shares percent provided');
export const ErrInvalidHistoricalInfo = register(MODULE_NAME, 37, 'invalid historical info');
export const ErrNoHistoricalInfo = register(MODULE_NAME, 38, 'no historical info found');
export const ErrEmptyValidatorPubKey = register(MODULE_NAME, 39, 'empty validator public key');
export const ErrCommissionLTMinRate = register(MODULE_NAME, 40, 'commission cannot be less than min rate');
export const ErrUnbondingNotFound = register(MODULE_NAME, 41, 'unbonding operation not found');
export const ErrUnbondingOnHoldRefCountNegative = register(
  MODULE_NAME,
  42,
  'cannot un-hold unbonding operation that is not on hold',
);
export const ErrInvalidSigner = register(
  MODULE_NAME,
  43,
  'expected authority account as only signer for proposal message',
);
export const ErrBadRedelegationSrc = register(MODULE_NAME, 44, 'redelegation source validator not found');
export const ErrNoUnbondingType = register(MODULE_NAME, 45, 'unbonding type not found');
