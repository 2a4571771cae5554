import { createHash } from 'node:crypto';
import { GoError } from '../../core/errors.ts';
import { ErrConflict, ErrLogic } from '../errors.ts';
import { equalBytes } from '../keys.ts';
import { fromChunks, toChunks } from './chunks.ts';
import type { Snapshot, SnapshotStore } from './store.ts';

/** The only format of snapshots. */
export const SNAPSHOT_FORMAT = 3;

const MAX_INT64 = (1n << 63n) - 1n;

/** What a node is told of a snapshot that it cannot take; ABCI has an answer for each. */
export class SnapshotRefusal extends GoError {
  readonly reason: 'unknown format' | 'invalid metadata' | 'chunk hash mismatch';
  constructor(reason: SnapshotRefusal['reason'], detail: string) {
    super(`${detail}: ${refusalTexts[reason]}`);
    this.reason = reason;
  }
}

const refusalTexts = {
  'unknown format': 'unknown snapshot format',
  'invalid metadata': 'invalid snapshot metadata',
  'chunk hash mismatch': 'chunk hash verification failed',
} as const;

export interface SnapshotOptions {
  /** A snapshot is taken at heights that are multiples of this; 0: never. */
  readonly interval: number;
  /** How many heights' snapshots are kept; 0: all. */
  readonly keepRecent: number;
}

/** What snapshots are taken of and restored into; the multistore is one. */
export interface Snapshotter {
  snapshot(version: bigint): Iterable<Uint8Array>;
  restore(version: bigint, stream: AsyncIterable<Uint8Array>): Promise<void>;
  readonly pruning: { snapshotInterval: number; snapshotDone(height: number): Promise<void> };
}

/** Chunks as they are received. */
class ChunkQueue implements AsyncIterable<Uint8Array> {
  private readonly chunks: Uint8Array[] = [];
  private ended = false;
  private wake: () => void = () => {};

  push(chunk: Uint8Array): void {
    this.chunks.push(chunk);
    this.wake();
  }
  end(): void {
    this.ended = true;
    this.wake();
  }
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.chunks.shift();
      if (chunk !== undefined) yield chunk;
      else if (this.ended) return;
      else
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
    }
  }
}

interface Restore {
  readonly snapshot: Snapshot;
  readonly queue: ChunkQueue;
  /** How the restore ended, once it has. */
  readonly done: Promise<{ error: unknown } | undefined>;
  failed: boolean;
  next: number;
}

/**
 * Takes, serves and restores state-sync snapshots, one at a time. Errors are GoErrors with the reference's texts.
 * Source: cosmossdk.io/store/snapshots/manager.go.
 */
export class SnapshotManager {
  readonly store: SnapshotStore;
  readonly options: SnapshotOptions;
  private readonly target: Snapshotter;
  private operation: 'snapshot' | 'prune' | 'restore' | undefined;
  private restoring: Restore | undefined;

  constructor(store: SnapshotStore, target: Snapshotter, options: SnapshotOptions) {
    this.store = store;
    this.target = target;
    this.options = options;
    target.pruning.snapshotInterval = options.interval;
  }

  /** Blocks that nodes which restore a snapshot still need (for the retain height). */
  get blockRetention(): number {
    return this.options.interval * this.options.keepRecent;
  }

  private begin(operation: NonNullable<SnapshotManager['operation']>): void {
    if (this.operation !== undefined) throw ErrConflict.wrap(`a ${this.operation} operation is in progress`);
    this.operation = operation;
  }

  private end(): void {
    this.operation = undefined;
    this.restoring?.queue.end();
    this.restoring = undefined;
  }

  /**
   * Takes a snapshot after `height` was committed, if one is due, and deletes old ones. Returns it. Nothing waits for it in the reference:
   * the caller logs a failure and goes on.
   */
  async snapshotIfDue(height: bigint): Promise<Snapshot | undefined> {
    const { interval, keepRecent } = this.options;
    if (interval === 0 || height <= 0n || height % BigInt(interval) !== 0n) return undefined;
    const snapshot = await this.create(height);
    if (keepRecent > 0) await this.prune(keepRecent);
    return snapshot;
  }

  /** Takes a snapshot of a committed version. */
  async create(height: bigint): Promise<Snapshot> {
    try {
      this.begin('snapshot');
      try {
        const [latest] = await this.store.list();
        if (latest !== undefined && latest.height >= height) {
          throw ErrConflict.wrap(`a more recent snapshot already exists at height ${latest.height}`);
        }
        return await this.store.save(height, SNAPSHOT_FORMAT, toChunks(this.target.snapshot(height)));
      } finally {
        this.end();
      }
    } finally {
      await this.target.pruning.snapshotDone(Number(height));
    }
  }

