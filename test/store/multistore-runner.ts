import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { StoreKey } from '../../src/core/store.ts';
import type { Time } from '../../src/core/time.ts';
import { encodeCommitInfo, readCommitInfo } from '../../src/store/commit-info.ts';
import { type Database, MemoryDatabase } from '../../src/store/database.ts';
import type { IavlKVStore } from '../../src/store/iavl-store.ts';
import { RootMultiStore, type StoreUpgrades } from '../../src/store/multistore.ts';
import { SnapshotManager } from '../../src/store/snapshot/manager.ts';
import { Snapshot, SnapshotStore } from '../../src/store/snapshot/store.ts';
import { ResponseQuery } from '../../src/wire/gen/tendermint/abci/types.ts';
import { goError } from './iavl-runner.ts';
import { bytesToHex, dump, hexToBytes, type Json, type Line, textToHex } from './lines.ts';

interface RecordedSnapshot {
  height: number;
  /** Left out of big snapshots, whose `chunks` are lengths. */
  stream?: string;
  stream_sha256: string;
  stream_length: number;
  chunks: string[] | number[];
  snapshot: string;
  hash: string;
  db: [string, string][];
}

interface MountOptions {
  initial_version: number;
  pruning: [keepRecent: number, interval: number];
  upgrades: { added: string[] | null; deleted: string[] | null; renamed: [string, string][] } | null;
}

function keyOf(name: string): StoreKey {
  return { name, kind: name.endsWith('~') ? 'transient' : name.endsWith('!') ? 'memory' : 'iavl' };
}

function upgradesOf(u: MountOptions['upgrades']): StoreUpgrades {
  if (u === null) return {};
  return {
    added: u.added ?? [],
    deleted: u.deleted ?? [],
    renamed: u.renamed.map(([oldName, newName]) => ({ oldName, newName })),
  };
}

/** RFC 3339 in UTC with up to nine digits of a second. */
function parseTime(text: string): Time {
  const [, whole, fraction] = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(text)!;
  const seconds = BigInt(Date.parse(`${whole}Z`) / 1000);
  return { seconds, nanos: Number((fraction ?? '').padEnd(9, '0')) };
}

/** The 32 hashes that make up the value of entry `i` of a `fill` line. */
function fillValue(i: number, hashes: number): Uint8Array {
  const parts = Array.from({ length: hashes }, (_, j) => createHash('sha256').update(`big ${i} ${j}`).digest());
  return Buffer.concat(parts);
}

/** Where the stores' databases are made and how their content is read. */
export interface Databases {
  open(): Promise<Database>;
  /** All pairs by key, in hex. */
  contents(db: Database): Promise<[string, string][]>;
}

const IN_MEMORY: Databases = { open: async () => new MemoryDatabase(), contents: dump };

/** Plays the recorded calls on a multistore and compares every answer. */
export class MultistoreRunner {
  private db!: Database;
  private readonly databases: Databases;
  private store!: RootMultiStore;
  private keys = new Map<string, StoreKey>();
  private readonly snapshots = new Map<number, { snapshot: Snapshot; chunks: Uint8Array[] }>();
  /** Where snapshots go, each into a folder of its own. */
  private readonly folder: string;
  private taken = 0;
  private restoring: number | undefined;
  /** The store that snapshots are taken of, while another one is being restored. */
  private original: { db: Database; store: RootMultiStore; keys: Map<string, StoreKey> } | undefined;

  constructor(folder: string, databases = IN_MEMORY) {
    this.folder = folder;
    this.databases = databases;
  }

  async run(lines: Line[]): Promise<void> {
    this.db = await this.databases.open();
    let n = 0;
    for (const [kind, ...fields] of lines) {
      const step = this.steps[kind];
      if (step === undefined) throw new Error(`no step for ${kind}`);
      n++;
      await step(fields, `line ${n} ${kind} ${JSON.stringify(fields).slice(0, 120)}`);
    }
  }

  private change(name: string, change: (store: IavlKVStore) => void): void {
    // Recorded changes went straight into the stores; a branch that is flushed at once does the same.
    const branch = this.store.cacheMultiStore();
    change(branch.getKVStore(this.keys.get(name)!) as unknown as IavlKVStore);
    branch.write();
  }

