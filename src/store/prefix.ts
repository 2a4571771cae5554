import { GoPanic } from '../core/errors.ts';
import type { KVIterator, KVStore } from '../core/store.ts';
import { concatBytes, prefixEndBytes } from './keys.ts';

/** The part of a store whose keys begin with a prefix, seen without it. Source: cosmossdk.io/store/prefix. */
export class PrefixStore implements KVStore {
  private readonly parent: KVStore;
  private readonly prefix: Uint8Array;

  constructor(parent: KVStore, prefix: Uint8Array) {
    this.parent = parent;
    this.prefix = prefix;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.parent.get(concatBytes(this.prefix, key));
  }
  has(key: Uint8Array): boolean {
    return this.parent.has(concatBytes(this.prefix, key));
  }
  set(key: Uint8Array, value: Uint8Array): void {
    if (key.length === 0) throw new GoPanic('key is nil or empty');
    this.parent.set(concatBytes(this.prefix, key), value);
  }
  delete(key: Uint8Array): void {
    this.parent.delete(concatBytes(this.prefix, key));
  }
  iterator(start: Uint8Array | undefined, end: Uint8Array | undefined): KVIterator {
    const [from, to] = this.range(start, end);
    return new PrefixIterator(this.parent.iterator(from, to), this.prefix.length);
  }
  reverseIterator(start: Uint8Array | undefined, end: Uint8Array | undefined): KVIterator {
    const [from, to] = this.range(start, end);
    return new PrefixIterator(this.parent.reverseIterator(from, to), this.prefix.length);
  }

  private range(
    start: Uint8Array | undefined,
    end: Uint8Array | undefined,
  ): [Uint8Array | undefined, Uint8Array | undefined] {
    const from = start === undefined ? this.prefix : concatBytes(this.prefix, start);
    const to = end === undefined ? prefixEndBytes(this.prefix) : concatBytes(this.prefix, end);
    return [from, to];
  }
}

class PrefixIterator implements KVIterator {
  private readonly inner: KVIterator;
  private readonly length: number;
  constructor(inner: KVIterator, length: number) {
    this.inner = inner;
    this.length = length;
  }
  valid(): boolean {
    return this.inner.valid();
  }
  key(): Uint8Array {
    if (!this.inner.valid()) throw new GoPanic('prefixIterator invalid, cannot call Key()');
    return this.inner.key().subarray(this.length);
  }
  value(): Uint8Array {
    if (!this.inner.valid()) throw new GoPanic('prefixIterator invalid, cannot call Value()');
    return this.inner.value();
  }
  next(): void {
    if (!this.inner.valid()) throw new GoPanic('prefixIterator invalid, cannot call Next()');
    this.inner.next();
  }
  close(): void {
    this.inner.close();
  }
}

/** Ascending over all keys that begin with `prefix` (storetypes.KVStorePrefixIterator). */
export function prefixIterator(store: KVStore, prefix: Uint8Array): KVIterator {
  return store.iterator(prefix.length === 0 ? undefined : prefix, prefixEndBytes(prefix));
}

/** Descending over all keys that begin with `prefix` (storetypes.KVStoreReversePrefixIterator). */
export function reversePrefixIterator(store: KVStore, prefix: Uint8Array): KVIterator {
  return store.reverseIterator(prefix.length === 0 ? undefined : prefix, prefixEndBytes(prefix));
}
