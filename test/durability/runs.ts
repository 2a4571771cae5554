/** A node that is started, kept busy and killed, in the two ways there are: as the driver, and as `akash start`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DriverOptions } from './driver.ts';
import { feed, makeHome, startNode } from './node-process.ts';
import type { Stream } from './stream.ts';

/** What was answered before the process ended, a line each: see driver.ts. */
export interface Run {
  readonly lines: readonly string[];
  readonly killed: boolean;
  readonly code: number | null;
  readonly err: string;
  /** It had to be killed because it did not get on. */
  readonly stuck: boolean;
  /** An answer that it must not give. */
  readonly wrong?: string | undefined;
}

/** When to kill: `delay` milliseconds after `lines` lines were said. */
export interface Moment {
  readonly lines: number;
  readonly delay: number;
}

/** One start on the folder `home`: killed at the moment given, or else ended in order at the height `until`. */
export type Start = (home: string, moment: Moment | undefined, until: number) => Promise<Run>;

/** Longer than any start and any number of blocks that is waited for. */
const PATIENCE_MS = 120_000;
const CACHE = { NODE_COMPILE_CACHE: join(tmpdir(), 'akash-compile-cache') };
const DRIVER = join(import.meta.dirname, 'driver.ts');

/** Kills a process in time. */
class Killer {
  stuck = false;
  private said = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly patience: NodeJS.Timeout;
  private readonly child: ChildProcess;
  private readonly moment: Moment | undefined;

  constructor(child: ChildProcess, moment: Moment | undefined) {
    this.child = child;
    this.moment = moment;
    this.patience = setTimeout(() => {
      this.stuck = true;
      child.kill('SIGKILL');
    }, PATIENCE_MS);
    child.on('close', () => {
      clearTimeout(this.timer);
      clearTimeout(this.patience);
    });
    this.heard(0);
  }

  heard(lines: number): void {
    this.said += lines;
    const { moment } = this;
    if (moment !== undefined && this.said >= moment.lines)
      this.timer ??= setTimeout(() => this.child.kill('SIGKILL'), moment.delay);
  }
}

/** The driver with these options: nothing but the application and its database. */
export function driverStart(options: Omit<DriverOptions, 'data' | 'until'>): Start {
  return (home, moment, until) =>
    new Promise((resolve) => {
      const o: DriverOptions = { ...options, data: join(home, 'db'), until };
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', DRIVER, JSON.stringify(o)], {
        env: { ...process.env, ...CACHE },
      });
      const killer = new Killer(child, moment);
      let [out, err] = ['', ''];
      child.stdout.on('data', (d: Buffer) => {
        out += d.toString();
        killer.heard(d.toString().split('\n').length - 1);
      });
      child.stderr.on('data', (d: Buffer) => {
        err += d.toString();
      });
      child.on('close', (code, signal) => {
        // A line that the kill cut short was never said.
        const lines = out.split('\n').slice(0, -1);
        resolve({ lines, killed: signal === 'SIGKILL', code, err, stuck: killer.stuck });
      });
    });
}

/** `akash start`, fed over its socket. */
export function nodeStart(stream: Stream): Start {
  return async (home, moment, until) => {
    if (!existsSync(join(home, 'config'))) makeHome(home);
    const node = startNode(home, [], CACHE);
    const killer = new Killer(node.child, moment);
    const lines: string[] = [];
    const say = (line: string): void => {
      lines.push(line);
      killer.heard(1);
    };
    let wrong: string | undefined;
    // One that is killed while it opens never says its address.
    const address = await node.address.catch(() => undefined);
    try {
      const height = address === undefined ? 0 : await feed(address, stream, until, say);
      if (height >= until) node.child.kill('SIGTERM');
    } catch (e) {
      wrong = String(e);
      node.child.kill('SIGKILL');
    }
    const code = await node.ended;
    if (code === 0) say(`done ${lines.at(-1)?.split(' ')[1] ?? 0}`);
    const killed = node.child.signalCode === 'SIGKILL';
    return { lines, killed, code, err: node.log(), stuck: killer.stuck, wrong };
  };
}