  private readonly steps: Record<string, (fields: Json[], where: string) => unknown> = {
    case: () => {},
    mount: async ([names, options, version, hash, error], where) => {
      const { initial_version, pruning, upgrades } = options as unknown as MountOptions;
      if (this.restoring !== undefined) {
        this.original = { db: this.db, store: this.store, keys: this.keys };
        this.db = await this.databases.open();
      }
      this.store = new RootMultiStore(this.db, { pruning: { keepRecent: pruning[0], interval: pruning[1] } });
      this.keys = new Map((names as string[]).map((name) => [name, keyOf(name)]));
      for (const key of this.keys.values()) this.store.mount(key);
      expect(await goError(() => this.store.loadLatestVersion(upgradesOf(upgrades))), where).toBe(error);
      if (error !== null) return;
      if (initial_version > 0) this.store.setInitialVersion(BigInt(initial_version));
      const id = this.store.lastCommitId();
      expect([Number(id.version), bytesToHex(id.hash)], where).toEqual([version, hash]);
      if (this.restoring === undefined) return;
      const { snapshot, chunks } = this.snapshots.get(this.restoring)!;
      const folder = join(this.folder, String(this.taken++));
      const snapshots = new SnapshotStore(new MemoryDatabase(), folder);
      const manager = new SnapshotManager(snapshots, this.store, { interval: 0, keepRecent: 2 });
      manager.restore(snapshot);
      for (const [i, chunk] of chunks.entries()) {
        expect(await manager.restoreChunk(chunk), where).toBe(i === chunks.length - 1);
      }
      expect(await manager.list(), where).toEqual([snapshot]);
      this.restoring = undefined;
    },
    set: ([name, key, value]) => {
      this.change(name as string, (store) => store.set(hexToBytes(key as string), hexToBytes(value as string)));
    },
    del: ([name, key]) => {
      this.change(name as string, (store) => store.delete(hexToBytes(key as string)));
    },
    fill: ([name, n, hashes]) => {
      this.change(name as string, (store) => {
        for (let i = 0; i < (n as number); i++) {
          const key = new Uint8Array(4);
          new DataView(key.buffer).setUint32(0, i);
          store.set(key, fillValue(i, hashes as number));
        }
      });
    },
    commit: async ([version, appHash, time, info, stores], where) => {
      const working = this.store.workingHash();
      const id = await this.store.commit(parseTime(time as string));
      await this.store.pruned();
      expect(bytesToHex(working), where).toBe(appHash);
      expect([Number(id.version), bytesToHex(id.hash)], where).toEqual([version, appHash]);
      const read = readCommitInfo(this.db, version as number)!;
      expect(bytesToHex(encodeCommitInfo(read)), where).toBe(info);
      expect(
        read.stores.map((s) => [s.name, s.version, textToHex(s.hash)]),
        where,
      ).toEqual(stores);
      expect(this.store.commitTime(id.version), where).toEqual(parseTime(time as string));
    },
    query: async ([path, data, height, prove, response, error], where) => {
      let got = {};
      const request = {
        path: path as string,
        data: hexToBytes((data as string | null) ?? ''),
        height: BigInt(height as number),
        prove: prove as boolean,
      };
      const failure = await goError(() => {
        got = this.store.query(request);
      });
      expect(failure, where).toBe(error);
      expect(bytesToHex(ResponseQuery.encode(ResponseQuery.create(got))), where).toBe(response);
    },
    raw: async ([pairs], where) => {
      expect(await this.databases.contents(this.db), where).toEqual(pairs);
    },
    versions: ([versions], where) => {
      expect(this.store.tree('acc').availableVersions(), where).toEqual(versions);
    },
    snapshot_interval: ([interval]) => {
      this.store.pruning.snapshotInterval = interval as number;
    },
    snapshot_done: ([height]) => this.store.pruning.snapshotDone(height as number),
    snapshot: async ([recorded], where) => {
      if (this.original !== undefined) ({ db: this.db, store: this.store, keys: this.keys } = this.original);
      const r = recorded as unknown as RecordedSnapshot;
      const db = new MemoryDatabase();
      const folder = join(this.folder, String(this.taken++));
      const manager = new SnapshotManager(new SnapshotStore(db, folder), this.store, { interval: 0, keepRecent: 2 });
      const snapshot = await manager.create(BigInt(r.height));
      expect([bytesToHex(Snapshot.encode(snapshot)), bytesToHex(snapshot.hash)], where).toEqual([r.snapshot, r.hash]);
      expect(await dump(db), where).toEqual(r.db);
      const chunks: Uint8Array[] = [];
      for (let i = 0; i < snapshot.chunks; i++) chunks.push((await manager.loadChunk(BigInt(r.height), 3, i))!);
      expect(await manager.loadChunk(BigInt(r.height), 3, snapshot.chunks), where).toBeUndefined();
      if (r.stream === undefined)
        expect(
          chunks.map((c) => c.length),
          where,
        ).toEqual(r.chunks);
      else expect(chunks.map(bytesToHex), where).toEqual(r.chunks);
      const stream = Buffer.concat([...this.store.snapshot(BigInt(r.height))]);
      expect([stream.length, createHash('sha256').update(stream).digest('hex')], where).toEqual([
        r.stream_length,
        r.stream_sha256,
      ]);
      if (r.stream !== undefined) expect(bytesToHex(stream), where).toBe(r.stream);
      this.snapshots.set(r.height, { snapshot, chunks });
    },
    restore: ([height]) => {
      this.restoring = height as number;
    },
    restored: ([version, hash], where) => {
      const id = this.store.lastCommitId();
      expect([Number(id.version), bytesToHex(id.hash)], where).toEqual([version, hash]);
    },
  };
}
