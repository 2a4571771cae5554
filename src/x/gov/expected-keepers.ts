import type { Context } from '../../core/context.ts';
import type { MsgRouter } from '../../core/module.ts';
import type { Coin } from '../../math/coin.ts';
import type { Dec } from '../../math/dec.ts';

/** What governance needs of accounts; the module account itself is passed back as it came. */
export interface AccountKeeper {
  getModuleAddress(name: string): Uint8Array | undefined;
  /** Reads the account, and creates it when it does not exist. */
  getModuleAccount(ctx: Context, name: string): object;
  setModuleAccount(ctx: Context, account: never): void;
}

export interface BankKeeper {
  getAllBalances(ctx: Context, address: Uint8Array): readonly Coin[];
  sendCoinsFromModuleToAccount(ctx: Context, sender: string, recipient: Uint8Array, amount: readonly Coin[]): void;
  sendCoinsFromAccountToModule(ctx: Context, sender: Uint8Array, recipient: string, amount: readonly Coin[]): void;
  burnCoins(ctx: Context, module: string, amount: readonly Coin[]): void;
}

/** A bonded validator as a tally sees it. */
export interface BondedValidator {
  /** Bech32 text. */
  readonly operatorAddress: string;
  readonly tokens: bigint;
  readonly delegatorShares: Dec;
}

export interface DelegatedShares {
  readonly validatorAddress: string;
  readonly shares: Dec;
}

export interface StakingKeeper {
  /** Bonded validators in order of power, until the callback returns true. */
  iterateBondedValidatorsByPower(
    ctx: Context,
    fn: (index: bigint, validator: BondedValidator) => boolean | undefined,
  ): void;
  totalBondedTokens(ctx: Context): bigint;
  iterateDelegations(
    ctx: Context,
    delegator: Uint8Array,
    fn: (index: bigint, delegation: DelegatedShares) => boolean | undefined,
  ): void;
}

export interface DistributionKeeper {
  fundCommunityPool(ctx: Context, amount: readonly Coin[], sender: Uint8Array): void;
}

/** The router of messages with their stateless checks. */
export interface ProposalRouter extends MsgRouter {
  validateBasic(typeUrl: string): ((msg: object) => void) | undefined;
}
