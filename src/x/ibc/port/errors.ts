import { register } from '../../../core/errors.ts';

/** Source: ibc-go modules/core/05-port/types/errors.go. */
const CODESPACE = 'port';

export const ErrPortExists = register(CODESPACE, 2, 'port is already binded');
export const ErrPortNotFound = register(CODESPACE, 3, 'port not found');
export const ErrInvalidPort = register(CODESPACE, 4, 'invalid port');
export const ErrInvalidRoute = register(CODESPACE, 5, 'route not found');
