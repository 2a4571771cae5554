import { readSection } from '../../core/genesis.ts';
import type { AppModule, JsonText } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/cosmos/authz/v1beta1/genesis.ts';
import { Query } from '../../wire/gen/cosmos/authz/v1beta1/query.ts';
import { Msg } from '../../wire/gen/cosmos/authz/v1beta1/tx.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { AuthzKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { authzMsgServer } from './msg-server.ts';
import { authzQueryServer } from './query-server.ts';

/** x/authz. */
export function authzModule(k: AuthzKeeper): AppModule {
  const read = (json: JsonText): GenesisState => fromJson(GenesisState, json);
  return {
    name: MODULE_NAME,
    consensusVersion: 3n,
    registerServices(cfg) {
      cfg.msgServer(Msg, authzMsgServer(k));
      cfg.queryServer(Query, authzQueryServer(k));
    },
    initGenesis(ctx, json) {
      initGenesis(k, ctx, read(json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(k, ctx)),
    defaultGenesis: () => toJson(GenesisState, { authorization: [] }),
    validateGenesis: (json) => validateGenesis(readSection(MODULE_NAME, () => read(json))),
    beginBlock: (ctx) => k.dequeueAndDeleteExpiredGrants(ctx),
  };
}
