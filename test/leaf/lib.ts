/**
 * Replays the function-level vectors, what the reference's libraries answered to single calls (`run.ts` does it from a shell).
 * A topic is a file in `topics/` whose default export maps each operation to our function; its vectors are `<topic>.jsonl.gz`
 * in VECTORS_DIR, or in the folder `leaf` of it, and in test/vectors/leaf when that is not set. A topic too long for one file has
 * parts, `<topic>.<part>.ts`. Every line of a file is run and compared whole; one that has no function differs.
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
  if (typeof v === 'bigint' || v instanceof LongNumber) return JSON.stringify(v.toString());
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

const ENDING = '.jsonl.gz';

function folder(): string {
  const root = process.env.VECTORS_DIR ?? join(import.meta.dirname, '../vectors');
  const inside = join(root, 'leaf');
  return existsSync(inside) ? inside : root;
}

export function vectorFile(topic: string): string {
  return join(folder(), `${topic}${ENDING}`);
}

const longNumber = /[:,[]-?\d{16,}/;

/** An integer beyond what a double holds. */
export class LongNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

function parseCase(line: string): Case {
  if (!longNumber.test(line)) return JSON.parse(line) as Case;
  return JSON.parse(line, (_key: string, v: unknown, context?: { source?: string }) =>
    typeof v === 'number' && !Number.isSafeInteger(v) && /^-?\d+$/.test(context!.source!)
      ? new LongNumber(context!.source!)
      : v,
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
  failures: string[];
}

const cut = (s: string): string => (s.length > 1500 ? `${s.slice(0, 1500)}…` : s);

/**
 * Texts without what differs from run to run in the reference: source positions, and memory addresses, which the recorder names or, where
 * one stands in braces as a decimal number, leaves as they were. Go's heap begins at 0xc000000000.
 */
function normalised(json: string): string {
  return json
    .replaceAll('(0xPTR)', '(0x0)')
    .replaceAll('(PTR)', '0')
    .replace(/\{8[2-9]\d{10}\}/g, '{0}')
    .replace(/ \[(?:PATH|cosmos)\/[\w./@-]+\.go:\d+\]/g, '');
}

/** Runs every case. */
export function runCases(name: string, topic: Topic, cases: readonly Case[]): Report {
  const failures: string[] = [];
  cases.forEach((c, i) => {
    const where = `${name} line ${i + 1}: ${c.op} ${cut(JSON.stringify(c.in))}`;
    const handler = topic[c.op];
    if (handler === undefined) {
      failures.push(`${where}\n  no function`);
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
  return { topic: name, cases: cases.length, failures };
}

function files(): string[] {
  return readdirSync(join(import.meta.dirname, 'topics')).filter((f) => f.endsWith('.ts'));
}

const topicOf = (file: string): string => file.split('.')[0]!;

/** The topics, and whatever else there are recordings of. */
export function topics(): string[] {
  const recorded = readdirSync(folder()).filter((f) => f.endsWith(ENDING));
  return [...new Set([...files(), ...recorded].map(topicOf))].sort();
}

export async function runTopic(name: string): Promise<Report> {
  const file = vectorFile(name);
  if (!existsSync(file)) return { topic: name, cases: 0, failures: [`there is no ${file}`] };
  return runCases(name, await load(name), readCases(file));
}

/** The functions of all parts of a topic. */
async function load(name: string): Promise<Topic> {
  const all: Topic = {};
  for (const file of files().filter((f) => topicOf(f) === name)) {
    const part = (await import(`./topics/${file.slice(0, -'.ts'.length)}.ts`)) as { default: Topic };
    for (const [op, handler] of Object.entries(part.default)) {
      if (op in all) throw new Error(`${name}: two functions for ${op}`);
      all[op] = handler;
    }
  }
  return all;
}

export function summary(r: Report, shown = 5): string {
  if (r.failures.length === 0) return `leaf/${r.topic}: ${r.cases} cases, ok`;
  const failures = r.failures.slice(0, shown).join('\n');
  return `leaf/${r.topic}: ${r.cases} cases, ${r.failures.length} differ\n${failures}`;
}
