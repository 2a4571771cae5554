import { GrpcCode, register } from '../../core/errors.ts';
import { MODULE_NAME } from './keys.ts';

/** Source: chain-sdk go/node/provider/v1beta4/errors.go. */
export const ErrInvalidProviderURI = register(
  MODULE_NAME,
  1,
  'invalid provider: invalid host uri',
  GrpcCode.InvalidArgument,
);
export const ErrNotAbsProviderURI = register(
  MODULE_NAME,
  2,
  'invalid provider: not absolute host uri',
  GrpcCode.InvalidArgument,
);
export const ErrProviderNotFound = register(MODULE_NAME, 3, 'invalid provider: address not found', GrpcCode.NotFound);
export const ErrProviderExists = register(MODULE_NAME, 4, 'invalid provider: already exists', GrpcCode.AlreadyExists);
export const ErrInvalidAddress = register(MODULE_NAME, 5, 'invalid address', GrpcCode.InvalidArgument);
export const ErrAttributes = register(MODULE_NAME, 6, 'attribute specification error', GrpcCode.InvalidArgument);
export const ErrIncompatibleAttributes = register(
  MODULE_NAME,
  7,
  'attributes cannot be changed',
  GrpcCode.FailedPrecondition,
);
export const ErrInvalidInfoWebsite = register(
  MODULE_NAME,
  8,
  'invalid provider: invalid info website',
  GrpcCode.InvalidArgument,
);
/** Never returned: the message server has an error of its own. */
export const ErrInternalTypes = register(MODULE_NAME, 9, 'internal error', GrpcCode.Internal);
/** Source: node x/provider/handler/server.go. */
export const ErrInternal = register(MODULE_NAME, 10, 'internal error');
