import type { Context } from '../../core/context.ts';
import { GoPanic, InternalError } from '../../core/errors.ts';
import { readU64be, u64be } from '../../store/keys.ts';
import { GenesisState } from '../../wire/gen/ibc/core/types/v1/genesis.ts';
import * as client from './client/genesis.ts';
import * as clientV2 from './client-v2/genesis.ts';
import * as connection from './connection/genesis.ts';
import type { IbcKeeper } from './keeper.ts';
import { NEXT_CHANNEL_SEQUENCE_KEY } from './keys.ts';

/** Source: ibc-go modules/core/genesis.go. */

export function defaultGenesis(): GenesisState {
  const genesis = GenesisState.create();
  genesis.clientGenesis = client.defaultGenesis();
  genesis.clientV2Genesis = clientV2.defaultGenesis();
  genesis.connectionGenesis = connection.defaultGenesis();
  return genesis;
}

/** Genesis section → state, in the reference's order of submodules. */
export function initGenesis(ctx: Context, k: IbcKeeper, genesis: GenesisState): void {
  for (const name of ['channelGenesis', 'channelV2Genesis'] as const) refuseContent(name, genesis[name]);
  client.initGenesis(k.clientKeeper, ctx, genesis.clientGenesis);
  clientV2.initGenesis(k.clientV2Keeper, ctx, genesis.clientV2Genesis);
  connection.initGenesis(k.connectionKeeper, ctx, genesis.connectionGenesis);
  ctx.kvStore(k.storeKey).set(NEXT_CHANNEL_SEQUENCE_KEY, u64be(genesis.channelGenesis.nextChannelSequence));
}

function refuseContent(submodule: string, part: object): void {
  for (const [field, value] of Object.entries(part)) {
    if (Array.isArray(value) && value.length > 0) {
      throw new InternalError(`ibc: genesis with ${submodule}.${field} is not built yet`);
    }
  }
}

/** State → genesis section. */
export function exportGenesis(ctx: Context, k: IbcKeeper): GenesisState {
  const genesis = GenesisState.create();
  genesis.clientGenesis = client.exportGenesis(k.clientKeeper, ctx);
  const clientIds = client.getAllGenesisClients(k.clientKeeper, ctx).map((c) => c.clientId);
  genesis.clientV2Genesis = clientV2.exportGenesis(k.clientV2Keeper, ctx, clientIds);
  genesis.connectionGenesis = connection.exportGenesis(k.connectionKeeper, ctx);
  const next = ctx.kvStore(k.storeKey).get(NEXT_CHANNEL_SEQUENCE_KEY);
  if (next === undefined) throw new GoPanic('next channel sequence is nil');
  genesis.channelGenesis.nextChannelSequence = readU64be(next);
  return genesis;
}
