import type { Context } from '../../core/context.ts';
import { GoErrorBase, GrpcCode, GrpcError } from '../../core/errors.ts';
import { accAddressCodec } from '../../crypto/address.ts';
import { concatBytes, equalBytes } from '../../store/keys.ts';
import { genericFilteredPaginate, paginate } from '../../store/pagination.ts';
import { PrefixStore } from '../../store/prefix.ts';
import { Grant } from '../../wire/gen/cosmos/feegrant/v1beta1/feegrant.ts';
import type { QueryServer } from '../../wire/gen/cosmos/feegrant/v1beta1/query.ts';
import { decodeAndUnpack } from '../../wire/registry.ts';
import { packAllowance } from './allowance-types.ts';
import type { FeegrantKeeper } from './keeper.ts';
import { ALLOWANCE_PREFIX, allowancesOf, parseAllowanceKey } from './keys.ts';

/** Go errors of `read` become gRPC's Internal. */
function internally<T>(read: () => T): T {
  try {
    return read();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GrpcError(GrpcCode.Internal, e.message);
    throw e;
  }
}

const decode = (bytes: Uint8Array): Grant => decodeAndUnpack(Grant, bytes);

/** cosmos.feegrant.v1beta1.Query. Expired allowances are shown until they are pruned. */
export function feegrantQueryServer(k: FeegrantKeeper): QueryServer<Context> {
  return {
    allowance(ctx, req) {
      const granter = accAddressCodec.toBytes(req.granter);
      const grantee = accAddressCodec.toBytes(req.grantee);
      const allowance = packAllowance(internally(() => k.getAllowance(ctx, granter, grantee)));
      return { allowance: { granter: req.granter, grantee: req.grantee, allowance } };
    },
    allowances(ctx, req) {
      const part = new PrefixStore(k.store(ctx), allowancesOf(accAddressCodec.toBytes(req.grantee)));
      const allowances: Grant[] = [];
      const pagination = internally(() =>
        paginate(part, req.pagination, (_key, value) => {
          allowances.push(decode(value));
        }),
      );
      return { allowances, pagination };
    },
    allowancesByGranter(ctx, req) {
      const wanted = accAddressCodec.toBytes(req.granter);
      const part = new PrefixStore(k.store(ctx), ALLOWANCE_PREFIX);
      const page = internally(() =>
        genericFilteredPaginate(part, req.pagination, decode, (key, grant) => {
          const { granter } = parseAllowanceKey(concatBytes(ALLOWANCE_PREFIX, key));
          return equalBytes(granter, wanted) ? grant : undefined;
        }),
      );
      return { allowances: page.results, pagination: page.pagination };
    },
  };
}
