/**
 * Kills a node at random instants and starts it again: it must open at a height not below the last whose Commit it answered and at most
 * one above, with the hash of a node that was never killed, and go on.
 * `node scripts/run.cjs test/durability/kills.ts [COUNT] [SEED]`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../store/random.ts';
import type { DriverOptions } from './driver.ts';
import { hashAt, makeStream, type Stream, saveStream } from './stream.ts';

export interface KillReport {
  readonly seed: number;
  readonly kills: number;
  /** Kills before the node had opened its database. */
  readonly early: number;
  /** Starts that found the block that was being committed on disk, though its Commit had not been answered. */
  readonly ahead: number;
  readonly commits: number;
  readonly problems: readonly string[];
}

const DRIVER = join(import.meta.dirname, 'driver.ts');
const BLOCKS = 600;
/** The node's own settings, and some with which LevelDB writes tables and the store prunes all the time. */
const VARIANTS: readonly Partial<DriverOptions>[] = [
  {},
  { writeBufferBytes: 128 << 10, pruning: { keepRecent: 4, interval: 3 } },
];

/** What a process said before it ended. */
interface Run {
  readonly lines: readonly string[];
  readonly killed: boolean;
  readonly code: number | null;
  readonly err: string;
}

/** Runs the driver and kills it `delay` milliseconds after it has said `lines` lines. */
function run(o: DriverOptions, lines: number, delay: number): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', DRIVER, JSON.stringify(o)], {
      env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'akash-compile-cache') },
    });
    let [out, err] = ['', ''];
    let timer: NodeJS.Timeout | undefined;
    let said = 0;
    const arm = (): void => {
      if (said >= lines) timer ??= setTimeout(() => child.kill('SIGKILL'), delay);
    };
    child.stdout.on('data', (d: Buffer) => {
      out += d.toString();
      said += d.toString().split('\n').length - 1;
      arm();
    });
    child.stderr.on('data', (d: Buffer) => {
      err += d.toString();
    });
    arm();
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      // A line that the kill cut short was never said.
      resolve({ lines: out.split('\n').slice(0, -1), killed: signal === 'SIGKILL', code, err });
    });
  });
}

/** One home, killed and started again until it is told to stop. */
async function lane(
  seed: number,
  count: number,
  stream: Stream,
  file: string,
  variant: Partial<DriverOptions>,
): Promise<Omit<KillReport, 'seed'>> {
  const random = new Random(seed);
  const problems: string[] = [];
  let [kills, early, ahead, commits] = [0, 0, 0, 0];
  let folder = mkdtempSync(join(tmpdir(), 'akash-kill-'));
  let answered = 0;
  try {
    while (kills < count && problems.length === 0) {
      // Sometimes while it opens the database, mostly around a commit.
      const lines = random.below(5) === 0 ? 0 : 1 + random.below(30);
      const delay = random.below(lines === 0 ? 1000 : 20);
      const r = await run({ ...variant, stream: file, data: join(folder, 'db') }, lines, delay);
      const what = `seed ${seed}, kill ${kills + 1}, ${delay} ms after line ${lines}`;
      if (!r.killed && r.code !== 0) problems.push(`${what}: ended with code ${r.code}: ${r.err}`);
      let opened: number | undefined;
      let done = false;
      for (const line of r.lines) {
        const [kind, number, hash] = line.split(' ');
        const height = Number(number);
        if (hash !== undefined && height > 0 && hash !== hashAt(stream, height))
          problems.push(`${what}: ${line}, but the hash must be ${hashAt(stream, height)}`);
        if (kind === 'open') {
          opened = height;
          if (height < answered || height > answered + 1)
            problems.push(`${what}: opened at ${height}, the last Commit answered was ${answered}`);
          if (height > answered) ahead++;
        } else if (kind === 'commit') {
          if (height !== (opened === undefined ? -1 : Math.max(opened, answered) + 1))
            problems.push(`${what}: committed ${height} after ${answered}`);
          commits++;
        } else done = true;
        answered = height;
      }
      if (r.killed) kills++;
      if (r.killed && opened === undefined) early++;
      if (done || answered >= stream.blocks.length) {
        rmSync(folder, { recursive: true });
        folder = mkdtempSync(join(tmpdir(), 'akash-kill-'));
        answered = 0;
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { kills, early, ahead, commits, problems };
}

/** Two homes at a time, one of each variant. */
export async function killRandomly(seed: number, count: number): Promise<KillReport> {
  const stream = await makeStream(seed, BLOCKS);
  const folder = mkdtempSync(join(tmpdir(), 'akash-stream-'));
  try {
    const file = join(folder, 'stream');
    saveStream(stream, file);
    const half = Math.ceil(count / 2);
    const lanes = await Promise.all(
      VARIANTS.map((variant, i) => lane(seed * 2 + i, i === 0 ? half : count - half, stream, file, variant)),
    );
    const sum = (field: 'kills' | 'early' | 'ahead' | 'commits'): number => lanes.reduce((n, l) => n + l[field], 0);
    return {
      seed,
      kills: sum('kills'),
      early: sum('early'),
      ahead: sum('ahead'),
      commits: sum('commits'),
      problems: lanes.flatMap((l) => l.problems),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const describeKills = (r: KillReport): string =>
  `kills: seed ${r.seed}, ${r.kills} kills (${r.early} before the database was open), ${r.commits} commits answered, ${r.ahead} starts one block ahead, ${r.problems.length} problems`;

if (process.argv[1] === import.meta.filename) {
  const r = await killRandomly(Number(process.argv[3] ?? 1), Number(process.argv[2] ?? 200));
  console.log(describeKills(r));
  for (const p of r.problems) console.log(p);
  process.exitCode = r.problems.length === 0 ? 0 : 1;
}
