import type { Context } from '../../core/context.ts';
import type { Coin } from '../../math/coin.ts';
import type { AccountI } from '../auth/account.ts';

export interface AccountKeeper {
  getAccount(ctx: Context, address: Uint8Array): AccountI | undefined;
  setAccount(ctx: Context, account: AccountI): void;
  nextAccountNumber(ctx: Context): bigint;
}

export interface BankKeeper {
  isSendEnabledCoins(ctx: Context, coins: readonly Coin[]): void;
  blockedAddr(address: Uint8Array): boolean;
  sendCoins(ctx: Context, from: Uint8Array, to: Uint8Array, amount: readonly Coin[]): void;
}
