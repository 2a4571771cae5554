import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/akash/market/v1beta5/genesis.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { initGenesis } from './genesis.ts';
import type { MarketKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';

/** x/market. */
export function marketModule(k: MarketKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 8n,
    initGenesis(ctx, json) {
      initGenesis(ctx, k, fromJson(GenesisState, json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, GenesisState.create({ params: k.getParams(ctx) })),
  };
}
