/**
 * `npm run bench:growth -- [--accounts 10000,100000,1000000] [--blocks 10] [--txs 1000] [--keep DIR]`: what a bank send costs as the state
 * grows. For each number of accounts a chain is made from a seed, then replayed on a LevelDB by a process of its own, which prints one
 * line of JSON: what InitChain took, what a transaction took (FinalizeBlock and Commit, from the request's bytes to the response's), and
 * the most memory the process ever had, the genesis that it was sent included.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AbciApplication, encodeResponse } from '../src/abci/handler.ts';
import { createApp } from '../src/app/app.ts';
import { nodeCacheBytes } from '../src/engine/memory.ts';
import { LevelDatabase } from '../src/store/leveldb.ts';
import { Request, type Response } from '../src/wire/gen/tendermint/abci/types.ts';
import { BenchChain, CHAIN_ID, COMMIT } from './chain.ts';
import { buildingBlocks, median, microseconds, peakRss, rounded, threadMicroseconds } from './machine.ts';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '10000,100000,1000000' },
    blocks: { type: 'string', default: '10' },
    txs: { type: 'string', default: '1000' },
    /** Leaves the chains in this folder. */
    keep: { type: 'string' },
    /** Measures the chain in this folder. */
    measure: { type: 'string' },
  },
});
const blocks = Number(values.blocks);
const txs = Number(values.txs);

if (values.measure !== undefined) await measure(values.measure, Number(values.accounts));
else {
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'akash-growth-'));
  for (const accounts of values.accounts.split(',').map(Number)) {
    const dir = join(folder, `${accounts}`);
    write(dir, accounts);
    const args = ['--measure', dir, '--accounts', `${accounts}`, '--blocks', `${blocks}`, '--txs', `${txs}`];
    const child = spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), ...args], {
      stdio: 'inherit',
    });
    if (values.keep === undefined) rmSync(dir, { recursive: true });
    if (child.status !== 0) process.exit(child.status ?? 1);
  }
}

function write(dir: string, accounts: number): void {
  mkdirSync(dir, { recursive: true });
  const chain = new BenchChain({ accounts, signers: Math.min(accounts, blocks * txs), validators: 1 });
  writeFrame(join(dir, 'init'), chain.initChain());
  // The first block settles the genesis and is empty.
  writeFrame(join(dir, '0'), [chain.block(0)]);
  for (let i = 1; i <= blocks; i++) writeFrame(join(dir, `${i}`), [chain.block(txs)]);
}

function writeFrame(path: string, pieces: Iterable<Uint8Array>): void {
  const file = openSync(path, 'w');
  for (const piece of pieces) writeSync(file, piece);
  closeSync(file);
}

async function measure(dir: string, accounts: number): Promise<void> {
  const db = await LevelDatabase.open(join(dir, 'db'));
  const app = await createApp({ db, node: { chainId: CHAIN_ID }, store: { cacheBytes: nodeCacheBytes() } });
  const abci = new AbciApplication(app.base);
  const send = async (bytes: Uint8Array): Promise<Response['value']> => {
    const { response, fatal, bug } = await abci.handle(Request.decode(bytes));
    if (fatal !== undefined || bug !== undefined) throw fatal ?? bug;
    encodeResponse(response);
    return response.value;
  };

  const initStart = process.hrtime.bigint();
  await send(readFileSync(join(dir, 'init')));
  const initSeconds = microseconds(initStart) / 1e6;
  const firstStart = process.hrtime.bigint();
  await send(readFileSync(join(dir, '0')));
  await send(COMMIT);
  const firstSeconds = microseconds(firstStart) / 1e6;
  const initRss = peakRss();

  const wall: number[] = [];
  const cpu: number[] = [];
  for (let i = 1; i <= blocks; i++) {
    const frame = readFileSync(join(dir, `${i}`));
    const start = process.hrtime.bigint();
    const cpuStart = threadMicroseconds();
    const value = await send(frame);
    await send(COMMIT);
    wall.push(microseconds(start) / txs);
    cpu.push((threadMicroseconds() - cpuStart) / txs);
    const results = value?.$case === 'finalizeBlock' ? value.finalizeBlock.txResults : [];
    const failed = results.find((r) => r.code !== 0);
    if (results.length !== txs || failed !== undefined) throw new Error(`block ${i}: ${failed?.log ?? 'no results'}`);
  }
  await db.close();
  const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  console.log(
    JSON.stringify({
      accounts,
      genesis_bytes: readFileSync(join(dir, 'init')).length,
      init_seconds: rounded(initSeconds),
      first_block_seconds: rounded(firstSeconds),
      init_peak_rss: initRss,
      txs: blocks * txs,
      us_per_tx: rounded(mean(wall)),
      median_us_per_tx: rounded(median(wall)),
      cpu_us_per_tx: rounded(mean(cpu)),
      peak_rss: peakRss(),
      ...buildingBlocks(),
    }),
  );
}
