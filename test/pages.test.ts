/** The page of each module of `x` names its messages and, where it has a store, the keys in it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../src');
const modules = readdirSync(join(ROOT, 'x'));

/** `A{b,c}` as Ab, Ac. */
function spelledOut(text: string): string {
  return text.replace(/(\w+)\{([\w,]+)\}/g, (_, head: string, tails: string) =>
    tails
      .split(',')
      .map((tail) => head + tail)
      .join(' '),
  );
}

function filesOf(module: string): string[] {
  return readdirSync(join(ROOT, 'x', module), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
}

/** The messages of the services that a module's files take from the wire. */
function messagesOf(module: string): Set<string> {
  const found = new Set<string>();
  for (const file of filesOf(module)) {
    const text = readFileSync(join(ROOT, 'x', module, file), 'utf8');
    for (const [, names, path] of text.matchAll(/import (?:type )?\{([^}]*)\} from '[./]*\/wire\/gen\/([^']+)'/g)) {
      // Who takes the service itself is the one who serves it.
      if (!/\bMsg\b|\bMsgServer\b/.test(names!)) continue;
      const service = readFileSync(join(ROOT, 'wire/gen', path!), 'utf8');
      for (const [, name] of service.matchAll(/requestType: (Msg\w+)/g)) found.add(name!);
    }
  }
  return found;
}

test.each(modules)('%s', (module) => {
  const page = spelledOut(readFileSync(join(ROOT, 'x', module, 'README.md'), 'utf8'));
  expect(page.split('\n').length).toBeLessThan(80);
  expect([...messagesOf(module)].filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
  const keys = join(ROOT, 'x', module, 'keys.ts');
  if (!existsSync(keys)) return;
  // Binary prefixes are literals in keys.ts: the first byte of each.
  const prefixes = new Set(readFileSync(keys, 'utf8').match(/(?<=^(?:\/\/|\/\*\*|\s\*) `?)0x[0-9a-f]{2}/gm) ?? []);
  expect([...prefixes].filter((prefix) => !page.includes(prefix))).toEqual([]);
});

test('there are messages to be named', () => {
  const all = modules.flatMap((m) => [...messagesOf(m)]);
  expect(all.length).toBeGreaterThan(80);
});
