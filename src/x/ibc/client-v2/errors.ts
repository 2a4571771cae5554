import { register } from '../../../core/errors.ts';

/** Source: ibc-go modules/core/02-client/v2/types/errors.go. */
const CODESPACE = 'clientv2';

export const ErrInvalidCounterparty = register(CODESPACE, 34, 'invalid counterparty');
export const ErrCounterpartyNotFound = register(CODESPACE, 35, 'counterparty not found');
