import type { Context } from '../../core/context.ts';
import { InternalError } from '../../core/errors.ts';
import { Item } from '../../core/item.ts';
import type { ValidatorUpdate } from '../../core/module.ts';
import type { KVStore, StoreKey } from '../../core/store.ts';
import type { Dec } from '../../math/dec.ts';
import { Params, ValidatorUpdates } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import type { AccountKeeper, BankKeeper } from './expected-keepers.ts';
import { MultiStakingHooks, type StakingHooks } from './hooks.ts';
import {
  BONDED_POOL_NAME,
  LAST_TOTAL_POWER_KEY,
  NOT_BONDED_POOL_NAME,
  PARAMS_KEY,
  VALIDATOR_UPDATES_KEY,
} from './keys.ts';
import { POWER_REDUCTION, tokensFromConsensusPower, tokensToConsensusPower } from './validator.ts';
import { decodeInt, encodeInt } from './values.ts';

export interface StakingKeeperDeps {
  readonly storeKey: StoreKey;
  readonly accountKeeper: AccountKeeper;
  readonly bankKeeper: BankKeeper;
  /** Bech32 text of the account that may update the parameters. */
  readonly authority: string;
}

/**
 * What all of the keeper stands on: its store, the other keepers, the hooks, and the records there is one of.
 *
 * The keeper is built in layers, a file each: every layer knows the ones below it.
 */
export abstract class ParamsStore {
  readonly authority: string;
  readonly storeKey: StoreKey;
  protected readonly accountKeeper: AccountKeeper;
  protected readonly bankKeeper: BankKeeper;
  private stakingHooks: StakingHooks | undefined;
  private readonly params: Item<Params>;

  constructor(deps: StakingKeeperDeps) {
    for (const pool of [BONDED_POOL_NAME, NOT_BONDED_POOL_NAME]) {
      if (deps.accountKeeper.getModuleAddress(pool) === undefined) {
        throw new InternalError(`${pool} module account has not been set`);
      }
    }
    this.storeKey = deps.storeKey;
    this.params = new Item(deps.storeKey, PARAMS_KEY, Params);
    this.accountKeeper = deps.accountKeeper;
    this.bankKeeper = deps.bankKeeper;
    this.authority = deps.authority;
  }

  protected store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  getAuthority(): string {
    return this.authority;
  }

  /** The hooks; none do nothing. */
  get hooks(): StakingHooks {
    this.stakingHooks ??= new MultiStakingHooks();
    return this.stakingHooks;
  }

  /** Sets the hooks, once and before any use. */
  setHooks(hooks: StakingHooks): void {
    if (this.stakingHooks !== undefined) throw new InternalError('cannot set validator hooks twice');
    this.stakingHooks = hooks;
  }

  // ---- parameters. Every read of one is a read of all, and costs its gas.

  getParams(ctx: Context): Params {
    return this.params.find(ctx) ?? Params.create();
  }
  setParams(ctx: Context, params: Params): void {
    this.params.set(ctx, params);
  }
  /** Nanoseconds. */
  unbondingTime(ctx: Context): bigint {
    return this.getParams(ctx).unbondingTime;
  }
  maxValidators(ctx: Context): number {
    return this.getParams(ctx).maxValidators;
  }
  /** Most entries of an unbonding delegation or a redelegation. */
  maxEntries(ctx: Context): number {
    return this.getParams(ctx).maxEntries;
  }
  historicalEntries(ctx: Context): number {
    return this.getParams(ctx).historicalEntries;
  }
  bondDenom(ctx: Context): string {
    return this.getParams(ctx).bondDenom;
  }
  minCommissionRate(ctx: Context): Dec {
    return this.getParams(ctx).minCommissionRate;
  }

  // ---- power

  powerReduction(_ctx: Context): bigint {
    return POWER_REDUCTION;
  }
  tokensToConsensusPower(_ctx: Context, tokens: bigint): bigint {
    return tokensToConsensusPower(tokens);
  }
  tokensFromConsensusPower(_ctx: Context, power: bigint): bigint {
    return tokensFromConsensusPower(power);
  }

  /** Sum of the powers that CometBFT was last told of. */
  getLastTotalPower(ctx: Context): bigint {
    const bytes = this.store(ctx).get(LAST_TOTAL_POWER_KEY);
    return bytes === undefined ? 0n : decodeInt(bytes);
  }
  setLastTotalPower(ctx: Context, power: bigint): void {
    this.store(ctx).set(LAST_TOTAL_POWER_KEY, encodeInt(power));
  }

  /** The changes of the validator set of this block. */
  setValidatorUpdates(ctx: Context, updates: readonly ValidatorUpdate[]): void {
    const value = ValidatorUpdates.create({
      updates: updates.map((u) => ({
        pubKey: {
          sum:
            u.pubKeyType === 'ed25519'
              ? { $case: 'ed25519', ed25519: u.pubKey }
              : { $case: 'secp256k1', secp256k1: u.pubKey },
        },
        power: u.power,
      })),
    });
    this.store(ctx).set(VALIDATOR_UPDATES_KEY, ValidatorUpdates.encode(value));
  }
}
