import { GrpcCode, register } from '../../core/errors.ts';
import { MODULE_NAME } from './keys.ts';

/** Source: chain-sdk go/node/take/v1/errors.go. */
export const ErrInvalidParam = register(MODULE_NAME, 1, 'parameter invalid', GrpcCode.InvalidArgument);
