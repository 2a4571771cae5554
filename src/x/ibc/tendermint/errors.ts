import { register } from '../../../core/errors.ts';

/** Source: ibc-go modules/light-clients/07-tendermint/errors.go. */
const CODESPACE = '07-tendermint';

export const ErrInvalidChainID = register(CODESPACE, 2, 'invalid chain-id');
export const ErrInvalidTrustingPeriod = register(CODESPACE, 3, 'invalid trusting period');
export const ErrInvalidUnbondingPeriod = register(CODESPACE, 4, 'invalid unbonding period');
export const ErrInvalidHeaderHeight = register(CODESPACE, 5, 'invalid header height');
export const ErrInvalidHeader = register(CODESPACE, 6, 'invalid header');
export const ErrInvalidMaxClockDrift = register(CODESPACE, 7, 'invalid max clock drift');
export const ErrProcessedTimeNotFound = register(CODESPACE, 8, 'processed time not found');
export const ErrProcessedHeightNotFound = register(CODESPACE, 9, 'processed height not found');
export const ErrDelayPeriodNotPassed = register(CODESPACE, 10, 'packet-specified delay period has not been reached');
export const ErrTrustingPeriodExpired = register(
  CODESPACE,
  11,
  'time since latest trusted state has passed the trusting period',
);
export const ErrUnbondingPeriodExpired = register(
  CODESPACE,
  12,
  'time since latest trusted state has passed the unbonding period',
);
export const ErrInvalidProofSpecs = register(CODESPACE, 13, 'invalid proof specs');
export const ErrInvalidValidatorSet = register(CODESPACE, 14, 'invalid validator set');
export const ErrInvalidTrustLevel = register(CODESPACE, 15, 'invalid trust level');
