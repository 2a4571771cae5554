import type { Context } from '../../core/context.ts';
import { accAddressCodec, accAddressToBech32 } from '../../crypto/address.ts';
import { concatBytes } from '../../store/keys.ts';
import { DEFAULT_LIMIT, filteredPaginate, genericFilteredPaginate } from '../../store/pagination.ts';
import { PrefixStore } from '../../store/prefix.ts';
import { Grant, type GrantAuthorization } from '../../wire/gen/cosmos/authz/v1beta1/authz.ts';
import type {
  QueryGranteeGrantsRequest,
  QueryGranteeGrantsResponse,
  QueryServer,
} from '../../wire/gen/cosmos/authz/v1beta1/query.ts';
import { PageRequest } from '../../wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import { decodeAndUnpack } from '../../wire/registry.ts';
import { ErrNoAuthorizationFound } from './errors.ts';
import { authorizationOf } from './grant.ts';
import type { AuthzKeeper } from './keeper.ts';
import { GRANTEE_GRANTER_PREFIX, granteeGranterKey, grantKey, parseGranteeGranterKey } from './keys.ts';

const NO_ADDRESS = new Uint8Array(0);

/**
 * The page asked for, its limit filled in.
 *
 * PARITY: cosmos-sdk x/authz/keeper/grpc_query.go: because it is filled in here, the total is not counted unasked.
 */
function pageOf(request: PageRequest | undefined): PageRequest {
  const page = request ?? PageRequest.create();
  return page.limit === 0n ? { ...page, limit: DEFAULT_LIMIT } : page;
}

/** Throws when there is no authorization in it. */
function checked(grant: Grant): Grant {
  authorizationOf(grant);
  return grant;
}

const decode = (bytes: Uint8Array): Grant => decodeAndUnpack(Grant, bytes);

/** cosmos.authz.v1beta1.Query. Expired grants are shown until they are pruned. */
export function authzQueryServer(k: AuthzKeeper): QueryServer<Context> {
  return {
    grants(ctx, req) {
      const pagination = pageOf(req.pagination);
      const granter = accAddressCodec.toBytes(req.granter);
      const grantee = accAddressCodec.toBytes(req.grantee);
      if (req.msgTypeUrl !== '') {
        const grant = k.getGrant(ctx, grantee, granter, req.msgTypeUrl);
        if (grant === undefined) {
          throw ErrNoAuthorizationFound.wrap(`authorization not found for ${req.msgTypeUrl} type`);
        }
        return { grants: [checked(grant)], pagination: undefined };
      }
      const part = new PrefixStore(k.store(ctx), grantKey(grantee, granter, ''));
      const page = genericFilteredPaginate(part, pagination, decode, (_key, grant) => checked(grant));
      return { grants: page.results, pagination: page.pagination };
    },
    granterGrants(ctx, req) {
      const pagination = pageOf(req.pagination);
      const granter = accAddressCodec.toBytes(req.granter);
      const part = new PrefixStore(k.store(ctx), grantKey(NO_ADDRESS, granter, ''));
      const page = genericFilteredPaginate(part, pagination, decode, (key, grant): GrantAuthorization => {
        const { authorization, expiration } = checked(grant);
        const grantee = accAddressToBech32(key.subarray(1, 1 + key[0]!));
        return { granter: req.granter, grantee, authorization, expiration };
      });
      return { grants: page.results, pagination: page.pagination };
    },
    granteeGrants: (ctx, req) => granteeGrants(k, ctx, req),
  };
}

/**
 * PARITY: akash cosmos-sdk x/authz/keeper/grpc_query.go: grants outside the page are not counted, so no page names the next
 * one, the total is at most the limit, and an offset finds nothing. With a page key the grantee is not looked at: the key
 * begins with the grantee's, and the grants of all grantees from there on are listed.
 */
function granteeGrants(k: AuthzKeeper, ctx: Context, req: QueryGranteeGrantsRequest): QueryGranteeGrantsResponse {
  const page = pageOf(req.pagination);
  const prefix =
    page.key.length === 0
      ? granteeGranterKey(accAddressCodec.toBytes(req.grantee), NO_ADDRESS, '')
      : GRANTEE_GRANTER_PREFIX;
  const grants: GrantAuthorization[] = [];
  const pagination = filteredPaginate(new PrefixStore(k.store(ctx), prefix), page, (key, _value, accumulate) => {
    if (!accumulate) return false;
    const { grantee, granter, msgType } = parseGranteeGranterKey(concatBytes(prefix, key));
    const grant = k.getGrant(ctx, grantee, granter, msgType);
    if (grant === undefined) return false;
    const { authorization, expiration } = checked(grant);
    grants.push({
      granter: accAddressToBech32(granter),
      grantee: accAddressToBech32(grantee),
      authorization,
      expiration,
    });
    return true;
  });
  return { grants, pagination };
}
