import type { Context } from '../../core/context.ts';
import { readU64be, u64be } from '../../store/keys.ts';
import { ErrNoUnbondingType } from './errors.ts';
import { UNBONDING_ID_KEY, type UnbondingType, unbondingIndexKey, unbondingTypeKey } from './keys.ts';
import { ValidatorStore } from './validator-store.ts';

/** Ids of what unbonds: entries of unbonding delegations and redelegations, and validators. */
export abstract class UnbondingIds extends ValidatorStore {
  /** Gives out the next id. */
  incrementUnbondingId(ctx: Context): bigint {
    const store = this.store(ctx);
    const bytes = store.get(UNBONDING_ID_KEY);
    const id = (bytes === undefined ? 0n : readU64be(bytes)) + 1n;
    store.set(UNBONDING_ID_KEY, u64be(id));
    return id;
  }

  /** `recordKey` is the store key of the record that holds what unbonds. */
  protected setUnbondingIndex(ctx: Context, id: bigint, recordKey: Uint8Array, type: UnbondingType): void {
    const store = this.store(ctx);
    store.set(unbondingIndexKey(id), recordKey);
    store.set(unbondingTypeKey(id), u64be(type));
  }

  /** PARITY: x/staking/keeper/unbonding.go DeleteUnbondingIndex: the key of the type stays for ever. */
  deleteUnbondingIndex(ctx: Context, id: bigint): void {
    this.store(ctx).delete(unbondingIndexKey(id));
  }

  /** Throws ErrNoUnbondingType. */
  getUnbondingType(ctx: Context, id: bigint): UnbondingType {
    const bytes = this.store(ctx).get(unbondingTypeKey(id));
    if (bytes === undefined) throw ErrNoUnbondingType.error();
    return readU64be(bytes);
  }
}
