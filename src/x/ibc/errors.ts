import { register } from '../../core/errors.ts';

/** Errors that all of IBC shares. Source: ibc-go modules/core/errors/errors.go. */
const CODESPACE = 'ibc';

export const ErrInvalidSequence = register(CODESPACE, 1, 'invalid sequence');
export const ErrUnauthorized = register(CODESPACE, 2, 'unauthorized');
export const ErrInsufficientFunds = register(CODESPACE, 3, 'insufficient funds');
export const ErrUnknownRequest = register(CODESPACE, 4, 'unknown request');
export const ErrInvalidAddress = register(CODESPACE, 5, 'invalid address');
export const ErrInvalidCoins = register(CODESPACE, 6, 'invalid coins');
export const ErrOutOfGas = register(CODESPACE, 7, 'out of gas');
export const ErrInvalidRequest = register(CODESPACE, 8, 'invalid request');
export const ErrInvalidHeight = register(CODESPACE, 9, 'invalid height');
export const ErrInvalidVersion = register(CODESPACE, 10, 'invalid version');
export const ErrInvalidChainID = register(CODESPACE, 11, 'invalid chain-id');
export const ErrInvalidType = register(CODESPACE, 12, 'invalid type');
export const ErrPackAny = register(CODESPACE, 13, 'failed packing protobuf message to Any');
export const ErrUnpackAny = register(CODESPACE, 14, 'failed unpacking protobuf message from Any');
export const ErrLogic = register(CODESPACE, 15, 'internal logic error');
export const ErrNotFound = register(CODESPACE, 16, 'not found');
