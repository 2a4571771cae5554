import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/akash/deployment/v1beta4/genesis.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { initGenesis } from './genesis.ts';
import type { DeploymentKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';

/** x/deployment. */
export function deploymentModule(k: DeploymentKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 6n,
    initGenesis(ctx, json) {
      initGenesis(ctx, k, fromJson(GenesisState, json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, GenesisState.create({ params: k.getParams(ctx) })),
  };
}
