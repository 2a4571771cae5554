import { type ByteIterator, ByteKVStore, type ByteStore } from './byte-store.ts';
import { type ByteString, fromByteString, sortByteStrings, toByteString } from './bytestring.ts';
import { SortedMap } from './sorted-map.ts';

/** What a removed key maps to, and in {@link BlockBranch} one that is not there. */
const REMOVED = null;
type Change = Uint8Array | typeof REMOVED;

/**
 * A branch of a store: reads fall through, writes stay here until {@link write}.
 *
 * Iterators see the branch, and everything under it, as it was when they were opened; writing under an open iterator is fine.
 * Changes are sorted only once someone iterates. Source: cosmossdk.io/store/cachekv.
 */
export abstract class CacheKVStore extends ByteKVStore {
  /** The changes in key order; made by the first iterator. */
  private sorted: SortedMap<Change> | undefined;
  /** Keys changed since `sorted` was brought up to date. */
  private unsorted: ByteString[] = NONE;

  /** A branch of `parent`: of a tree or another store, or of a branch. */
  static of(parent: ByteStore): CacheKVStore {
    return parent instanceof CacheKVStore ? new NestedBranch(parent) : new BlockBranch(parent);
  }

  protected abstract readonly parent: ByteStore;
  /** Every key changed here, some of them more than once. */
  protected abstract changedKeys(): readonly ByteString[];
  /** The change of a key that was changed here. */
  protected abstract changeOf(key: ByteString): Change;
  abstract change(key: ByteString, value: Change): void;
  /** Hands all changes to the parent and forgets them. */
  abstract write(): void;

  setB(key: ByteString, value: Uint8Array): void {
    this.change(key, value);
  }

  deleteB(key: ByteString): void {
    this.change(key, REMOVED);
  }

  /** To be told of each change. */
  protected changed(key: ByteString): void {
    if (this.sorted !== undefined) this.unsorted.push(key);
  }

  protected forgetOrder(): void {
    this.sorted = undefined;
    this.unsorted = NONE;
  }

  iterateB(start: ByteString | undefined, end: ByteString | undefined, ascending: boolean): ByteIterator {
    const below = this.parent.iterateB(start, end, ascending);
    if (this.changedKeys().length === 0) return below;
    return new MergeIterator(below, this.sortedChanges().iterate(start, end, ascending), ascending);
  }

  private sortedChanges(): SortedMap<Change> {
    const isNew = this.sorted === undefined;
    this.sorted ??= new SortedMap();
    for (const key of isNew ? this.changedKeys() : this.unsorted) this.sorted.set(key, this.changeOf(key));
    this.unsorted = [];
    return this.sorted;
  }
}

const NONE: ByteString[] = [];

/** More changes than this come from a genesis only. */
const MANY = 1 << 17;

/**
 * The branch next to a tree, which a block works on. One look-up finds a value, whether it was read before or changed: a tree's value has
 * to be copied out of it. From {@link MANY} changes on values are kept as byte strings, as the tree will: a third of the memory, once.
 */
class BlockBranch extends CacheKVStore {
  protected readonly parent: ByteStore;
  private readonly values = new Map<ByteString, Change | ByteString>();
  private keys: ByteString[] = [];

  constructor(parent: ByteStore) {
    super();
    this.parent = parent;
  }

  getB(key: ByteString): Uint8Array | undefined {
    const known = this.values.get(key);
    if (known !== undefined) return loose(known) ?? undefined;
    const value = this.parent.getB(key);
    this.values.set(key, value ?? REMOVED);
    return value;
  }

  change(key: ByteString, value: Change): void {
    this.values.set(key, value !== REMOVED && this.keys.length >= MANY ? toByteString(value) : value);
    this.keys.push(key);
    this.changed(key);
  }

  protected changedKeys(): readonly ByteString[] {
    return this.keys;
  }

  protected changeOf(key: ByteString): Change {
    return loose(this.values.get(key)!);
  }

