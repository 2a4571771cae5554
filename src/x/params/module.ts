import type { Context } from '../../core/context.ts';
import { GrpcCode, GrpcError } from '../../core/errors.ts';
import type { AppModule } from '../../core/module.ts';
import { Query, type QueryServer } from '../../wire/gen/cosmos/params/v1beta1/query.ts';
import { EMPTY_BYTES } from '../../wire/runtime.ts';
import { textFromBytes } from '../../wire/utf8.ts';
import { ErrUnknownSubspace } from './errors.ts';
import type { ParamsKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';

/** x/params. It has no messages, genesis or block work: its proposals come through governance. */
export function paramsModule(k: ParamsKeeper): AppModule {
  const queryServer: QueryServer<Context> = {
    params(ctx, { subspace, key }) {
      if (subspace === '' || key === '') throw new GrpcError(GrpcCode.InvalidArgument, 'invalid request');
      const space = k.getSubspace(subspace);
      if (space === undefined) throw ErrUnknownSubspace.wrap(subspace);
      const value = textFromBytes(space.getRaw(ctx, key) ?? EMPTY_BYTES);
      return { param: { subspace, key, value } };
    },
    // PARITY: cosmos-sdk x/params/keeper/grpc_query.go: there the order is that of a Go map, which differs from answer to answer.
    subspaces: (ctx) => ({
      subspaces: k.getSubspaces().map((space) => ({ subspace: space.name, keys: space.keys(ctx) })),
    }),
  };
  return {
    name: MODULE_NAME,
    consensusVersion: 1n,
    registerServices: (cfg) => cfg.queryServer(Query, queryServer),
  };
}
