/**
 * Commands on the data of a node that was stopped, against what the reference answered: the home folder is one that the reference wrote.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { CometError, findComet } from '../../src/engine/comet-process.ts';

const vectors = resolve(import.meta.dirname, '../vectors/api/cli');
const home = mkdtempSync(join(tmpdir(), 'akash-stopped-'));
const other = mkdtempSync(join(tmpdir(), 'akash-other-'));
const recorded = readFileSync(join(vectors, 'stopped.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((l) => JSON.parse(l) as { args: string[]; rc: number; stdout: string; stderr: string });

const unpack = (archive: string, to: string): void => {
  const r = spawnSync('tar', ['xzf', join(vectors, archive), '-C', to], { encoding: 'utf8' });
  if (r.status !== 0) throw new Error(r.stderr);
};
const exported = (name: string): string =>
  gunzipSync(readFileSync(join(vectors, name)))
    .toString()
    // The reference logs to standard output too.
    .replace(/^(INF .*\n module=.*\n)*/, '')
    .trimEnd();

async function akash(line: string, at = home): Promise<string> {
  let [out, err] = ['', ''];
  const code = await main([...line.split(' '), '--home', at], {
    out: (t) => {
      out += t;
    },
    err: (t) => {
      err += t;
    },
    env: { ...process.env },
    line: () => undefined,
  });
  if (code !== 0) throw new Error(err);
  return out;
}

beforeAll(() => unpack('stopped-home.tar.gz', home));
afterAll(() => {
  for (const d of [home, other]) rmSync(d, { recursive: true, force: true });
});

test.each([
  ['export', 'export.json.gz'],
  ['export --height 242', 'export-height.json.gz'],
  ['export --for-zero-height', 'export-zero.json.gz'],
])('%s', async (line, file) => {
  expect(await akash(line)).toBe(exported(file));
});

test('export of some modules, and of a height that is not there', async () => {
  const some = recorded.find((r) => r.args.includes('--modules-to-export'))!;
  expect(await akash(some.args.join(' '))).toBe(some.stdout);
  await expect(akash('export --height 252')).rejects.toThrow('failed to load version 252: no commit info found');
  await expect(akash('export --modules-to-export nothing')).rejects.toThrow('nothing');
});

const plain = recorded.filter((r) => r.rc === 0 && /^(module-hash|comet show|genesis validate)/.test(r.args.join(' ')));
test.each(plain.map((r) => [r.args.join(' '), r.stdout]))('%s', async (line, stdout) => {
  expect((await akash(line)).replaceAll(home, '$HOME_DIR').trimEnd()).toBe(stdout.trimEnd());
});

test('snapshots: one of the reference is read, one of ours is the same, and fills a new node', async () => {
  const listed = 'height: 245 format: 3 chunks: 1\n';
  const archive = join(other, 'snap.tar.gz');
  expect(await akash('snapshots list')).toBe('');
  await akash(`snapshots load ${join(vectors, 'snapshot.tar.gz')}`);
  expect(await akash('snapshots list')).toBe(listed);
  await akash('snapshots delete 245 3');
  await akash('snapshots export --height 245');
  expect(await akash('snapshots list')).toBe(listed);
  await expect(akash('snapshots export --height 999')).rejects.toThrow('cannot snapshot future height 999');
  await akash(`snapshots dump 245 3 -o ${archive}`);
  await expect(akash(`snapshots dump 7 3 -o ${archive}`)).rejects.toThrow("snapshot doesn't exist");

  mkdirSync(join(other, 'data'));
  await expect(akash(`snapshots load ${join(vectors, 'stopped-home.tar.gz')}`, other)).rejects.toThrow(
    'invalid archive',
  );
  await akash(`snapshots load ${archive}`, other);
  await akash('snapshots restore 245 3', other);
  const withoutTime = (s: string): string => s.replace(/^timestamp.*$/m, '');
  expect(withoutTime(await akash('module-hash-by-height 245', other))).toBe(
    withoutTime(await akash('module-hash-by-height 245')),
  );
  await expect(akash('snapshots restore 245 3', other)).rejects.toThrow('there is state at height 245 already');
});

const comet = ((): string | undefined => {
  try {
    return findComet(undefined, process.env);
  } catch (e) {
    if (e instanceof CometError) return undefined;
    throw e;
  }
})();

test.skipIf(comet === undefined)(
  'rollback takes CometBFT and the application back, as the reference does',
  async () => {
    for (const r of recorded.filter((x) => x.args[0] === 'rollback'))
      expect((await akash(r.args.join(' '))).trimEnd()).toBe(r.stdout);
    expect(await akash('module-hash-by-height 245')).toContain('version: "245"');
    expect(JSON.parse(await akash('export')).initial_height).toBe(246);
  },
);

test('prune keeps what it is told to keep', async () => {
  const before = await akash('export');
  expect(await akash('prune everything')).toMatch(
    /^get pruning options from command flags, strategy: 1, keep-recent: 2, interval: 10\npruning heights up to \d+\nsuccessfully pruned/,
  );
  await expect(akash('export --height 200')).rejects.toThrow('version does not exist');
  expect(await akash('export')).toBe(before);
  await expect(akash('prune sometimes')).rejects.toThrow('invalid pruning option: sometimes');
});

test("what is CometBFT's is removed, the application and the keys stay", async () => {
  const key = readFileSync(join(home, 'config/priv_validator_key.json'), 'utf8');
  await akash('comet reset-state');
  expect(JSON.parse(await akash('export --modules-to-export mint')).chain_id).toBe('akash-iface-1');
  await akash('comet unsafe-reset-all');
  await expect(akash('export')).rejects.toThrow('there is no database');
  expect(readFileSync(join(home, 'config/priv_validator_key.json'), 'utf8')).toBe(key);
  expect(JSON.parse(readFileSync(join(home, 'data/priv_validator_state.json'), 'utf8')).height).toBe('0');
});
