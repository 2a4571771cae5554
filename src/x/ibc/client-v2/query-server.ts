import type { Context } from '../../../core/context.ts';
import { GoErrorBase, GrpcCode, GrpcError } from '../../../core/errors.ts';
import type * as q from '../../../wire/gen/ibc/core/client/v2/query.ts';
import { clientIdentifierValidator } from '../host/validate.ts';
import type { ClientV2Keeper } from './keeper.ts';

/** Source: ibc-go modules/core/02-client/v2/keeper/grpc_query.go. */
export class ClientV2QueryServer implements q.QueryServer<Context> {
  private readonly keeper: ClientV2Keeper;

  constructor(keeper: ClientV2Keeper) {
    this.keeper = keeper;
  }

  counterpartyInfo(ctx: Context, req: q.QueryCounterpartyInfoRequest): q.QueryCounterpartyInfoResponse {
    checkClientId(req.clientId);
    const counterpartyInfo = this.keeper.getClientCounterparty(ctx, req.clientId);
    if (counterpartyInfo === undefined) {
      throw new GrpcError(GrpcCode.NotFound, `client ${req.clientId} counterparty not found`);
    }
    return { counterpartyInfo };
  }

  config(ctx: Context, req: q.QueryConfigRequest): q.QueryConfigResponse {
    checkClientId(req.clientId);
    return { config: this.keeper.getConfig(ctx, req.clientId) };
  }
}

function checkClientId(clientId: string): void {
  try {
    clientIdentifierValidator(clientId);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GrpcError(GrpcCode.InvalidArgument, e.message);
    throw e;
  }
}
