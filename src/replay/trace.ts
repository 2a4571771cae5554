import type { ExecutionTracer } from '../baseapp/types.ts';
import { type TraceLine, toHex } from './case.ts';

/** Writes accesses down as the recorded traces have them, while switched on. */
export class TraceRecorder implements ExecutionTracer {
  on = false;
  private lines: TraceLine[] = [];

  /** The lines since the last call. */
  take(): TraceLine[] {
    const { lines } = this;
    this.lines = [];
    return lines;
  }

  private add(...line: (string | number)[]): void {
    if (this.on) this.lines.push(line);
  }

  mark(phase: string, index: number): void {
    this.add(phase, index);
  }
  get(store: string, key: Uint8Array, length: number): void {
    if (this.on) this.add('get', store, toHex(key), length);
  }
  has(store: string, key: Uint8Array, found: boolean): void {
    if (this.on) this.add('has', store, toHex(key), found ? 1 : 0);
  }
  set(store: string, key: Uint8Array, value: Uint8Array): void {
    if (this.on) this.add('set', store, toHex(key), toHex(value));
  }
  del(store: string, key: Uint8Array): void {
    if (this.on) this.add('del', store, toHex(key));
  }
  iterator(store: string, start: Uint8Array | undefined, end: Uint8Array | undefined, ascending: boolean): void {
    if (this.on) this.add(ascending ? 'iter' : 'riter', store, hexOrEmpty(start), hexOrEmpty(end));
  }
  at(store: string, key: Uint8Array, length: number): void {
    if (this.on) this.add('at', store, toHex(key), length);
  }
}

const hexOrEmpty = (bytes: Uint8Array | undefined): string => (bytes === undefined ? '' : toHex(bytes));

const MARKS: ReadonlySet<unknown> = new Set(['pre', 'begin', 'tx', 'msg', 'end']);
const isMark = (line: TraceLine): boolean => MARKS.has(line[0]);
/** Gas outside the stores is not observed here. */
const compared = (line: TraceLine): boolean => line[0] !== 'gas';
const sameLine = (a: TraceLine | undefined, b: TraceLine | undefined): boolean =>
  a !== undefined && b !== undefined && a.length === b.length && a.every((v, i) => v === b[i]);

const MAX_SHOWN = 200;
const show = (line: TraceLine | undefined): string => {
  const text = line === undefined ? '(nothing more)' : JSON.stringify(line);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
};

/** Describes where two traces part, with the lines before; undefined when they are equal. `context`: lines to show. */
export function compareTraces(
  expected: readonly TraceLine[],
  actual: readonly TraceLine[],
  context = 6,
): string | undefined {
  const a = expected.filter(compared);
  const b = actual.filter(compared);
  let i = 0;
  while (i < a.length && i < b.length && sameLine(a[i], b[i])) i++;
  if (i === a.length && i === b.length) return undefined;
  const where = a.slice(0, i).findLast(isMark);
  const marks = a.slice(0, i).filter((l) => l[0] === 'tx' || l[0] === 'msg');
  const tx = marks.findLast((l) => l[0] === 'tx');
  const inTx = where !== undefined && where[0] === 'msg' && tx !== undefined ? ` of ${show(tx)}` : '';
  const out = [`trace line ${i + 1} differs, after ${show(where)}${inTx}:`];
  for (const line of a.slice(Math.max(0, i - context), i)) out.push(`    ${show(line)}`);
  out.push(`  expected ${show(a[i])}`, `  actual   ${show(b[i])}`);
  for (const line of a.slice(i + 1, i + 1 + context / 2)) out.push(`  expected next ${show(line)}`);
  for (const line of b.slice(i + 1, i + 1 + context / 2)) out.push(`  actual next   ${show(line)}`);
  return out.join('\n');
}
