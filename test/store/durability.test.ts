import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { InternalError } from '../../src/core/errors.ts';
import type { StoreKey } from '../../src/core/store.ts';
import type { Batch, Database, ScanRange } from '../../src/store/database.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { LevelDatabase } from '../../src/store/leveldb.ts';
import { RootMultiStore } from '../../src/store/multistore.ts';
import { bytesToHex, dump, hexToBytes } from './lines.ts';
import { Random } from './random.ts';

const BANK: StoreKey = { name: 'bank', kind: 'iavl' };
const GOV: StoreKey = { name: 'gov', kind: 'iavl' };
const TIME = { seconds: 1n, nanos: 0 };

const hex = (text: string): string => Buffer.from(text).toString('hex');

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'store-test-'));
  folders.push(folder);
  return folder;
}

async function open(db: Database, cacheBytes = 1 << 24): Promise<RootMultiStore> {
  const store = new RootMultiStore(db, { cacheBytes });
  store.mount(BANK);
  store.mount(GOV);
  await store.loadLatestVersion();
  return store;
}

/** One block of random changes; returns what it read, for comparison. */
function block(store: RootMultiStore, random: Random, keys: number): string[] {
  const reads: string[] = [];
  const branch = store.cacheMultiStore();
  const kv = branch.getKVStore(BANK);
  for (let i = 0; i < 30; i++) {
    const key = Uint8Array.of(1, random.below(keys) >> 8, random.below(keys) & 255);
    const dice = random.below(10);
    if (dice < 4) kv.set(key, random.bytes(8));
    else if (dice < 7) kv.delete(key);
    else reads.push(bytesToHex(kv.get(key) ?? new Uint8Array(0)));
  }
  const from = Uint8Array.of(1, random.below(2));
  for (const it = kv.iterator(from, Uint8Array.of(1, from[1]!, 60)); it.valid(); it.next()) {
    reads.push(bytesToHex(it.key()));
  }
  branch.write();
  // CheckTx may read the working trees at this moment.
  const check = store.cacheMultiStore().getKVStore(BANK);
  for (let i = 0; i < keys; i++)
    reads.push(bytesToHex(check.get(Uint8Array.of(1, i >> 8, i & 255)) ?? new Uint8Array(0)));
  return reads;
}

/** Applies batches only when told to: what is between saving and being on disk. */
class SlowDatabase implements Database {
  private readonly inner = new MemoryDatabase();
  private readonly waiting: (() => void)[] = [];
  get(key: Uint8Array): Uint8Array | undefined {
    return this.inner.get(key);
  }
  batch(): Batch {
    const batch = this.inner.batch();
    const { waiting } = this;
    return {
      put: (key, value) => batch.put(key, value),
      putLast: (key, value) => batch.putLast(key, value),
      defer: (entries) => batch.defer(entries),
      del: (key) => batch.del(key),
      get size() {
        return batch.size;
      },
      write: (sync) =>
        new Promise((resolve, reject) => {
          waiting.push(() => batch.write(sync).then(resolve, reject));
        }),
    };
  }
  scan(range: ScanRange): AsyncIterable<[Uint8Array, Uint8Array]> {
    return this.inner.scan(range);
  }
  async close(): Promise<void> {}
  /** Writes the oldest batch. */
  step(): void {
    this.waiting.shift()?.();
  }
}

