/** A home that the Go node wrote: data, configuration and keys are used as they are, and what we write is the same, pair by pair. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AkashApp, createApp } from '../../src/app/app.ts';
import { main } from '../../src/cli/main.ts';
import { CaseFolder, fromBase64 } from '../../src/replay/case.ts';
import { compareJson } from '../../src/replay/json-compare.ts';
import { nodeOptionsOf } from '../../src/replay/options.ts';
import { APP_TOML, COMET_TOML } from '../../src/server/config/files.ts';
import { loadToml } from '../../src/server/config/toml.ts';
import { byteStringToHex } from '../../src/store/bytestring.ts';
import { LevelDatabase } from '../../src/store/leveldb.ts';
import { RequestFinalizeBlock, RequestInitChain } from '../../src/wire/gen/tendermint/abci/types.ts';
import { dump } from '../store/lines.ts';
import { lines, STATE, unpackGoHome, VECTORS } from './go-home.ts';

let home: string;
let db: LevelDatabase;
let app: AkashApp;

beforeAll(async () => {
  home = unpackGoHome();
  db = await LevelDatabase.open(join(home, 'data/application.db'));
  app = await createApp({ db, node: { chainId: STATE.chain_id } });
});
afterAll(async () => {
  await db.close();
  rmSync(home, { recursive: true });
});

describe('data', () => {
  test('opens at the last height with its application hash', () => {
    const { lastBlockHeight, lastBlockAppHash } = app.base.info();
    expect(Number(lastBlockHeight)).toBe(STATE.height);
    expect(Buffer.from(lastBlockAppHash).toString('base64')).toBe(STATE.app_hash);
  });

  test('has the recorded root of every store at every height', () => {
    const roots = lines<{ height: number; stores: Record<string, string> }>('state/roots.jsonl.gz');
    expect(roots).toHaveLength(STATE.height);
    for (const { height, stores } of roots) {
      const got = Object.keys(stores).map((name) => [
        name,
        byteStringToHex(app.store.tree(name).getImmutable(height).hash()),
      ]);
      expect(Object.fromEntries(got), `height ${height}`).toEqual(stores);
    }
  });

  test('is exported as the Go node exports it', () => {
    const [expected] = lines<unknown>('state/export.json.gz');
    expect(compareJson(expected, JSON.parse(app.exportAppState().appState))).toBeUndefined();
  });

  test('is, pair by pair, what we write for the same blocks', { timeout: 120_000 }, async () => {
    const recorded = new CaseFolder(join(VECTORS, 'chain'));
    const folder = mkdtempSync(join(tmpdir(), 'akash-home-'));
    const own = await LevelDatabase.open(folder);
    try {
      const { base } = await createApp({ db: own, node: nodeOptionsOf(recorded.info) });
      base.initChain(RequestInitChain.decode(fromBase64(recorded.init().request)));
      for (const { request } of recorded.blocks()) {
        base.finalizeBlock(RequestFinalizeBlock.decode(fromBase64(request)));
        await base.commit();
      }
      const [mine, theirs] = [new Map(await dump(own)), new Map(await dump(db))];
      expect(theirs.size).toBeGreaterThan(10_000);
      const differing = [...new Set([...mine.keys(), ...theirs.keys()])].filter((k) => mine.get(k) !== theirs.get(k));
      const shown = differing
        .slice(0, 5)
        .map((k) => `${Buffer.from(k, 'hex').toString('latin1')}: ${mine.get(k)} / ${theirs.get(k)}`);
      expect(shown).toEqual([]);
    } finally {
      await own.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('configuration', () => {
  test.each([
    [
      'app.toml',
      APP_TOML,
      { pruning: 'nothing', 'minimum-gas-prices': '0.0025uakt', 'grpc.address': '127.0.0.1:39090' },
    ],
    ['config.toml', COMET_TOML, { 'rpc.laddr': 'tcp://127.0.0.1:36657', 'p2p.laddr': 'tcp://127.0.0.1:36656' }],
  ])('%s is accepted, every setting known', (name, sections, expected) => {
    const path = join(home, 'config', name);
    const { values, unknown } = loadToml(sections, { name: path, text: readFileSync(path, 'utf8') }, {}, new Map());
    expect(unknown).toEqual([]);
    expect(Object.fromEntries(Object.keys(expected).map((key) => [key, values.get(key)]))).toEqual(expected);
  });
});

async function akash(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await main([...args, '--home', home, '--keyring-backend', 'test'], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: {},
    line: () => '',
  });
  return { code, out, err };
}

describe('keys', () => {
  test('list and show', async () => {
    const files = readdirSync(join(home, 'keyring-test'));
    const { code, out, err } = await akash('keys', 'list', '-o', 'json');
    expect([code, err]).toEqual([0, '']);
    const keys = JSON.parse(out) as { name: string; address: string; type: string }[];
    const names = files.filter((f) => f.endsWith('.info')).map((f) => f.slice(0, -'.info'.length));
    expect(keys.map((k) => k.name)).toEqual(names.sort((a, b) => (a < b ? -1 : 1)));
    expect(keys.find((k) => k.name === 'multi')?.type).toBe('multi');
    for (const { name, address } of keys) {
      expect((await akash('keys', 'show', name, '-a')).out).toBe(`${address}\n`);
    }
  });

  test('sign offline as the Go node did', async () => {
    const recorded = lines<{ args: string[]; rc: number; stdout: string }>('cli/cli.jsonl').filter(
      ({ args, rc }) => args[1] === 'sign' && args[2] === '$USER_DIR/off.json' && rc === 0,
    );
    expect(recorded.length).toBeGreaterThan(1);
    for (const { args, stdout } of recorded) {
      const sent = args.map((a) => a.replace('$USER_DIR', join(VECTORS, 'cli/user')));
      const backend = sent.indexOf('--keyring-backend');
      const { code, out, err } = await akash(...sent.toSpliced(backend, 2));
      expect([code, err]).toEqual([0, '']);
      expect(JSON.parse(out)).toEqual(JSON.parse(stdout));
    }
  });
});
