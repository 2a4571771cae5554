import { readSection } from '../../core/genesis.ts';
import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/cosmos/mint/v1beta1/genesis.ts';
import { Query } from '../../wire/gen/cosmos/mint/v1beta1/query.ts';
import { Msg } from '../../wire/gen/cosmos/mint/v1beta1/tx.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { beginBlocker } from './abci.ts';
import type { AccountKeeper } from './expected-keepers.ts';
import { defaultGenesis, exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { MintKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { mintMsgServer } from './msg-server.ts';
import { mintQueryServer } from './query-server.ts';

/** x/mint. */
export function mintModule(k: MintKeeper, accountKeeper: AccountKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 2n,
    registerServices(cfg) {
      cfg.msgServer(Msg, mintMsgServer(k));
      cfg.queryServer(Query, mintQueryServer(k));
    },
    initGenesis(ctx, json) {
      initGenesis(k, accountKeeper, ctx, fromJson(GenesisState, json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(k, ctx)),
    defaultGenesis: () => toJson(GenesisState, defaultGenesis()),
    validateGenesis: (json) => validateGenesis(readSection(MODULE_NAME, () => fromJson(GenesisState, json))),
    beginBlock: (ctx) => beginBlocker(k, ctx),
  };
}
