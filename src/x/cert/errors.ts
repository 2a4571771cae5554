import { GrpcCode, register } from '../../core/errors.ts';
import { MODULE_NAME } from './keys.ts';

/** Source: chain-sdk go/node/cert/v1/errors.go. */
export const ErrCertificateNotFound = register(MODULE_NAME, 1, 'certificate not found', GrpcCode.NotFound);
export const ErrInvalidAddress = register(MODULE_NAME, 2, 'invalid address', GrpcCode.InvalidArgument);
export const ErrCertificateExists = register(MODULE_NAME, 3, 'certificate exists', GrpcCode.AlreadyExists);
export const ErrCertificateAlreadyRevoked = register(
  MODULE_NAME,
  4,
  'certificate already revoked',
  GrpcCode.FailedPrecondition,
);
export const ErrInvalidSerialNumber = register(MODULE_NAME, 5, 'invalid serial number', GrpcCode.InvalidArgument);
export const ErrInvalidCertificateValue = register(
  MODULE_NAME,
  6,
  'invalid certificate value',
  GrpcCode.InvalidArgument,
);
export const ErrInvalidPubkeyValue = register(MODULE_NAME, 7, 'invalid pubkey value', GrpcCode.InvalidArgument);
export const ErrInvalidState = register(MODULE_NAME, 8, 'invalid state', GrpcCode.InvalidArgument);
export const ErrInvalidKeySize = register(MODULE_NAME, 9, 'invalid key size', GrpcCode.InvalidArgument);
