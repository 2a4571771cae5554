import type { Context } from '../../core/context.ts';
import { GoErrorBase, GrpcCode, GrpcError } from '../../core/errors.ts';
import { tryAccAddress } from '../../crypto/address.ts';
import { paginate } from '../../store/pagination.ts';
import { Provider } from '../../wire/gen/akash/provider/v1beta4/provider.ts';
import type { QueryServer } from '../../wire/gen/akash/provider/v1beta4/query.ts';
import { ErrInvalidAddress, ErrProviderNotFound } from './errors.ts';
import type { ProviderKeeper } from './keeper.ts';

/** Source: node x/provider/keeper/grpc_query.go. */
export function providerQueryServer(k: ProviderKeeper): QueryServer<Context> {
  return {
    providers(ctx, req) {
      const providers: Provider[] = [];
      try {
        const pagination = paginate(ctx.kvStore(k.storeKey), req.pagination, (_key, value) => {
          providers.push(Provider.decode(value));
        });
        return { providers, pagination };
      } catch (e) {
        if (e instanceof GoErrorBase) throw new GrpcError(GrpcCode.Internal, e.message);
        throw e;
      }
    },

    provider(ctx, req) {
      const owner = tryAccAddress(req.owner);
      if (owner === undefined) throw ErrInvalidAddress.error();
      const provider = k.get(ctx, owner);
      if (provider === undefined) throw ErrProviderNotFound.error();
      return { provider };
    },
  };
}
