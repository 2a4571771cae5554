/**
 * Opens what a disk may hold after a loss of power at any instant of a node's run: each image must open at a height not below the last
 * whose Commit had been answered and at most one above, with the hash of a node that never lost power, and go on.
 * `node scripts/run.cjs test/durability/power-loss.ts [IMAGES] [SEED]`.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LevelDatabase } from '../../src/store/leveldb.ts';
import type { PruningOptions } from '../../src/store/pruning.ts';
import { Random } from '../store/random.ts';
import { Disk } from './disk.ts';
import { Driven, type DriverOptions } from './driver.ts';
import { type Flaw, FlawedDatabase } from './flawed.ts';
import { makeStream, type Stream, saveStream } from './stream.ts';
import { hasStrace, type Operation, readTrace, runTraced } from './trace.ts';
import { WatchedDatabase } from './watch.ts';

export interface PowerLossReport {
  readonly seed: number;
  readonly recording: Recording;
  readonly images: number;
  /** Images that lacked or had spoiled bytes that had been written and not synced. */
  readonly torn: number;
  /** Images that held the block whose Commit had not been answered yet. */
  readonly ahead: number;
  readonly operations: number;
  readonly problems: readonly string[];
}

const DRIVER = join(import.meta.dirname, 'driver.ts');
const BLOCKS = 150;
const PRUNING: PruningOptions = { keepRecent: 4, interval: 3 };
/** Small, so that a short run writes many tables. */
const BUFFER = 128 << 10;
/** So small that all commits but the least are divided. */
const PIECE = 600;

/** How a run was recorded: by its system calls, or by the lengths of its files. */
export type Recording = 'strace' | 'files';

/** Runs a node, kills it twice in between, and returns what it did to its disk. */
function trace(stream: string, folder: string, data: string, flaw: { flaw?: Flaw }): Operation[] {
  const operations: Operation[] = [];
  const lengths = new Map<string, number>();
  const divided = { pieceBytes: PIECE };
  const runs: Partial<DriverOptions>[] = [{ dieAt: 40 }, { until: 55, ...divided }, { dieAt: 100, ...divided }, {}];
  for (const [i, run] of runs.entries()) {
    const o: DriverOptions = { stream, data, writeBufferBytes: BUFFER, pruning: PRUNING, ...flaw, ...run };
    const file = join(folder, `trace-${i}`);
    runTraced([DRIVER, JSON.stringify(o)], file);
    readTrace(file, data, operations, lengths);
    rmSync(file);
  }
  return operations;
}

/** The same within this process, without the kills, and without divided commits, whose pieces' syncs would not be seen. */
async function watch(stream: Stream, data: string, { flaw }: { flaw?: Flaw }): Promise<Operation[]> {
  const operations: Operation[] = [];
  for (const until of [50, BLOCKS]) {
    const level = await LevelDatabase.open(data, { writeBufferBytes: BUFFER });
    const watched = new WatchedDatabase(level, data, operations);
    const db = flaw === undefined ? watched : new FlawedDatabase(watched, flaw);
    const driven = await Driven.open(db, stream, PRUNING);
    while (driven.position().height < until) {
      const at = await driven.next();
      if (at === undefined) break;
      operations.push({ kind: 'answered', height: at.height });
    }
    await driven.app.store.pruned();
    await db.close();
  }
  return operations;
}

async function check(
  image: ReadonlyMap<string, Uint8Array>,
  folder: string,
  answered: number,
  stream: Stream,
): Promise<number> {
  mkdirSync(folder);
  for (const [name, bytes] of image) writeFileSync(join(folder, name), bytes);
  const db = await LevelDatabase.open(folder, { writeBufferBytes: BUFFER });
  try {
    const driven = await Driven.open(db, stream, PRUNING);
    const { height } = driven.position();
    if (height < answered || height > answered + 1)
      throw new Error(`opened at ${height}, the last Commit answered was ${answered}`);
    // Far enough for versions to be pruned.
    for (let i = 0; i < PRUNING.interval; i++) await driven.next();
    await driven.app.store.pruned();
    return height;
  } finally {
    await db.close();
  }
}

/** Where files cost least: their bytes need not reach a disk. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export async function losePower(
  seed: number,
  count: number,
  recording: Recording = hasStrace() ? 'strace' : 'files',
  flaw: { flaw?: Flaw } = {},
): Promise<PowerLossReport> {
  const stream = await makeStream(seed, BLOCKS);
  const folder = mkdtempSync(join(memory, 'akash-power-'));
  const problems: string[] = [];
  let [torn, ahead, images] = [0, 0, 0];
  try {
    const file = join(folder, 'stream');
    const data = join(folder, 'db');
    saveStream(stream, file);
    mkdirSync(data);
    const operations = recording === 'strace' ? trace(file, folder, data, flaw) : await watch(stream, data, flaw);
    const random = new Random(seed);
    // Instants right after a write are where something is at stake.
    const writes = operations.flatMap((o, i) => (o.kind === 'append' ? [i + 1] : []));
    const instants = Array.from({ length: count }, () =>
      random.below(4) > 0 ? writes[random.below(writes.length)]! : random.below(operations.length + 1),
    ).sort((a, b) => a - b);
    const disk = new Disk();
    let done = 0;
    for (const instant of instants) {
      while (done < instant) disk.apply(operations[done++]!);
      const place = join(folder, `image-${images++}`);
      const image = disk.image(random);
      if (disk.atRisk > 0) torn++;
      try {
        const height = await check(image, place, disk.answered, stream);
        if (height > disk.answered) ahead++;
        rmSync(place, { recursive: true });
      } catch (e) {
        const cause = e instanceof Error && e.cause !== undefined ? `\n    cause: ${e.cause}` : '';
        const what = e instanceof Error ? e.stack : e;
        problems.push(`seed ${seed}, image ${images} at operation ${instant} of ${operations.length}: ${what}${cause}`);
      }
    }
    return { seed, recording, images, torn, ahead, operations: operations.length, problems };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const describeImages = (r: PowerLossReport): string =>
  `power loss: seed ${r.seed}, ${r.images} images of a run of ${r.operations} disk operations (from ${r.recording}), ${r.torn} with bytes at risk, ${r.ahead} one block ahead, ${r.problems.length} problems`;

if (process.argv[1] === import.meta.filename) {
  const r = await losePower(Number(process.argv[3] ?? 1), Number(process.argv[2] ?? 2000));
  console.log(describeImages(r));
  for (const p of r.problems.slice(0, 10)) console.log(p);
  process.exitCode = r.problems.length === 0 ? 0 : 1;
}
