import { createInterface } from 'node:readline';
import { type Io, UsageError } from './frame.ts';

const buffered = new WeakMap<
  NodeJS.ReadStream,
  { lines: string[]; ended: boolean; waiting: ((line: string | undefined) => void)[] }
>();

/** The next line of standard input, undefined at its end. Lines come one by one also when they were piped in all at once. */
export function readLine(io: Io): Promise<string | undefined> {
  let state = buffered.get(io.stdin);
  if (!state) {
    const s = { lines: [] as string[], ended: false, waiting: [] as ((line: string | undefined) => void)[] };
    state = s;
    buffered.set(io.stdin, s);
    const reader = createInterface({ input: io.stdin, terminal: false });
    reader.on('line', (line) => {
      const next = s.waiting.shift();
      if (next) next(line);
      else s.lines.push(line);
      if (s.waiting.length === 0) io.stdin.pause();
    });
    reader.on('close', () => {
      s.ended = true;
      for (const w of s.waiting.splice(0)) w(undefined);
    });
  }
  const s = state;
  if (s.lines.length > 0) return Promise.resolve(s.lines.shift());
  if (s.ended) return Promise.resolve(undefined);
  io.stdin.resume();
  return new Promise((resolve) => s.waiting.push(resolve));
}

/** Asks for a line. Throws when input ends. */
export async function ask(io: Io, question: string): Promise<string> {
  io.err(question);
  const line = await readLine(io);
  if (line === undefined) throw new UsageError('EOF');
  return line.trim();
}

/** Asks for yes or no; no answer is no. */
export async function confirm(io: Io, question: string): Promise<boolean> {
  io.err(`${question} [y/N]: `);
  const line = await readLine(io);
  return /^(y|yes)$/i.test((line ?? '').trim());
}

/** Asks for a password without showing it on a terminal. */
export async function askPassword(io: Io, question: string): Promise<string> {
  io.err(question);
  const hide = io.stdin.isTTY === true;
  if (!hide) {
    const line = await readLine(io);
    if (line === undefined) throw new UsageError('EOF: no password was given');
    return line;
  }
  const text = await new Promise<string>((resolve, reject) => {
    let typed = '';
    io.stdin.setRawMode(true);
    io.stdin.resume();
    io.stdin.setEncoding('utf8');
    const end = (): void => {
      io.stdin.setRawMode(false);
      io.stdin.pause();
      io.stdin.off('data', take);
      io.err('\n');
    };
    const take = (chunk: string): void => {
      for (const c of chunk) {
        if (c === '\r' || c === '\n') {
          end();
          resolve(typed);
          return;
        }
        if (c === '\u0003') {
          end();
          reject(new UsageError('aborted'));
          return;
        }
        typed = c === '\u007f' ? typed.slice(0, -1) : typed + c;
      }
    };
    io.stdin.on('data', take);
  });
  return text;
}
