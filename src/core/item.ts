import type { Context } from './context.ts';
import { GoError } from './errors.ts';
import type { StoreKey } from './store.ts';

/** How values are written. Generated message types are such codecs. */
export interface ValueCodec<T> {
  /** Full protobuf name of the message. */
  readonly typeName: string;
  encode(value: T): Uint8Array;
  decode(bytes: Uint8Array): T;
}

/**
 * One protobuf message under one key of a store: collections.Item. The value decoded last is kept: most items are parameters, which are read
 * in every block and seldom change. So a value that was handed out is read-only. Source: cosmossdk.io/collections item.go.
 */
export class Item<T> {
  private readonly storeKey: StoreKey;
  private readonly key: Uint8Array;
  private readonly codec: ValueCodec<T>;
  private bytes: Uint8Array | undefined;
  private value: T | undefined;

  constructor(storeKey: StoreKey, key: Uint8Array, codec: ValueCodec<T>) {
    this.storeKey = storeKey;
    this.key = key;
    this.codec = codec;
  }

  /** Throws GoError when nothing is stored. */
  get(ctx: Context): T {
    const value = this.find(ctx);
    if (value === undefined) {
      throw new GoError(
        `collections: not found: key 'no_key' of type github.com/cosmos/gogoproto/${this.codec.typeName}`,
      );
    }
    return value;
  }

  /** The value, or undefined when nothing is stored. */
  find(ctx: Context): T | undefined {
    const bytes = ctx.kvStore(this.storeKey).get(this.key);
    if (bytes === undefined) return undefined;
    if (this.bytes === undefined || (bytes !== this.bytes && !equal(bytes, this.bytes))) {
      this.value = this.codec.decode(bytes);
      this.bytes = bytes;
    }
    return this.value;
  }

  set(ctx: Context, value: T): void {
    ctx.kvStore(this.storeKey).set(this.key, this.codec.encode(value));
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
