import type { AppModule } from '../../core/module.ts';
import { u64be } from '../../store/keys.ts';
import { GenesisState } from '../../wire/gen/ibc/core/types/v1/genesis.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { beginBlocker } from './client/abci.ts';
import { registerClientServices } from './client/services.ts';
import { defaultGenesis, exportGenesis, initGenesis } from './genesis.ts';
import { nextSequenceSendKeyV2 } from './host/keys.ts';
import type { IbcKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';

/** IBC core. */
export function ibcModule(k: IbcKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 8n,
    registerServices(cfg) {
      registerClientServices(cfg, {
        clientKeeper: k.clientKeeper,
        clientV2Keeper: k.clientV2Keeper,
        channelKeeperV2: {
          setNextSequenceSend: (ctx, clientId, sequence) =>
            ctx.kvStore(k.storeKey).set(nextSequenceSendKeyV2(clientId), u64be(sequence)),
        },
        authority: k.authority,
      });
    },
    initGenesis(ctx, json) {
      initGenesis(ctx, k, fromJson(GenesisState, json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(ctx, k)),
    defaultGenesis: () => toJson(GenesisState, defaultGenesis()),
    beginBlock: (ctx) => beginBlocker(ctx, k.clientKeeper.upgradeKeeper),
  };
}

/** The light client of Tendermint chains: no state, no hooks. */
export function tendermintClientModule(): AppModule {
  return { name: '07-tendermint', consensusVersion: 0n };
}
