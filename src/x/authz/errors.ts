import { register } from '../../core/errors.ts';

const AUTHZ = 'authz';

/** The errors of authorizations. Source: cosmos-sdk x/authz/errors.go. */
export const ErrNoAuthorizationFound = register(AUTHZ, 2, 'authorization not found');
export const ErrInvalidExpirationTime = register(
  AUTHZ,
  3,
  'expiration time of authorization should be more than current time',
);
export const ErrUnknownAuthorizationType = register(AUTHZ, 4, 'unknown authorization type');
export const ErrNoGrantKeyFound = register(AUTHZ, 5, 'grant key not found');
export const ErrAuthorizationExpired = register(AUTHZ, 6, 'authorization expired');
export const ErrGranteeIsGranter = register(AUTHZ, 7, 'grantee and granter should be different');
export const ErrAuthorizationNumOfSigners = register(
  AUTHZ,
  9,
  'authorization can be given to msg with only one signer',
);
export const ErrNegativeMaxTokens = register(AUTHZ, 12, 'max tokens should be positive');
