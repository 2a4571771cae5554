import type { Context } from '../../core/context.ts';
import type { Coin } from '../../math/coin.ts';
import type { Dec } from '../../math/dec.ts';

export interface StakingKeeper {
  stakingTokenSupply(ctx: Context): bigint;
  bondedRatio(ctx: Context): Dec;
}

export interface AccountKeeper {
  /** Creates the account when it does not exist. */
  getModuleAccount(ctx: Context, name: string): unknown;
}

export interface BankKeeper {
  mintCoins(ctx: Context, moduleName: string, amount: readonly Coin[]): void;
  sendCoinsFromModuleToModule(ctx: Context, sender: string, recipient: string, amount: readonly Coin[]): void;
}
