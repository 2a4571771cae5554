import type { Context } from '../../core/context.ts';
import { GoError, GrpcCode, GrpcError } from '../../core/errors.ts';
import type { AppModule } from '../../core/module.ts';
import { Query, type QueryServer } from '../../wire/gen/cosmos/consensus/v1/query.ts';
import { Msg, type MsgServer } from '../../wire/gen/cosmos/consensus/v1/tx.ts';
import type { ConsensusKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';

/** x/consensus. It has no genesis section: InitChain stores the parameters of the genesis document. */
export function consensusModule(k: ConsensusKeeper): AppModule {
  const msgServer: MsgServer<Context> = {
    updateParams(ctx, msg) {
      k.updateParams(ctx, msg);
      return {};
    },
  };
  const queryServer: QueryServer<Context> = {
    params(ctx) {
      try {
        return { params: k.paramsStore.get(ctx) };
      } catch (e) {
        if (e instanceof GoError) throw new GrpcError(GrpcCode.Internal, e.message);
        throw e;
      }
    },
  };
  return {
    name: MODULE_NAME,
    consensusVersion: 1n,
    registerServices(cfg) {
      cfg.msgServer(Msg, msgServer);
      cfg.queryServer(Query, queryServer);
    },
  };
}
