import type { GasConfig, GasMeter } from './gas.ts';

/** The store interfaces that modules see. Implementations live in `src/store`. Source: cosmossdk.io/store/types. */

/**
 * A store of byte keys and byte values, ordered by key, bytewise. Keys are not empty.
 *
 * Arrays handed in belong to the store and arrays handed out to it still: neither side changes them afterwards.
 */
export interface KVStore {
  /** The value, or undefined when the key is absent. An empty value is an empty array. */
  get(key: Uint8Array): Uint8Array | undefined;
  has(key: Uint8Array): boolean;
  set(key: Uint8Array, value: Uint8Array): void;
  delete(key: Uint8Array): void;
  /** Ascending over [start, end); undefined means no bound. It sees later writes as the reference's cachekv iterators do. */
  iterator(start: Uint8Array | undefined, end: Uint8Array | undefined): KVIterator;
  /** Descending over [start, end). */
  reverseIterator(start: Uint8Array | undefined, end: Uint8Array | undefined): KVIterator;
}

/** `key` and `value` may only be called while `valid`. `close` must be called, and may be called twice. */
export interface KVIterator {
  valid(): boolean;
  key(): Uint8Array;
  value(): Uint8Array;
  next(): void;
  close(): void;
}

/** Names one mounted store. Keepers get theirs from the application and nobody else's. */
export interface StoreKey {
  readonly name: string;
  readonly kind: 'iavl' | 'transient' | 'memory';
}

/** Receives accesses through gas stores in program order, as in the recorded traces. Keys and values are not to be kept. */
export interface StoreTracer {
  /** `length` of the value, -1 when absent. */
  get(store: string, key: Uint8Array, length: number): void;
  has(store: string, key: Uint8Array, found: boolean): void;
  set(store: string, key: Uint8Array, value: Uint8Array): void;
  del(store: string, key: Uint8Array): void;
  iterator(store: string, start: Uint8Array | undefined, end: Uint8Array | undefined, ascending: boolean): void;
  /** A charge for the pair under the iterator: once on opening, once on each step before stepping. */
  at(store: string, key: Uint8Array, length: number): void;
}

/** A branch of all stores, written back to its parent as a whole. */
export interface CacheMultiStore {
  /** The raw store (no gas). Throws InternalError when the key is not mounted. */
  getKVStore(key: StoreKey): KVStore;
  /** The store with every access charged to `meter` at the prices of `config` (and told to `tracer`). */
  gasKVStore(key: StoreKey, meter: GasMeter, config: GasConfig, tracer: StoreTracer | undefined): KVStore;
  /** A branch on top of this one. */
  cacheMultiStore(): CacheMultiStore;
  /** Flushes every store's changes to the parent, each in ascending key order, sets and removals together. */
  write(): void;
}
