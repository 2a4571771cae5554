/**
 * Replays the function-level vectors (`run.ts` does it from a shell). A topic is a file in `topics/`
 * whose default export maps an operation to our function; its vectors are `leaf/<topic>.jsonl.gz`, from VECTORS_DIR when
 * that is set, else from test/vectors. When several topics share a file, each is named `<file>.<part>` and exports
 * `only`, a pattern of its operations; what no topic claims is an error.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { GoErrorBase, GoPanic } from '../../src/core/errors.ts';

// biome-ignore lint/suspicious/noExplicitAny: recorded JSON of many shapes
export type Input = any;

/** One line of a vector file: `out`, `err` or `panic` is what the reference did. */
export interface Case {
  op: string;
  in: Input;
  out?: Input;
  err?: string;
  panic?: string;
}

/** Answers `out`, or throws GoError / GoPanic. Bigints count as their decimal text. */
export type Handler = (input: Input, line: Case) => unknown;
export type Topic = Record<string, Handler>;
/** Why a case cannot be run yet. */
export type Awaits = (line: Case) => string | undefined;

/** What our function did, in the form of a vector line. */
export type Outcome = { out: unknown } | { err: string } | { panic: string };

export function outcome(f: () => unknown): Outcome {
  try {
    return { out: f() };
  } catch (e) {
    if (e instanceof GoPanic) return { panic: e.message };
    if (e instanceof GoErrorBase) return { err: e.message };
    throw e;
  }
}

/** JSON with sorted keys, bigints as text, undefined members left out. */
export function canonical(v: unknown): string {
  if (typeof v === 'bigint') return JSON.stringify(v.toString());
  // The recorder's JSON has U+FFFD for what is not UTF-8.
  if (typeof v === 'string') return JSON.stringify(v.toWellFormed());
  if (v === undefined || v === null || typeof v !== 'object') return JSON.stringify(v ?? null);
  if (Array.isArray(v)) return `[${v.map(canonical).join(',')}]`;
  const o = v as Record<string, unknown>;
  const keys = Object.keys(o)
    .filter((k) => o[k] !== undefined)
    .sort((a, b) => (a < b ? -1 : 1));
  return `{${keys.map((k) => `${JSON.stringify(k)}:${canonical(o[k])}`).join(',')}}`;
}

export function vectorFile(topic: string): string {
  const root = process.env.VECTORS_DIR ?? join(import.meta.dirname, '../vectors');
  return join(root, 'leaf', `${topic.split('.')[0]}.jsonl.gz`);
}

const longNumber = /[:,[]-?\d{16,}/;

/** Numbers beyond what a double holds are kept as their text. */
function parseCase(line: string): Case {
  if (!longNumber.test(line)) return JSON.parse(line) as Case;
  return JSON.parse(line, (_key: string, v: unknown, context?: { source?: string }) =>
    typeof v === 'number' && !Number.isSafeInteger(v) ? (context?.source ?? v) : v,
  ) as Case;
}

export function readCases(file: string): Case[] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter((l) => l !== '')
    .map(parseCase);
}

export interface Report {
  topic: string;
  cases: number;
  /** Cases that were not run, by reason. */
  awaited: Map<string, number>;
  failures: string[];
}

const cut = (s: string): string => (s.length > 1500 ? `${s.slice(0, 1500)}…` : s);

/** Texts without what differs from run to run in the reference: memory addresses and source positions. */
function normalised(json: string): string {
  return json
    .replaceAll('(0xPTR)', '(0x0)')
    .replaceAll('(PTR)', '0')
    .replace(/ \[(?:PATH|cosmos)\/[\w./@-]+\.go:\d+\]/g, '');
}

/** Runs every case of a topic but those for which `awaits` has a reason. A case without a handler fails. */
export function runCases(name: string, topic: Topic, cases: readonly Case[], awaits?: Awaits): Report {
  const failures: string[] = [];
  const awaited = new Map<string, number>();
  cases.forEach((c, i) => {
    const reason = awaits?.(c);
    if (reason !== undefined) {
      awaited.set(reason, (awaited.get(reason) ?? 0) + 1);
      return;
    }
    const where = `${name} line ${i + 1}: ${c.op} ${cut(JSON.stringify(c.in))}`;
    const handler = topic[c.op];
    if (handler === undefined) {
      failures.push(`${where}\n  no handler`);
      return;
    }
    let ours: Outcome;
    try {
      ours = outcome(() => handler(c.in, c));
    } catch (e) {
      failures.push(`${where}\n  threw ${(e as Error).stack ?? String(e)}`);
      return;
    }
    const theirs = c.panic !== undefined ? { panic: c.panic } : c.err !== undefined ? { err: c.err } : { out: c.out };
    const [want, got] = [normalised(canonical(theirs)), canonical(ours)];
    if (want !== got) failures.push(`${where}\n  want ${cut(want)}\n  got  ${cut(got)}`);
  });
  return { topic: name, cases: cases.length, awaited, failures };
}

export function topics(): string[] {
  return readdirSync(join(import.meta.dirname, 'topics'))
    .filter((f) => f.endsWith('.ts'))
    .map((f) => f.slice(0, -3));
}

export async function runTopic(name: string): Promise<Report> {
  const file = vectorFile(name);
  if (!existsSync(file)) throw new Error(`no vectors at ${file}`);
  const { default: topic, only, awaits } = await load(name);
  const cases = readCases(file).filter((c) => only?.test(c.op) ?? true);
  return runCases(name, topic, cases, awaits);
}

interface TopicFile {
  default: Topic;
  only?: RegExp;
  awaits?: Awaits;
}

async function load(name: string): Promise<TopicFile> {
  return (await import(`./topics/${name}.ts`)) as TopicFile;
}

/** Operations in the vector files that no topic runs. */
export async function unclaimed(): Promise<string[]> {
  const byFile = Map.groupBy(topics(), vectorFile);
  const missing: string[] = [];
  for (const [file, names] of byFile) {
    const patterns = await Promise.all(names.map(async (n) => (await load(n)).only));
    if (patterns.some((p) => p === undefined)) continue;
    const ops = new Set(readCases(file).map((c) => c.op));
    for (const op of ops) if (!patterns.some((p) => p!.test(op))) missing.push(`${names[0]!.split('.')[0]}: ${op}`);
  }
  return missing;
}

export function summary(r: Report, shown = 5): string {
  const awaited = [...r.awaited].map(([reason, n]) => `\n  ${n} not run: ${reason}`).join('');
  if (r.failures.length === 0) return `leaf/${r.topic}: ${r.cases} cases, ok${awaited}`;
  const failures = r.failures.slice(0, shown).join('\n');
  return `leaf/${r.topic}: ${r.cases} cases, ${r.failures.length} differ${awaited}\n${failures}`;
}
