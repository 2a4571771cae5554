import { readSection } from '../../core/genesis.ts';
import type { AppModule, JsonText } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/cosmos/staking/v1beta1/genesis.ts';
import { Query } from '../../wire/gen/cosmos/staking/v1beta1/query.ts';
import { Msg } from '../../wire/gen/cosmos/staking/v1beta1/tx.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { beginBlocker, endBlocker } from './abci.ts';
import { defaultGenesis, exportGenesis, type GenesisDeps, initGenesis, validateGenesis } from './genesis.ts';
import type { StakingKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { stakingMsgServer } from './msg-server.ts';
import { stakingQueryServer } from './query-server.ts';

export interface StakingModuleDeps extends GenesisDeps {
  readonly keeper: StakingKeeper;
}

/** x/staking. */
export function stakingModule({ keeper, ...deps }: StakingModuleDeps): AppModule {
  const read = (json: JsonText): GenesisState => fromJson(GenesisState, json);
  return {
    name: MODULE_NAME,
    consensusVersion: 5n,
    registerServices(cfg) {
      cfg.msgServer(Msg, stakingMsgServer(keeper));
      cfg.queryServer(Query, stakingQueryServer(keeper));
    },
    initGenesis: (ctx, json) => initGenesis(keeper, deps, ctx, read(json)),
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(keeper, ctx)),
    defaultGenesis: () => toJson(GenesisState, defaultGenesis()),
    validateGenesis: (json) => validateGenesis(readSection(MODULE_NAME, () => read(json))),
    beginBlock: (ctx) => beginBlocker(ctx, keeper),
    endBlock: (ctx) => endBlocker(ctx, keeper),
  };
}
