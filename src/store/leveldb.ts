import { type ChainedBatch, Level } from 'level';
import type { Batch, Database, ScanRange } from './database.ts';
import { mendTornManifest } from './leveldb-manifest.ts';

const SCAN_BATCH = 1000;
const VIEW = { keyEncoding: 'view', valueEncoding: 'view' } as const;

type ByteLevel = Level<Uint8Array, Uint8Array>;

/** What LevelDB in Node.js has beyond the interface of all `level` databases. */
interface Compacting {
  compactRange(start: Uint8Array, end: Uint8Array): Promise<void>;
}

/** LevelDB, the format that the Go node's `goleveldb` backend reads and writes. */
export class LevelDatabase implements Database {
  private readonly level: ByteLevel;

  private constructor(level: ByteLevel) {
    this.level = level;
  }

  /**
   * Opens (or makes) the database in folder `path`. Fails when another process has it open. `writeBufferBytes`: how much a log holds
   * before it becomes a table (LevelDB's own default: 4 MB).
   */
  static async open(path: string, writeBufferBytes?: number): Promise<LevelDatabase> {
    const buffer = writeBufferBytes === undefined ? {} : { writeBufferSize: writeBufferBytes };
    const level: ByteLevel = new Level(path, { ...VIEW, ...buffer });
    try {
      await level.open();
    } catch (e) {
      if (!isCorruption(e) || !mendTornManifest(path)) throw e;
      await level.open();
    }
    return new LevelDatabase(level);
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.level.getSync(key);
  }

  batch(): Batch {
    return new LevelBatch(this.level);
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

/** The side of a batch that databases implement: operations as the database gets them. */
interface RawBatch {
  _put(key: Uint8Array, value: Uint8Array): void;
  _del(key: Uint8Array): void;
}

/**
 * A commit has many thousand operations. The first goes through the library's front door, which opens the batch and makes it one that has
 * something to write; the others leave out its per-operation options and encodings, which cost as much as the operation.
 */
class LevelBatch implements Batch {
  private readonly chained: ChainedBatch<ByteLevel, Uint8Array, Uint8Array>;
  private readonly raw: RawBatch;
  size = 0;
  constructor(level: ByteLevel) {
    this.chained = level.batch();
    this.raw = this.chained as unknown as RawBatch;
  }
  put(key: Uint8Array, value: Uint8Array): void {
    if (this.size++ === 0) this.chained.put(key, value);
    else this.raw._put(key, value);
  }
  del(key: Uint8Array): void {
    if (this.size++ === 0) this.chained.del(key);
    else this.raw._del(key);
  }
  async write(sync: boolean): Promise<void> {
    await this.chained.write({ sync });
  }
}
