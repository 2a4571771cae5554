/**
 * Data folders of ours, read by the LevelDB library of the Go node: every pair is there, and what the reference's store has. (The other
 * direction is test/home.)
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { LevelDatabase } from '../../src/store/leveldb.ts';
import type { DriverOptions } from '../durability/driver.ts';
import { makeStream, saveStream } from '../durability/stream.ts';
import { dump, readLines } from '../store/lines.ts';
import { type Databases, MultistoreRunner } from '../store/multistore-runner.ts';

const VECTORS = join(import.meta.dirname, '../vectors/multistore');
const root = mkdtempSync(join(tmpdir(), 'akash-leveldb-'));
const reader = join(root, 'leveldb-reader');

beforeAll(() => {
  const r = spawnSync('go', ['build', '-o', reader, '.'], {
    cwd: join(import.meta.dirname, 'leveldb-reader'),
    encoding: 'utf8',
  });
  if (r.status !== 0) throw new Error(`Go is needed to build the other reader: ${r.error?.message ?? r.stderr}`);
}, 300_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

function readByGo(folder: string): [string, string][] {
  const r = spawnSync(reader, [folder], { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (r.status !== 0) throw new Error(r.stderr);
  return r.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' ') as [string, string]);
}

/** Databases on disk, read by the other library. */
class OnDisk implements Databases {
  private readonly folders = new Map<Database, string>();

  async open(): Promise<Database> {
    const folder = mkdtempSync(join(root, 'db-'));
    const db = await LevelDatabase.open(folder);
    this.folders.set(db, folder);
    return db;
  }

  /** Of a copy that was stopped cleanly: the database itself is in use. */
  async contents(db: Database): Promise<[string, string][]> {
    const copy = mkdtempSync(join(root, 'copy-'));
    cpSync(this.folders.get(db)!, copy, { recursive: true });
    await (await LevelDatabase.open(copy)).close();
    return readByGo(copy);
  }

  async close(): Promise<void> {
    for (const db of this.folders.keys()) await db.close();
  }
}

const cases = readdirSync(VECTORS)
  .filter((name) => name.endsWith('.jsonl.gz'))
  .map((name) => name.replace('.jsonl.gz', ''))
  .filter((name) => readLines('multistore', name).some(([kind]) => kind === 'raw'));

describe('has the pairs that the reference has', () => {
  test('there are recorded cases', () => expect(cases.length).toBeGreaterThan(6));

  test.each(cases)('%s', async (name) => {
    const databases = new OnDisk();
    try {
      await new MultistoreRunner(join(root, name), databases).run(readLines('multistore', name));
    } finally {
      await databases.close();
    }
  });
});

test('has all pairs after a kill, once it was started and stopped', { timeout: 120_000 }, async () => {
  const stream = join(root, 'stream');
  const data = join(root, 'killed');
  saveStream(await makeStream(3, 60), stream);
  const o: DriverOptions = { stream, data, dieAt: 50, writeBufferBytes: 256 << 10 };
  const driver = join(import.meta.dirname, '../durability/driver.ts');
  const child = spawn(process.execPath, [driver, JSON.stringify(o)], { stdio: 'ignore' });
  expect(await new Promise((done) => child.once('exit', (_, signal) => done(signal)))).toBe('SIGKILL');
  expect(existsSync(join(data, 'CURRENT'))).toBe(true);
  const db = await LevelDatabase.open(data);
  const pairs = await dump(db);
  await db.close();
  expect(pairs.length).toBeGreaterThan(1000);
  expect(readByGo(data)).toEqual(pairs);
});
