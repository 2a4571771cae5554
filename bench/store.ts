/**
 * `node bench/store.ts [keys ...]`: what the store costs at some sizes. For each number of keys a LevelDB home is filled, then
 * measured: reads and writes through the three branches that a transaction has, the working hash, the commit.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GasMeter, KV_GAS_CONFIG } from '../src/core/gas.ts';
import type { StoreKey } from '../src/core/store.ts';
import { LevelDatabase } from '../src/store/leveldb.ts';
import { RootMultiStore } from '../src/store/multistore.ts';

const KEY: StoreKey = { name: 'bank', kind: 'iavl' };
const TIME = { seconds: 1_767_225_600n, nanos: 0 };
const VALUE_LENGTH = 80;
const FILL_BLOCK = 50_000;
const TXS = 1000;
const BLOCKS = 5;
const SETS_PER_TX = 4;
const GETS_PER_TX = 12;

/** Address-like keys, spread evenly and the same in every run. */
function keyOf(i: number): Uint8Array {
  const key = new Uint8Array(22);
  key[0] = 2;
  let x = (i + 1) * 2654435761;
  for (let j = 1; j < 22; j++) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    key[j] = x >>> 24;
  }
  key[18] = i >>> 24;
  key[19] = i >>> 16;
  key[20] = i >>> 8;
  key[21] = i;
  return key;
}

function someValue(i: number): Uint8Array {
  return new Uint8Array(VALUE_LENGTH).fill(i & 255);
}

const micros = (from: bigint, n: number): string => (Number(process.hrtime.bigint() - from) / 1000 / n).toFixed(2);

async function measure(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'store-bench-'));
  const open = async (): Promise<{ store: RootMultiStore; db: LevelDatabase }> => {
    const db = await LevelDatabase.open(folder);
    const store = new RootMultiStore(db, { cacheBytes: 1 << 30 });
    store.mount(KEY);
    await store.loadLatestVersion();
    return { store, db };
  };
  const row: Record<string, string> = {};
  try {
    let { store, db } = await open();
    let from = process.hrtime.bigint();
    for (let i = 0; i < count; i += FILL_BLOCK) {
      const branch = store.cacheMultiStore();
      const kv = branch.getKVStore(KEY);
      for (let j = i; j < Math.min(i + FILL_BLOCK, count); j++) kv.set(keyOf(j), someValue(j));
      branch.write();
      await store.commit(TIME);
    }
    row['fill µs/key'] = micros(from, count);
    for (const state of ['warm', 'cold']) {
      if (state === 'cold') {
        await db.close();
        ({ store, db } = await open());
      }
      const times = { gets: 0n, sets: 0n, flush: 0n, hash: 0n, commit: 0n };
      let n = 0;
      let flushed: Promise<unknown> = Promise.resolve();
      for (let b = 0; b < BLOCKS; b++) {
        const block = store.cacheMultiStore();
        for (let t = 0; t < TXS; t++) {
          const tx = block.cacheMultiStore();
          const msg = tx.cacheMultiStore();
          const kv = msg.gasKVStore(KEY, new GasMeter(10_000_000n), KV_GAS_CONFIG, undefined);
          const first = (n++ * 7919) % count;
          from = process.hrtime.bigint();
          for (let g = 0; g < GETS_PER_TX; g++) kv.get(keyOf((first + (g % SETS_PER_TX) * 104729) % count));
          times.gets += process.hrtime.bigint() - from;
          from = process.hrtime.bigint();
          for (let s = 0; s < SETS_PER_TX; s++) kv.set(keyOf((first + s * 104729) % count), someValue(n));
          msg.write();
          tx.write();
          times.sets += process.hrtime.bigint() - from;
        }
        from = process.hrtime.bigint();
        block.write();
        times.flush += process.hrtime.bigint() - from;
        from = process.hrtime.bigint();
        store.workingHash();
        times.hash += process.hrtime.bigint() - from;
        // As a replay does: the next block is executed while the batch is written.
        from = process.hrtime.bigint();
        const written = store.commit(TIME);
        await flushed;
        times.commit += process.hrtime.bigint() - from;
        flushed = written;
      }
      await flushed;
      const per = (total: bigint, each: number): string => (Number(total) / 1000 / (BLOCKS * TXS * each)).toFixed(2);
      row[`${state} get`] = per(times.gets, GETS_PER_TX);
      row[`${state} set in branches`] = per(times.sets, SETS_PER_TX);
      row[`${state} flush/key`] = per(times.flush, SETS_PER_TX);
      row[`${state} hash/key`] = per(times.hash, SETS_PER_TX);
      row[`${state} commit/key`] = per(times.commit, SETS_PER_TX);
      row[`${state} tx total`] = per(times.gets + times.sets + times.flush + times.hash + times.commit, 1);
    }
    await db.close();
    row['heap MB'] = String(Math.round(process.memoryUsage().rss / 1e6));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${count} keys, µs:`);
  console.table(row);
}

const sizes = process.argv.slice(2).map(Number);
for (const count of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) await measure(count);
