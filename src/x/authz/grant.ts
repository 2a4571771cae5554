import { ErrInvalidType } from '../../core/sdk-errors.ts';
import { isAfter, type Time, toRfc3339Nano } from '../../core/time.ts';
import type { Grant } from '../../wire/gen/cosmos/authz/v1beta1/authz.ts';
import { packAny } from '../../wire/registry.ts';
import type { AnyAuthorizationType, Authorization, AuthorizationTypes } from './authorization.ts';
import { ErrInvalidExpirationTime } from './errors.ts';

/** RFC 3339 to the second. */
const rfc3339 = (t: Time): string => toRfc3339Nano({ seconds: t.seconds, nanos: 0 });

/** A grant from now on. Throws ErrInvalidExpirationTime unless it expires later. */
export function newGrant(
  now: Time,
  kind: AnyAuthorizationType,
  authorization: Authorization,
  expiration: Time | undefined,
): Grant {
  if (expiration !== undefined && !isAfter(expiration, now)) {
    throw ErrInvalidExpirationTime.wrap(
      `expiration must be after the current block time (${rfc3339(now)}), got ${rfc3339(expiration)}`,
    );
  }
  return { authorization: packAny(kind.type, authorization.message), expiration };
}

/** ValidateBasic of a grant by itself. Throws GoError. */
export function validateGrant(grant: Grant, types: AuthorizationTypes): void {
  const authorization = authorizationOf(grant);
  types.of(authorization).validateBasic(authorization.message);
}

/** The authorization inside a grant that decoding has unpacked. Throws ErrInvalidType when there is none. */
export function authorizationOf(grant: Grant): Authorization {
  const any = grant.authorization;
  if (any === undefined) throw ErrInvalidType.wrap('authorization is nil');
  // PARITY: cosmos-sdk x/authz/authorization_grant.go: the expected type is printed as a nil interface.
  if (any.$message === undefined) throw ErrInvalidType.wrap('expected <nil>, got <nil>');
  return { typeUrl: any.typeUrl, message: any.$message };
}
