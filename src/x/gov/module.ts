import { readSection } from '../../core/genesis.ts';
import type { AppModule, JsonText } from '../../core/module.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import { GenesisState } from '../../wire/gen/cosmos/gov/v1/genesis.ts';
import { Query } from '../../wire/gen/cosmos/gov/v1/query.ts';
import { Msg } from '../../wire/gen/cosmos/gov/v1/tx.ts';
import { Query as LegacyQuery } from '../../wire/gen/cosmos/gov/v1beta1/query.ts';
import { Msg as LegacyMsg } from '../../wire/gen/cosmos/gov/v1beta1/tx.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { endBlocker } from './abci.ts';
import { defaultGenesis, exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { GovKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { legacyGovMsgServer } from './legacy-msg-server.ts';
import { legacyGovQueryServer } from './legacy-query-server.ts';
import { govMsgServer } from './msg-server.ts';
import { govQueryServer } from './query-server.ts';
import { registerValidateBasic } from './validate.ts';

/** x/gov: v1 and, on top of it, v1beta1. */
export function govModule(k: GovKeeper): AppModule {
  const read = (json: JsonText): GenesisState => fromJson(GenesisState, json);
  return {
    name: MODULE_NAME,
    consensusVersion: 5n,
    registerServices(cfg) {
      const msgServer = govMsgServer(k);
      const queryServer = govQueryServer(k);
      cfg.msgServer(LegacyMsg, legacyGovMsgServer(msgServer, k.legacyRouter, accAddressToBech32(k.moduleAddress)));
      cfg.msgServer(Msg, msgServer);
      cfg.queryServer(LegacyQuery, legacyGovQueryServer(queryServer));
      cfg.queryServer(Query, queryServer);
      registerValidateBasic(cfg);
    },
    initGenesis(ctx, json) {
      initGenesis(k, ctx, read(json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(k, ctx)),
    defaultGenesis: () => toJson(GenesisState, defaultGenesis()),
    validateGenesis: (json) => validateGenesis(readSection(MODULE_NAME, () => read(json))),
    endBlock(ctx) {
      endBlocker(k, ctx);
      return [];
    },
  };
}
