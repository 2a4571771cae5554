import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { StoreKey } from '../../src/core/store.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { RootMultiStore } from '../../src/store/multistore.ts';
import { PRUNING, validatePruning } from '../../src/store/pruning.ts';
import { ZlibWriter } from '../../src/store/snapshot/deflate/zlib.ts';
import { SnapshotManager, SnapshotRefusal } from '../../src/store/snapshot/manager.ts';
import { type Snapshot, SnapshotStore } from '../../src/store/snapshot/store.ts';
import { Random } from './random.ts';

const scratch = mkdtempSync(join(tmpdir(), 'snapshot-test-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const KEY: StoreKey = { name: 'bank', kind: 'iavl' };
const TIME = { seconds: 1n, nanos: 0 };
let folders = 0;

async function open(pruning = PRUNING.nothing): Promise<RootMultiStore> {
  const store = new RootMultiStore(new MemoryDatabase(), { pruning });
  store.mount(KEY);
  await store.loadLatestVersion();
  return store;
}

async function block(store: RootMultiStore, random: Random): Promise<void> {
  const branch = store.cacheMultiStore();
  for (let i = 0; i < 20; i++) branch.getKVStore(KEY).set(Uint8Array.of(1 + random.below(200)), random.bytes(20));
  branch.write();
  await store.commit(TIME);
}

function managerOf(store: RootMultiStore, interval = 0, keepRecent = 0): { manager: SnapshotManager; folder: string } {
  const folder = join(scratch, String(folders++));
  const snapshots = new SnapshotStore(new MemoryDatabase(), folder);
  return { manager: new SnapshotManager(snapshots, store, { interval, keepRecent }), folder };
}

async function taken(): Promise<{ snapshot: Snapshot; chunk: Uint8Array; hash: Uint8Array }> {
  const store = await open();
  const random = new Random(1);
  for (let i = 0; i < 3; i++) await block(store, random);
  const { manager } = managerOf(store);
  const snapshot = await manager.create(3n);
  return { snapshot, chunk: (await manager.loadChunk(3n, 3, 0))!, hash: store.lastCommitId().hash };
}

describe('zlib as Go writes it', () => {
  /** Inputs of all kinds: noise, few symbols, copies near and far, words, long runs. */
  function input(random: Random): number[] {
    const kind = random.below(5);
    const length = random.below(400000);
    const words = ['akash', 'deployment', 'order', 'bid', 'lease', 'owner', 'provider ', '\x00\x01'];
    const out: number[] = [];
    while (out.length < length) {
      if (kind === 0) out.push(random.next() & 255);
      else if (kind === 1) out.push(random.below(4));
      else if (kind === 2) {
        if (out.length > 10 && random.below(3) > 0) {
          const n = random.below(300) + 3;
          let distance = random.below(out.length) + 1;
          if (random.below(2) === 0 && distance > 40000) distance = (distance % 40000) + 1;
          for (let i = 0; i < n; i++) out.push(out[out.length - distance]!);
        } else out.push(random.next() & 255);
      } else if (kind === 3) out.push(...Buffer.from(words[random.below(8)]!));
      else {
        const n = random.below(2000);
        const byte = random.next() & 255;
        for (let i = 0; i < n; i++) out.push(byte);
        for (let i = 0; i < random.below(50); i++) out.push(random.next() & 255);
      }
    }
    return out;
  }

  // Recorded with Go 1.26 compress/zlib at level 7: seed, length of the input, SHA-256 of the output.
  const RECORDED: [number, number, string][] = [
    [1, 149899, '972f5c3e3879614df0bdc7909618f60d8343b9fdc6a10c46f4ffd75531dbf284'],
    [3, 52767, 'e6ed36206a4114dcd165d6db2c9296dce6cbd5d1147de50c0b150cfff5b160d5'],
    [4, 21160, 'd2b75e69d9b49ccd3f92623dcea1cdffafbe32603d45508fdb96bf1982113443'],
    [5, 107206, '4b081efc4ed5a30df5567d5dc3239b24f7bd9b66197dab7949d33e71defcdda9'],
    [6, 65456, '21d6136b8434e60164c0551e33e5b9bc86a29e31130cf834cf8e0101eeff489d'],
    [7, 108849, 'a66eeeb1df57c867cc105e922e488b56efb8841b5c9b8d152600d50fb65aa91b'],
    [11, 102493, '06fdface7f61a9d246049b2e3646f1e0d6ad674d36e202cd07ce95e672a7f8fb'],
    [14, 38565, 'c5ea8ecca852d9fffbf11bb0dd454b2296cebb994f6ec16625acc234dd6c1dff'],
    [15, 102547, 'dedfe31bcaa2f9df1fa9a6f70d7ffd96af4d1912cbac4ed84a30ae4bafea7dff'],
    [24, 98676, '35de635c805571b01aa2031127a9716308cf2b71e6cd65f54fd246f06078056c'],
    [33, 109989, 'f36936edf8c8a47cb252b845200e2f5385b71e94c92974d916ca011c5706ac0a'],
    [35, 93202, 'a1a7a54df559a8ec77158d88ad901444d71d1aa8ab97e62ccda961ec8533d179'],
    [37, 76566, '2180a603fc5c00d359f9f88cc1e6ea125d929f927072649b5dfb95cbea8891ef'],
    [38, 140394, '7fcc873615042025a348ab59efadda24c6611e0a466151dc2089298cf83c2d63'],
    [8, 380319, '5da40616512fea587c80c23d90e45a8d3d36fda953cbd0b18f20004246931571'],
    [73, 393167, '5ffc2ab8cb34af25782f0a537d73931e20a75c2c2c01a2aead4b576b010b96d9'],
  ];

  for (const [seed, length, hash] of RECORDED) {
    test(`seed ${seed}, ${length} bytes`, () => {
      const random = new Random(seed);
      const bytes = Uint8Array.from(input(random));
      expect(bytes.length).toBe(length);
      const sizes = [100, 5000, 200000][random.below(3)]!;
      const writer = new ZlibWriter();
      const parts: Uint8Array[] = [];
      for (let offset = 0; offset < bytes.length; ) {
        const n = Math.min(random.below(sizes) + 1, bytes.length - offset);
        parts.push(writer.write(bytes.subarray(offset, offset + n)));
        offset += n;
      }
      parts.push(writer.finish());
      const out = Buffer.concat(parts);
      expect(inflateSync(out).equals(bytes)).toBe(true);
      expect(createHash('sha256').update(out).digest('hex')).toBe(hash);
    });
  }

  test('of nothing', () => {
    const writer = new ZlibWriter();
    expect(inflateSync(writer.finish()).length).toBe(0);
  });
});

describe('snapshot manager', () => {
  test('restores what it took and goes on from there', async () => {
    const { snapshot, chunk, hash } = await taken();
    const store = await open();
    const { manager } = managerOf(store);
    manager.restore(snapshot);
    expect(await manager.restoreChunk(chunk)).toBe(true);
    expect(store.lastCommitId()).toEqual({ version: 3n, hash });
    await block(store, new Random(2));
    expect(store.lastCommitId().version).toBe(4n);
    const again = await open();
    // What was restored can be served and restored once more.
    const other = new SnapshotManager(manager.store, again, { interval: 0, keepRecent: 0 });
    await other.restoreLocal(3n, 3);
    expect(again.lastCommitId()).toEqual({ version: 3n, hash });
    await expect(other.restoreLocal(9n, 3)).rejects.toThrow("snapshot doesn't exist, height: 9, format: 3");
  });

  test('refuses snapshots that it cannot take', async () => {
    const { snapshot } = await taken();
    const { manager } = managerOf(await open());
    expect(() => manager.restore({ ...snapshot, format: 4 })).toThrow(
      new SnapshotRefusal('unknown format', 'snapshot format 4'),
    );
    expect(() => manager.restore({ ...snapshot, chunks: 0 })).toThrow('no chunks: invalid snapshot metadata');
    expect(() => manager.restore({ ...snapshot, chunks: 2 })).toThrow(
      'snapshot has 1 chunk hashes, but 2 chunks: invalid snapshot metadata',
    );
    expect(() => manager.restore({ ...snapshot, height: 0n })).toThrow('cannot restore snapshot at height 0');
    expect(() => manager.restore({ ...snapshot, height: 1n << 63n })).toThrow('cannot exceed 9223372036854775807');
  });

  test('a wrong chunk is told apart, a right one can still follow', async () => {
    const { snapshot, chunk } = await taken();
    const { manager } = managerOf(await open());
    await expect(manager.restoreChunk(chunk)).rejects.toThrow('no restore operation in progress');
    manager.restore(snapshot);
    await expect(manager.restoreChunk(chunk.slice(1))).rejects.toThrow(/expected [0-9a-f]{64}, got/);
    expect(() => manager.restore(snapshot)).toThrow('a restore operation is in progress: conflict');
    expect(await manager.restoreChunk(chunk)).toBe(true);
  });

  test('chunks that hold something else fail the restore, which can be begun anew', async () => {
    const { snapshot } = await taken();
    const junk = new Random(5).bytes(100);
    const chunkHashes = [new Uint8Array(createHash('sha256').update(junk).digest())];
    const { manager } = managerOf(await open());
    manager.restore({ ...snapshot, metadata: { chunkHashes } });
    await expect(manager.restoreChunk(junk)).rejects.toThrow(/^multistore restore: zlib failure/);
    manager.restore(snapshot);
  });

  test('does not snapshot what is not there', async () => {
    const store = await open();
    await block(store, new Random(1));
    const { manager } = managerOf(store);
    await expect(manager.create(2n)).rejects.toThrow('cannot snapshot future height 2: internal logic error');
    await manager.create(1n);
    await expect(manager.create(1n)).rejects.toThrow('a more recent snapshot already exists at height 1: conflict');
  });

  test('takes one every so many heights and keeps the newest; their versions are pruned afterwards', async () => {
    const store = await open({ keepRecent: 2, interval: 1 });
    const { manager, folder } = managerOf(store, 4, 2);
    const random = new Random(9);
    for (let height = 1n; height <= 14n; height++) {
      await block(store, random);
      await store.pruned();
      await manager.snapshotIfDue(height);
    }
    expect((await manager.list()).map((s) => s.height)).toEqual([12n, 8n]);
    expect(readdirSync(folder).sort()).toEqual(['12', '8']);
    expect(manager.blockRetention).toBe(8);
    expect(store.tree('bank').availableVersions()).toEqual([12, 13, 14]);
  });
});

describe('pruning options', () => {
  test('of an operator are checked', () => {
    expect(() => validatePruning({ keepRecent: 5, interval: 0 })).toThrow("'pruning-interval' must not be 0.");
    expect(() => validatePruning({ keepRecent: 5, interval: 9 })).toThrow(
      "'pruning-interval' must not be less than 10.",
    );
    expect(() => validatePruning({ keepRecent: 1, interval: 10 })).toThrow(
      "'pruning-keep-recent' must not be less than 2.",
    );
    for (const options of [PRUNING.default, PRUNING.everything]) validatePruning(options);
  });
});
