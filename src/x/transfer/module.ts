import type { AppModule } from '../../core/module.ts';
import type { StoreKey } from '../../core/store.ts';
import { GenesisState } from '../../wire/gen/ibc/applications/transfer/v1/genesis.ts';
import { Params } from '../../wire/gen/ibc/applications/transfer/v1/transfer.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { exportGenesis, initGenesis } from './genesis.ts';
import { MODULE_NAME, PORT_ID } from './keys.ts';

/** IBC token transfer. */
export function transferModule(storeKey: StoreKey): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 6n,
    initGenesis(ctx, json) {
      initGenesis(ctx, storeKey, fromJson(GenesisState, json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(ctx, storeKey)),
    defaultGenesis: () =>
      toJson(GenesisState, {
        portId: PORT_ID,
        denoms: [],
        params: Params.create({ sendEnabled: true, receiveEnabled: true }),
        totalEscrowed: [],
      }),
  };
}
