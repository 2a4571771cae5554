/** Default genesis sections and their checks, as recorded from the reference: whole sections and sections with one value changed. */
import { describe, expect, it } from 'vitest';
import { createApp, defaultGenesisState } from '../../src/app/app.ts';
import type { AppModule, JsonValue } from '../../src/core/module.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { crisisDefaultGenesis, validateCrisisGenesis } from '../../src/x/crisis/genesis.ts';
import { canonical, outcome, readCases, vectorFile } from '../leaf/lib.ts';

type Module = Pick<AppModule, 'defaultGenesis' | 'validateGenesis'>;

const cases = readCases(vectorFile('genesis'));
const app = await createApp({ db: new MemoryDatabase(), node: {} });
const modules = new Map<string, Module>(app.modules.modules);
// Not among the application's modules, but among those that have a section in a new document.
modules.set('crisis', { defaultGenesis: crisisDefaultGenesis, validateGenesis: validateCrisisGenesis });

/** The value at `path` replaced, or its member removed. */
function changed(doc: JsonValue, path: readonly (string | number)[], value: JsonValue, removed: boolean): JsonValue {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  const copy = (Array.isArray(doc) ? [...doc] : { ...(doc as object) }) as { [key: string]: JsonValue };
  if (rest.length === 0 && removed) delete copy[head];
  else copy[head] = changed(copy[head] ?? null, rest, value, removed);
  return copy;
}

/** Places in Go's sources and memory that its texts name; ours do not. */
const withoutPlaces = (text: string): string => text.replaceAll(/ \[PATH\/[^\]]*\]/g, '').replaceAll('(PTR)', '0');

/** The recorder put a nil entry into a list, which JSON cannot say to our reader. */
const UNREADABLE = new Set(['bank params.send_enabled [null]']);

/** Modules whose work is still to come. */
const awaited = (name: string): boolean =>
  ['deployment', 'market'].includes(name) && modules.get(name)?.defaultGenesis === undefined;

const documents = new Map<string, JsonValue>();
for (const { op, in: input } of cases) {
  if (op === 'validate' && input.mutation === 'none' && input.genesis !== undefined) {
    documents.set(`${input.module} ${input.from}`, input.genesis);
  }
}

describe.each([...modules.keys()].sort())('%s', (name) => {
  const module = modules.get(name)!;

  it.skipIf(awaited(name))('has the default section of the reference', () => {
    const line = cases.find((c) => c.op === 'default' && c.in === name);
    expect(module.defaultGenesis?.() ?? '').toBe(line?.out.text ?? '');
  });

  const checks = cases.filter((c) => c.op !== 'default' && c.in.module === name);
  // Modules whose work is still to come have no check yet.
  it.skipIf(checks.length === 0 || module.validateGenesis === undefined)(
    'checks a section as the reference does',
    () => {
      for (const { op, in: input, out, err, panic } of checks) {
        const where = `${name} ${input.patch?.join('.')} ${JSON.stringify(input.mutation)}`;
        if (UNREADABLE.has(where)) continue;
        const document = documents.get(`${name} ${input.from}`)!;
        const text =
          op === 'validateText'
            ? input.text
            : canonical(input.genesis ?? changed(document, input.patch, input.mutation, input.removed === true));
        const ours = outcome(() => {
          module.validateGenesis?.(text);
          return 'ok';
        });
        const theirs = panic !== undefined ? { panic } : err !== undefined ? { err: withoutPlaces(err) } : { out };
        expect(canonical(ours), `${where} ${op === 'validateText' ? text : ''}`).toBe(canonical(theirs));
      }
    },
  );
});

it('a new document has a section of every module', () => {
  const names = cases.filter((c) => c.op === 'default').map((c) => c.in as string);
  expect(names.filter((name) => !awaited(name) && !(name in defaultGenesisState()))).toEqual([]);
});
