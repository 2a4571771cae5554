import { type ByteString, fromByteString, sortByteStrings, toByteString } from './bytestring.ts';

/**
 * The key-value database under the stores. Reads are synchronous, writes are batches, scans are asynchronous (LevelDB has no other
 * iterators), so nothing that runs inside a block may scan.
 */
export interface Database {
  /** The stored bytes, which the caller must not change; undefined when absent. */
  get(key: Uint8Array): Uint8Array | undefined;
  batch(options?: BatchOptions): Batch;
  /** Pairs with `gte` <= key < `lt`, in key order (reversed when asked). */
  scan(range: ScanRange): AsyncIterable<[key: Uint8Array, value: Uint8Array]>;
  close(): Promise<void>;
}

export interface ScanRange {
  readonly gte?: Uint8Array;
  readonly lt?: Uint8Array;
  readonly reverse?: boolean;
}

/** Where entries are put. */
export interface Puts {
  put(key: Uint8Array, value: Uint8Array): void;
}

export interface BatchOptions {
  /** Never divided, however large. For deletions: half of a version that goes cannot be told from one that is broken. */
  readonly whole?: boolean;
}

/**
 * Collects writes. `put`, `putLast` and `del` copy: the caller may reuse its arrays at once.
 *
 * A batch is applied whole or not at all, unless it is so large that a database divides it: then it is applied piece by piece, each
 * synced, in the order of the calls, and the last piece holds everything given to `putLast`.
 */
export interface Batch extends Puts {
  /** As `put`, for an entry that makes others count: a root, the commit info. */
  putLast(key: Uint8Array, value: Uint8Array): void;
  /**
   * Entries that are made only while they are written, a few at a time: each step of `entries` puts some of them. They go before all others.
   */
  defer(entries: (batch: Puts) => Iterable<void>): void;
  del(key: Uint8Array): void;
  /** Number of operations. */
  readonly size: number;
  /** When it resolves a synced write is on disk. May be called once. */
  write(sync: boolean): Promise<void>;
}

/** A database in memory, for the dev engine and tests. */
export class MemoryDatabase implements Database {
  private readonly map = new Map<ByteString, Uint8Array>();
  private sorted: ByteString[] | undefined;

  get(key: Uint8Array): Uint8Array | undefined {
    return this.map.get(toByteString(key));
  }

  batch(): Batch {
    return new MemoryBatch((ops) => this.apply(ops));
  }

  async *scan(range: ScanRange): AsyncIterable<[Uint8Array, Uint8Array]> {
    this.sorted ??= sortByteStrings([...this.map.keys()]);
    const gte = range.gte && toByteString(range.gte);
    const lt = range.lt && toByteString(range.lt);
    const keys = this.sorted.filter((k) => (gte === undefined || k >= gte) && (lt === undefined || k < lt));
    if (range.reverse) keys.reverse();
    for (const k of keys) {
      const value = this.map.get(k);
      if (value !== undefined) yield [fromByteString(k), value];
    }
  }

  async close(): Promise<void> {}

  private apply(ops: Map<ByteString, Uint8Array | undefined>): void {
    for (const [key, value] of ops) {
      if (value === undefined) {
        if (this.map.delete(key)) this.sorted = undefined;
      } else {
        if (!this.map.has(key)) this.sorted = undefined;
        this.map.set(key, value);
      }
    }
  }
}

class MemoryBatch implements Batch {
  private readonly ops = new Map<ByteString, Uint8Array | undefined>();
  private readonly apply: (ops: Map<ByteString, Uint8Array | undefined>) => void;
  constructor(apply: (ops: Map<ByteString, Uint8Array | undefined>) => void) {
    this.apply = apply;
  }
  get size(): number {
    return this.ops.size;
  }
  put(key: Uint8Array, value: Uint8Array): void {
    this.ops.set(toByteString(key), value.slice());
  }
  putLast(key: Uint8Array, value: Uint8Array): void {
    this.put(key, value);
  }
  defer(entries: (batch: Puts) => Iterable<void>): void {
    for (const _ of entries(this));
  }
  del(key: Uint8Array): void {
    this.ops.set(toByteString(key), undefined);
  }
  async write(): Promise<void> {
    this.apply(this.ops);
  }
}
