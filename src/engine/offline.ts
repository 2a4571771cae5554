import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LevelDatabase } from '../store/leveldb.ts';
import { SnapshotStore } from '../store/snapshot/store.ts';

/** What stands in the way of working on a stopped node's data: the message says what to do. */
export class OfflineError extends Error {}

async function open(path: string): Promise<LevelDatabase> {
  try {
    return await LevelDatabase.open(path);
  } catch (e) {
    const cause = e instanceof Error && e.cause instanceof Error ? e.cause.message : String(e);
    throw new OfflineError(
      `error opening DB, make sure daemon is not running when calling this query: ${path}: ${cause}`,
    );
  }
}

/** Opens the application's database of a stopped node for `use`. Throws {@link OfflineError}. */
export async function withApplicationDb<T>(data: string, use: (db: LevelDatabase) => Promise<T>): Promise<T> {
  const path = join(data, 'application.db');
  if (!existsSync(path))
    throw new OfflineError(
      `there is no database at ${path}: the node has made no block yet, or --home names another folder`,
    );
  const db = await open(path);
  try {
    return await use(db);
  } finally {
    await db.close();
  }
}

/** Opens the snapshots of a stopped node for `use`. Throws {@link OfflineError}. */
export async function withSnapshots<T>(data: string, use: (store: SnapshotStore) => Promise<T>): Promise<T> {
  const folder = join(data, 'snapshots');
  const path = join(folder, 'metadata.db');
  mkdirSync(path, { recursive: true });
  const db = await open(path);
  try {
    return await use(new SnapshotStore(db, folder));
  } finally {
    await db.close();
  }
}
