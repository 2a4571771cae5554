import { register } from '../../core/errors.ts';
import { MODULE_NAME } from './keys.ts';

/** Source: cosmos-sdk x/bank/types/errors.go. */
export const ErrNoInputs = register(MODULE_NAME, 2, 'no inputs to send transaction');
export const ErrNoOutputs = register(MODULE_NAME, 3, 'no outputs to send transaction');
export const ErrInputOutputMismatch = register(MODULE_NAME, 4, 'sum inputs != sum outputs');
export const ErrSendDisabled = register(MODULE_NAME, 5, 'send transactions are disabled');
export const ErrDenomMetadataNotFound = register(MODULE_NAME, 6, 'client denom metadata not found');
export const ErrInvalidKey = register(MODULE_NAME, 7, 'invalid key');
export const ErrDuplicateEntry = register(MODULE_NAME, 8, 'duplicate entry');
export const ErrMultipleSenders = register(MODULE_NAME, 9, 'multiple senders not allowed');
