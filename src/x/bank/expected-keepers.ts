import type { Context } from '../../core/context.ts';
import type { Time } from '../../core/time.ts';
import type { Coin } from '../../math/coin.ts';

/** An account as bank sees it. Accounts do not change: what changes one returns another. */
export interface Account {
  getAddress(): Uint8Array;
}

export interface ModuleAccount extends Account {
  hasPermission(permission: string): boolean;
}

/** An account part of whose coins are locked. */
export interface VestingAccount extends Account {
  lockedCoins(blockTime: Time): readonly Coin[];
  trackDelegation(blockTime: Time, balance: readonly Coin[], amount: readonly Coin[]): VestingAccount;
  trackUndelegation(amount: readonly Coin[]): VestingAccount;
  getOriginalVesting(): readonly Coin[];
}

export interface AccountKeeper {
  getAccount(ctx: Context, address: Uint8Array): Account | undefined;
  hasAccount(ctx: Context, address: Uint8Array): boolean;
  setAccount(ctx: Context, account: Account): void;
  newAccountWithAddress(ctx: Context, address: Uint8Array): Account;
  getModuleAddress(name: string): Uint8Array | undefined;
  /** Made when it is not there; panics when the module has none. */
  getModuleAccount(ctx: Context, name: string): ModuleAccount;
}

/** Whether an account locks coins. */
export function isVestingAccount(account: Account): account is VestingAccount {
  return 'lockedCoins' in account;
}
