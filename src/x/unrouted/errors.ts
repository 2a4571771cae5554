import { register } from '../../core/errors.ts';

/** Error codes of modules that are linked and not wired. Nothing raises them but the checks beside this file. */

const ICA = 'interchainaccounts';
export const ErrUnknownDataType = register(ICA, 2, 'unknown data type');
export const ErrAccountAlreadyExist = register(ICA, 3, 'account already exist');
export const ErrPortAlreadyBound = register(ICA, 4, 'port is already bound');
export const ErrInvalidChannelFlow = register(ICA, 5, 'invalid message sent to channel end');
export const ErrInvalidOutgoingData = register(ICA, 6, 'invalid outgoing data');
export const ErrInvalidRoute = register(ICA, 7, 'invalid route');
export const ErrInterchainAccountNotFound = register(ICA, 8, 'interchain account not found');
export const ErrInterchainAccountAlreadySet = register(ICA, 9, 'interchain account is already set');
export const ErrActiveChannelAlreadySet = register(ICA, 10, 'active channel already set for this owner');
export const ErrActiveChannelNotFound = register(ICA, 11, 'no active channel for this owner');
export const ErrInvalidVersion = register(ICA, 12, 'invalid interchain accounts version');
export const ErrInvalidAccountAddress = register(ICA, 13, 'invalid account address');
export const ErrUnsupported = register(ICA, 14, 'interchain account does not support this action');
export const ErrInvalidControllerPort = register(ICA, 15, 'invalid controller port');
export const ErrInvalidHostPort = register(ICA, 16, 'invalid host port');
export const ErrInvalidTimeoutTimestamp = register(ICA, 17, 'timeout timestamp must be in the future');
export const ErrInvalidCodec = register(ICA, 18, 'codec is not supported');
export const ErrInvalidAccountReopening = register(ICA, 19, 'invalid account reopening');
export const ErrControllerSubModuleDisabled = register('icacontroller', 2, 'controller submodule is disabled');
export const ErrHostSubModuleDisabled = register('icahost', 2, 'host submodule is disabled');

const SOLO = '06-solomachine';
export const ErrInvalidHeader = register(SOLO, 2, 'invalid header');
export const ErrInvalidSequence = register(SOLO, 3, 'invalid sequence');
export const ErrInvalidSignatureAndData = register(SOLO, 4, 'invalid signature and data');
export const ErrSignatureVerificationFailed = register(SOLO, 5, 'signature verification failed');
export const ErrInvalidProof = register(SOLO, 6, 'invalid solo machine proof');

export const ErrNoSender = register('crisis', 2, 'sender address is empty');
export const ErrUnknownInvariant = register('crisis', 3, 'unknown invariant');

export const ErrInvalidSigner = register(
  'protocolpool',
  2,
  'expected authority account as only signer for community pool spend message',
);

/** PARITY: cosmos-sdk orm/testutil: a test's own error, linked all the same. */
export const ErrTest = register('table_testdata', 2, 'test');
