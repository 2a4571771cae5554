import type { Context } from '../../core/context.ts';
import type { QueryServer } from '../../wire/gen/cosmos/mint/v1beta1/query.ts';
import type { MintKeeper } from './keeper.ts';

/** Source: cosmos-sdk x/mint/keeper/grpc_query.go. */
export function mintQueryServer(k: MintKeeper): QueryServer<Context> {
  return {
    params: (ctx) => ({ params: k.getParams(ctx) }),
    inflation: (ctx) => ({ inflation: k.getMinter(ctx).inflation }),
    annualProvisions: (ctx) => ({ annualProvisions: k.getMinter(ctx).annualProvisions }),
  };
}
