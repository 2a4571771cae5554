import { register } from '../core/errors.ts';

const CODESPACE = 'store';

export const ErrInvalidProof = register(CODESPACE, 2, 'invalid proof');
export const ErrTxDecode = register(CODESPACE, 3, 'tx parse error');
export const ErrUnknownRequest = register(CODESPACE, 4, 'unknown request');
export const ErrLogic = register(CODESPACE, 5, 'internal logic error');
export const ErrConflict = register(CODESPACE, 6, 'conflict');
export const ErrInvalidRequest = register(CODESPACE, 7, 'invalid request');
