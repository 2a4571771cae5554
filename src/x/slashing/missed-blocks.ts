import type { Context } from '../../core/context.ts';
import type { StoreKey } from '../../core/store.ts';
import { prefixEndBytes } from '../../store/keys.ts';
import { CHUNK_BITS, emptyChunk, testBit, withBit } from './bitmap.ts';
import { bitmapKey, bitmapPrefix } from './keys.ts';

const BITS = BigInt(CHUNK_BITS);

/** The bitmaps of missed blocks, one per validator, in chunks. Source: cosmos-sdk x/slashing/keeper/signing_info.go. */
export class MissedBlocks {
  private readonly storeKey: StoreKey;
  constructor(storeKey: StoreKey) {
    this.storeKey = storeKey;
  }

  /** Whether the block at `index` of the signing window was missed. */
  get(ctx: Context, consAddr: Uint8Array, index: bigint): boolean {
    const chunk = ctx.kvStore(this.storeKey).get(bitmapKey(consAddr, index / BITS));
    return chunk !== undefined && testBit(chunk, bitOf(index));
  }

  set(ctx: Context, consAddr: Uint8Array, index: bigint, missed: boolean): void {
    const store = ctx.kvStore(this.storeKey);
    const key = bitmapKey(consAddr, index / BITS);
    const chunk = store.get(key) ?? emptyChunk();
    store.set(key, withBit(chunk, bitOf(index), missed));
  }

  delete(ctx: Context, consAddr: Uint8Array): void {
    const store = ctx.kvStore(this.storeKey);
    const prefix = bitmapPrefix(consAddr);
    const it = store.iterator(prefix, prefixEndBytes(prefix));
    for (; it.valid(); it.next()) store.delete(it.key());
    it.close();
  }

  /**
   * Calls `fn` for every bit of every stored chunk.
   *
   * PARITY: cosmos-sdk x/slashing/keeper/signing_info.go: the index counts the bits met, so it is wrong behind a chunk that is not stored,
   * and beyond 256 chunks, whose little endian keys are not in numeric order.
   */
  iterate(ctx: Context, consAddr: Uint8Array, fn: (index: bigint, missed: boolean) => void): void {
    const prefix = bitmapPrefix(consAddr);
    const it = ctx.kvStore(this.storeKey).iterator(prefix, prefixEndBytes(prefix));
    let index = 0n;
    for (; it.valid(); it.next()) {
      const chunk = it.value();
      for (let i = 0; i < CHUNK_BITS; i++) fn(index++, testBit(chunk, i));
    }
    it.close();
  }
}

function bitOf(index: bigint): number {
  return Number(index % BITS);
}
