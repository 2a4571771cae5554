import { register } from '../../core/errors.ts';

/** Errors of the codespace `slashing`. Source: cosmos-sdk x/slashing/types/errors.go. */
const SLASHING = 'slashing';

export const ErrNoValidatorForAddress = register(SLASHING, 2, 'address is not associated with any known validator');
export const ErrBadValidatorAddr = register(SLASHING, 3, 'validator does not exist for that address');
export const ErrValidatorJailed = register(SLASHING, 4, 'validator still jailed; cannot be unjailed');
export const ErrValidatorNotJailed = register(SLASHING, 5, 'validator not jailed; cannot be unjailed');
export const ErrMissingSelfDelegation = register(SLASHING, 6, 'validator has no self-delegation; cannot be unjailed');
export const ErrSelfDelegationTooLowToUnjail = register(
  SLASHING,
  7,
  "validator's self delegation less than minimum; cannot be unjailed",
);
export const ErrNoSigningInfoFound = register(SLASHING, 8, 'no validator signing info found');
export const ErrValidatorTombstoned = register(SLASHING, 9, 'validator already tombstoned');
