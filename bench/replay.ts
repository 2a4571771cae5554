/**
 * `npm run bench -- CASE [--db DIR]`: replays a recorded run on a LevelDB and prints one line of JSON with what it took. The time
 * before the first block with transactions is `init_seconds` and in no other figure. Two building blocks are measured in the same run, to
 * compare machines: one native secp256k1 verification, and 1,000 SHA-256 of 32 bytes.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AbciApplication } from '../src/abci/handler.ts';
import { createApp } from '../src/app/app.ts';
import { CaseFolder, fromBase64, toHex } from '../src/replay/case.ts';
import { nodeOptionsOf } from '../src/replay/options.ts';
import { LevelDatabase } from '../src/store/leveldb.ts';
import { Request, RequestFinalizeBlock, RequestInitChain, Response } from '../src/wire/gen/tendermint/abci/types.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { db: { type: 'string' } } });
const dir = positionals[0];
if (dir === undefined || positionals.length > 1) {
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

const folder = new CaseFolder(dir);
const path = values.db ?? mkdtempSync(join(tmpdir(), 'akash-bench-'));
const db = await LevelDatabase.open(path);
const app = await createApp({ db, node: nodeOptionsOf(folder.info) });
const abci = new AbciApplication(app.base);

/** As over the socket: from the request's bytes to those of the response. */
async function send(bytes: Uint8Array): Promise<Response['value']> {
  const { response, fatal, bug } = await abci.handle(Request.decode(bytes));
  if (fatal !== undefined || bug !== undefined) throw fatal ?? bug;
  Response.encode(response);
  return response.value;
}

const framed = (value: NonNullable<Request['value']>): Uint8Array => Request.encode({ value });

const initChain = RequestInitChain.decode(fromBase64(folder.init().request));
await send(framed({ $case: 'initChain', initChain }));
const COMMIT = framed({ $case: 'commit', commit: {} });
const requests = [...folder.blocks()].map(({ request }) => {
  const finalizeBlock = RequestFinalizeBlock.decode(fromBase64(request));
  return { txs: finalizeBlock.txs.length, bytes: framed({ $case: 'finalizeBlock', finalizeBlock }) };
});

let blocks = 0;
let txs = 0;
let initSeconds: number | undefined;
let finalizeSeconds = 0;
let commitSeconds = 0;
let appHash = '';
for (const request of requests) {
  if (initSeconds === undefined && request.txs > 0) initSeconds = since(started);
  const t0 = process.hrtime.bigint();
  const value = await send(request.bytes);
  const finalize = since(t0);
  const t1 = process.hrtime.bigint();
  await send(COMMIT);
  const commit = since(t1);
  if (value?.$case === 'finalizeBlock') appHash = toHex(value.finalizeBlock.appHash);
  if (initSeconds === undefined) continue;
  blocks++;
  txs += request.txs;
  finalizeSeconds += finalize;
  commitSeconds += commit;
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
    us_per_tx: txs === 0 ? null : Number(((seconds / txs) * 1e6).toFixed(1)),
    finalize_seconds: rounded(finalizeSeconds),
    commit_seconds: rounded(commitSeconds),
    peak_rss: process.resourceUsage().maxRSS * 1024,
    secp256k1_verify_us: await secp256k1VerifyMicroseconds(),
    sha256_1000_us: sha256Microseconds(),
  }),
);

async function secp256k1VerifyMicroseconds(): Promise<number> {
  const { default: secp256k1 } = await import('secp256k1');
  const secret = createHash('sha256').update('bench').digest();
  const digest = createHash('sha256').update('message').digest();
  const key = secp256k1.publicKeyCreate(secret);
  const { signature } = secp256k1.ecdsaSign(digest, secret);
  const runs = 200;
  const t = process.hrtime.bigint();
  for (let i = 0; i < runs; i++) secp256k1.ecdsaVerify(signature, digest, key);
  return Number(((since(t) / runs) * 1e6).toFixed(2));
}

function sha256Microseconds(): number {
  let digest: Uint8Array = new Uint8Array(32);
  const t = process.hrtime.bigint();
  for (let i = 0; i < 1000; i++) digest = createHash('sha256').update(digest).digest();
  return Number((since(t) * 1e6).toFixed(1));
}
