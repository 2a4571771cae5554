import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LevelDatabase } from '../../src/store/leveldb.ts';
import { mendTornManifest } from '../../src/store/leveldb-manifest.ts';
import { Random } from '../store/random.ts';

/** A database whose manifest ended in the announcement of a table. */
let made: string;
let manifest: string;
const root = mkdtempSync(join(tmpdir(), 'akash-manifest-'));

beforeAll(async () => {
  made = join(root, 'made');
  const db = await LevelDatabase.open(made, { writeBufferBytes: 64 << 10 });
  for (let i = 0; i < 300; i++) {
    const batch = db.batch();
    batch.put(Buffer.from(`key ${i}`), new Random(i).bytes(1000));
    await batch.write(true);
  }
  await db.close();
  manifest = readFileSync(join(made, 'CURRENT'), 'latin1').trim();
});
afterAll(() => rmSync(root, { recursive: true }));

let copies = 0;
function copyWith(change: (manifest: Buffer) => Uint8Array): string {
  const folder = join(root, `${copies++}`);
  mkdirSync(folder);
  for (const name of readdirSync(made)) copyFileSync(join(made, name), join(folder, name));
  writeFileSync(join(folder, manifest), change(readFileSync(join(made, manifest))));
  return folder;
}

async function keysIn(folder: string): Promise<number> {
  const db = await LevelDatabase.open(folder);
  let n = 0;
  for await (const _ of db.scan({})) n++;
  await db.close();
  return n;
}

/** Entries that were being added when power was lost: everything before was synced. */
const TORN: readonly (readonly [string, (tail: number) => Uint8Array])[] = [
  ['zeros', (n) => new Uint8Array(n)],
  ['garbage', (n) => new Random(n).bytes(n)],
  [
    'the head of an entry without its data',
    (n) => Buffer.concat([Uint8Array.of(1, 2, 3, 4, n - 7, 0, 1), new Uint8Array(n - 7)]),
  ],
];

test.each(TORN)('a manifest that ends in %s opens with all that was announced before', async (_, tail) => {
  for (const length of [8, 52, 200]) {
    expect(await keysIn(copyWith((m) => Buffer.concat([m, tail(length)])))).toBe(300);
  }
});

test('a manifest that is damaged before its end is refused and left alone', async () => {
  const damaged = copyWith((m) => {
    m[20]! ^= 1;
    return m;
  });
  const before = readFileSync(join(damaged, manifest));
  await expect(LevelDatabase.open(damaged)).rejects.toThrow('Database failed to open');
  expect(readFileSync(join(damaged, manifest))).toEqual(before);
});

test('a manifest without any entry is refused while there are tables', async () => {
  const lost = copyWith((m) => new Uint8Array(m.length));
  await expect(LevelDatabase.open(lost)).rejects.toThrow('Database failed to open');
  expect(existsSync(join(lost, 'CURRENT'))).toBe(true);
});

test('a database whose making was cut short is made again', async () => {
  const folder = join(root, 'cut');
  mkdirSync(folder);
  writeFileSync(join(folder, 'CURRENT'), 'MANIFEST-000001\n');
  writeFileSync(join(folder, 'MANIFEST-000001'), new Uint8Array(41));
  expect(await keysIn(folder)).toBe(0);
  expect(mendTornManifest(folder)).toBe(false);
});
