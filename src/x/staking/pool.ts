import type { Context } from '../../core/context.ts';
import * as Coins from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import type { Pool } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import type { ModuleAccount } from './expected-keepers.ts';
import { BONDED_POOL_NAME, NOT_BONDED_POOL_NAME } from './keys.ts';
import { ParamsStore } from './params-store.ts';

/** The two accounts that hold all staked tokens, and what the supply says of them. */
export abstract class Pools extends ParamsStore {
  getBondedPool(ctx: Context): ModuleAccount {
    return this.accountKeeper.getModuleAccount(ctx, BONDED_POOL_NAME);
  }
  getNotBondedPool(ctx: Context): ModuleAccount {
    return this.accountKeeper.getModuleAccount(ctx, NOT_BONDED_POOL_NAME);
  }

  protected bondedTokensToNotBonded(ctx: Context, tokens: bigint): void {
    const coins = Coins.of(this.bondDenom(ctx), tokens);
    this.bankKeeper.sendCoinsFromModuleToModule(ctx, BONDED_POOL_NAME, NOT_BONDED_POOL_NAME, coins);
  }
  protected notBondedTokensToBonded(ctx: Context, tokens: bigint): void {
    const coins = Coins.of(this.bondDenom(ctx), tokens);
    this.bankKeeper.sendCoinsFromModuleToModule(ctx, NOT_BONDED_POOL_NAME, BONDED_POOL_NAME, coins);
  }
  protected burnBondedTokens(ctx: Context, tokens: bigint): void {
    this.burnFrom(ctx, BONDED_POOL_NAME, tokens);
  }
  protected burnNotBondedTokens(ctx: Context, tokens: bigint): void {
    this.burnFrom(ctx, NOT_BONDED_POOL_NAME, tokens);
  }
  private burnFrom(ctx: Context, pool: string, tokens: bigint): void {
    if (tokens <= 0n) return;
    this.bankKeeper.burnCoins(ctx, pool, Coins.of(this.bondDenom(ctx), tokens));
  }

  /** What both pools hold, in the query's form. */
  pool(ctx: Context): Pool {
    const denom = this.bondDenom(ctx);
    const bonded = this.getBondedPool(ctx).getAddress();
    const notBonded = this.getNotBondedPool(ctx).getAddress();
    return {
      notBondedTokens: this.bankKeeper.getBalance(ctx, notBonded, denom).amount,
      bondedTokens: this.bankKeeper.getBalance(ctx, bonded, denom).amount,
    };
  }

  totalBondedTokens(ctx: Context): bigint {
    const pool = this.getBondedPool(ctx);
    const denom = this.bondDenom(ctx);
    return this.bankKeeper.getBalance(ctx, pool.getAddress(), denom).amount;
  }
  /** Total supply of the bond denomination. */
  stakingTokenSupply(ctx: Context): bigint {
    return this.bankKeeper.getSupply(ctx, this.bondDenom(ctx)).amount;
  }
  /** Bonded part of the supply. */
  bondedRatio(ctx: Context): Dec {
    const supply = this.stakingTokenSupply(ctx);
    return supply > 0n ? Dec.fromInt(this.totalBondedTokens(ctx)).quoInt(supply) : Dec.zero;
  }
}
