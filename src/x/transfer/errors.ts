import { register } from '../../core/errors.ts';

/** Source: ibc-go modules/apps/transfer/types/errors.go. */
const CODESPACE = 'transfer';

export const ErrInvalidPacketTimeout = register(CODESPACE, 2, 'invalid packet timeout');
export const ErrInvalidDenomForTransfer = register(CODESPACE, 3, 'invalid denomination for cross-chain transfer');
export const ErrInvalidVersion = register(CODESPACE, 4, 'invalid ICS20 version');
export const ErrInvalidAmount = register(CODESPACE, 5, 'invalid token amount');
export const ErrDenomNotFound = register(CODESPACE, 6, 'denomination not found');
export const ErrSendDisabled = register(CODESPACE, 7, 'fungible token transfers from this chain are disabled');
export const ErrReceiveDisabled = register(CODESPACE, 8, 'fungible token transfers to this chain are disabled');
export const ErrMaxTransferChannels = register(CODESPACE, 9, 'max transfer channels');
export const ErrInvalidAuthorization = register(CODESPACE, 10, 'invalid transfer authorization');
export const ErrInvalidMemo = register(CODESPACE, 11, 'invalid memo');
export const ErrForwardedPacketTimedOut = register(CODESPACE, 12, 'forwarded packet timed out');
export const ErrForwardedPacketFailed = register(CODESPACE, 13, 'forwarded packet failed');
export const ErrAbiEncoding = register(CODESPACE, 14, 'encoding abi failed');
export const ErrAbiDecoding = register(CODESPACE, 15, 'decoding abi failed');
export const ErrReceiveFailed = register(CODESPACE, 16, 'receive packet failed');
