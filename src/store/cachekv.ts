import { type ByteIterator, ByteKVStore, type ByteStore } from './byte-store.ts';
import { type ByteString, sortByteStrings } from './bytestring.ts';
import { SortedMap } from './sorted-map.ts';

/** What a removed key maps to. */
const REMOVED = null;
type Change = Uint8Array | typeof REMOVED;

/**
 * A branch of a store: reads fall through, writes stay here until {@link write}.
 *
 * Iterators see the branch, and everything under it, as it was when they were opened; writing under an open iterator is fine.
 * Costs: a branch that is never written to costs one object; handing changes to a parent without changes of its own costs nothing;
 * a write is one Map entry, sorted only once someone iterates.
 * Source: cosmossdk.io/store/cachekv.
 */
export class CacheKVStore extends ByteKVStore {
  private readonly parent: ByteStore;
  private changes: Map<ByteString, Change> | undefined;
  /** The changes in key order; made by the first iterator. */
  private sorted: SortedMap<Change> | undefined;
  /** Keys changed since `sorted` was brought up to date. */
  private unsorted: ByteString[] = [];
  /** Values read through, in the branch next to a tree only: a tree's value has to be copied out of it. */
  private readonly reads: Map<ByteString, Uint8Array | undefined> | undefined;

  constructor(parent: ByteStore) {
    super();
    this.parent = parent;
    this.reads = parent instanceof CacheKVStore ? undefined : new Map();
  }

  getB(key: ByteString): Uint8Array | undefined {
    const change = this.changes?.get(key);
    if (change !== undefined) return change ?? undefined;
    if (this.reads === undefined) return this.parent.getB(key);
    let value = this.reads.get(key);
    if (value === undefined && !this.reads.has(key)) {
      value = this.parent.getB(key);
      this.reads.set(key, value);
    }
    return value;
  }

  setB(key: ByteString, value: Uint8Array): void {
    this.change(key, value);
  }

  deleteB(key: ByteString): void {
    this.change(key, REMOVED);
  }

  private change(key: ByteString, value: Change): void {
    this.changes ??= new Map();
    this.changes.set(key, value);
    if (this.sorted !== undefined) this.unsorted.push(key);
  }

  iterateB(start: ByteString | undefined, end: ByteString | undefined, ascending: boolean): ByteIterator {
    const below = this.parent.iterateB(start, end, ascending);
    if (this.changes === undefined) return below;
    return new MergeIterator(below, this.sortedChanges().iterate(start, end, ascending), ascending);
  }

  private sortedChanges(): SortedMap<Change> {
    const changes = this.changes!;
    if (this.sorted === undefined) {
      this.sorted = new SortedMap();
      for (const [key, value] of changes) this.sorted.set(key, value);
    } else {
      for (const key of this.unsorted) this.sorted.set(key, changes.get(key)!);
      this.unsorted = [];
    }
    return this.sorted;
  }

  /** Whether {@link write} would do something. */
  get isDirty(): boolean {
    return this.changes !== undefined;
  }

  /** Hands all changes to the parent in ascending key order, and forgets them. */
  write(): void {
    const changes = this.changes;
    if (changes === undefined) return;
    this.changes = undefined;
    this.sorted = undefined;
    this.unsorted = [];
    this.reads?.clear();
    if (this.parent instanceof CacheKVStore) this.parent.take(changes);
    else {
      for (const key of sortByteStrings([...changes.keys()])) {
        const value = changes.get(key)!;
        if (value === REMOVED) this.parent.deleteB(key);
        else this.parent.setB(key, value);
      }
    }
  }

  /** Changes of a branch on top of this one. Their order does not matter to a map. */
  private take(changes: Map<ByteString, Change>): void {
    if (this.changes === undefined) this.changes = changes;
    else for (const [key, value] of changes) this.change(key, value);
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
