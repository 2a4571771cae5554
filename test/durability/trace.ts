/**
 * What a process did to the files of a folder, in order, as far as it matters for what a disk holds after a loss of power: which bytes were
 * written, and which of them were synced when. Recorded by strace where there is one.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type Operation =
  | { readonly kind: 'create' | 'unlink'; readonly name: string }
  | { readonly kind: 'append'; readonly name: string; readonly data: Uint8Array }
  /** The first `length` bytes have reached the disk. */
  | { readonly kind: 'sync'; readonly name: string; readonly length: number }
  /** All names in the folder have. */
  | { readonly kind: 'sync folder'; readonly operations: number }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string }
  /** Commit of this height was answered. */
  | { readonly kind: 'answered'; readonly height: number };

/** LevelDB's lock and its own log in words: it does without. */
export const IGNORED = /^(LOCK|LOG|LOG\.old)$/;

const CALLS = 'openat,creat,write,writev,pwrite64,fdatasync,fsync,rename,unlink,ftruncate';

/** Whether strace is there and allowed to trace. */
export function hasStrace(): boolean {
  return spawnSync('strace', ['-f', '-qq', '--seccomp-bpf', '-e', 'trace=unlink', 'true']).status === 0;
}

/** Runs Node.js with `args` under strace. Throws when it ends with a code other than 0 or by a signal other than SIGKILL. */
export function runTraced(args: readonly string[], traceFile: string): void {
  const strace = ['-f', '-qq', '-y', '-xx', '-s', '100000000', '--seccomp-bpf', '-e', `trace=${CALLS}`];
  const r = spawnSync('strace', [...strace, '-o', traceFile, process.execPath, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
  if (r.status !== 0 && r.signal !== 'SIGKILL')
    throw new Error(`the traced process ended with ${r.status ?? r.signal}: ${r.stderr}`);
}

const unhex = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex');

/** Adds the operations on files of `folder` that a trace holds to `operations`; `lengths` are the files' so far. */
export function readTrace(
  traceFile: string,
  folder: string,
  operations: Operation[],
  lengths: Map<string, number>,
): void {
  const text = readFileSync(traceFile);
  /** Calls that have begun in a thread and not ended. */
  const open = new Map<string, { call: string; args: string; note: number }>();
  const inFolder = (path: string): string | undefined => {
    if (!path.startsWith(`${folder}/`)) return undefined;
    const name = path.slice(folder.length + 1);
    return name.includes('/') || IGNORED.test(name) ? undefined : name;
  };

  /** What takes effect when the call begins; a sync notes what it covers. */
  const begin = (call: string, args: string): number => {
    if (call === 'write') {
      const m = /^(\d+)<([^>]*)>, "([^"]*)"/.exec(args);
      if (m === null) return 0;
      const name = inFolder(unhex(m[2]!).toString());
      if (name !== undefined) {
        const data = unhex(m[3]!);
        operations.push({ kind: 'append', name, data });
        lengths.set(name, (lengths.get(name) ?? 0) + data.length);
      } else if (m[1] === '1') {
        for (const line of unhex(m[3]!).toString().split('\n')) {
          const answered = /^commit (\d+) /.exec(line);
          if (answered !== null) operations.push({ kind: 'answered', height: Number(answered[1]) });
        }
      }
      return 0;
    }
    if (call === 'fdatasync' || call === 'fsync') {
      const path = pathOf(args);
      if (path === folder) return operations.length;
      return lengths.get(inFolder(path) ?? '') ?? 0;
    }
    return 0;
  };
  const pathOf = (args: string): string => unhex(/^\d+<([^>]*)>/.exec(args)?.[1] ?? '').toString();

  /** What takes effect when the call has ended. */
  const end = (call: string, args: string, note: number, result: string): void => {
    // The kill came while it was under way.
    if (result.includes('errno 18446744073709551615')) return;
    if (result.startsWith('-1')) {
      if (call === 'write' && inFolder(pathOf(args)) !== undefined) throw new Error(`a write failed: ${result}`);
      return;
    }
    const paths = [...args.matchAll(/"([^"]*)"/g)].map((m) => unhex(m[1]!).toString());
    if (call === 'openat') {
      const name = inFolder(paths[0]!);
      if (name === undefined || !args.includes('O_CREAT')) return;
      // After a crash LevelDB may make the same table once more, from nothing.
      operations.push({ kind: 'create', name });
      lengths.set(name, 0);
    } else if (call === 'fdatasync' || call === 'fsync') {
      const path = pathOf(args);
      const name = inFolder(path);
      if (path === folder) operations.push({ kind: 'sync folder', operations: note });
      else if (name !== undefined) operations.push({ kind: 'sync', name, length: note });
    } else if (call === 'rename') {
      const [name, to] = paths.map(inFolder);
      if (name === undefined || to === undefined) return;
      operations.push({ kind: 'rename', name, to });
      lengths.set(to, lengths.get(name) ?? 0);
      lengths.delete(name);
    } else if (call === 'unlink') {
      const name = inFolder(paths[0]!);
      if (name === undefined) return;
      operations.push({ kind: 'unlink', name });
      lengths.delete(name);
    } else if (call !== 'write' && inFolder(paths[0] ?? pathOf(args)) !== undefined) {
      throw new Error(`${call} is not expected on files of a database`);
    }
  };

  for (let at = 0; at < text.length; ) {
    let stop = text.indexOf(10, at);
    if (stop < 0) stop = text.length;
    const line = text.toString('latin1', at, stop);
    at = stop + 1;
    const resumed = /^(\d+) +<\.\.\. (\w+) resumed>.*\) += (.*)$/.exec(line);
    if (resumed !== null) {
      const call = open.get(resumed[1]!);
      open.delete(resumed[1]!);
      // What a killed process had begun may resume as interrupted.
      if (call !== undefined && !resumed[3]!.startsWith('?')) end(call.call, call.args, call.note, resumed[3]!);
      continue;
    }
    const unfinished = /^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$/.exec(line);
    if (unfinished !== null) {
      const [, pid, call, args] = unfinished;
      open.set(pid!, { call: call!, args: args!, note: begin(call!, args!) });
      continue;
    }
    const whole = /^\d+ +(\w+)\((.*)\) += (.*)$/.exec(line);
    if (whole === null) continue;
    const [, call, args, result] = whole;
    end(call!, args!, begin(call!, args!), result!);
  }
}
