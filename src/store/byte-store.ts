import { GoPanic } from '../core/errors.ts';
import type { KVIterator, KVStore } from '../core/store.ts';
import { type ByteString, fromByteString, toKeyString } from './bytestring.ts';

/** Keys may not be longer (cosmossdk.io/store/types/validity.go). */
const MAX_KEY_LENGTH = (1 << 17) - 1;

/** Iterator inside the store: keys are byte strings. `key` and `value` may only be read while `valid`. */
export interface ByteIterator {
  readonly valid: boolean;
  readonly key: ByteString;
  readonly value: Uint8Array;
  next(): void;
}

/**
 * A store whose keys are byte strings: what the layers of one store speak among themselves, so that a key is converted once however
 * many layers there are.
 */
export interface ByteStore {
  getB(key: ByteString): Uint8Array | undefined;
  setB(key: ByteString, value: Uint8Array): void;
  /** {@link setB} with a value that is a byte string already. */
  setText(key: ByteString, value: ByteString): void;
  deleteB(key: ByteString): void;
  /** Over [start, end) of the store as it is now. */
  iterateB(start: ByteString | undefined, end: ByteString | undefined, ascending: boolean): ByteIterator;
}

/** Checks and converts a key. An empty or oversized one is a Go panic. */
export function storeKey(key: Uint8Array): ByteString {
  if (key.length === 0) throw new GoPanic('key is nil or empty');
  if (key.length > MAX_KEY_LENGTH) throw new GoPanic('key is too large');
  return toKeyString(key);
}

function bound(key: Uint8Array | undefined): ByteString | undefined {
  if (key === undefined) return undefined;
  // PARITY: store/cachekv/internal/btree.go: an empty bound, unlike an absent one, is refused.
  if (key.length === 0) throw new GoPanic('key cannot be empty');
  return toKeyString(key);
}

/** The module-facing side of a {@link ByteStore}. */
export abstract class ByteKVStore implements KVStore, ByteStore {
  abstract getB(key: ByteString): Uint8Array | undefined;
  abstract setB(key: ByteString, value: Uint8Array): void;
  abstract deleteB(key: ByteString): void;
  abstract iterateB(start: ByteString | undefined, end: ByteString | undefined, ascending: boolean): ByteIterator;

  setText(key: ByteString, value: ByteString): void {
    this.setB(key, fromByteString(value));
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.getB(storeKey(key));
  }
  has(key: Uint8Array): boolean {
    return this.getB(storeKey(key)) !== undefined;
  }
  set(key: Uint8Array, value: Uint8Array): void {
    this.setB(storeKey(key), value);
  }
  delete(key: Uint8Array): void {
    this.deleteB(storeKey(key));
  }
  iterator(start: Uint8Array | undefined, end: Uint8Array | undefined): KVIterator {
    return new ModuleIterator(this.iterateB(bound(start), bound(end), true));
  }
  reverseIterator(start: Uint8Array | undefined, end: Uint8Array | undefined): KVIterator {
    return new ModuleIterator(this.iterateB(bound(start), bound(end), false));
  }
}

/** A {@link ByteIterator} as modules see it. */
class ModuleIterator implements KVIterator {
  private readonly inner: ByteIterator;
  constructor(inner: ByteIterator) {
    this.inner = inner;
  }
  valid(): boolean {
    return this.inner.valid;
  }
  key(): Uint8Array {
    this.assertValid();
    return fromByteString(this.inner.key);
  }
  value(): Uint8Array {
    this.assertValid();
    return this.inner.value;
  }
  next(): void {
    this.assertValid();
    this.inner.next();
  }
  close(): void {}
  private assertValid(): void {
    if (!this.inner.valid) throw new GoPanic('invalid cacheMergeIterator');
  }
}
