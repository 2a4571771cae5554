/** A write or sync that fails ends the process before Commit is answered; what was answered is there after the next start. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AbciApplication } from '../../src/abci/handler.ts';
import { AbciServer } from '../../src/abci/server.ts';
import { createApp } from '../../src/app/app.ts';
import type { Database } from '../../src/store/database.ts';
import { LevelDatabase } from '../../src/store/leveldb.ts';
import { CHAIN_ID } from '../sim/chain.ts';
import { AbciClient } from './abci-client.ts';
import { hashAt, makeStream, type Stream } from './stream.ts';
import { hasStrace } from './trace.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SEED = 11;

let stream: Stream;
let folder: string;
const processes: ChildProcess[] = [];

beforeAll(async () => {
  stream = await makeStream(SEED, 150);
  folder = mkdtempSync(join(tmpdir(), 'akash-disk-'));
});
afterEach(() => {
  for (const p of processes.splice(0)) p.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A home without anything but a genesis document, which names the chain; its content comes with InitChain. */
function newHome(name: string): string {
  const home = join(folder, name);
  mkdirSync(join(home, 'config'), { recursive: true });
  const doc = { genesis_time: '2026-01-01T00:00:00Z', chain_id: CHAIN_ID, initial_height: '1', app_state: {} };
  writeFileSync(join(home, 'config/genesis.json'), JSON.stringify(doc));
  return home;
}

interface Started {
  readonly address: string;
  readonly ended: Promise<number | null>;
  readonly child: ChildProcess;
  log(): string;
}

/** `akash start` without CometBFT, behind a command that makes its disk fail. */
function startNode(home: string, behind: readonly string[] = []): Promise<Started> {
  const args = ['--home', home, '--with-comet=false', '--address', 'tcp://127.0.0.1:0'];
  const node = [
    process.execPath,
    join(ROOT, 'bin/akash'),
    'start',
    ...args,
    '--grpc.enable=false',
    '--api.enable=false',
  ];
  const [program, ...rest] = [...behind, ...node];
  const child = spawn(program!, rest, { env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' } });
  processes.push(child);
  const ended = new Promise<number | null>((done) => child.once('close', done));
  let log = '';
  return new Promise((done, fail) => {
    const read = (d: Buffer): void => {
      log += d.toString();
      const address = /ABCI served at (tcp:\/\/[\d.]+:\d+)/.exec(log)?.[1];
      if (address !== undefined) done({ address, ended, child, log: () => log });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then((code) => fail(new Error(`the node ended with ${code}: ${log}`)));
  });
}

/** Feeds blocks until Commit is not answered or the height is reached. Returns the last height whose Commit was answered. */
async function feed(address: string, until: number): Promise<number> {
  const client = new AbciClient(address);
  try {
    const info = await client.ask({
      $case: 'info',
      info: { version: '', blockVersion: 11n, p2pVersion: 8n, abciVersion: '' },
    });
    if (info?.$case !== 'info') throw new Error('Info was not answered');
    let height = Number(info.info.lastBlockHeight);
    const hash = Buffer.from(info.info.lastBlockAppHash).toString('hex');
    if (height > 0) expect(hash).toBe(hashAt(stream, height));
    while (height < until) {
      if (height === 0) await client.ask({ $case: 'initChain', initChain: stream.init });
      const block = stream.blocks[height]!;
      const result = await client.ask({ $case: 'finalizeBlock', finalizeBlock: block.request });
      if (result?.$case !== 'finalizeBlock') throw new Error(`FinalizeBlock ${height + 1} was not answered`);
      expect(Buffer.from(result.finalizeBlock.appHash).toString('hex')).toBe(block.appHash);
      const commit = await client.ask({ $case: 'commit', commit: {} });
      if (commit?.$case !== 'commit') return height;
      height++;
    }
    return height;
  } finally {
    client.close();
  }
}

async function heightOf(address: string): Promise<number> {
  const client = new AbciClient(address);
  const info = await client.ask({
    $case: 'info',
    info: { version: '', blockVersion: 11n, p2pVersion: 8n, abciVersion: '' },
  });
  client.close();
  return info?.$case === 'info' ? Number(info.info.lastBlockHeight) : -1;
}

/** Ends with 1, and a sound disk has what was answered. */
async function failsThenRecovers(home: string, behind: readonly string[]): Promise<void> {
  const failing = await startNode(home, behind);
  const answered = await feed(failing.address, stream.blocks.length);
  expect(answered).toBeGreaterThan(0);
  expect(answered).toBeLessThan(stream.blocks.length);
  expect(await failing.ended, failing.log()).toBe(1);
  expect(failing.log()).toContain('the state machine cannot go on');

  const sound = await startNode(home);
  const height = await heightOf(sound.address);
  expect([answered, answered + 1]).toContain(height);
  expect(await feed(sound.address, height + 5)).toBe(height + 5);
  sound.child.kill('SIGTERM');
  expect(await sound.ended, sound.log()).toBe(0);
}

test('a file that cannot grow: `akash start` ends, and goes on when there is room', async () => {
  // 512 blocks of 1024 bytes; Node.js ignores the signal, so that the write fails.
  await failsThenRecovers(newHome('full'), ['bash', '-c', 'ulimit -f 512; exec "$@"', 'bash']);
});

test.skipIf(!hasStrace())('fdatasync fails: `akash start` ends, and goes on when the disk is sound', async () => {
  // strace counts in each of the four threads that write: opening syncs 22 times at most in one of them, and of 172 in all more than 39
  // are in some thread.
  const inject = ['-e', 'trace=fdatasync', '-e', 'inject=fdatasync:error=EIO:when=40+'];
  await failsThenRecovers(newHome('sync'), ['strace', '-f', '-qq', '-o', '/dev/null', ...inject]);
});

/** Fails the n-th synced write: before anything was written, or after all of it was. */
function failing(db: Database, n: number, written: boolean): Database {
  let writes = 0;
  return {
    get: (key) => db.get(key),
    scan: (range) => db.scan(range),
    close: () => db.close(),
    batch() {
      const batch = db.batch();
      return {
        put: (key, value) => batch.put(key, value),
        del: (key) => batch.del(key),
        get size() {
          return batch.size;
        },
        async write(sync) {
          if (!sync || ++writes !== n) return batch.write(sync);
          if (written) await batch.write(sync);
          throw new Error('no space left on device');
        },
      };
    },
  };
}

test.each([
  ['the write', false],
  ['the sync', true],
])('%s of a commit fails: the ABCI server reports it and does not answer Commit', async (name, written) => {
  const path = join(folder, name);
  const level = await LevelDatabase.open(path);
  // Opening builds the fast index of each of the 22 trees, in a synced write.
  const app = await createApp({ db: failing(level, 22 + 4, written), node: { chainId: CHAIN_ID } });
  let fatal: unknown;
  const server = new AbciServer({
    address: 'tcp://127.0.0.1:0',
    application: new AbciApplication(app.base),
    onFatal: (e) => {
      fatal = e;
    },
    onError: () => {},
  });
  const answered = await feed(await server.listen(), 10);
  expect(fatal).toMatchObject({ message: 'no space left on device' });
  expect(answered).toBe(3);
  await server.close();
  await level.close();

  const again = await LevelDatabase.open(path);
  const { base } = await createApp({ db: again, node: { chainId: CHAIN_ID } });
  const { lastBlockHeight, lastBlockAppHash } = base.info();
  expect(Number(lastBlockHeight)).toBe(written ? 4 : 3);
  expect(Buffer.from(lastBlockAppHash).toString('hex')).toBe(hashAt(stream, written ? 4 : 3));
  await again.close();
});
