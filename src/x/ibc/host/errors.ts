import { register } from '../../../core/errors.ts';

/** Source: ibc-go modules/core/24-host/errors.go. */
export const ErrInvalidID = register('host', 2, 'invalid identifier');
export const ErrInvalidPath = register('host', 3, 'invalid path');
export const ErrInvalidPacket = register('host', 4, 'invalid packet');
