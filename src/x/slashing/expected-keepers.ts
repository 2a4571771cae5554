import type { Context } from '../../core/context.ts';
import type { Dec } from '../../math/dec.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';

/** What slashing asks of a validator. */
export interface ValidatorI {
  readonly consensusPubkey: Any | undefined;
  isJailed(): boolean;
  /** The consensus address. Throws a Go error when there is no key. */
  getConsAddr(): Uint8Array;
  getMinSelfDelegation(): bigint;
  tokensFromShares(shares: Dec): Dec;
}

/** What slashing asks of staking. Methods that look something up throw staking's error when it is not there. */
export interface StakingKeeper {
  iterateValidators(ctx: Context, fn: (index: bigint, validator: ValidatorI) => boolean): void;
  validator(ctx: Context, valAddr: Uint8Array): ValidatorI;
  validatorByConsAddr(ctx: Context, consAddr: Uint8Array): ValidatorI;
  delegation(ctx: Context, delAddr: Uint8Array, valAddr: Uint8Array): { readonly shares: Dec };
  isValidatorJailed(ctx: Context, consAddr: Uint8Array): boolean;
  /** Returns the tokens burned. `power` in units of consensus power. */
  slashWithInfractionReason(
    ctx: Context,
    consAddr: Uint8Array,
    infractionHeight: bigint,
    power: bigint,
    slashFactor: Dec,
    infraction: number,
  ): bigint;
  jail(ctx: Context, consAddr: Uint8Array): void;
  unjail(ctx: Context, consAddr: Uint8Array): void;
}
