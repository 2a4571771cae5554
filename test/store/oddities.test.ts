import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StoreKey } from '../../src/core/store.ts';
import { calculateRoot, IAVL_SPEC, verifyExistence, verifyNonExistence } from '../../src/crypto/ics23.ts';
import { type Database, MemoryDatabase } from '../../src/store/database.ts';
import { RootMultiStore, type StoreUpgrades } from '../../src/store/multistore.ts';
import { SnapshotManager } from '../../src/store/snapshot/manager.ts';
import { SnapshotStore } from '../../src/store/snapshot/store.ts';
import { CommitmentProof } from '../../src/wire/gen/cosmos/ics23/v1/proofs.ts';
import { Pairs } from '../../src/wire/gen/cosmos/store/internal/kv/v1beta1/kv.ts';
import { dump } from './lines.ts';

const BANK: StoreKey = { name: 'bank', kind: 'iavl' };
const GOV: StoreKey = { name: 'gov', kind: 'iavl' };
const TIME = { seconds: 1n, nanos: 0 };
const ZERO_TIME = { seconds: -62135596800n, nanos: 0 };

const text = (s: string): Uint8Array => new TextEncoder().encode(s);

async function open(db: Database, keys: readonly StoreKey[], upgrades: StoreUpgrades = {}): Promise<RootMultiStore> {
  const store = new RootMultiStore(db);
  for (const key of keys) store.mount(key);
  await store.loadLatestVersion(upgrades);
  return store;
}

async function commit(
  store: RootMultiStore,
  key?: StoreKey,
  pairs: Readonly<Record<string, string>> = {},
): Promise<void> {
  const branch = store.cacheMultiStore();
  for (const [k, v] of Object.entries(pairs)) branch.getKVStore(key!).set(text(k), text(v));
  branch.write();
  await store.commit(TIME);
}

/** Versions, as the fast index of a store tells them. */
async function indexed(db: Database, name: string): Promise<Record<string, number>> {
  const prefix = Buffer.from(`s/k:${name}/f`).toString('hex');
  const found: Record<string, number> = {};
  for (const [key, value] of await dump(db)) {
    // The version is a zigzag varint; these fit a byte.
    if (key.startsWith(prefix))
      found[Buffer.from(key.slice(prefix.length), 'hex').toString()] = Number.parseInt(value.slice(0, 2), 16) / 2;
  }
  return found;
}

/** Version and nonce of a store's nodes on disk. */
async function nodes(db: Database, name: string): Promise<string[]> {
  const prefix = Buffer.from(`s/k:${name}/s`).toString('hex');
  const keys = (await dump(db)).map(([key]) => key).filter((key) => key.startsWith(prefix));
  return keys.map((key) => `${BigInt(`0x${key.slice(-24, -8)}`)}/${Number.parseInt(key.slice(-8), 16)}`);
}

test('PARITY: the fast index of a store that an upgrade added says version 1 at first', async () => {
  const db = new MemoryDatabase();
  const one = await open(db, [BANK]);
  for (const v of ['1', '2', '3']) await commit(one, BANK, { a: v });
  const two = await open(db, [BANK, GOV], { added: ['gov'] });
  await commit(two, GOV, { x: '1' });
  expect(await indexed(db, 'bank')).toEqual({ a: 3 });
  expect(await indexed(db, 'gov')).toEqual({ x: 1 });
  await commit(two, GOV, { y: '1' });
  expect(await indexed(db, 'gov')).toEqual({ x: 1, y: 5 });
});

test('PARITY: pruning moves a root that is still used from nonce 1 to 0', async () => {
  const db = new MemoryDatabase();
  const store = await open(db, [BANK]);
  await commit(store, BANK, { a: '1', b: '1' });
  await commit(store);
  expect(await nodes(db, 'bank')).toEqual(['1/1', '1/2', '1/3', '2/1']);
  await store.pruneUpTo(1n);
  expect(await nodes(db, 'bank')).toEqual(['1/0', '1/2', '1/3', '2/1']);
  const again = await open(db, [BANK]);
  expect(again.lastCommitId()).toEqual(store.lastCommitId());
  expect(again.cacheMultiStore().getKVStore(BANK).get(text('a'))).toEqual(text('1'));
});

