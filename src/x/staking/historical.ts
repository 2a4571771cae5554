import type { BlockHeader, Context } from '../../core/context.ts';
import { compareBytes } from '../../core/go-text.ts';
import { HistoricalInfo } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { Header } from '../../wire/gen/tendermint/types/types.ts';
import { Writer } from '../../wire/runtime.ts';
import { ErrNoHistoricalInfo } from './errors.ts';
import { historicalInfoKey } from './keys.ts';
import type { Validator } from './validator.ts';
import { ValidatorSet } from './validator-set.ts';

/** Headers and validator sets of the last blocks, for IBC. Source: x/staking/keeper/historical_info.go. */
export abstract class Historical extends ValidatorSet {
  /** The set stored last, and its encoding: between changes of the set every block stores the same one. */
  private lastSet: { readonly validators: readonly Validator[]; readonly encoded: Uint8Array } | undefined;

  findHistoricalInfo(ctx: Context, height: bigint): HistoricalInfo | undefined {
    const bytes = this.store(ctx).get(historicalInfoKey(height));
    return bytes === undefined ? undefined : HistoricalInfo.decode(bytes);
  }
  /** Throws ErrNoHistoricalInfo. */
  getHistoricalInfo(ctx: Context, height: bigint): HistoricalInfo {
    const info = this.findHistoricalInfo(ctx, height);
    if (info === undefined) throw ErrNoHistoricalInfo.error();
    return info;
  }

  /** Stores this block's header and validators, and deletes entries that are more than the parameter allows. */
  trackHistoricalInfo(ctx: Context): void {
    const entries = this.historicalEntries(ctx);
    const store = this.store(ctx);
    // Usually one; more when the parameter became smaller. They have no gaps, so the first missing one ends it.
    for (let h = ctx.blockHeight - BigInt(entries); h >= 0n; h--) {
      const key = historicalInfoKey(h);
      if (store.get(key) === undefined) break;
      store.delete(key);
    }
    if (entries === 0) return;

    const validators = this.getLastValidators(ctx);
    if (this.lastSet === undefined || !sameItems(this.lastSet.validators, validators)) {
      this.lastSet = { validators, encoded: encodeSet(byPower(validators)) };
    }
    store.set(historicalInfoKey(ctx.blockHeight), encodeInfo(ctx.header, this.lastSet.encoded));
  }
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

/** In CometBFT's order: by power, descending, then by consensus address. */
function byPower(validators: readonly Validator[]): Validator[] {
  return [...validators].sort((a, b) => {
    const [x, y] = [a.consensusPower(), b.consensusPower()];
    return x === y ? compareBytes(a.getConsAddr(), b.getConsAddr()) : x > y ? -1 : 1;
  });
}

// A HistoricalInfo is put together from its two fields, so that the validators, by far the larger one, are encoded when they change.

function encodeSet(validators: readonly Validator[]): Uint8Array {
  const w = new Writer(validators.length * 400);
  for (const v of validators) w.bytesField(0x12, v.encode());
  return w.finish();
}

function encodeInfo(h: BlockHeader, set: Uint8Array): Uint8Array {
  const header = Header.create({
    chainId: h.chainId,
    height: h.height,
    time: h.time,
    nextValidatorsHash: h.nextValidatorsHash,
    appHash: h.appHash,
    proposerAddress: h.proposerAddress,
  });
  const w = new Writer(512);
  w.bytesField(0x0a, Header.encode(header));
  const out = new Uint8Array(w.pos + set.length);
  out.set(w.bytes.subarray(0, w.pos));
  out.set(set, w.pos);
  return out;
}
