import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** The same blocks lead to the same bytes, whatever the process runs in. */
const ROOT = resolve(import.meta.dirname, '../..');
const CASES = ['core-bank', 'staking', 'core-gov'].map((name) => join(ROOT, 'test/vectors', name));
const NODE_22 = join(ROOT, 'node_modules/node22/bin/node');
const PROGRAM = join(import.meta.dirname, 'replay-hash.ts');

interface Surroundings {
  readonly node?: string;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

function hashes({ node, flags, env, args }: Surroundings): Promise<string[]> {
  return new Promise((done, fail) => {
    const command = ['--disable-warning=ExperimentalWarning', ...(flags ?? []), PROGRAM, ...(args ?? []), ...CASES];
    const child = spawn(node ?? process.execPath, command, { env: { ...process.env, ...env } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (d: Buffer) => {
      out += d.toString();
    });
    child.stderr.on('data', (d: Buffer) => {
      err += d.toString();
    });
    child.on('error', fail);
    child.on('close', (code, signal) => {
      if (code === 0) done(out.trim().split('\n'));
      else fail(new Error(`ended with ${code ?? signal}: ${err}`));
    });
  });
}

const expected = hashes({ env: { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' } });
// Whoever waits for it first reports its failure.
expected.catch(() => {});

const CHANGES: readonly (readonly [what: string, surroundings: Surroundings])[] = [
  ['east of Greenwich, in Turkish', { env: { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } }],
  ['west of it, in Arabic', { env: { TZ: 'America/St_Johns', LANG: 'ar_SA.UTF-8', LC_ALL: 'ar_SA.UTF-8' } }],
  ['a small stack and heap', { flags: ['--stack-size=400', '--max-old-space-size=160'] }],
  ['a large stack and heap', { flags: ['--stack-size=3500', '--max-old-space-size=4096'] }],
  ['without the optimising compiler, other hash seeds', { flags: ['--no-opt', '--hash-seed=7', '--random-seed=7'] }],
];

test.concurrent.each(CHANGES)('%s', { timeout: 300_000 }, async (_, surroundings) => {
  const [want, got] = await Promise.all([expected, hashes(surroundings)]);
  expect(want).toHaveLength(CASES.length);
  expect(got).toEqual(want);
});

test('state on disk and next to nothing of it in memory', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'akash-determinism-'));
  try {
    expect(await hashes({ args: ['--disk', folder] })).toEqual(await expected);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

// The second line of Node.js is installed for Linux on x64 only.
test.skipIf(!existsSync(NODE_22))('Node.js 22', { timeout: 300_000 }, async () => {
  expect(await hashes({ node: NODE_22 })).toEqual(await expected);
});
