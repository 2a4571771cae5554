import type { Context } from '../../core/context.ts';
import { Decoded } from '../../core/decoded.ts';
import { GoError, GoErrorBase } from '../../core/errors.ts';
import { Item } from '../../core/item.ts';
import type { StoreKey } from '../../core/store.ts';
import { compareTime, type Time } from '../../core/time.ts';
import { consAddressToBech32 } from '../../crypto/address.ts';
import type { Dec } from '../../math/dec.ts';
import { prefixEndBytes } from '../../store/keys.ts';
import { Params, ValidatorSigningInfo } from '../../wire/gen/cosmos/slashing/v1beta1/slashing.ts';
import { Infraction } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { Any } from '../../wire/gen/google/protobuf/any.ts';
import {
  ErrNoSigningInfoFound,
  ErrSelfDelegationTooLowToUnjail,
  ErrValidatorJailed,
  ErrValidatorNotJailed,
  ErrValidatorTombstoned,
} from './errors.ts';
import { jailEvent, type SlashReason, slashEvent } from './events.ts';
import type { StakingKeeper, ValidatorI } from './expected-keepers.ts';
import { PARAMS_KEY, pubkeyKey, SIGNING_INFO_PREFIX, signingInfoAddress, signingInfoKey } from './keys.ts';
import { MissedBlocks } from './missed-blocks.ts';

export interface SlashingKeeperDeps {
  readonly storeKey: StoreKey;
  readonly stakingKeeper: StakingKeeper;
  /** Bech32 text of the account that may update the parameters. */
  readonly authority: string;
}

const REASONS: Readonly<Record<number, SlashReason>> = {
  [Infraction.INFRACTION_DOUBLE_SIGN]: 'double_sign',
  [Infraction.INFRACTION_DOWNTIME]: 'missing_signature',
};

/** Who signed which block, and what follows from missing too many. Source: cosmos-sdk x/slashing/keeper. */
export class SlashingKeeper {
  readonly authority: string;
  readonly storeKey: StoreKey;
  readonly stakingKeeper: StakingKeeper;
  readonly missedBlocks: MissedBlocks;
  private readonly params: Item<Params>;
  private readonly infos = new Decoded((bytes) => ValidatorSigningInfo.decode(bytes));

  constructor(deps: SlashingKeeperDeps) {
    this.storeKey = deps.storeKey;
    this.stakingKeeper = deps.stakingKeeper;
    this.authority = deps.authority;
    this.missedBlocks = new MissedBlocks(deps.storeKey);
    this.params = new Item(deps.storeKey, PARAMS_KEY, Params);
  }

  // ---- parameters

  /** All zero when none are stored. */
  getParams(ctx: Context): Params {
    return this.params.find(ctx) ?? Params.create();
  }
  setParams(ctx: Context, params: Params): void {
    this.params.set(ctx, params);
  }
  signedBlocksWindow(ctx: Context): bigint {
    return this.getParams(ctx).signedBlocksWindow;
  }
  /**
   * Blocks of the window that must be signed.
   *
   * PARITY: cosmos-sdk x/slashing/keeper/params.go: rounded half to even.
   */
  minSignedPerWindow(ctx: Context): bigint {
    const params = this.getParams(ctx);
    return params.minSignedPerWindow.mulInt(params.signedBlocksWindow).roundInt64();
  }
  /** Nanoseconds. */
  downtimeJailDuration(ctx: Context): bigint {
    return this.getParams(ctx).downtimeJailDuration;
  }
  slashFractionDoubleSign(ctx: Context): Dec {
    return this.getParams(ctx).slashFractionDoubleSign;
  }
  slashFractionDowntime(ctx: Context): Dec {
    return this.getParams(ctx).slashFractionDowntime;
  }

  // ---- public keys by consensus address

  addPubkey(ctx: Context, validator: ValidatorI): void {
    const consAddr = validator.getConsAddr();
    ctx.kvStore(this.storeKey).set(pubkeyKey(consAddr), Any.encode(validator.consensusPubkey!));
  }
  /** Throws GoError when the key is not known. */
  getPubkey(ctx: Context, consAddr: Uint8Array): Any {
    const bytes = ctx.kvStore(this.storeKey).get(pubkeyKey(consAddr));
    if (bytes === undefined) throw new GoError(`address ${consAddressToBech32(consAddr)} not found`);
    return Any.decode(bytes);
  }
  deleteAddrPubkeyRelation(ctx: Context, consAddr: Uint8Array): void {
    ctx.kvStore(this.storeKey).delete(pubkeyKey(consAddr));
  }

  // ---- signing infos

