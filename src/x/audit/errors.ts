import { GrpcCode, register } from '../../core/errors.ts';
import { MODULE_NAME } from './keys.ts';

/** Source: chain-sdk go/node/audit/v1/errors.go. */
export const ErrProviderNotFound = register(MODULE_NAME, 1, 'invalid provider: address not found', GrpcCode.NotFound);
export const ErrInvalidAddress = register(MODULE_NAME, 2, 'invalid address', GrpcCode.InvalidArgument);
export const ErrAttributeNotFound = register(MODULE_NAME, 3, 'attribute not found', GrpcCode.NotFound);
