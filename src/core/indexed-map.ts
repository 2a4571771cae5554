import { encodeKey, encodePartialKey, type KeyCodec } from './collections-codec.ts';
import type { Context } from './context.ts';
import { GoError, GoErrorBase } from './errors.ts';
import type { ValueCodec } from './item.ts';
import type { KVIterator, KVStore, StoreKey } from './store.ts';

const NOTHING = new Uint8Array(0);

/**
 * A secondary index: entries `prefix | reference | primary key -> (empty)`, so that the primary keys of one reference lie together.
 * Source: cosmossdk.io/collections indexes/multi.go.
 */
export interface MultiIndex<R, V> {
  readonly prefix: Uint8Array;
  readonly codec: KeyCodec<R>;
  /** What a value is found by. */
  of(value: V): R;
}

export interface IndexedMapDeps<K, V> {
  readonly storeKey: StoreKey;
  readonly prefix: Uint8Array;
  readonly key: KeyCodec<K>;
  readonly value: ValueCodec<V>;
  /** In the order in which the reference brings them up to date: it is the order of the store accesses. */
  readonly indexes: readonly MultiIndex<unknown, V>[];
}

/** Where a walk begins and which way it goes. */
export interface WalkOptions<K> {
  /** The first key to be seen. */
  readonly from?: K | undefined;
  readonly reverse?: boolean | undefined;
}

/**
 * Values under a primary key, with secondary indexes that are kept up to date by every {@link set}.
 *
 * A walk over one reference or one key prefix costs what it sees, however much else there is. Values handed out are shared and so
 * read-only: what was decoded in a block is not decoded again while the store hands out the same bytes; the access, and its gas,
 * happens every time. Source: cosmossdk.io/collections indexed_map.go, iter.go.
 */
export class IndexedMap<K, V extends object> {
  readonly key: KeyCodec<K>;
  private readonly storeKey: StoreKey;
  private readonly prefix: Uint8Array;
  private readonly value: ValueCodec<V>;
  private readonly indexes: readonly MultiIndex<unknown, V>[];
  private readonly decoded = new WeakMap<Uint8Array, V>();

  constructor(deps: IndexedMapDeps<K, V>) {
    this.storeKey = deps.storeKey;
    this.prefix = deps.prefix;
    this.key = deps.key;
    this.value = deps.value;
    this.indexes = deps.indexes;
  }

  /** Throws GoError when the key cannot be written. */
  has(ctx: Context, key: K): boolean {
    const bytes = whole(this.prefix, this.key, key);
    return ctx.kvStore(this.storeKey).has(bytes);
  }

  /** The value, or undefined when there is none. Throws GoError when the key cannot be written. */
  find(ctx: Context, key: K): V | undefined {
    const bytes = whole(this.prefix, this.key, key);
    return this.read(ctx.kvStore(this.storeKey), bytes);
  }

  /**
   * PARITY: cosmossdk.io/collections indexed_map.go: every index reads the old value for itself, and its entry is removed and written
   * again even when it stays the same.
   */
  set(ctx: Context, key: K, value: V): void {
    const store = ctx.kvStore(this.storeKey);
    const primary = whole(this.prefix, this.key, key);
    const tail = primary.subarray(this.prefix.length);
    for (const index of this.indexes) {
      const old = this.read(store, primary);
      if (old !== undefined) store.delete(concat(reference(index, index.of(old)), tail));
      store.set(concat(reference(index, index.of(value)), tail), NOTHING);
    }
    store.set(primary, this.value.encode(value));
  }

  /**
   * Shows values in order of their keys until `visit` returns true: all of them, or those whose key begins with `part`, which is
   * encoded by `partCodec`. Throws GoError when a key cannot be written or a value not be read.
   */
  walk<P>(
    ctx: Context,
    visit: (value: V) => boolean | undefined,
    partCodec?: KeyCodec<P>,
    part?: P,
    options: WalkOptions<K> = {},
  ): void {
    const begin = partCodec === undefined ? this.prefix : partial(this.prefix, partCodec, part as P);
    const from = options.from === undefined ? undefined : whole(this.prefix, this.key, options.from);
    const it = open(ctx.kvStore(this.storeKey), begin, from, options.reverse === true);
    try {
      for (; it.valid(); it.next()) if (visit(this.decode(it.value())) === true) return;
    } finally {
      it.close();
    }
  }

