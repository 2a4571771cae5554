import type { Context } from '../../core/context.ts';
import type { QueryServer } from '../../wire/gen/akash/take/v1/query.ts';
import type { TakeKeeper } from './keeper.ts';

/** Source: node x/take/keeper/grpc_query.go. */
export function takeQueryServer(k: TakeKeeper): QueryServer<Context> {
  return { params: (ctx) => ({ params: k.getParams(ctx) }) };
}