describe('LevelDB', () => {
  test('holds the same bytes as memory and opens where it was left', async () => {
    const folder = newFolder();
    const memory = new MemoryDatabase();
    let level = await LevelDatabase.open(folder);
    let onDisk = await open(level);
    const inMemory = await open(memory);
    const [a, b] = [new Random(7), new Random(7)];
    for (let height = 1; height <= 12; height++) {
      expect(block(onDisk, a, 300)).toEqual(block(inMemory, b, 300));
      const id = await onDisk.commit(TIME);
      expect(id).toEqual(await inMemory.commit(TIME));
      if (height % 4 === 0) {
        await level.close();
        level = await LevelDatabase.open(folder);
        onDisk = await open(level);
        expect(onDisk.lastCommitId()).toEqual(id);
      }
    }
    expect(await dump(level)).toEqual(await dump(memory));
    await level.close();
  });

  test('is closed with an empty log, of which the Go node would lose a part', async () => {
    const folder = newFolder();
    const level = await LevelDatabase.open(folder);
    const batch = level.batch();
    batch.put(Uint8Array.of(1), Uint8Array.of(2));
    await batch.write(true);
    const logs = (): number[] =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.log'))
        .map((name) => statSync(join(folder, name)).size);
    expect(logs().some((size) => size > 0)).toBe(true);
    await level.close();
    expect(logs()).toEqual([0]);
    const again = await LevelDatabase.open(folder);
    expect([...again.get(Uint8Array.of(1))!]).toEqual([2]);
    await again.close();
  });

  test('divides a commit that is too large, and forgets one that was cut between its pieces', async () => {
    const isVisible = (key: string, version: number): boolean => {
      const root = `73${version.toString(16).padStart(16, '0')}00000001`;
      return key.endsWith(root) || key === hex(`s/${version}`) || key === hex('s/latest');
    };
    for (const cut of [1, 4]) {
      const folder = newFolder();
      const memory = await open(new MemoryDatabase());
      let level = await LevelDatabase.open(folder, { pieceBytes: 500 });
      let store = await open(level);
      const [a, b] = [new Random(5), new Random(5)];
      for (let height = 1; height <= 6; height++) {
        const [before, random] = [await dump(level), a.clone()];
        expect(block(store, a, 300)).toEqual(block(memory, b, 300));
        const id = await store.commit(TIME);
        expect(id).toEqual(await memory.commit(TIME));
        if (height !== cut) continue;

        const old = new Map(before);
        const batch = level.batch();
        let nodes = 0;
        for (const [key] of await dump(level)) {
          const isNew = /73[0-9a-f]{24}$/.test(key) && !old.has(key);
          if (!isVisible(key, height) && (!isNew || nodes++ < 20)) continue;
          const value = old.get(key);
          if (value === undefined) batch.del(hexToBytes(key));
          else batch.put(hexToBytes(key), hexToBytes(value));
        }
        expect(nodes).toBeGreaterThan(20);
        await batch.write(true);
        await level.close();
        level = await LevelDatabase.open(folder, { pieceBytes: 500 });
        store = await open(level);
        expect(store.lastCommitId().version).toBe(BigInt(height - 1));
        block(store, random, 300);
        expect(await store.commit(TIME)).toEqual(id);
      }
      // Of the fast index, built anew, the version in which an entry was set is another.
      const plain = (pairs: [string, string][]): [string, string][] =>
        pairs.map(([key, value]) => [key, /^732f6b3a[0-9a-f]*2f66/.test(key) ? value.slice(2) : value]);
      expect(plain(await dump(level))).toEqual(plain(await dump(memory.db)));
      await level.close();
    }
  });

  test('forgets the fast index that a first commit has left that was cut', async () => {
    const db = new MemoryDatabase();
    await open(db);
    const batch = db.batch();
    // Of version 1, in the name of key 9.
    batch.put(hexToBytes(`${hex('s/k:bank/f')}09`), hexToBytes('02016f'));
    await batch.write(true);
    const store = await open(db);
    const branch = store.cacheMultiStore();
    branch.getKVStore(BANK).set(Uint8Array.of(1), Uint8Array.of(1));
    branch.write();
    await store.commit(TIME);
    expect((await open(db)).cacheMultiStore().getKVStore(BANK).get(Uint8Array.of(9))).toBeUndefined();
  });

  test('does not divide a batch that is to stay whole', async () => {
    /** How many of 50 pairs are there when the end of their write is lost. */
    const left = async (whole: boolean): Promise<number> => {
      const [folder, copy] = [newFolder(), newFolder()];
      const level = await LevelDatabase.open(folder, { pieceBytes: 200 });
      const batch = level.batch({ whole });
      for (let i = 0; i < 50; i++) batch.put(Uint8Array.of(1, i), new Uint8Array(20));
      await batch.write(true);
      for (const name of readdirSync(folder)) {
        if (name === 'LOCK') continue;
        const bytes = readFileSync(join(folder, name));
        writeFileSync(join(copy, name), name.endsWith('.log') ? bytes.subarray(0, -1) : bytes);
      }
      await level.close();
      const cut = await LevelDatabase.open(copy);
      const pairs = await dump(cut);
      await cut.close();
      return pairs.length;
    };
    expect(await left(true)).toBe(0);
    expect(await left(false)).toBeGreaterThan(30);
  });

  test('rolls back and takes another way', async () => {
    const level = await LevelDatabase.open(newFolder());
    const store = await open(level);
    const random = new Random(3);
    const ids = [];
    for (let height = 1; height <= 6; height++) {
      block(store, random, 200);
      ids.push(await store.commit(TIME));
    }
    await store.rollbackToVersion(3n);
    expect(store.lastCommitId()).toEqual(ids[2]);
    expect(() => store.cacheMultiStoreWithVersion(4n)).toThrow();
    block(store, random, 200);
    const other = await store.commit(TIME);
    expect(other.version).toBe(4n);
    expect(other.hash).not.toEqual(ids[3]!.hash);
    expect((await open(level)).lastCommitId()).toEqual(other);
    await level.close();
  });
});

