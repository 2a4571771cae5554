import { readSection } from '../../core/genesis.ts';
import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/akash/deployment/v1beta4/genesis.ts';
import { Query } from '../../wire/gen/akash/deployment/v1beta4/query.ts';
import { Msg } from '../../wire/gen/akash/deployment/v1beta4/service.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import type { EscrowKeeper, MarketKeeper } from './expected-keepers.ts';
import { defaultGenesis, exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { DeploymentKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { migrate5to6 } from './migrations.ts';
import { deploymentMsgServer } from './msg-server.ts';
import { deploymentQueryServer } from './query-server.ts';
import { registerValidateBasic } from './validate.ts';

export interface DeploymentModuleDeps {
  readonly keeper: DeploymentKeeper;
  readonly marketKeeper: MarketKeeper;
  readonly escrowKeeper: EscrowKeeper;
}

/** x/deployment. */
export function deploymentModule({ keeper: k, marketKeeper, escrowKeeper }: DeploymentModuleDeps): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 6n,
    migrations: new Map([[5n, (ctx) => migrate5to6(ctx, k)]]),
    registerServices(cfg) {
      cfg.msgServer(Msg, deploymentMsgServer(k, marketKeeper, escrowKeeper));
      cfg.queryServer(Query, deploymentQueryServer(k));
      registerValidateBasic(cfg);
    },
    initGenesis(ctx, json) {
      initGenesis(ctx, k, fromJson(GenesisState, json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(ctx, k)),
    defaultGenesis: () => toJson(GenesisState, defaultGenesis()),
    validateGenesis: (json) => validateGenesis(readSection(MODULE_NAME, () => fromJson(GenesisState, json))),
  };
}
