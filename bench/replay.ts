/**
 * `npm run bench -- CASE [--db DIR]`: replays a recorded run (a folder, or the name of one in VECTORS_DIR or test/vectors) on a LevelDB and
 * prints one line of JSON with what it took, from each request's bytes to those of its response. The time before the first block with
 * transactions is `init_seconds` and in no other figure. `cpu_us_per_tx` is processor time of the executing thread alone. Two building
 * blocks are measured in the same run, to compare machines: one native secp256k1 verification, and 1,000 SHA-256 of 32 bytes.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { caseFolder } from '../scripts/cases.ts';
import { AbciApplication, encodeResponse } from '../src/abci/handler.ts';
import { createApp } from '../src/app/app.ts';
import { openVerifyPool } from '../src/crypto/verify-pool.ts';
import { nodeCacheBytes } from '../src/engine/memory.ts';
import { CaseFolder, fromBase64, toHex } from '../src/replay/case.ts';
import { nodeOptionsOf } from '../src/replay/options.ts';
import { LevelDatabase } from '../src/store/leveldb.ts';
import {
  Request,
  RequestFinalizeBlock,
  RequestInitChain,
  type Response,
} from '../src/wire/gen/tendermint/abci/types.ts';
import { buildingBlocks, peakRss, rounded as tenths, threadMicroseconds } from './machine.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { db: { type: 'string' } } });
const [name, ...others] = positionals;
if (name === undefined || others.length > 0) {
  console.error('usage: npm run bench -- CASE [--db DIR]');
  process.exit(2);
}
if (values.db !== undefined && existsSync(values.db) && readdirSync(values.db).length > 0) {
  console.error(`${values.db} is not empty: a replay starts from nothing`);
  process.exit(2);
}

const started = process.hrtime.bigint();
const since = (t: bigint): number => Number(process.hrtime.bigint() - t) / 1e9;
const rounded = (seconds: number): number => Number(seconds.toFixed(6));

const folder = new CaseFolder(caseFolder(name));
const path = values.db ?? mkdtempSync(join(tmpdir(), 'akash-bench-'));
const db = await LevelDatabase.open(path);
const app = await createApp({ db, node: nodeOptionsOf(folder.info), store: { cacheBytes: nodeCacheBytes() } });
const abci = new AbciApplication(app.base);
// As a node does when it starts.
openVerifyPool();

/** As over the socket: from the request's bytes to those of the response. */
async function send(bytes: Uint8Array): Promise<Response['value']> {
  const { response, fatal, bug } = await abci.handle(Request.decode(bytes));
  if (fatal !== undefined || bug !== undefined) throw fatal ?? bug;
  encodeResponse(response);
  return response.value;
}

const framed = (value: NonNullable<Request['value']>): Uint8Array => Request.encode({ value });

const initChain = RequestInitChain.decode(fromBase64(folder.init().request));
await send(framed({ $case: 'initChain', initChain }));
const COMMIT = framed({ $case: 'commit', commit: {} });
/** Blocks as the socket hands them over: one at a time. */
function* requests(): Generator<{ txs: number; bytes: Uint8Array }> {
  for (const { request } of folder.blocks()) {
    const finalizeBlock = RequestFinalizeBlock.decode(fromBase64(request));
    yield { txs: finalizeBlock.txs.length, bytes: framed({ $case: 'finalizeBlock', finalizeBlock }) };
  }
}

let blocks = 0;
let txs = 0;
let initSeconds: number | undefined;
let finalizeSeconds = 0;
let commitSeconds = 0;
let cpu = 0;
let appHash = '';
for (const request of requests()) {
  if (initSeconds === undefined && request.txs > 0) initSeconds = since(started);
  const cpuStart = threadMicroseconds();
  const t0 = process.hrtime.bigint();
  const value = await send(request.bytes);
  const finalize = since(t0);
  const t1 = process.hrtime.bigint();
  await send(COMMIT);
  const commit = since(t1);
  const used = threadMicroseconds() - cpuStart;
  if (value?.$case === 'finalizeBlock') appHash = toHex(value.finalizeBlock.appHash);
  if (initSeconds === undefined) continue;
  blocks++;
  txs += request.txs;
  finalizeSeconds += finalize;
  commitSeconds += commit;
  cpu += used;
}
const seconds = finalizeSeconds + commitSeconds;
await db.close();
if (values.db === undefined) rmSync(path, { recursive: true });
if (appHash !== folder.info.app_hash) {
  console.error(`the last application hash is ${appHash}, the case says ${folder.info.app_hash}`);
  process.exit(1);
}

console.log(
  JSON.stringify({
    case: folder.name,
    blocks,
    txs,
    init_seconds: rounded(initSeconds ?? since(started)),
    seconds: rounded(seconds),
    us_per_tx: txs === 0 ? null : tenths((seconds / txs) * 1e6),
    cpu_us_per_tx: txs === 0 ? null : tenths(cpu / txs),
    finalize_seconds: rounded(finalizeSeconds),
    commit_seconds: rounded(commitSeconds),
    peak_rss: peakRss(),
    ...buildingBlocks(),
  }),
);
