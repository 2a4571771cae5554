import { GrpcCode, register } from '../../core/errors.ts';

/** The errors that all of Akash's modules share. Source: chain-sdk go/node/types/attributes/v1/attribute.go. */
const AKASH = 'akash';

export const ErrAttributesDuplicateKeys = register(
  AKASH,
  1,
  'attributes cannot have duplicate keys',
  GrpcCode.InvalidArgument,
);
export const ErrInvalidAttributeKey = register(
  AKASH,
  2,
  'attribute key does not match regexp',
  GrpcCode.InvalidArgument,
);
