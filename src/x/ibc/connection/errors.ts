import { register } from '../../../core/errors.ts';

/** Source: ibc-go modules/core/03-connection/types/errors.go. */
const CODESPACE = 'connection';

export const ErrConnectionExists = register(CODESPACE, 2, 'connection already exists');
export const ErrConnectionNotFound = register(CODESPACE, 3, 'connection not found');
export const ErrClientConnectionPathsNotFound = register(CODESPACE, 4, 'light client connection paths not found');
export const ErrConnectionPath = register(CODESPACE, 5, 'connection path is not associated to the given light client');
export const ErrInvalidConnectionState = register(CODESPACE, 6, 'invalid connection state');
export const ErrInvalidCounterparty = register(CODESPACE, 7, 'invalid counterparty connection');
export const ErrInvalidConnection = register(CODESPACE, 8, 'invalid connection');
export const ErrInvalidVersion = register(CODESPACE, 9, 'invalid connection version');
export const ErrVersionNegotiationFailed = register(CODESPACE, 10, 'connection version negotiation failed');
export const ErrInvalidConnectionIdentifier = register(CODESPACE, 11, 'invalid connection identifier');
