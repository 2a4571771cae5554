import { GoErrorBase, GoPanic } from '../../core/errors.ts';
import { readSection } from '../../core/genesis.ts';
import type { AppModule } from '../../core/module.ts';
import { Query as ChannelQuery } from '../../wire/gen/ibc/core/channel/v1/query.ts';
import { Msg as ChannelMsg } from '../../wire/gen/ibc/core/channel/v1/tx.ts';
import { Query as ChannelQueryV2 } from '../../wire/gen/ibc/core/channel/v2/query.ts';
import { Msg as ChannelMsgV2 } from '../../wire/gen/ibc/core/channel/v2/tx.ts';
import { Query as ConnectionQuery } from '../../wire/gen/ibc/core/connection/v1/query.ts';
import { Msg as ConnectionMsg } from '../../wire/gen/ibc/core/connection/v1/tx.ts';
import { GenesisState } from '../../wire/gen/ibc/core/types/v1/genesis.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { channelMsgServer } from './channel/msg-server.ts';
import { channelQueryServer } from './channel/query-server.ts';
import { registerChannelChecks } from './channel/validate.ts';
import { channelMsgServerV2 } from './channel-v2/msg-server.ts';
import { channelQueryServerV2 } from './channel-v2/query-server.ts';
import { registerChannelChecksV2 } from './channel-v2/validate.ts';
import { beginBlocker } from './client/abci.ts';
import { TENDERMINT } from './client/light-client.ts';
import { registerClientServices } from './client/services.ts';
import { connectionMsgServer } from './connection/msg-server.ts';
import { connectionQueryServer } from './connection/query-server.ts';
import { registerConnectionChecks } from './connection/validate.ts';
import { defaultGenesis, exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { IbcKeeper } from './keeper.ts';

export const MODULE_NAME = 'ibc';

/** IBC core: clients, connections, channels. */
export function ibcModule(k: IbcKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 8n,
    registerServices(cfg) {
      registerClientServices(cfg, {
        clientKeeper: k.clientKeeper,
        clientV2Keeper: k.clientV2Keeper,
        channelKeeperV2: k.channelKeeperV2,
        authority: k.authority,
      });
      cfg.msgServer(ConnectionMsg, connectionMsgServer(k.connectionKeeper, k.authority));
      cfg.msgServer(ChannelMsg, channelMsgServer(k.channelKeeper, k.ports));
      cfg.msgServer(ChannelMsgV2, channelMsgServerV2(k.channelKeeperV2));
      cfg.queryServer(ConnectionQuery, connectionQueryServer(k.connectionKeeper));
      cfg.queryServer(ChannelQuery, channelQueryServer(k.channelKeeper));
      cfg.queryServer(ChannelQueryV2, channelQueryServerV2(k.channelKeeperV2));
      registerConnectionChecks(cfg);
      registerChannelChecks(cfg);
      registerChannelChecksV2(cfg);
    },
    initGenesis(ctx, json) {
      let genesis: GenesisState;
      try {
        genesis = fromJson(GenesisState, json);
      } catch (e) {
        if (!(e instanceof GoErrorBase)) throw e;
        throw new GoPanic(`failed to unmarshal ${MODULE_NAME} genesis state: ${e.message}`);
      }
      initGenesis(k, ctx, genesis);
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(k, ctx)),
    defaultGenesis: () => toJson(GenesisState, defaultGenesis()),
    validateGenesis: (json) => validateGenesis(readSection(MODULE_NAME, () => fromJson(GenesisState, json))),
    beginBlock: (ctx) => beginBlocker(ctx, k.clientKeeper.upgradeKeeper),
  };
}

/** The light client of Tendermint chains: no state of its own, no hooks. */
export function tendermintClientModule(): AppModule {
  return { name: TENDERMINT, consensusVersion: 0n };
}
