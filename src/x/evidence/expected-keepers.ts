import type { Context } from '../../core/context.ts';
import type { Time } from '../../core/time.ts';
import type { Dec } from '../../math/dec.ts';

export interface ValidatorI {
  getOperator(): string;
  isJailed(): boolean;
  isUnbonded(): boolean;
}

export interface StakingKeeper {
  /** Throws staking's error when there is no such validator. */
  validatorByConsAddr(ctx: Context, consAddr: Uint8Array): ValidatorI;
}

export interface SlashingKeeper {
  /** Throws GoError when the key is not known. */
  getPubkey(ctx: Context, consAddr: Uint8Array): unknown;
  isTombstoned(ctx: Context, consAddr: Uint8Array): boolean;
  hasValidatorSigningInfo(ctx: Context, consAddr: Uint8Array): boolean;
  tombstone(ctx: Context, consAddr: Uint8Array): void;
  slashWithInfractionReason(
    ctx: Context,
    consAddr: Uint8Array,
    fraction: Dec,
    power: bigint,
    distributionHeight: bigint,
    infraction: number,
  ): void;
  slashFractionDoubleSign(ctx: Context): Dec;
  jail(ctx: Context, consAddr: Uint8Array): void;
  jailUntil(ctx: Context, consAddr: Uint8Array, jailedUntil: Time): void;
}
