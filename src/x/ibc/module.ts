import type { AppModule } from '../../core/module.ts';
import type { StoreKey } from '../../core/store.ts';
import { Params as ClientParams } from '../../wire/gen/ibc/core/client/v1/client.ts';
import { Params as ConnectionParams } from '../../wire/gen/ibc/core/connection/v1/connection.ts';
import { GenesisState } from '../../wire/gen/ibc/core/types/v1/genesis.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { beginBlocker } from './abci.ts';
import type { UpgradeKeeper } from './expected-keepers.ts';
import { exportGenesis, initGenesis } from './genesis.ts';
import { MODULE_NAME } from './keys.ts';

const THIRTY_SECONDS = 30_000_000_000n;

/** IBC core. */
export function ibcModule(storeKey: StoreKey, upgrades: UpgradeKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 8n,
    initGenesis(ctx, json) {
      initGenesis(ctx, storeKey, fromJson(GenesisState, json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(ctx, storeKey)),
    defaultGenesis() {
      const genesis = GenesisState.create();
      genesis.clientGenesis.params = ClientParams.create({ allowedClients: ['*'] });
      genesis.connectionGenesis.params = ConnectionParams.create({ maxExpectedTimePerBlock: THIRTY_SECONDS });
      return toJson(GenesisState, genesis);
    },
    beginBlock: (ctx) => beginBlocker(ctx, upgrades),
  };
}

/** The light client of Tendermint chains: no state, no hooks. */
export function tendermintClientModule(): AppModule {
  return { name: '07-tendermint', consensusVersion: 0n };
}
