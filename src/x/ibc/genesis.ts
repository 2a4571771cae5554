import type { Context } from '../../core/context.ts';
import type { GenesisState } from '../../wire/gen/ibc/core/types/v1/genesis.ts';
import * as channel from './channel/genesis.ts';
import * as channelV2 from './channel-v2/genesis.ts';
import * as client from './client/genesis.ts';
import * as clientV2 from './client-v2/genesis.ts';
import * as connection from './connection/genesis.ts';
import type { IbcKeeper } from './keeper.ts';

/** The section is those of the submodules, in the reference's order. Source: ibc-go modules/core/genesis.go, types/genesis.go. */

export function defaultGenesis(): GenesisState {
  return {
    clientGenesis: client.defaultGenesis(),
    clientV2Genesis: clientV2.defaultGenesis(),
    connectionGenesis: connection.defaultGenesis(),
    channelGenesis: channel.defaultGenesis(),
    channelV2Genesis: channelV2.defaultGenesis(),
  };
}

/** Throws GoError. */
export function validateGenesis(genesis: GenesisState): void {
  client.validateGenesis(genesis.clientGenesis);
  clientV2.validateGenesis(genesis.clientV2Genesis);
  connection.validateGenesis(genesis.connectionGenesis);
  channel.validateGenesis(genesis.channelGenesis);
  channelV2.validateGenesis(genesis.channelV2Genesis);
}

/** Genesis section → state. */
export function initGenesis(k: IbcKeeper, ctx: Context, genesis: GenesisState): void {
  client.initGenesis(k.clientKeeper, ctx, genesis.clientGenesis);
  clientV2.initGenesis(k.clientV2Keeper, ctx, genesis.clientV2Genesis);
  connection.initGenesis(k.connectionKeeper, ctx, genesis.connectionGenesis);
  channel.initGenesis(k.channelKeeper, ctx, genesis.channelGenesis);
  channelV2.initGenesis(k.channelKeeperV2, ctx, genesis.channelV2Genesis);
}

/** State → genesis section. */
export function exportGenesis(k: IbcKeeper, ctx: Context): GenesisState {
  const clientGenesis = client.exportGenesis(k.clientKeeper, ctx);
  const clientIds = clientGenesis.clients.map(({ clientId }) => clientId);
  return {
    clientGenesis,
    clientV2Genesis: clientV2.exportGenesis(k.clientV2Keeper, ctx, clientIds),
    connectionGenesis: connection.exportGenesis(k.connectionKeeper, ctx),
    channelGenesis: channel.exportGenesis(k.channelKeeper, ctx),
    channelV2Genesis: channelV2.exportGenesis(k.channelKeeperV2, ctx, clientIds),
  };
}
