import { GoErrorBase, GoPanic } from '../../core/errors.ts';
import { readSection } from '../../core/genesis.ts';
import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/akash/take/v1/genesis.ts';
import { MsgUpdateParams } from '../../wire/gen/akash/take/v1/paramsmsg.ts';
import { Query } from '../../wire/gen/akash/take/v1/query.ts';
import { Msg } from '../../wire/gen/akash/take/v1/service.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import type { TakeKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { takeMsgServer } from './msg-server.ts';
import { defaultParams, validateParams } from './params.ts';
import { takeQueryServer } from './query-server.ts';
import { validateUpdateParams } from './validate.ts';

/** x/take. */
export function takeModule(k: TakeKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 3n,
    registerServices(cfg) {
      cfg.msgServer(Msg, takeMsgServer(k));
      cfg.queryServer(Query, takeQueryServer(k));
      cfg.validateBasic(MsgUpdateParams, validateUpdateParams);
    },
    initGenesis(ctx, json) {
      const { params } = fromJson(GenesisState, json);
      try {
        k.setParams(ctx, params);
      } catch (e) {
        throw e instanceof GoErrorBase ? new GoPanic(e.message) : e;
      }
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, { params: k.getParams(ctx) }),
    defaultGenesis: () => toJson(GenesisState, { params: defaultParams() }),
    validateGenesis: (json) => validateParams(readSection(MODULE_NAME, () => fromJson(GenesisState, json)).params),
  };
}
