/** Every mark of an oddity in the code is told in docs/oddities.md, and every oddity told there has its marks and its tests. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Reference {
  readonly path: string;
  readonly words: string;
}
interface Oddity {
  readonly id: string;
  readonly marks: Reference[];
  readonly tests: Reference[];
}

/** The entries of the document: `- **id** text`, below it `  - `path`: words`. */
function oddities(): Oddity[] {
  const found: Oddity[] = [];
  for (const line of read('docs/oddities.md').split('\n')) {
    const entry = /^- \*\*(\w+)\*\* \S/.exec(line);
    if (entry !== null) found.push({ id: entry[1]!, marks: [], tests: [] });
    const reference = /^ {2}- `([^`]+)`: (.+)$/.exec(line);
    if (reference === null) continue;
    const [, path, words] = reference as unknown as [string, string, string];
    found.at(-1)![path.startsWith('src/') ? 'marks' : 'tests'].push({ path, words });
  }
  return found;
}

/** The marks of a file: the text of each comment from the word on, on one line. */
function marksIn(path: string): string[] {
  const lines = read(path).split('\n');
  return lines.flatMap((line, i) => {
    if (!line.includes('PARITY')) return [];
    let end = i + 1;
    while (/^\s*(\*(?!\/)|\/\/)/.test(lines[end] ?? '') && !lines[end]!.includes('PARITY')) end++;
    return lines
      .slice(i, end)
      .map((l) => l.replace(/^\s*(\/\*\*|\*|\/\/)?\s*/, ''))
      .join(' ');
  });
}

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('wire/gen/'))
  .map((name) => `src/${name.replaceAll('\\', '/')}`);
const marks = new Map(sources.map((path) => [path, marksIn(path)]));
const told = oddities();

test('each oddity has an id of its own, marks and tests', () => {
  expect(told.length).toBeGreaterThan(90);
  expect(new Set(told.map((o) => o.id)).size).toBe(told.length);
  for (const { id, marks, tests } of told) {
    // What differs on purpose is not copied.
    if (!id.startsWith('X')) expect(marks.length, id).toBeGreaterThan(0);
    expect(tests.length, id).toBeGreaterThan(0);
  }
});

test('each mark that is told stands in the code', () => {
  const missing = told.flatMap(({ id, marks: of }) =>
    of
      .filter(({ path, words }) => !marks.get(path)?.some((m) => m.includes(words)))
      .map((r) => `${id} ${r.path}: ${r.words}`),
  );
  expect(missing).toEqual([]);
});

test('each test that is told is there, by name', () => {
  const missing = told.flatMap(({ id, tests }) =>
    tests
      .filter(({ path, words }) => {
        if (!/\.test\.ts$/.test(path) || !existsSync(join(ROOT, path))) return true;
        const text = read(path);
        return !["'", '"', '`'].some((quote) => text.includes(quote + words.replaceAll(quote, `\\${quote}`) + quote));
      })
      .map((r) => `${id} ${r.path}: ${r.words}`),
  );
  expect(missing).toEqual([]);
});

test('each mark in the code is told', () => {
  const words = told.flatMap((o) => o.marks);
  const missing = [...marks].flatMap(([path, of]) =>
    of
      .filter((m) => !words.some((r) => r.path === path && m.includes(r.words)))
      .map((m) => `${path}: ${m.slice(0, 120)}`),
  );
  expect(missing).toEqual([]);
});
