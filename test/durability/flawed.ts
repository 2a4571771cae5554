/** Databases that break what they promise, each in one way: the harness of this folder must notice all of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch, BatchOptions, Database, ScanRange } from '../../src/store/database.ts';

/**
 * - `answers early`: a write is answered before it is made.
 * - `splits batches`: a batch is written as two, the later half first.
 * - `drops syncs`: a synced write is not synced.
 */
export type Flaw = 'answers early' | 'splits batches' | 'drops syncs';

/** How long a write that was answered early is kept back, and how far the halves of a batch are apart: about as long as a block takes. */
const DELAY_MS = 15;

type Put = readonly [key: Uint8Array, value: Uint8Array | undefined];

/** Passes everything on to a database, but for what the flaw is about. */
export class FlawedDatabase implements Database {
  private readonly inner: Database;
  private readonly flaw: Flaw;
  private behind: Promise<void> = Promise.resolve();

  constructor(inner: Database, flaw: Flaw) {
    this.inner = inner;
    this.flaw = flaw;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.inner.get(key);
  }
  scan(range: ScanRange): AsyncIterable<[Uint8Array, Uint8Array]> {
    return this.inner.scan(range);
  }
  async close(): Promise<void> {
    await this.behind;
    await this.inner.close();
  }

  batch(options?: BatchOptions): Batch {
    const puts: Put[] = [];
    const put: Batch['put'] = (key, value) => {
      puts.push([key.slice(), value.slice()]);
    };
    return {
      put,
      putLast: put,
      defer: (entries) => {
        for (const _ of entries({ put }));
      },
      del: (key) => {
        puts.push([key.slice(), undefined]);
      },
      get size() {
        return puts.length;
      },
      write: (sync) => this.write(puts, sync, options),
    };
  }

  private async write(puts: readonly Put[], sync: boolean, options: BatchOptions | undefined): Promise<void> {
    // What opening writes is left alone: the flaw is to show in what was committed.
    const commit = puts.some(([key]) => Buffer.from(key).toString('latin1') === 's/latest');
    if (!commit) return this.through(puts, sync, options);
    switch (this.flaw) {
      case 'answers early':
        this.behind = this.behind.then(() => sleep(DELAY_MS)).then(() => this.through(puts, sync));
        return;
      case 'splits batches': {
        const half = puts.length >> 1;
        await this.through(puts.slice(half), sync);
        await sleep(DELAY_MS);
        return this.through(puts.slice(0, half), sync);
      }
      case 'drops syncs':
        return this.through(puts, false);
    }
  }

  private through(puts: readonly Put[], sync: boolean, options?: BatchOptions): Promise<void> {
    const batch = this.inner.batch(options);
    for (const [key, value] of puts) {
      if (value === undefined) batch.del(key);
      else batch.put(key, value);
    }
    return batch.write(sync);
  }
}
