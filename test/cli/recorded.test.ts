/**
 * The reference's command line as it was recorded, call by call on one home folder: the same arguments and input must give the same
 * standard output and exit code. Where ours differs on purpose, the table says why.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';

interface Call {
  readonly line: number;
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly volatile?: string;
}

const folder = join(resolve(import.meta.dirname, '../vectors/api/cli'));
const home = mkdtempSync(join(tmpdir(), 'akash-recorded-'));
const user = mkdtempSync(join(tmpdir(), 'akash-user-'));
cpSync(join(folder, 'user'), user, { recursive: true });
const calls = readFileSync(join(folder, 'cli.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((l) => JSON.parse(l) as Call);

const fill = (s: string): string => s.replaceAll('$USER_DIR', user).replaceAll('$HOME_DIR', home);
const mask = (s: string): string => s.replaceAll(user, '$USER_DIR').replaceAll(home, '$HOME_DIR');

async function run(call: Call): Promise<{ code: number; out: string; err: string }> {
  const lines = (call.stdin ?? '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  let [out, err] = ['', ''];
  const code = await main([...call.args.map(fill), '--home', home], {
    out: (t) => {
      out += t;
    },
    err: (t) => {
      err += t;
    },
    env: {},
    line: () => lines.shift(),
  });
  return { code, out: mask(out), err: mask(err) };
}

/** By the words of the call: why ours differs, and the exit code that ours has. */
const DIFFERENT: readonly (readonly [words: RegExp, why: string, code: number])[] = [
  [/^keys delete nobody/, 'deleting a key that is not there is an error', 1],
  [/^keys show alice -d/, 'keys of devices are not supported', 1],
  [/^keys show alice -o json/, 'the output can be chosen by its short flag too', 0],
  [
    /^genesis gentx bob 10000000uakt --chain-id fresh-1 --keyring/,
    'the least self delegation is 1 when it is left out',
    0,
  ],
  [/^comet unsafe-reset-all/, 'what is removed is told on standard error', 0],
  [/^tx gov cancel-proposal/, 'the reference panics', 0],
  [/^tx vesting create-(vesting|permanent)/, 'the reference panics', 0],
  [/^tx vesting create-periodic/, 'the reference panics; the file was not recorded', 1],
  [/^tx upgrade /, 'the reference refuses a chain id that it would not use', 0],
  [/^tx authz grant \S+ delegate/, 'the denomination is not asked of a node offline', 0],
  [/^tx cert revoke client --serial/, 'the certificate is not asked of a node offline', 0],
  [/^tx deployment (create|update) \S*(web|big).yaml .*--offline/, 'the certificate is not asked of a node offline', 0],
];

/** Parts of an output that are never twice the same. */
const MASKS: readonly RegExp[] = [/"period_reset":"[^"]*"/];

/** The reference walks a Go map here. */
const UNORDERED = /^debug codec /;

const shape = (s: string): string => MASKS.reduce((text, m) => text.replace(m, ''), s).trimEnd();
const sorted = (s: string): string =>
  s
    .split('\n')
    .sort((a, b) => (a < b ? -1 : 1))
    .join('\n');

afterAll(() => {
  for (const d of [home, user]) rmSync(d, { recursive: true, force: true });
});

describe('recorded calls', () => {
  test.each(calls.map((c) => [c.line, c.args.join(' ').slice(0, 120), c] as const))('%i akash %s', async (_, __, c) => {
    const words = c.args.join(' ');
    const ours = await run(c);
    const different = DIFFERENT.find(([pattern]) => pattern.test(words));
    if (different) {
      if (different[2] >= 0) expect(ours.err + ours.code).toMatch(new RegExp(`${different[2]}$`));
      // An exception that is none any more has to go.
      expect([ours.code, shape(ours.out)]).not.toEqual([c.rc, shape(c.stdout)]);
      return;
    }
    expect(ours.err + (ours.code === 0)).toMatch(new RegExp(`${c.rc === 0}$`));
    if (c.volatile !== undefined) return;
    if (UNORDERED.test(words)) expect(sorted(ours.out)).toBe(sorted(c.stdout));
    else expect(shape(ours.out)).toBe(shape(c.stdout));
    // The reference's message is there, though ours may say more.
    const message = /^Error: ([^[\n]*)/m.exec(c.stderr)?.[1]?.trim();
    if (c.rc !== 0 && message !== undefined && SAME_MESSAGE.test(words))
      expect(ours.err.replaceAll('\u00a0', ' ')).toContain(message.replaceAll('\u00a0', ' '));
  });
});

/** Calls whose errors users look up. */
const SAME_MESSAGE = /^(?!.*--offline --account)(tx (decode|market|authz|deployment|provider|audit|escrow)|debug addr)/;
