import type { Context } from '../../core/context.ts';

/** What fee grants need of accounts; a new account is passed on as it came. */
export interface AccountKeeper {
  getAccount(ctx: Context, address: Uint8Array): object | undefined;
  newAccountWithAddress(ctx: Context, address: Uint8Array): object;
  setAccount(ctx: Context, account: never): void;
}

export interface BankKeeper {
  /** Whether the address may not receive coins. */
  blockedAddr(address: Uint8Array): boolean;
}
