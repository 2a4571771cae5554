import type { Context } from '../../core/context.ts';
import * as Coins from '../../math/coin.ts';
import type { GenesisState } from '../../wire/gen/ibc/applications/transfer/v1/genesis.ts';
import { portIdentifierValidator } from '../ibc/host/validate.ts';
import { sortDenoms, validateDenoms } from './denom.ts';
import type { TransferKeeper } from './keeper.ts';
import { PORT_ID } from './keys.ts';

/** Source: ibc-go modules/apps/transfer/types/genesis.go, keeper/genesis.go. */

export function defaultGenesis(): GenesisState {
  return { portId: PORT_ID, denoms: [], params: { sendEnabled: true, receiveEnabled: true }, totalEscrowed: [] };
}

/** Throws GoError. */
export function validateGenesis(genesis: GenesisState): void {
  portIdentifierValidator(genesis.portId);
  validateDenoms(genesis.denoms);
  Coins.validate(genesis.totalEscrowed);
}

/** Genesis section → state. */
export function initGenesis(k: TransferKeeper, ctx: Context, genesis: GenesisState): void {
  k.setPort(ctx, genesis.portId);
  for (const denom of genesis.denoms) {
    k.setDenom(ctx, denom);
    k.setDenomMetadata(ctx, denom);
  }
  k.setParams(ctx, genesis.params);
  for (const coin of genesis.totalEscrowed) k.setTotalEscrowForDenom(ctx, coin);
}

/** State → genesis section. */
export function exportGenesis(k: TransferKeeper, ctx: Context): GenesisState {
  return {
    portId: k.getPort(ctx),
    denoms: sortDenoms(k.getAllDenoms(ctx)),
    params: k.getParams(ctx),
    totalEscrowed: k.getAllTotalEscrowed(ctx),
  };
}