  /** Undefined when there is none. What was read is shared: change a copy. */
  findValidatorSigningInfo(ctx: Context, consAddr: Uint8Array): ValidatorSigningInfo | undefined {
    const bytes = ctx.kvStore(this.storeKey).get(signingInfoKey(consAddr));
    return bytes === undefined ? undefined : this.infos.decode(bytes);
  }
  /** Throws ErrNoSigningInfoFound. */
  getValidatorSigningInfo(ctx: Context, consAddr: Uint8Array): ValidatorSigningInfo {
    const info = this.findValidatorSigningInfo(ctx, consAddr);
    if (info === undefined) throw ErrNoSigningInfoFound.error();
    return info;
  }
  hasValidatorSigningInfo(ctx: Context, consAddr: Uint8Array): boolean {
    return this.findValidatorSigningInfo(ctx, consAddr) !== undefined;
  }
  setValidatorSigningInfo(ctx: Context, consAddr: Uint8Array, info: ValidatorSigningInfo): void {
    ctx
      .kvStore(this.storeKey)
      .set(signingInfoKey(consAddr), this.infos.remember(ValidatorSigningInfo.encode(info), info));
  }
  iterateValidatorSigningInfos(ctx: Context, fn: (consAddr: Uint8Array, info: ValidatorSigningInfo) => boolean): void {
    const it = ctx.kvStore(this.storeKey).iterator(SIGNING_INFO_PREFIX, prefixEndBytes(SIGNING_INFO_PREFIX));
    for (; it.valid(); it.next()) {
      if (fn(signingInfoAddress(it.key()), ValidatorSigningInfo.decode(it.value()))) break;
    }
    it.close();
  }

  // ---- for other modules

  slash(ctx: Context, consAddr: Uint8Array, fraction: Dec, power: bigint, distributionHeight: bigint): void {
    const reason = Infraction.INFRACTION_UNSPECIFIED;
    this.slashWithInfractionReason(ctx, consAddr, fraction, power, distributionHeight, reason);
  }

  /** Slashes a validator through staking and says so in an event. `power` in units of consensus power. */
  slashWithInfractionReason(
    ctx: Context,
    consAddr: Uint8Array,
    fraction: Dec,
    power: bigint,
    distributionHeight: bigint,
    infraction: number,
  ): void {
    const burnedCoins = this.stakingKeeper.slashWithInfractionReason(
      ctx,
      consAddr,
      distributionHeight,
      power,
      fraction,
      infraction,
    );
    const reason = REASONS[infraction] ?? 'unspecified';
    ctx.eventManager.emit(slashEvent({ address: consAddressToBech32(consAddr), power, reason, burnedCoins }));
  }

  jail(ctx: Context, consAddr: Uint8Array): void {
    wrapping('slashing validator jail', () => this.stakingKeeper.jail(ctx, consAddr));
    ctx.eventManager.emit(jailEvent(consAddressToBech32(consAddr)));
  }

  jailUntil(ctx: Context, consAddr: Uint8Array, jailedUntil: Time): void {
    const info = this.findValidatorSigningInfo(ctx, consAddr);
    if (info === undefined) {
      throw ErrNoSigningInfoFound.wrap('cannot jail validator that does not have any signing information');
    }
    this.setValidatorSigningInfo(ctx, consAddr, { ...info, jailedUntil });
  }

  /** Bars a validator for good. */
  tombstone(ctx: Context, consAddr: Uint8Array): void {
    const info = this.findValidatorSigningInfo(ctx, consAddr);
    if (info === undefined) {
      throw ErrNoSigningInfoFound.wrap('cannot tombstone validator that does not have any signing information');
    }
    if (info.tombstoned) {
      throw ErrValidatorTombstoned.wrap('cannot tombstone validator that is already tombstoned');
    }
    this.setValidatorSigningInfo(ctx, consAddr, { ...info, tombstoned: true });
  }

  isTombstoned(ctx: Context, consAddr: Uint8Array): boolean {
    return this.findValidatorSigningInfo(ctx, consAddr)?.tombstoned ?? false;
  }

  // ---- unjailing

  /** Lets a validator out of jail when its time is over and its self-delegation suffices. */
  unjail(ctx: Context, valAddr: Uint8Array): void {
    const validator = this.stakingKeeper.validator(ctx, valAddr);
    // PARITY: cosmos-sdk x/slashing/keeper/unjail.go: staking's own errors come first, so an unknown validator is staking/3 and a
    // missing self-delegation staking/19; this module's errors for them are never met.
    const selfDelegation = this.stakingKeeper.delegation(ctx, valAddr, valAddr);
    const tokens = validator.tokensFromShares(selfDelegation.shares).truncateInt();
    const minimum = validator.getMinSelfDelegation();
    if (tokens < minimum) throw ErrSelfDelegationTooLowToUnjail.wrap(`${tokens} less than ${minimum}`);
    if (!validator.isJailed()) throw ErrValidatorNotJailed.error();

    const consAddr = validator.getConsAddr();
    // Without signing info it was never bonded: jailed for too little self-delegation, it may leave at any time.
    const info = this.findValidatorSigningInfo(ctx, consAddr);
    if (info !== undefined) {
      if (info.tombstoned) throw ErrValidatorJailed.error();
      if (compareTime(ctx.blockTime, info.jailedUntil) < 0) throw ErrValidatorJailed.error();
    }
    this.stakingKeeper.unjail(ctx, consAddr);
  }
}

/** fmt.Errorf("text: %w"): the error loses its code. */
export function wrapping(text: string, call: () => void): void {
  try {
    call();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`${text}: ${e.message}`, e);
    throw e;
  }
}