  /** Shows the values of one reference of an index, in order of primary key, until `visit` returns true. */
  scan<R>(
    ctx: Context,
    index: MultiIndex<R, V>,
    ref: R,
    visit: (value: V) => boolean | undefined,
    options: WalkOptions<K> = {},
  ): void {
    const store = ctx.kvStore(this.storeKey);
    const begin = reference(index, ref);
    const from = options.from === undefined ? undefined : concat(begin, whole(NOTHING, this.key, options.from));
    const it = open(store, begin, from, options.reverse === true);
    try {
      for (; it.valid(); it.next()) {
        const value = this.read(store, concat(this.prefix, it.key().subarray(begin.length)));
        if (value === undefined) throw new GoError('collections: not found: an index entry without a value');
        if (visit(value) === true) return;
      }
    } finally {
      it.close();
    }
  }

  /** How many values one reference has: only its index entries are read. */
  count<R>(ctx: Context, index: MultiIndex<R, V>, ref: R): number {
    const it = open(ctx.kvStore(this.storeKey), reference(index, ref), undefined, false);
    let n = 0;
    for (; it.valid(); it.next()) n++;
    it.close();
    return n;
  }

  /** What is wrong with the indexes: entries without a value, values without an entry. Reads everything. */
  indexViolations(ctx: Context): string[] {
    const hex = (entry: string): string => Buffer.from(entry, 'latin1').toString('hex');
    const store = ctx.kvStore(this.storeKey);
    const expected = new Set<string>();
    for (const { tail, value } of this.pairs(store)) {
      for (const index of this.indexes) expected.add(latin1(concat(reference(index, index.of(value)), tail)));
    }
    const violations: string[] = [];
    for (const { prefix } of this.indexes) {
      const it = open(store, prefix, undefined, false);
      for (; it.valid(); it.next()) {
        const entry = latin1(it.key());
        if (!expected.delete(entry)) violations.push(`index entry ${hex(entry)} stands for nothing`);
      }
      it.close();
    }
    for (const entry of expected) violations.push(`index entry ${hex(entry)} is missing`);
    return violations;
  }

  private *pairs(store: KVStore): Generator<{ tail: Uint8Array; value: V }> {
    const it = open(store, this.prefix, undefined, false);
    for (; it.valid(); it.next()) yield { tail: it.key().subarray(this.prefix.length), value: this.decode(it.value()) };
    it.close();
  }

  private read(store: KVStore, primary: Uint8Array): V | undefined {
    const bytes = store.get(primary);
    return bytes === undefined ? undefined : this.decode(bytes);
  }

  private decode(bytes: Uint8Array): V {
    let value = this.decoded.get(bytes);
    if (value === undefined) {
      value = this.value.decode(bytes);
      this.decoded.set(bytes, value);
    }
    return value;
  }
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** Keys that begin with `prefix`; `from` is the first one to be seen. */
function open(store: KVStore, prefix: Uint8Array, from: Uint8Array | undefined, reverse: boolean): KVIterator {
  if (!reverse) return store.iterator(from ?? prefix, prefixEnd(prefix));
  return store.reverseIterator(prefix, from === undefined ? prefixEnd(prefix) : concat(from, Uint8Array.of(0)));
}

/** The prefixes of collections do not end in 0xff alone, so there always is an end. */
function prefixEnd(prefix: Uint8Array): Uint8Array {
  let n = prefix.length;
  while (prefix[n - 1] === 255) n--;
  const end = prefix.slice(0, n);
  end[n - 1]!++;
  return end;
}

function reference<R, V>(index: MultiIndex<R, V>, ref: R): Uint8Array {
  return partial(index.prefix, index.codec, ref);
}

function whole<K>(prefix: Uint8Array, codec: KeyCodec<K>, key: K): Uint8Array {
  return encoded(() => encodeKey(prefix, codec, key));
}

function partial<K>(prefix: Uint8Array, codec: KeyCodec<K>, key: K): Uint8Array {
  return encoded(() => encodePartialKey(prefix, codec, key));
}

function encoded(encode: () => Uint8Array): Uint8Array {
  try {
    return encode();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`collections: encoding error: key encode: ${e.message}`, e);
    throw e;
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