  /** Deletes all but the newest `keep` heights. */
  async prune(keep: number): Promise<number> {
    this.begin('prune');
    try {
      return await this.store.prune(keep);
    } finally {
      this.end();
    }
  }

  list(): Promise<Snapshot[]> {
    return this.store.list();
  }

  loadChunk(height: bigint, format: number, chunk: number): Promise<Uint8Array | undefined> {
    return this.store.loadChunk(height, format, chunk);
  }

  /** Begins to restore; the chunks follow by {@link restoreChunk}. Throws SnapshotRefusal when the snapshot is not acceptable. */
  restore(snapshot: Snapshot): void {
    const { chunkHashes } = snapshot.metadata;
    if (snapshot.chunks === 0) throw new SnapshotRefusal('invalid metadata', 'no chunks');
    if (chunkHashes.length !== snapshot.chunks) {
      const detail = `snapshot has ${chunkHashes.length} chunk hashes, but ${snapshot.chunks} chunks`;
      throw new SnapshotRefusal('invalid metadata', detail);
    }
    if (snapshot.format !== SNAPSHOT_FORMAT) {
      throw new SnapshotRefusal('unknown format', `snapshot format ${snapshot.format}`);
    }
    if (snapshot.height === 0n) throw ErrLogic.wrap('cannot restore snapshot at height 0');
    if (snapshot.height > MAX_INT64) {
      throw new SnapshotRefusal('invalid metadata', `snapshot height ${snapshot.height} cannot exceed ${MAX_INT64}`);
    }
    this.begin('restore');
    const queue = new ChunkQueue();
    const done = this.fill(snapshot, queue).then(
      () => undefined,
      (error: unknown) => {
        restore.failed = true;
        return { error };
      },
    );
    const restore: Restore = { snapshot, queue, done, failed: false, next: 0 };
    this.restoring = restore;
  }

  private async fill(snapshot: Snapshot, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      await this.target.restore(snapshot.height, fromChunks(chunks));
    } catch (e) {
      if (e instanceof GoError) throw e.wrap('multistore restore');
      throw e;
    }
  }

  /** Takes the next chunk. Resolves with true when it was the last and all is restored. */
  async restoreChunk(chunk: Uint8Array): Promise<boolean> {
    const { restoring } = this;
    if (restoring === undefined) throw ErrLogic.wrap('no restore operation in progress');
    const { snapshot } = restoring;
    const expected = snapshot.metadata.chunkHashes[restoring.next];
    if (expected === undefined) throw ErrLogic.wrap('received unexpected chunk');
    if (restoring.failed) await this.finishRestore(restoring);
    const hash = createHash('sha256').update(chunk).digest();
    if (!equalBytes(hash, expected)) {
      const detail = `expected ${Buffer.from(expected).toString('hex')}, got ${hash.toString('hex')}`;
      throw new SnapshotRefusal('chunk hash mismatch', detail);
    }
    await this.store.saveChunk(snapshot.height, snapshot.format, restoring.next, chunk);
    restoring.queue.push(chunk);
    restoring.next++;
    if (restoring.next < snapshot.chunks) return false;
    restoring.queue.end();
    await this.store.put(snapshot);
    await this.finishRestore(restoring);
    return true;
  }

  private async finishRestore(restoring: Restore): Promise<void> {
    const failure = await restoring.done;
    this.end();
    if (failure !== undefined) throw failure.error;
  }

  /** Restores from a snapshot in the store. */
  async restoreLocal(height: bigint, format: number): Promise<void> {
    const snapshot = this.store.get(height, format);
    if (snapshot === undefined) throw new GoError(`snapshot doesn't exist, height: ${height}, format: ${format}`);
    this.begin('restore');
    try {
      await this.fill(snapshot, this.storedChunks(snapshot));
    } finally {
      this.end();
    }
  }

  private async *storedChunks(snapshot: Snapshot): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < snapshot.chunks; i++) {
      const chunk = await this.store.loadChunk(snapshot.height, snapshot.format, i);
      if (chunk === undefined) throw new GoError(`chunk ${i} of snapshot ${snapshot.height} is missing`);
      yield chunk;
    }
  }
}
