/**
 * Kills a node at random instants and starts it again: it must open at a height not below the last whose Commit it answered and at most
 * one above, with the hash of a node that was never killed, and go on.
 * `node scripts/run.cjs test/durability/kills.ts [COUNT] [SEED]`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../store/random.ts';
import type { Flaw } from './flawed.ts';
import { driverStart, type Moment, nodeStart, type Run, type Start } from './runs.ts';
import { hashAt, makeStream, type Stream, saveStream } from './stream.ts';

export interface KillReport {
  readonly seed: number;
  readonly kills: number;
  /** Kills before the node had opened its database. */
  readonly early: number;
  /** Kills of `akash start`; the others are of the application and its database alone. */
  readonly whole: number;
  /** Starts that found the block that was being committed on disk, though its Commit had not been answered. */
  readonly ahead: number;
  readonly commits: number;
  readonly problems: readonly string[];
}

const BLOCKS = 600;
/** Enough for a flaw, which shows soon. */
const FLAWED_BLOCKS = 150;
/** Blocks that a node must commit after the last kill of its home. */
const GO_ON = 5;

/** One home's history: checks what each start says against what was answered before. */
class Home {
  readonly problems: string[] = [];
  ahead = 0;
  commits = 0;
  /** Height of the last Commit that was answered. */
  answered = 0;
  private readonly stream: Stream;

  constructor(stream: Stream) {
    this.stream = stream;
  }

  /** Returns whether it opened and whether it ended in order. */
  judge(r: Run, what: string): { opened: boolean; done: boolean } {
    const problem = (text: string): void => {
      this.problems.push(`${what}: ${text}`);
    };
    if (r.stuck) problem(`did not get on: ${r.lines.at(-1) ?? 'said nothing'}: ${r.err}`);
    if (r.wrong !== undefined) problem(r.wrong);
    if (!r.killed && r.code !== 0) problem(`ended with code ${r.code}: ${r.err}`);
    let [opened, done] = [false, false];
    for (const line of r.lines) {
      const [kind, number, hash] = line.split(' ');
      const height = Number(number);
      if (kind !== 'done' && height > 0 && hash !== hashAt(this.stream, height))
        problem(`${line}, but the hash must be ${hashAt(this.stream, height)}`);
      if (kind === 'open') {
        opened = true;
        if (height < this.answered || height > this.answered + 1)
          problem(`opened at ${height}, the last Commit answered was ${this.answered}`);
        if (height > this.answered) this.ahead++;
      } else if (kind === 'commit') {
        if (!opened || height !== this.answered + 1) problem(`committed ${height} after ${this.answered}`);
        this.commits++;
      } else done = true;
      this.answered = height;
    }
    return { opened, done };
  }
}

type LaneReport = Omit<KillReport, 'seed' | 'whole'>;

/** Kills nodes on one home after the other. */
async function lane(seed: number, count: number, stream: Stream, start: Start): Promise<LaneReport> {
  const random = new Random(seed);
  const end = stream.blocks.length;
  const problems: string[] = [];
  let [kills, early, ahead, commits] = [0, 0, 0, 0];
  while (kills < count && problems.length === 0) {
    const folder = mkdtempSync(join(tmpdir(), 'akash-kill-'));
    const home = new Home(stream);
    try {
      let done = false;
      while (!done && kills < count && home.answered < end && home.problems.length === 0) {
        // Sometimes while it opens the database, mostly around a commit.
        const lines = random.below(5) === 0 ? 0 : 1 + random.below(30);
        const moment: Moment = { lines, delay: random.below(lines === 0 ? 1000 : 20) };
        const r = await start(folder, moment, end);
        const what = `seed ${seed}, kill ${kills + 1}, ${moment.delay} ms after line ${lines}`;
        const said = home.judge(r, what);
        done = said.done;
        if (r.killed) kills++;
        if (r.killed && !said.opened) early++;
      }
      if (home.problems.length === 0) {
        const until = Math.min(home.answered + GO_ON, end);
        const said = home.judge(await start(folder, undefined, until), `seed ${seed}, after kill ${kills}`);
        if (!said.done || home.answered < until) problems.push(`seed ${seed}, after kill ${kills}: it did not go on`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    problems.push(...home.problems);
    ahead += home.ahead;
    commits += home.commits;
  }
  return { kills, early, ahead, commits, problems };
}

/** How many of the kills are of the whole node: one in so many. */
const WHOLE = 5;

/**
 * Three homes at a time: `akash start`; the application with the node's own settings; and with some with which LevelDB writes tables, commits
 * are divided, and the store prunes all the time. With a flaw the two latter run on a database that has it, and the whole node is left out.
 */
export async function killRandomly(seed: number, count: number, flaw?: Flaw): Promise<KillReport> {
  const stream = await makeStream(seed, flaw === undefined ? BLOCKS : FLAWED_BLOCKS);
  const folder = mkdtempSync(join(tmpdir(), 'akash-stream-'));
  try {
    const file = join(folder, 'stream');
    saveStream(stream, file);
    const options = { stream: file, ...(flaw === undefined ? {} : { flaw }) };
    const small = {
      ...options,
      writeBufferBytes: 128 << 10,
      pieceBytes: 4 << 10,
      pruning: { keepRecent: 4, interval: 3 },
    };
    const whole = flaw === undefined ? Math.floor(count / WHOLE) : 0;
    const half = Math.ceil((count - whole) / 2);
    const lanes = await Promise.all([
      lane(seed * 3, half, stream, driverStart(options)),
      lane(seed * 3 + 1, count - whole - half, stream, driverStart(small)),
      lane(seed * 3 + 2, whole, stream, nodeStart(stream)),
    ]);
    const sum = (field: 'kills' | 'early' | 'ahead' | 'commits'): number => lanes.reduce((n, l) => n + l[field], 0);
    return {
      seed,
      kills: sum('kills'),
      early: sum('early'),
      whole: lanes[2].kills,
      ahead: sum('ahead'),
      commits: sum('commits'),
      problems: lanes.flatMap((l) => l.problems),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const describeKills = (r: KillReport): string =>
  `kills: seed ${r.seed}, ${r.kills} kills (${r.early} before the database was open, ${r.whole} of akash start), ${r.commits} commits answered, ${r.ahead} starts one block ahead, ${r.problems.length} problems`;

if (process.argv[1] === import.meta.filename) {
  const r = await killRandomly(Number(process.argv[3] ?? 1), Number(process.argv[2] ?? 200));
  console.log(describeKills(r));
  for (const p of r.problems) console.log(p);
  process.exitCode = r.problems.length === 0 ? 0 : 1;
}
