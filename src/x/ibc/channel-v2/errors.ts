import { register } from '../../../core/errors.ts';

/** Source: ibc-go modules/core/04-channel/v2/types/errors.go. */
const CODESPACE = 'channelv2';

export const ErrInvalidPacket = register(CODESPACE, 2, 'invalid packet');
export const ErrInvalidPayload = register(CODESPACE, 3, 'invalid payload');
export const ErrSequenceSendNotFound = register(CODESPACE, 4, 'sequence send not found');
export const ErrInvalidAcknowledgement = register(CODESPACE, 5, 'invalid acknowledgement');
export const ErrPacketCommitmentNotFound = register(CODESPACE, 6, 'packet commitment not found');
export const ErrAcknowledgementNotFound = register(CODESPACE, 7, 'packet acknowledgement not found');
export const ErrInvalidTimeout = register(CODESPACE, 8, 'invalid packet timeout');
export const ErrTimeoutElapsed = register(CODESPACE, 9, 'timeout elapsed');
export const ErrTimeoutNotReached = register(CODESPACE, 10, 'timeout not reached');
export const ErrAcknowledgementExists = register(CODESPACE, 11, 'acknowledgement for packet already exists');
export const ErrNoOpMsg = register(CODESPACE, 12, 'message is redundant, no-op will be performed');
