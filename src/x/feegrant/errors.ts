import { register } from '../../core/errors.ts';

const FEEGRANT = 'feegrant';

/** The errors of fee grants. Source: cosmossdk.io/x/feegrant/errors.go. */
export const ErrFeeLimitExceeded = register(FEEGRANT, 2, 'fee limit exceeded');
export const ErrFeeLimitExpired = register(FEEGRANT, 3, 'fee allowance expired');
export const ErrInvalidDuration = register(FEEGRANT, 4, 'invalid duration');
export const ErrNoAllowance = register(FEEGRANT, 5, 'no allowance');
export const ErrNoMessages = register(FEEGRANT, 6, 'allowed messages are empty');
export const ErrMessageNotAllowed = register(FEEGRANT, 7, 'message not allowed');
