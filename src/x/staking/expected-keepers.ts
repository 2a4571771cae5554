import type { Context } from '../../core/context.ts';
import type { Coin } from '../../math/coin.ts';

/** A module's account, as far as staking looks into it. */
export interface ModuleAccount {
  getAddress(): Uint8Array;
}

export interface AccountKeeper {
  getModuleAddress(name: string): Uint8Array | undefined;
  getModuleAccount(ctx: Context, name: string): ModuleAccount;
  setModuleAccount(ctx: Context, account: ModuleAccount): void;
}

export interface BankKeeper {
  getAllBalances(ctx: Context, address: Uint8Array): Coin[];
  getBalance(ctx: Context, address: Uint8Array, denom: string): Coin;
  getSupply(ctx: Context, denom: string): Coin;
  sendCoinsFromModuleToModule(ctx: Context, sender: string, recipient: string, amount: readonly Coin[]): void;
  undelegateCoinsFromModuleToAccount(
    ctx: Context,
    sender: string,
    recipient: Uint8Array,
    amount: readonly Coin[],
  ): void;
  delegateCoinsFromAccountToModule(ctx: Context, sender: Uint8Array, recipient: string, amount: readonly Coin[]): void;
  burnCoins(ctx: Context, module: string, amount: readonly Coin[]): void;
}