test('PARITY: a restored snapshot has other names of nodes, and commit info without a time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-oddities-'));
  try {
    const [db, other] = [new MemoryDatabase(), new MemoryDatabase()];
    const store = await open(db, [BANK]);
    await commit(store, BANK, { a: '1', b: '1', c: '1', d: '1' });
    const snapshots = new SnapshotStore(new MemoryDatabase(), folder);
    const managing = { interval: 0, keepRecent: 0 };
    await new SnapshotManager(snapshots, store, managing).create(1n);
    const restored = await open(other, [BANK]);
    await new SnapshotManager(snapshots, restored, managing).restoreLocal(1n, 3);
    expect(restored.lastCommitId()).toEqual(store.lastCommitId());
    expect(store.commitTime(1n)).toEqual(TIME);
    expect(restored.commitTime(1n)).toEqual(ZERO_TIME);
    // The root alone has the same name: what is below it was numbered on the way up.
    const raw = async (d: Database): Promise<string[]> =>
      (await dump(d))
        .filter(([key]) => key.startsWith(Buffer.from('s/k:bank/s').toString('hex')))
        .map((pair) => pair.join());
    const [before, after] = [await raw(db), await raw(other)];
    expect(after).toHaveLength(before.length);
    expect(after).not.toEqual(before);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('PARITY: after a rollback the commit info has no time', async () => {
  const store = await open(new MemoryDatabase(), [BANK]);
  for (const v of ['1', '2']) await commit(store, BANK, { a: v });
  await store.rollbackToVersion(1n);
  expect(store.commitTime(1n)).toEqual(ZERO_TIME);
});

test('PARITY: a fast index that is built anew says the version of the tree', async () => {
  const db = new MemoryDatabase();
  const store = await open(db, [BANK]);
  await commit(store, BANK, { a: '1' });
  await commit(store, BANK, { b: '1' });
  expect(await indexed(db, 'bank')).toEqual({ a: 1, b: 2 });
  // As it is in a database that never had one.
  const batch = db.batch();
  for (const key of ['fa', 'fb', 'mstorage_version']) batch.del(text(`s/k:bank/${key}`));
  await batch.write(true);
  await open(db, [BANK]);
  expect(await indexed(db, 'bank')).toEqual({ a: 2, b: 2 });
});

test('PARITY: the application hash covers the hash of a root hash', async () => {
  const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
  const store = await open(new MemoryDatabase(), [BANK]);
  await commit(store);
  const root = sha256();
  const leaf = sha256(Uint8Array.of(0, 4), text('bank'), Uint8Array.of(32), sha256(root));
  expect(Buffer.from(store.lastCommitId().hash)).toEqual(leaf);
});

test('PARITY: at a height before it was added a store is a nil pointer', async () => {
  const db = new MemoryDatabase();
  await commit(await open(db, [BANK]), BANK, { a: '1' });
  const store = await open(db, [BANK, GOV], { added: ['gov'] });
  await commit(store, GOV, { x: '1' });
  const then = store.cacheMultiStoreWithVersion(1n);
  expect(then.getKVStore(BANK).get(text('a'))).toEqual(text('1'));
  expect(() => then.getKVStore(GOV).get(text('x'))).toThrow('nil pointer dereference');
});

test('PARITY: a query without a key lacks the proof that it wanted; one of a part of a store sees the tree of now', async () => {
  const store = await open(new MemoryDatabase(), [BANK]);
  await commit(store, BANK, { a: '1' });
  await commit(store, BANK, { ab: '2' });
  const ask = (path: string, data: string, prove: boolean) =>
    store.query({ path, data: text(data), height: 1n, prove });
  expect(() => ask('/bank/key', '', true)).toThrow('proof is unexpectedly empty; ensure height has not been pruned');
  expect(() => ask('/bank/key', '', false)).toThrow('query cannot be zero length');
  const { pairs } = Pairs.decode(ask('/bank/subspace', 'a', false).value!);
  expect(pairs.map((p) => new TextDecoder().decode(p.key))).toEqual(['a', 'ab']);
});

test('PARITY: a store that was deleted cannot be added again', async () => {
  const db = new MemoryDatabase();
  await commit(await open(db, [BANK, GOV]), GOV, { x: '1' });
  await commit(await open(db, [BANK, GOV], { deleted: ['gov'] }));
  await commit(await open(db, [BANK]));
  await expect(open(db, [BANK, GOV], { added: ['gov'] })).rejects.toThrow(
    'failed to load store: initial version set to 4, but found earlier version 1',
  );
});

test('PARITY: proofs of empty values and of empty trees do not verify', async () => {
  const store = await open(new MemoryDatabase(), [BANK, GOV]);
  await commit(store, BANK, { a: 'full', b: '' });
  const ask = (name: string, key: string) => {
    const { proofOps, value } = store.query({ path: `/${name}/key`, data: text(key), height: 1n, prove: true });
    const { proof } = CommitmentProof.decode(proofOps!.ops[0]!.data);
    return { proof, value: value ?? new Uint8Array(0) };
  };
  const root = calculateRoot({ proof: ask('bank', 'a').proof });
  const verify = (key: string): void => {
    const { proof, value } = ask('bank', key);
    if (proof?.$case !== 'exist') throw new Error('no proof of existence');
    verifyExistence(proof.exist, IAVL_SPEC, root, text(key), value);
  };
  verify('a');
  expect(() => verify('b')).toThrow();
  const { proof } = ask('gov', 'x');
  if (proof?.$case !== 'nonexist') throw new Error('no proof of absence');
  const empty = createHash('sha256').digest();
  expect(() => verifyNonExistence(proof.nonexist, IAVL_SPEC, empty, text('x'))).toThrow();
});
