import { register } from '../../../core/errors.ts';

/** Source: ibc-go modules/core/02-client/types/errors.go. */
const CODESPACE = 'client';

export const ErrClientExists = register(CODESPACE, 2, 'light client already exists');
export const ErrInvalidClient = register(CODESPACE, 3, 'light client is invalid');
export const ErrClientNotFound = register(CODESPACE, 4, 'light client not found');
export const ErrClientFrozen = register(CODESPACE, 5, 'light client is frozen due to misbehaviour');
export const ErrInvalidClientMetadata = register(CODESPACE, 6, 'invalid client metadata');
export const ErrConsensusStateNotFound = register(CODESPACE, 7, 'consensus state not found');
export const ErrInvalidConsensus = register(CODESPACE, 8, 'invalid consensus state');
export const ErrClientTypeNotFound = register(CODESPACE, 9, 'client type not found');
export const ErrInvalidClientType = register(CODESPACE, 10, 'invalid client type');
export const ErrRootNotFound = register(CODESPACE, 11, 'commitment root not found');
export const ErrInvalidHeader = register(CODESPACE, 12, 'invalid client header');
export const ErrInvalidMisbehaviour = register(CODESPACE, 13, 'invalid light client misbehaviour');
export const ErrFailedClientStateVerification = register(CODESPACE, 14, 'client state verification failed');
export const ErrFailedClientConsensusStateVerification = register(
  CODESPACE,
  15,
  'client consensus state verification failed',
);
export const ErrFailedConnectionStateVerification = register(CODESPACE, 16, 'connection state verification failed');
export const ErrFailedChannelStateVerification = register(CODESPACE, 17, 'channel state verification failed');
export const ErrFailedPacketCommitmentVerification = register(CODESPACE, 18, 'packet commitment verification failed');
export const ErrFailedPacketAckVerification = register(CODESPACE, 19, 'packet acknowledgement verification failed');
export const ErrFailedPacketReceiptVerification = register(CODESPACE, 20, 'packet receipt verification failed');
export const ErrFailedNextSeqRecvVerification = register(CODESPACE, 21, 'next sequence receive verification failed');
export const ErrSelfConsensusStateNotFound = register(CODESPACE, 22, 'self consensus state not found');
export const ErrUpdateClientFailed = register(CODESPACE, 23, 'unable to update light client');
export const ErrInvalidRecoveryClient = register(CODESPACE, 24, 'invalid recovery client');
export const ErrInvalidUpgradeClient = register(CODESPACE, 25, 'invalid client upgrade');
export const ErrInvalidHeight = register(CODESPACE, 26, 'invalid height');
export const ErrInvalidSubstitute = register(CODESPACE, 27, 'invalid client state substitute');
export const ErrInvalidUpgradeProposal = register(CODESPACE, 28, 'invalid upgrade proposal');
export const ErrClientNotActive = register(CODESPACE, 29, 'client state is not active');
export const ErrFailedMembershipVerification = register(CODESPACE, 30, 'membership verification failed');
export const ErrFailedNonMembershipVerification = register(CODESPACE, 31, 'non-membership verification failed');
export const ErrRouteNotFound = register(CODESPACE, 32, 'light client module route not found');
export const ErrClientTypeNotSupported = register(CODESPACE, 33, 'client type not supported');
