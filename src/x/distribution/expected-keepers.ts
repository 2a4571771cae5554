import type { Context } from '../../core/context.ts';
import type { Coin } from '../../math/coin.ts';
import type { Dec } from '../../math/dec.ts';

export interface ModuleAccount {
  getAddress(): Uint8Array;
}

export interface AccountKeeper {
  /** Creates the account when it does not exist. */
  getModuleAccount(ctx: Context, name: string): ModuleAccount;
  setModuleAccount(ctx: Context, account: ModuleAccount): void;
}

export interface BankKeeper {
  getAllBalances(ctx: Context, address: Uint8Array): Coin[];
  sendCoinsFromModuleToModule(ctx: Context, sender: string, recipient: string, amount: Coin[]): void;
  sendCoinsFromModuleToAccount(ctx: Context, sender: string, recipient: Uint8Array, amount: Coin[]): void;
  sendCoinsFromAccountToModule(ctx: Context, sender: Uint8Array, recipient: string, amount: Coin[]): void;
  /** Whether the address must not receive funds. */
  blockedAddr(address: Uint8Array): boolean;
}

/** What distribution asks of a validator. */
export interface ValidatorI {
  getOperator(): string;
  /** The operator's address. Throws a Go error when its text is not one. */
  operatorBytes(): Uint8Array;
  getTokens(): bigint;
  getCommission(): Dec;
  tokensFromShares(shares: Dec): Dec;
  tokensFromSharesTruncated(shares: Dec): Dec;
}

/** A stored delegation. Addresses are bech32 text. */
export interface DelegationI {
  readonly delegatorAddress: string;
  readonly validatorAddress: string;
  readonly shares: Dec;
}

/** Methods that look something up throw staking's error when it is not there. */
export interface StakingKeeper {
  validator(ctx: Context, valAddr: Uint8Array): ValidatorI;
  validatorByConsAddr(ctx: Context, consAddr: Uint8Array): ValidatorI;
  delegation(ctx: Context, delAddr: Uint8Array, valAddr: Uint8Array): DelegationI;
  iterateValidators(ctx: Context, fn: (index: bigint, validator: ValidatorI) => boolean): void;
  iterateDelegations(ctx: Context, delAddr: Uint8Array, fn: (index: bigint, delegation: DelegationI) => boolean): void;
  getAllSDKDelegations(ctx: Context): readonly DelegationI[];
}
