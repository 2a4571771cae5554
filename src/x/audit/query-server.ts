import type { Context } from '../../core/context.ts';
import { GoErrorBase, GrpcCode, GrpcError } from '../../core/errors.ts';
import { tryAccAddress } from '../../crypto/address.ts';
import { paginate } from '../../store/pagination.ts';
import { AuditedProvider } from '../../wire/gen/akash/audit/v1/audit.ts';
import type { QueryProvidersResponse, QueryServer } from '../../wire/gen/akash/audit/v1/query.ts';
import type { PageRequest } from '../../wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import { ErrInvalidAddress, ErrProviderNotFound } from './errors.ts';
import type { AuditKeeper } from './keeper.ts';

/** Source: node x/audit/keeper/grpc_query.go. */
export function auditQueryServer(k: AuditKeeper): QueryServer<Context> {
  return {
    allProvidersAttributes: (ctx, req) => page(k, ctx, req.pagination),

    providerAttributes(ctx, req) {
      const providers = k.getProviderAttributes(ctx, address(req.owner));
      if (providers.length === 0) throw ErrProviderNotFound.error();
      return { providers, pagination: undefined };
    },

    providerAuditorAttributes(ctx, req) {
      const owner = address(req.owner);
      const provider = k.getProviderByAuditor(ctx, { owner, auditor: address(req.auditor) });
      if (provider === undefined) throw ErrProviderNotFound.error();
      return { providers: [provider], pagination: undefined };
    },

    // PARITY: node x/audit/keeper/grpc_query.go: the auditor that is asked for is ignored.
    auditorAttributes: (ctx, req) => page(k, ctx, req.pagination),
  };
}

function address(text: string): Uint8Array {
  const bytes = tryAccAddress(text);
  if (bytes === undefined) throw ErrInvalidAddress.error();
  return bytes;
}

/**
 * PARITY: node x/audit/keeper/grpc_query.go: what is stored is a list of attributes, read here as another type. So the bytes of the
 * last attribute stand where the owner belongs, and the rest is empty.
 */
function page(k: AuditKeeper, ctx: Context, request: PageRequest | undefined): QueryProvidersResponse {
  const providers: AuditedProvider[] = [];
  try {
    const pagination = paginate(ctx.kvStore(k.storeKey), request, (_key, value) => {
      providers.push(AuditedProvider.decode(value));
    });
    return { providers, pagination };
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GrpcError(GrpcCode.Internal, e.message);
    throw e;
  }
}
