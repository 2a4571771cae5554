import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GoError } from '../../core/errors.ts';
import { Snapshot } from '../../wire/gen/cosmos/store/snapshots/v1/snapshot.ts';
import type { Database } from '../database.ts';
import { ErrConflict, ErrLogic } from '../errors.ts';
import { readU32be, readU64be, u32be, u64be } from '../keys.ts';

export { Snapshot };

// 0x01 | height u64be | format u32be -> Snapshot
const PREFIX = 1;

function keyOf(height: bigint, format: number): Uint8Array {
  return Uint8Array.of(PREFIX, ...u64be(height), ...u32be(format));
}

function digestOf(hash: Hash): Uint8Array {
  return new Uint8Array(hash.digest());
}

/**
 * Snapshots on disk: what they are in a database of their own (`data/snapshots/metadata.db`), their chunks in files
 * `<folder>/<height>/<format>/<chunk>`. Source: cosmossdk.io/store/snapshots/store.go.
 */
export class SnapshotStore {
  private readonly db: Database;
  private readonly folder: string;
  private readonly saving = new Set<bigint>();

  constructor(db: Database, folder: string) {
    this.db = db;
    this.folder = folder;
  }

  private path(height: bigint, format: number, ...chunk: [] | [number]): string {
    return join(this.folder, String(height), String(format), ...chunk.map(String));
  }

  get(height: bigint, format: number): Snapshot | undefined {
    const bytes = this.db.get(keyOf(height, format));
    return bytes && Snapshot.decode(bytes);
  }

  /** All snapshots, newest first. */
  async list(): Promise<Snapshot[]> {
    const snapshots: Snapshot[] = [];
    const range = { gte: Uint8Array.of(PREFIX), lt: Uint8Array.of(PREFIX + 1), reverse: true };
    for await (const [, value] of this.db.scan(range)) snapshots.push(Snapshot.decode(value));
    return snapshots;
  }

  /** Writes the chunks to files and then what they are to the database. Throws GoError when the snapshot exists. */
  async save(height: bigint, format: number, chunks: AsyncIterable<Uint8Array>): Promise<Snapshot> {
    if (height === 0n) throw ErrLogic.wrap('snapshot height cannot be 0');
    if (this.saving.has(height)) {
      throw ErrConflict.wrap(`a snapshot for height ${height} is already being saved`);
    }
    if (this.get(height, format) !== undefined) {
      throw ErrConflict.wrap(`snapshot already exists for height ${height} format ${format}`);
    }
    this.saving.add(height);
    try {
      await mkdir(this.path(height, format), { recursive: true });
      const whole = createHash('sha256');
      const chunkHashes: Uint8Array[] = [];
      for await (const chunk of chunks) {
        const file = await open(this.path(height, format, chunkHashes.length), 'w');
        try {
          await file.writeFile(chunk);
          await file.sync();
        } finally {
          await file.close();
        }
        whole.update(chunk);
        chunkHashes.push(digestOf(createHash('sha256').update(chunk)));
      }
      const snapshot = { height, format, chunks: chunkHashes.length, hash: digestOf(whole), metadata: { chunkHashes } };
      await this.put(snapshot);
      return snapshot;
    } finally {
      this.saving.delete(height);
    }
  }

  /** Records a snapshot whose chunks are there. */
  async put(snapshot: Snapshot): Promise<void> {
    const batch = this.db.batch();
    batch.put(keyOf(snapshot.height, snapshot.format), Snapshot.encode(snapshot));
    await batch.write(true);
  }

  /** A chunk's bytes; undefined when it is not there. */
  async loadChunk(height: bigint, format: number, chunk: number): Promise<Uint8Array | undefined> {
    try {
      return await readFile(this.path(height, format, chunk));
    } catch (e) {
      if (e instanceof Error && 'code' in e && e.code === 'ENOENT') return undefined;
      throw e;
    }
  }

  /** Keeps a chunk that was received. */
  async saveChunk(height: bigint, format: number, chunk: number, bytes: Uint8Array): Promise<void> {
    await mkdir(this.path(height, format), { recursive: true });
    await writeFile(this.path(height, format, chunk), bytes, { mode: 0o600 });
  }

  async delete(height: bigint, format: number): Promise<void> {
    if (this.saving.has(height)) {
      throw ErrConflict.wrap(`snapshot for height ${height} format ${format} is currently being saved`);
    }
    const batch = this.db.batch();
    batch.del(keyOf(height, format));
    await batch.write(true);
    await rm(this.path(height, format), { recursive: true, force: true });
  }

  /** Deletes all but the newest `keep` heights; returns how many snapshots went. */
  async prune(keep: number): Promise<number> {
    const kept = new Set<bigint>();
    const gone = new Set<bigint>();
    let pruned = 0;
    const range = { gte: Uint8Array.of(PREFIX), lt: Uint8Array.of(PREFIX + 1), reverse: true };
    for await (const [key] of this.db.scan(range)) {
      if (key.length !== 13) throw ErrLogic.wrap(`invalid snapshot key with length ${key.length}`);
      const height = readU64be(key, 1);
      if (kept.has(height) || kept.size < keep) {
        kept.add(height);
        continue;
      }
      await this.delete(height, readU32be(key, 9));
      gone.add(height);
      pruned++;
    }
    for (const height of gone) {
      try {
        await rmdir(join(this.folder, String(height)));
      } catch (e) {
        throw new GoError(`failed to remove snapshot directory for height ${height}: ${(e as Error).message}`);
      }
    }
    return pruned;
  }
}
