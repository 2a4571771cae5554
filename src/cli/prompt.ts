import { spawnSync } from 'node:child_process';
import { readSync } from 'node:fs';
import { isatty } from 'node:tty';
import { type Io, UsageError } from './frame.ts';

/** Reads standard input line by line, waiting for each; undefined at its end. Hidden lines are not shown on a terminal. */
export function standardInput(fd = 0): (hidden: boolean) => string | undefined {
  let rest = '';
  let ended = false;
  const buffer = Buffer.alloc(4096);
  const read = (): string | undefined => {
    for (;;) {
      const at = rest.indexOf('\n');
      if (at >= 0) {
        const line = rest.slice(0, at).replace(/\r$/, '');
        rest = rest.slice(at + 1);
        return line;
      }
      if (ended) {
        const line = rest;
        rest = '';
        return line === '' ? undefined : line;
      }
      try {
        const n = readSync(fd, buffer);
        if (n === 0) ended = true;
        else rest += buffer.toString('utf8', 0, n);
      } catch (e) {
        const { code } = e as { code?: string };
        if (code === 'EOF') ended = true;
        else if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
        else throw e;
      }
    }
  };
  return (hidden) => {
    if (!hidden || !isatty(fd)) return read();
    const echo = (on: boolean): void => {
      spawnSync('stty', [on ? 'echo' : '-echo'], { stdio: ['inherit', 'ignore', 'ignore'] });
    };
    echo(false);
    try {
      return read();
    } finally {
      echo(true);
      process.stderr.write('\n');
    }
  };
}

/** Asks for a line. Throws when input ends. */
export function ask(io: Io, question: string): string {
  io.err(question);
  const line = io.line(false);
  if (line === undefined) throw new UsageError('EOF: an answer was expected on standard input');
  return line.trim();
}

/** Asks for yes or no; no answer is no. */
export function confirm(io: Io, question: string): boolean {
  io.err(`${question} [y/N]: `);
  return /^(y|yes)$/i.test((io.line(false) ?? '').trim());
}

/** Asks for a password without showing it on a terminal. */
export function askPassword(io: Io, question: string): string {
  io.err(question);
  const line = io.line(true);
  if (line === undefined) throw new UsageError('EOF: no password was given on standard input');
  return line;
}
