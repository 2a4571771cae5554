import { readSection } from '../../core/genesis.ts';
import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/akash/market/v1beta5/genesis.ts';
import { Query } from '../../wire/gen/akash/market/v1beta5/query.ts';
import { Msg } from '../../wire/gen/akash/market/v1beta5/service.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { defaultGenesis, exportGenesis, initGenesis } from './genesis.ts';
import { MODULE_NAME } from './keys.ts';
import { migrate7to8 } from './migrations.ts';
import { type MarketMsgDeps, marketMsgServer } from './msg-server.ts';
import { validateParams } from './params.ts';
import { marketQueryServer } from './query-server.ts';
import { registerValidateBasic } from './validate.ts';

/** x/market. */
export function marketModule(deps: MarketMsgDeps): AppModule {
  const { keeper: k } = deps;
  return {
    name: MODULE_NAME,
    consensusVersion: 8n,
    migrations: new Map([[7n, (ctx) => migrate7to8(ctx, k)]]),
    registerServices(cfg) {
      cfg.msgServer(Msg, marketMsgServer(deps));
      cfg.queryServer(Query, marketQueryServer(k));
      registerValidateBasic(cfg);
    },
    initGenesis(ctx, json) {
      initGenesis(ctx, k, fromJson(GenesisState, json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(ctx, k)),
    defaultGenesis: () => toJson(GenesisState, defaultGenesis()),
    validateGenesis: (json) => validateParams(readSection(MODULE_NAME, () => fromJson(GenesisState, json)).params),
  };
}
