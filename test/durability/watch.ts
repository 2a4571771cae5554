/**
 * What LevelDB does to its files, told from their lengths before and after each write: for machines without strace. Coarser than a trace of
 * the system calls: what happens between two writes is put into the order in which LevelDB does it (a table is synced before the manifest
 * names it, the manifest before what it replaces is deleted).
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Batch, BatchOptions, Database, ScanRange } from '../../src/store/database.ts';
import { IGNORED, type Operation } from './trace.ts';

type Contents = Map<string, Buffer>;

const isLog = (name: string): boolean => name.endsWith('.log');
const isTable = (name: string): boolean => name.endsWith('.ldb');
const isManifest = (name: string): boolean => name.startsWith('MANIFEST');

/** Passes everything on to a database and tells what that did to its folder. */
export class WatchedDatabase implements Database {
  private readonly operations: Operation[];
  private readonly inner: Database;
  private readonly folder: string;
  private before: Contents;
  private writing: Promise<void> = Promise.resolve();

  /** What is found is added to `operations`, which hold the folder's past. */
  constructor(inner: Database, folder: string, operations: Operation[]) {
    this.inner = inner;
    this.folder = folder;
    this.operations = operations;
    this.before = contentsAfter(operations);
    this.look(false);
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.inner.get(key);
  }
  scan(range: ScanRange): AsyncIterable<[Uint8Array, Uint8Array]> {
    return this.inner.scan(range);
  }
  batch(options?: BatchOptions): Batch {
    const batch = this.inner.batch(options);
    return {
      put: (key, value) => batch.put(key, value),
      putLast: (key, value) => batch.putLast(key, value),
      defer: (entries) => batch.defer(entries),
      del: (key) => batch.del(key),
      get size() {
        return batch.size;
      },
      // One after the other, so that what is found is this one's doing.
      write: (sync) => {
        this.writing = this.writing.then(async () => {
          await batch.write(sync);
          this.look(sync);
        });
        return this.writing;
      },
    };
  }
  async close(): Promise<void> {
    await this.inner.close();
    this.look(false);
  }

  /** All files at one instant: LevelDB's own thread may be at work. */
  private contents(): Contents {
    for (;;) {
      const files: Contents = new Map();
      const before = this.outline();
      for (const name of before.keys()) {
        try {
          files.set(name, readFileSync(join(this.folder, name)));
        } catch (e) {
          if ((e as NodeJS.ErrnoException).code !== 'ENOENT') throw e;
        }
      }
      const after = this.outline();
      if ([...after].join() === [...before].join()) return files;
    }
  }

  private outline(): Map<string, number> {
    const sizes = new Map<string, number>();
    for (const name of readdirSync(this.folder).sort()) {
      if (IGNORED.test(name) || name.endsWith('.dbtmp')) continue;
      sizes.set(name, statSync(join(this.folder, name), { throwIfNoEntry: false })?.size ?? -1);
    }
    return sizes;
  }

  private look(synced: boolean): void {
    const now = this.contents();
    const { before, operations } = this;
    const grow = (name: string): boolean => {
      const [old, data] = [before.get(name)?.length ?? 0, now.get(name)!];
      if (!before.has(name)) operations.push({ kind: 'create', name });
      if (data.length > old) operations.push({ kind: 'append', name, data: data.subarray(old) });
      return data.length > old;
    };
    const sync = (name: string): void => {
      operations.push({ kind: 'sync', name, length: now.get(name)!.length });
    };
    const names = [...now.keys()];
    const announced = names.some((n) => isManifest(n) && now.get(n)!.length > (before.get(n)?.length ?? 0));
    for (const name of names.filter(isTable)) {
      grow(name);
      if (announced) sync(name);
    }
    for (const name of names.filter(isManifest)) if (grow(name)) sync(name);
    const current = now.get('CURRENT');
    if (current !== undefined && !before.get('CURRENT')?.equals(current)) {
      operations.push({ kind: 'create', name: 'CURRENT.new' });
      operations.push({ kind: 'append', name: 'CURRENT.new', data: current });
      operations.push({ kind: 'sync', name: 'CURRENT.new', length: current.length });
      operations.push({ kind: 'rename', name: 'CURRENT.new', to: 'CURRENT' });
    }
    const logs = names.filter(isLog);
    for (const name of logs) grow(name);
    if (synced && logs.length > 0) sync(logs.at(-1)!);
    for (const name of before.keys()) if (!now.has(name)) operations.push({ kind: 'unlink', name });
    this.before = now;
  }
}

/** The files that operations lead to. */
function contentsAfter(operations: readonly Operation[]): Contents {
  const files: Contents = new Map();
  for (const o of operations) {
    if (o.kind === 'create') files.set(o.name, Buffer.alloc(0));
    else if (o.kind === 'append') files.set(o.name, Buffer.concat([files.get(o.name)!, o.data]));
    else if (o.kind === 'unlink') files.delete(o.name);
    else if (o.kind === 'rename') {
      files.set(o.to, files.get(o.name)!);
      files.delete(o.name);
    }
  }
  return files;
}
