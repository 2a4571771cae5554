import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { withApplicationDb, withSnapshots } from '../../engine/offline.ts';
import { SnapshotManager } from '../../store/snapshot/manager.ts';
import { Snapshot, type SnapshotStore } from '../../store/snapshot/store.ts';
import { type CommandSpec, UsageError } from '../frame.ts';
import { homeOf } from '../home.ts';
import { readTar, writeTar } from '../tar.ts';

function heightAndFormat([height, format]: readonly string[]): { height: bigint; format: number } {
  if (!/^\d+$/.test(height!)) throw new UsageError(`"${height}" is not a height`);
  if (!/^\d{1,9}$/.test(format!)) throw new UsageError(`"${format}" is not a format of snapshots`);
  return { height: BigInt(height!), format: Number(format) };
}

function find(store: SnapshotStore, height: bigint, format: number): Snapshot {
  const snapshot = store.get(height, format);
  if (!snapshot) throw new UsageError(`snapshot doesn't exist: height ${height}, format ${format}`);
  return snapshot;
}

const list: CommandSpec = {
  path: ['snapshots', 'list'],
  count: [0, 0],
  summary: 'list snapshots of this node',
  flags: [],
  run: (io, _args, flags) =>
    withSnapshots(homeOf(flags, io).data, async (store) => {
      for (const s of await store.list()) io.out(`height: ${s.height} format: ${s.format} chunks: ${s.chunks}\n`);
    }),
};

const make: CommandSpec = {
  path: ['snapshots', 'export'],
  count: [0, 0],
  summary: 'make a snapshot of the state; the node must not run',
  flags: [{ name: 'height', type: 'int', default: '0', help: 'height of the state; the latest when it is left out' }],
  async run(io, _args, flags) {
    const { createApp } = await import('../../app/app.ts');
    const { data } = homeOf(flags, io);
    await withApplicationDb(data, async (db) => {
      const app = await createApp({ db, node: {} });
      const given = flags.unsigned('height') ?? 0n;
      const height = given === 0n ? app.base.lastBlockHeight() : given;
      await withSnapshots(data, async (store) => {
        io.err(`Exporting snapshot for height ${height}\n`);
        const manager = new SnapshotManager(store, app.store, { interval: 0, keepRecent: 0 });
        const s = await manager.create(height);
        io.out(`Snapshot created at height ${s.height}, format ${s.format}, chunks ${s.chunks}\n`);
      });
    });
  },
};

const remove: CommandSpec = {
  path: ['snapshots', 'delete'],
  args: '<height> <format>',
  count: [2, 2],
  summary: 'delete a snapshot',
  flags: [],
  run(io, args, flags) {
    const { height, format } = heightAndFormat(args);
    return withSnapshots(homeOf(flags, io).data, (store) => store.delete(height, format));
  },
};

const restore: CommandSpec = {
  path: ['snapshots', 'restore'],
  args: '<height> <format>',
  count: [2, 2],
  summary: 'fill the state of a new node from a snapshot that it holds',
  flags: [],
  async run(io, args, flags) {
    const { height, format } = heightAndFormat(args);
    const { createApp } = await import('../../app/app.ts');
    const { mkdirSync } = await import('node:fs');
    const { data } = homeOf(flags, io);
    mkdirSync(`${data}/application.db`, { recursive: true });
    await withApplicationDb(data, async (db) => {
      const app = await createApp({ db, node: {} });
      if (app.base.lastBlockHeight() > 0n)
        throw new UsageError(
          `there is state at height ${app.base.lastBlockHeight()} already: only a new node can be filled`,
        );
      await withSnapshots(data, async (store) => {
        find(store, height, format);
        await new SnapshotManager(store, app.store, { interval: 0, keepRecent: 0 }).restoreLocal(height, format);
      });
    });
  },
};

/** Name of the description in an archive; the chunks are named by their numbers. */
const DESCRIPTION = '_snapshot';

const dump: CommandSpec = {
  path: ['snapshots', 'dump'],
  args: '<height> <format>',
  count: [2, 2],
  summary: 'write a snapshot to an archive',
  flags: [
    { name: 'output', short: 'o', type: 'string', default: '', help: 'archive; <height>-<format>.tar.gz otherwise' },
  ],
  run(io, args, flags) {
    const { height, format } = heightAndFormat(args);
    return withSnapshots(homeOf(flags, io).data, async (store) => {
      const snapshot = find(store, height, format);
      const files = [{ name: DESCRIPTION, bytes: Snapshot.encode(snapshot) }];
      for (let i = 0; i < snapshot.chunks; i++) {
        const bytes = await store.loadChunk(height, format, i);
        if (!bytes) throw new UsageError(`failed to open chunk file ${i}: it is not there`);
        files.push({ name: `${i}`, bytes });
      }
      writeFileSync(flags.text('output') || `${height}-${format}.tar.gz`, gzipSync(writeTar(files), { level: 1 }));
    });
  },
};

const load: CommandSpec = {
  path: ['snapshots', 'load'],
  args: '<archive-file>',
  count: [1, 1],
  summary: 'read a snapshot from an archive',
  flags: [],
  run(io, [path], flags) {
    if (!existsSync(path!))
      throw new UsageError(`failed to open archive file: open ${path}: no such file or directory`);
    let bytes: Uint8Array;
    try {
      bytes = gunzipSync(readFileSync(path!));
    } catch (e) {
      throw new UsageError(`failed to create gzip reader: ${e instanceof Error ? e.message : e}`);
    }
    const [first, ...chunks] = readTar(bytes);
    if (first?.name !== DESCRIPTION)
      throw new UsageError(`invalid archive, expect file: ${DESCRIPTION}, got: ${first?.name ?? 'nothing'}`);
    const snapshot = Snapshot.decode(first.bytes);
    chunks.forEach((c, i) => {
      if (c.name !== `${i}`) throw new UsageError(`invalid archive, expect file: ${i}, got: ${c.name}`);
    });
    return withSnapshots(homeOf(flags, io).data, async (store) => {
      async function* contents(): AsyncGenerator<Uint8Array> {
        for (const c of chunks) yield c.bytes;
      }
      const saved = await store.save(snapshot.height, snapshot.format, contents());
      if (Buffer.compare(Snapshot.encode(saved), Snapshot.encode(snapshot)) === 0) return;
      await store.delete(snapshot.height, snapshot.format);
      throw new UsageError('invalid archive, the saved snapshot is not equal to the original one');
    });
  },
};

export const COMMANDS: readonly CommandSpec[] = [list, make, restore, dump, load, remove];
