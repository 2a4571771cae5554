/**
 * `npm run bench:empty -- [--validators 1,5,100] [--blocks 300]`: what a block without transactions costs: FinalizeBlock (begin and end
 * block, all validators' votes) and Commit on a LevelDB, from the request's bytes to the response's. One line of JSON for each number of
 * validators, each in a process of its own. The first third of the blocks warms up and is in no figure but `warm_rss`, the memory at its
 * end: against `last_rss` it says whether memory grows with the number of blocks.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AbciApplication, encodeResponse } from '../src/abci/handler.ts';
import { createApp } from '../src/app/app.ts';
import { nodeCacheBytes } from '../src/engine/memory.ts';
import { LevelDatabase } from '../src/store/leveldb.ts';
import { Request } from '../src/wire/gen/tendermint/abci/types.ts';
import { BenchChain, CHAIN_ID, COMMIT } from './chain.ts';
import { buildingBlocks, median, microseconds, rounded, threadMicroseconds } from './machine.ts';

const { values } = parseArgs({
  options: {
    validators: { type: 'string', default: '1,5,100' },
    blocks: { type: 'string', default: '300' },
    /** Measures here: what the process of each number of validators is told. */
    here: { type: 'boolean', default: false },
  },
});
const blocks = Number(values.blocks);

if (values.here) await measure(Number(values.validators));
else {
  for (const validators of values.validators.split(',')) {
    const args = ['--here', '--validators', validators, '--blocks', values.blocks];
    const child = spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), ...args], {
      stdio: 'inherit',
    });
    if (child.status !== 0) process.exit(child.status ?? 1);
  }
}

async function measure(validators: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'akash-empty-'));
  const db = await LevelDatabase.open(folder);
  const app = await createApp({ db, node: { chainId: CHAIN_ID }, store: { cacheBytes: nodeCacheBytes() } });
  const abci = new AbciApplication(app.base);
  const send = async (bytes: Uint8Array): Promise<void> => {
    const { response, fatal, bug } = await abci.handle(Request.decode(bytes));
    if (fatal !== undefined || bug !== undefined) throw fatal ?? bug;
    encodeResponse(response);
  };

  const chain = new BenchChain({ accounts: 1000, signers: 0, validators });
  await send(Buffer.concat([...chain.initChain()]));
  const wall: number[] = [];
  const cpu: number[] = [];
  let warmRss = 0;
  for (let i = 0; i < blocks; i++) {
    if (i === Math.ceil(blocks / 3)) warmRss = process.memoryUsage.rss();
    const frame = chain.block(0);
    const start = process.hrtime.bigint();
    const cpuStart = threadMicroseconds();
    await send(frame);
    await send(COMMIT);
    if (i < blocks / 3) continue;
    wall.push(microseconds(start) / 1000);
    cpu.push((threadMicroseconds() - cpuStart) / 1000);
  }
  const rss = process.memoryUsage.rss();
  await db.close();
  rmSync(folder, { recursive: true });
  console.log(
    JSON.stringify({
      validators,
      blocks: wall.length,
      median_ms: rounded(median(wall)),
      median_cpu_ms: rounded(median(cpu)),
      warm_rss: warmRss,
      last_rss: rss,
      ...buildingBlocks(),
    }),
  );
}