describe('while a commit is on its way to disk', () => {
  test('the next block and queries see it, with next to no memory for nodes', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const slow = new SlowDatabase();
      const opening = open(slow, 3000);
      // Opening writes too (the storage version of each new tree).
      for (let i = 0; i < 40; i++) {
        await new Promise((resolve) => setImmediate(resolve));
        slow.step();
      }
      const lagging = await opening;
      const reference = await open(new MemoryDatabase());
      const [a, b] = [new Random(seed), new Random(seed)];
      let before: Promise<unknown> = Promise.resolve();
      for (let height = 1n; height <= 40n; height++) {
        expect(block(lagging, a, 500), `seed ${seed} height ${height}`).toEqual(block(reference, b, 500));
        const current = lagging.commit(TIME);
        const id = await reference.commit(TIME);
        const key = Uint8Array.of(1, 0, 7);
        // Neither this version nor the one before is on disk.
        for (const version of [height - 1n, height].filter((v) => v > 0n)) {
          const query = { path: '/bank/key', data: key, height: version, prove: true };
          expect(lagging.query(query)).toEqual(reference.query(query));
        }
        // The batch of the block before is written only now.
        if (height > 1n) slow.step();
        await before;
        before = current;
        expect(lagging.lastCommitId()).toEqual(id);
      }
      slow.step();
      await before;
    }
  });
});

describe('damage is reported by store and version', () => {
  async function filled(): Promise<MemoryDatabase> {
    const db = new MemoryDatabase();
    const store = await open(db);
    const random = new Random(1);
    for (let i = 0; i < 3; i++) {
      block(store, random, 100);
      await store.commit(TIME);
    }
    return db;
  }

  async function change(db: MemoryDatabase, keyHex: string, value: Uint8Array | undefined): Promise<void> {
    const batch = db.batch();
    if (value === undefined) batch.del(hexToBytes(keyHex));
    else batch.put(hexToBytes(keyHex), value);
    await batch.write(true);
  }

  const nodeKeys = async (db: MemoryDatabase): Promise<string[]> => {
    const prefix = Buffer.from('s/k:bank/s').toString('hex');
    return (await dump(db)).map(([key]) => key).filter((key) => key.startsWith(prefix));
  };

  function readAll(store: RootMultiStore): void {
    for (const it = store.cacheMultiStore().getKVStore(BANK).iterator(undefined, undefined); it.valid(); it.next());
  }

  test('a missing node', async () => {
    const db = await filled();
    // The last key is a node of version 3 that is not its root.
    await change(db, (await nodeKeys(db)).at(-1)!, undefined);
    const store = await open(db);
    expect(() => readAll(store)).toThrow(InternalError);
    expect(() => readAll(store)).toThrow(/store bank: node 3\/\d+ is broken: missing/);
  });

  test('a node cut short', async () => {
    const db = await filled();
    const key = (await nodeKeys(db)).at(-1)!;
    await change(db, key, db.get(hexToBytes(key))!.slice(0, -1));
    const store = await open(db);
    expect(() => readAll(store)).toThrow(/store bank: node 3\/\d+ is broken: value ends inside/);
  });

  test('a root that is not the one of the commit info', async () => {
    const db = await filled();
    const root = `${Buffer.from('s/k:bank/s').toString('hex')}000000000000000300000001`;
    const older = `${Buffer.from('s/k:bank/s').toString('hex')}000000000000000200000001`;
    await change(db, root, db.get(hexToBytes(older))!);
    await expect(open(db)).rejects.toThrow(/store bank: root of version 3 is [0-9a-f]{64}, the commit info says/);
  });

  test('a commit info that does not decode', async () => {
    const db = await filled();
    await change(db, Buffer.from('s/3').toString('hex'), Uint8Array.of(255));
    await expect(open(db)).rejects.toThrow(/commit info of version 3 is broken/);
  });
});
