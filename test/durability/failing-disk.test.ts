/** A write or sync that fails ends the process before Commit is answered; what was answered is there after the next start. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AbciApplication } from '../../src/abci/handler.ts';
import { AbciServer } from '../../src/abci/server.ts';
import { createApp } from '../../src/app/app.ts';
import type { Database } from '../../src/store/database.ts';
import { LevelDatabase } from '../../src/store/leveldb.ts';
import { CHAIN_ID } from '../sim/chain.ts';
import { feed, heightOf, makeHome, type StartedNode, startNode } from './node-process.ts';
import { hashAt, makeStream, type Stream } from './stream.ts';
import { hasStrace } from './trace.ts';

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

function newHome(name: string): string {
  const home = join(folder, name);
  makeHome(home);
  return home;
}

async function start(home: string, behind: readonly string[] = []): Promise<StartedNode> {
  // The cache of compiled code is on a disk that fails.
  const node = startNode(home, behind, { NODE_DISABLE_COMPILE_CACHE: '1' });
  processes.push(node.child);
  await node.address;
  return node;
}

/** Ends with 1, and a sound disk has what was answered. */
async function failsThenRecovers(home: string, behind: readonly string[]): Promise<void> {
  const failing = await start(home, behind);
  const answered = await feed(await failing.address, stream, stream.blocks.length);
  expect(answered).toBeGreaterThan(0);
  expect(answered).toBeLessThan(stream.blocks.length);
  expect(await failing.ended, failing.log()).toBe(1);
  expect(failing.log()).toContain('the state machine cannot go on');

  const sound = await start(home);
  const height = await heightOf(await sound.address);
  expect([answered, answered + 1]).toContain(height);
  expect(await feed(await sound.address, stream, height + 5)).toBe(height + 5);
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
    batch(options) {
      const batch = db.batch(options);
      return {
        put: (key, value) => batch.put(key, value),
        putLast: (key, value) => batch.putLast(key, value),
        defer: (entries) => batch.defer(entries),
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
  const answered = await feed(await server.listen(), stream, 10);
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
