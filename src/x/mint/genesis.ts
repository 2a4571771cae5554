import type { Context } from '../../core/context.ts';
import type { GenesisState } from '../../wire/gen/cosmos/mint/v1beta1/genesis.ts';
import type { AccountKeeper } from './expected-keepers.ts';
import type { MintKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { defaultMinter, validateMinter } from './minter.ts';
import { defaultParams, validateParams } from './params.ts';

/** Source: cosmos-sdk x/mint/keeper/genesis.go. */
export function initGenesis(k: MintKeeper, accountKeeper: AccountKeeper, ctx: Context, genesis: GenesisState): void {
  k.setMinter(ctx, genesis.minter);
  k.setParams(ctx, genesis.params);
  accountKeeper.getModuleAccount(ctx, MODULE_NAME);
}

export function exportGenesis(k: MintKeeper, ctx: Context): GenesisState {
  return { minter: k.getMinter(ctx), params: k.getParams(ctx) };
}

export function defaultGenesis(): GenesisState {
  return { minter: defaultMinter(), params: defaultParams() };
}

/** Throws GoError when the state is not acceptable. */
export function validateGenesis(genesis: GenesisState): void {
  validateParams(genesis.params);
  validateMinter(genesis.minter);
}