  /** In ascending key order: it decides the shape of a tree. */
  write(): void {
    const { keys } = this;
    if (keys.length === 0) return;
    this.keys = [];
    this.forgetOrder();
    let last: ByteString | undefined;
    // Up to so many keys it is worth a Set to sort each of them once.
    for (const key of sortByteStrings(keys.length > MANY ? keys : [...new Set(keys)])) {
      if (key === last) continue;
      last = key;
      const value = this.values.get(key)!;
      if (value === REMOVED) this.parent.deleteB(key);
      else if (typeof value === 'string') this.parent.setText(key, value);
      else this.parent.setB(key, value);
    }
    this.values.clear();
  }
}

function loose(value: Change | ByteString): Change {
  return typeof value === 'string' ? fromByteString(value) : value;
}

/** So many changes are found as fast by looking through them as in a Map, which would have to be made. */
const FEW = 8;

/** A branch of a branch: what a transaction or a message changes, mostly a few keys. */
class NestedBranch extends CacheKVStore {
  protected readonly parent: CacheKVStore;
  private keys: ByteString[] = NONE;
  private values: Change[] = [];
  /** Positions by key, once there are more than a few. */
  private positions: Map<ByteString, number> | undefined;

  constructor(parent: CacheKVStore) {
    super();
    this.parent = parent;
  }

  private positionOf(key: ByteString): number {
    if (this.positions !== undefined) return this.positions.get(key) ?? -1;
    const { keys } = this;
    for (let i = keys.length - 1; i >= 0; i--) if (keys[i] === key) return i;
    return -1;
  }

  getB(key: ByteString): Uint8Array | undefined {
    const i = this.positionOf(key);
    return i < 0 ? this.parent.getB(key) : (this.values[i] ?? undefined);
  }

  change(key: ByteString, value: Change): void {
    const i = this.positionOf(key);
    if (i >= 0) this.values[i] = value;
    else this.add(key, value);
    this.changed(key);
  }

  private add(key: ByteString, value: Change): void {
    if (this.keys === NONE) this.keys = [];
    const n = this.keys.push(key);
    this.values.push(value);
    if (this.positions !== undefined) this.positions.set(key, n - 1);
    else if (n > FEW) this.positions = new Map(this.keys.map((k, i) => [k, i]));
  }

  protected changedKeys(): readonly ByteString[] {
    return this.keys;
  }

  protected changeOf(key: ByteString): Change {
    return this.values[this.positionOf(key)]!;
  }

  write(): void {
    const { keys, values, parent } = this;
    if (keys.length === 0) return;
    this.keys = NONE;
    this.values = [];
    this.positions = undefined;
    this.forgetOrder();
    for (let i = 0; i < keys.length; i++) parent.change(keys[i]!, values[i]!);
  }
}

/** Pairs of a store with changes laid over them. */
class MergeIterator implements ByteIterator {
  private readonly below: ByteIterator;
  private readonly over: { readonly valid: boolean; readonly key: ByteString; readonly value: Change; next(): void };
  private readonly ascending: boolean;
  valid = false;
  key: ByteString = '';
  private fromBelow = false;

  constructor(below: ByteIterator, over: MergeIterator['over'], ascending: boolean) {
    this.below = below;
    this.over = over;
    this.ascending = ascending;
    this.settle();
  }

  get value(): Uint8Array {
    return this.fromBelow ? this.below.value : (this.over.value as Uint8Array);
  }

  next(): void {
    if (this.fromBelow) this.below.next();
    else this.over.next();
    this.settle();
  }

  /** Finds the pair that comes next; a change hides the pair below it, a removal is skipped. */
  private settle(): void {
    const { below, over } = this;
    while (over.valid) {
      const key = over.key;
      if (below.valid) {
        const belowKey = below.key;
        if (belowKey === key) below.next();
        else if (this.ascending ? belowKey < key : belowKey > key) break;
      }
      if (over.value !== REMOVED) {
        this.valid = true;
        this.fromBelow = false;
        this.key = key;
        return;
      }
      over.next();
    }
    this.valid = below.valid;
    this.fromBelow = true;
    if (this.valid) this.key = below.key;
  }
}
