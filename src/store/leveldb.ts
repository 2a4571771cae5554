import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type ChainedBatch, Level } from 'level';
import type { Batch, BatchOptions, Database, Puts, ScanRange } from './database.ts';
import { mendTornManifest } from './leveldb-manifest.ts';

const SCAN_BATCH = 1000;
const VIEW = { keyEncoding: 'view', valueEncoding: 'view' } as const;

type ByteLevel = Level<Uint8Array, Uint8Array>;

/** What LevelDB in Node.js has beyond the interface of all `level` databases. */
interface Compacting {
  compactRange(start: Uint8Array, end: Uint8Array): Promise<void>;
}

export interface LevelOptions {
  /** How much a log holds before it becomes a table (LevelDB's own default: 4 MB). */
  readonly writeBufferBytes?: number | undefined;
  /** Bytes of keys and values from which a batch is divided (default 32 MB). */
  readonly pieceBytes?: number;
}

/** LevelDB, the format that the Go node's `goleveldb` backend reads and writes. */
export class LevelDatabase implements Database {
  private readonly level: ByteLevel;
  private readonly pieceBytes: number;

  private constructor(level: ByteLevel, pieceBytes: number) {
    this.level = level;
    this.pieceBytes = pieceBytes;
  }

  /** Opens (or makes) the database in folder `path`. Fails when another process has it open. */
  static async open(path: string, options: LevelOptions = {}): Promise<LevelDatabase> {
    const { writeBufferBytes, pieceBytes = PIECE_BYTES } = options;
    const buffer = writeBufferBytes === undefined ? {} : { writeBufferSize: writeBufferBytes };
    const level: ByteLevel = new Level(path, { ...VIEW, ...buffer });
    try {
      await level.open();
    } catch (e) {
      if (!isCorruption(e) || !mendTornManifest(path)) throw e;
      await level.open();
    }
    return new LevelDatabase(level, pieceBytes);
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.level.getSync(key);
  }

  batch({ whole = false }: BatchOptions = {}): Batch {
    return new LevelBatch(this.level, whole ? Number.POSITIVE_INFINITY : this.pieceBytes);
  }

  async *scan(range: ScanRange): AsyncIterable<[Uint8Array, Uint8Array]> {
    const bounds = { ...(range.gte ? { gte: range.gte } : {}), ...(range.lt ? { lt: range.lt } : {}) };
    const it = this.level.iterator({ ...bounds, reverse: range.reverse === true });
    try {
      for (;;) {
        const entries = await it.nextv(SCAN_BATCH);
        if (entries.length === 0) return;
        yield* entries;
      }
    } finally {
      await it.close();
    }
  }

  /**
   * Closes the database with an empty log. The Go node's LevelDB refuses entries of a log that are older than the last sequence number
   * it finds elsewhere, which this one may leave behind: what is still in the log would be lost to it. After a crash, opening and
   * closing has the same effect.
   */
  async close(): Promise<void> {
    // Compacting a range writes out the log first, whatever the range: this one is behind all keys.
    await (this.level as unknown as Compacting).compactRange(
      new Uint8Array(64).fill(255),
      new Uint8Array(65).fill(255),
    );
    await this.level.close();
  }
}

function isCorruption(e: unknown): boolean {
  const cause = e instanceof Error ? e.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_CORRUPTION';
}

/** Node.js has no other way to ask for it than V8's flag. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** The side of a batch that databases implement: operations as the database gets them. */
interface RawBatch {
  _put(key: Uint8Array, value: Uint8Array): void;
  _del(key: Uint8Array): void;
}

/**
 * Bytes of keys and values from which a batch is divided. LevelDB holds a batch in memory three times, in a buffer that doubles, in its log
 * and in its table: a genesis of a million accounts would take gigabytes.
 */
const PIECE_BYTES = 32 << 20;
/** Bytes of written pieces that may wait for the garbage collector. */
const UNCOLLECTED_BYTES = 256 << 20;

/**
 * A commit has many thousand operations. The first goes through the library's front door, which opens the batch and makes it one that has
 * something to write; the others leave out its per-operation options and encodings, which cost as much as the operation.
 */
class LevelBatch implements Batch {
  private readonly level: ByteLevel;
  private readonly pieceBytes: number;
  private chained: ChainedBatch<ByteLevel, Uint8Array, Uint8Array>;
  private raw: RawBatch;
  private isOpen = false;
  private bytes = 0;
  private readonly full: ChainedBatch<ByteLevel, Uint8Array, Uint8Array>[] = [];
  private readonly last: [key: Uint8Array, value: Uint8Array][] = [];
  private readonly deferred: ((batch: Puts) => Iterable<void>)[] = [];
  size = 0;
  constructor(level: ByteLevel, pieceBytes: number) {
    this.level = level;
    this.pieceBytes = pieceBytes;
    this.chained = level.batch();
    this.raw = this.chained as unknown as RawBatch;
  }
  put(key: Uint8Array, value: Uint8Array): void {
    this.size++;
    this.makeRoom(key.length + value.length);
    this.putNow(key, value);
  }
  putLast(key: Uint8Array, value: Uint8Array): void {
    this.size++;
    this.last.push([key.slice(), value.slice()]);
  }
  del(key: Uint8Array): void {
    this.size++;
    this.makeRoom(key.length);
    if (this.isOpen) this.raw._del(key);
    else this.chained.del(key);
    this.isOpen = true;
  }
  defer(entries: (batch: Puts) => Iterable<void>): void {
    this.deferred.push(entries);
  }
  async write(sync: boolean): Promise<void> {
    for (const entries of this.deferred) await this.writeDeferred(entries);
    await this.writeFull();
    for (const [key, value] of this.last) this.putNow(key, value);
    await this.chained.write({ sync });
  }

  /**
   * In pieces too. The memory of a batch is outside the heap and stays until its object is collected, for which the heap alone gives no
   * reason: so the garbage collector is called now and then.
   */
  private async writeDeferred(entries: (batch: Puts) => Iterable<void>): Promise<void> {
    const pieces = new LevelBatch(this.level, this.pieceBytes);
    let written = 0;
    for (const _ of entries(pieces)) {
      written += await pieces.writeFull();
      if (written < UNCOLLECTED_BYTES) continue;
      collectGarbage();
      written = 0;
    }
    await pieces.write(true);
  }

  /** Returns about how many bytes that were. An unsynced piece could be lost with the log it is in while a later one, in another log, is kept. */
  private async writeFull(): Promise<number> {
    let written = 0;
    for (let piece = this.full.shift(); piece !== undefined; piece = this.full.shift()) {
      await piece.write({ sync: true });
      written += this.pieceBytes;
    }
    return written;
  }

  private putNow(key: Uint8Array, value: Uint8Array): void {
    if (this.isOpen) this.raw._put(key, value);
    else this.chained.put(key, value);
    this.isOpen = true;
  }
  private makeRoom(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes <= this.pieceBytes || !this.isOpen) return;
    this.full.push(this.chained);
    this.chained = this.level.batch();
    this.raw = this.chained as unknown as RawBatch;
    this.isOpen = false;
    this.bytes = bytes;
  }
}
