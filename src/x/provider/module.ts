import { readSection } from '../../core/genesis.ts';
import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/akash/provider/v1beta4/genesis.ts';
import { MsgCreateProvider, MsgDeleteProvider, MsgUpdateProvider } from '../../wire/gen/akash/provider/v1beta4/msg.ts';
import { Query } from '../../wire/gen/akash/provider/v1beta4/query.ts';
import { Msg } from '../../wire/gen/akash/provider/v1beta4/service.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { defaultGenesis, exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { ProviderKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { providerMsgServer } from './msg-server.ts';
import { providerQueryServer } from './query-server.ts';
import { validateOwner, validateProvider } from './validate.ts';

/** x/provider. */
export function providerModule(k: ProviderKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 3n,
    registerServices(cfg) {
      cfg.msgServer(Msg, providerMsgServer(k));
      cfg.queryServer(Query, providerQueryServer(k));
      cfg.validateBasic(MsgCreateProvider, (msg) => validateProvider('MsgCreate', msg));
      cfg.validateBasic(MsgUpdateProvider, (msg) => validateProvider('MsgUpdate', msg));
      cfg.validateBasic(MsgDeleteProvider, (msg) => validateOwner('MsgDelete', msg.owner));
    },
    initGenesis(ctx, json) {
      initGenesis(k, ctx, fromJson(GenesisState, json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(k, ctx)),
    defaultGenesis: () => toJson(GenesisState, defaultGenesis()),
    validateGenesis: (json) => validateGenesis(readSection(MODULE_NAME, () => fromJson(GenesisState, json))),
  };
}
