/**
 * `npm run network -- [--minutes 30] [--seed N] [--rate 200] [--keep]`: four validators of ours, each under its own real CometBFT on
 * loopback, under random traffic, while one node at a time is killed or paused and one validator signs twice. At the end no node may have
 * stopped, all application hashes agree, and whoever was away has caught up. Prints its seed, heights and hashes; exits with 1 otherwise.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { valAddressToBech32 } from '../../src/crypto/address.ts';
import { DEV_MNEMONIC, devAccounts } from '../../src/engine/dev/accounts.ts';
import { readKeyJson } from '../../src/engine/key-files.ts';
import { callRpc, cometClient } from '../../src/server/comet-client.ts';
import { submitDoubleSign } from './double-sign.ts';
import { Random } from './random.ts';
import { Traffic } from './traffic.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const CHAIN_ID = 'network-1';
const VALIDATORS = 4;
const ACCOUNTS = 16;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    rate: { type: 'string', default: '200' },
    keep: { type: 'boolean', default: false },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
const rate = Number(values.rate);
if (!(minutes > 0) || !Number.isInteger(seed) || !(rate > 0)) {
  console.error('usage: npm run network -- [--minutes 30] [--seed N] [--rate 200 transactions a minute] [--keep]');
  process.exit(1);
}
const random = new Random(seed);
const started = Date.now();
const say = (text: string): void => console.log(`${((Date.now() - started) / 1000).toFixed(0).padStart(5)} s  ${text}`);

interface Node {
  readonly home: string;
  readonly rpc: string;
  readonly p2p: number;
  readonly args: readonly string[];
  child: ChildProcess | undefined;
  log: string;
  /** Set while the test itself has the node down. */
  away: boolean;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const s = createServer();
    s.once('error', fail);
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address() as { port: number };
      s.close(() => done(port));
    });
  });
}

function akash(args: readonly string[], input = ''): void {
  execFileSync(process.execPath, [join(ROOT, 'bin/akash'), ...args], { input, stdio: ['pipe', 'ignore', 'pipe'] });
}

function launch(n: Node): void {
  const child = spawn(process.execPath, [join(ROOT, 'bin/akash'), ...n.args], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const s of [child.stdout, child.stderr])
    s.on('data', (d: Buffer) => {
      n.log = (n.log + d.toString()).slice(-20_000);
    });
  n.child = child;
}

/** Our process and its CometBFT: paused and resumed together. */
function signalTree(n: Node, signal: NodeJS.Signals): void {
  const pid = Number(readFileSync(join(n.home, 'data', 'cometbft.pid'), 'utf8'));
  for (const p of [pid, n.child!.pid!]) process.kill(p, signal);
}

const alive = (n: Node): boolean => n.child !== undefined && n.child.exitCode === null && n.child.signalCode === null;
const sleep = (ms: number): Promise<void> => new Promise((r) => setTimeout(r, ms));

async function height(n: Node): Promise<bigint> {
  return cometClient(n.rpc).latestHeight();
}

async function waitFor(what: string, n: Node, check: () => Promise<boolean>, timeout = 120_000): Promise<void> {
  for (const end = Date.now() + timeout; Date.now() < end; await sleep(200)) {
    if (!n.away && !alive(n))
      throw new Error(`${n.home}: the node has stopped while waiting for ${what}\n${n.log.slice(-3000)}`);
    if (await check().catch(() => false)) return;
  }
  throw new Error(`${n.home}: timed out waiting for ${what}\n${n.log.slice(-3000)}`);
}

const base = mkdtempSync(join(tmpdir(), 'akash-network-'));
const accounts = devAccounts(ACCOUNTS);
const nodes: Node[] = [];
let failed: unknown;

async function setUp(): Promise<void> {
  for (let i = 0; i < VALIDATORS; i++) {
    const home = join(base, `node${i}`);
    akash(['genesis', 'init', `node${i}`, '--chain-id', CHAIN_ID, '--home', home]);
    akash(['keys', 'add', 'operator', '--recover', '--index', `${i}`, '--home', home], `${DEV_MNEMONIC}\n`);
    const [rpc, p2p, pprof] = [await freePort(), await freePort(), await freePort()];
    nodes.push({
      home,
      rpc: `http://127.0.0.1:${rpc}`,
      p2p,
      args: [
        'start',
        '--home',
        home,
        '--rpc.laddr',
        `tcp://127.0.0.1:${rpc}`,
        '--p2p.laddr',
        `tcp://127.0.0.1:${p2p}`,
        '--rpc.pprof_laddr',
        `127.0.0.1:${pprof}`,
        '--grpc.enable=false',
        '--api.enable=false',
        '--consensus.timeout_commit',
        '1s',
        '--log_level',
        'warn',
      ],
      child: undefined,
      log: '',
      away: false,
    });
  }
  const first = nodes[0]!.home;
  const { accAddressToBech32 } = await import('../../src/crypto/address.ts');
  for (const a of accounts)
    akash(['genesis', 'add-account', accAddressToBech32(a.address), '1000000000000uakt', '--home', first]);
  const gentxs = join(first, 'config', 'gentx');
  mkdirSync(gentxs, { recursive: true });
  for (const [i, n] of nodes.entries()) {
    if (i > 0) copyFileSync(join(first, 'config', 'genesis.json'), join(n.home, 'config', 'genesis.json'));
    akash(['genesis', 'gentx', 'operator', '100000000000uakt', '--p2p-port', `${n.p2p}`, '--home', n.home]);
    if (i > 0)
      for (const f of readdirSync(join(n.home, 'config', 'gentx')))
        copyFileSync(join(n.home, 'config', 'gentx', f), join(gentxs, f));
  }
  shortVotes(join(first, 'config', 'genesis.json'));
  akash(['genesis', 'collect', '--home', first]);
  for (const n of nodes.slice(1)) {
    copyFileSync(join(first, 'config', 'genesis.json'), join(n.home, 'config', 'genesis.json'));
    for (const f of readdirSync(gentxs)) {
      mkdirSync(join(n.home, 'config', 'gentx'), { recursive: true });
      copyFileSync(join(gentxs, f), join(n.home, 'config', 'gentx', f));
    }
    akash(['genesis', 'collect', '--home', n.home]);
    copyFileSync(join(first, 'config', 'genesis.json'), join(n.home, 'config', 'genesis.json'));
  }
  for (const n of nodes) allowLoopback(join(n.home, 'config', 'config.toml'));
}

/** Governance and downtime in minutes, so that a short run sees their ends. */
function shortVotes(file: string): void {
  const doc = JSON.parse(readFileSync(file, 'utf8'));
  doc.app_state.gov.params.voting_period = '40s';
  doc.app_state.gov.params.expedited_voting_period = '20s';
  doc.app_state.gov.params.max_deposit_period = '60s';
  doc.app_state.staking.params.unbonding_time = '90s';
  doc.app_state.slashing.params.downtime_jail_duration = '60s';
  doc.app_state.slashing.params.signed_blocks_window = '40';
  doc.app_state.slashing.params.min_signed_per_window = '0.100000000000000000';
  writeFileSync(file, JSON.stringify(doc, null, 2));
}

function allowLoopback(file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text
      .replace('addr_book_strict = true', 'addr_book_strict = false')
      .replace('allow_duplicate_ip = false', 'allow_duplicate_ip = true'),
  );
}

/** Takes one node away for a while: killed, or paused with its CometBFT. */
async function disturb(n: Node): Promise<void> {
  const pause = random.below(2) === 0;
  const seconds = 3 + random.below(12);
  const name = n.home.slice(-5);
  n.away = true;
  if (pause) {
    say(`${name} paused for ${seconds} s at height ${await height(n)}`);
    signalTree(n, 'SIGSTOP');
    await sleep(seconds * 1000);
    signalTree(n, 'SIGCONT');
  } else {
    say(`${name} killed for ${seconds} s at height ${await height(n)}`);
    const ended = new Promise((r) => n.child!.once('exit', r));
    n.child!.kill('SIGKILL');
    await ended;
    await sleep(seconds * 1000);
    launch(n);
  }
  n.away = false;
  const others = nodes.filter((x) => x !== n);
  await waitFor('catching up', n, async () => (await height(n)) + 2n >= (await height(others[0]!)));
  say(`${name} has caught up at height ${await height(n)}`);
}

async function run(): Promise<void> {
  say(`seed ${seed}, ${minutes} minutes, ${rate} transactions a minute, homes in ${base}`);
  await setUp();
  for (const n of nodes) launch(n);
  for (const n of nodes) await waitFor('the first blocks', n, async () => (await height(n)) >= 3n);
  say('all four make blocks');
  const traffic = new Traffic(
    CHAIN_ID,
    accounts,
    accounts.slice(0, VALIDATORS).map((a) => valAddressToBech32(a.address)),
    random,
  );
  const end = started + minutes * 60_000;
  let open = true;
  const sending = (async () => {
    while (open) {
      const up = nodes.filter((n) => !n.away).map((n) => n.rpc);
      await traffic.send(up);
      await sleep(60_000 / rate);
    }
  })();
  let signedTwice = false;
  let turn = 0;
  while (Date.now() < end) {
    await sleep(Math.min(15_000, Math.max(0, end - Date.now())));
    for (const n of nodes) if (!alive(n)) throw new Error(`${n.home}: the node has stopped\n${n.log.slice(-3000)}`);
    if (!signedTwice && Date.now() > started + (minutes * 60_000) / 2) {
      const n = nodes[VALIDATORS - 1]!;
      const h = (await height(n)) - 1n;
      const file = join(n.home, 'config', 'priv_validator_key.json');
      await submitDoubleSign(nodes[0]!.rpc, CHAIN_ID, readKeyJson(readFileSync(file, 'utf8'), file), h);
      signedTwice = true;
      say(`node${VALIDATORS - 1} signed twice at height ${h}`);
    } else if (Date.now() < end - 20_000) await disturb(nodes[turn++ % (signedTwice ? VALIDATORS - 1 : VALIDATORS)]!);
  }
  open = false;
  await sending;
  await check(traffic);
}

async function check(traffic: Traffic): Promise<void> {
  const heights = await Promise.all(nodes.map(height));
  let last = 0n;
  for (const h of heights) if (h > last) last = h;
  for (const n of nodes) await waitFor(`height ${last}`, n, async () => (await height(n)) >= last);
  let differences = 0;
  for (let h = 1n; h <= last; h++) {
    const hashes = await Promise.all(
      nodes.map(async (n) => Buffer.from((await cometClient(n.rpc).block(h)).block.header.appHash).toString('hex')),
    );
    if (new Set(hashes).size > 1) {
      differences++;
      console.log(`height ${h}: ${hashes.join(' ')}`);
    }
  }
  const sums = await Promise.all(
    nodes.map(async (n) => (await callRpc(n.rpc, 'block', { height: `${last}` })).block.header.app_hash),
  );
  const jailed = await tombstoned();
  say(`heights ${heights.join(' ')}; application hash at ${last}: ${sums[0]}`);
  say(
    `${traffic.sent} transactions accepted, ${traffic.refused} refused; ${[...traffic.counts].map(([k, v]) => `${k.split('.').at(-1)} ${v}`).join(', ')}`,
  );
  say(
    `hashes compared at ${last} heights on ${nodes.length} nodes: ${differences} differences; validators tombstoned for double signing: ${jailed}`,
  );
  if (differences > 0) throw new Error('the application hashes differ');
  if (jailed !== 1) throw new Error(`expected one tombstoned validator, found ${jailed}`);
  if (traffic.sent < minutes * rate * 0.2) throw new Error('too few transactions came through to call it traffic');
}

async function tombstoned(): Promise<number> {
  const { Query, QuerySigningInfosResponse } = await import('../../src/wire/gen/cosmos/slashing/v1beta1/query.ts');
  const { response } = await callRpc(nodes[0]!.rpc, 'abci_query', {
    path: Query.methods.SigningInfos.path,
    data: '',
    height: '0',
    prove: false,
  });
  return QuerySigningInfosResponse.decode(new Uint8Array(Buffer.from(response.value, 'base64'))).info.filter(
    (i) => i.tombstoned,
  ).length;
}

try {
  await run();
} catch (e) {
  failed = e;
  console.error(e instanceof Error ? e.message : e);
} finally {
  for (const n of nodes) {
    if (!alive(n)) continue;
    const ended = new Promise((r) => n.child!.once('exit', r));
    n.child!.kill('SIGTERM');
    await ended;
  }
  if (!values.keep && failed === undefined) rmSync(base, { recursive: true, force: true });
}
console.log(
  failed === undefined ? `network: ok (seed ${seed})` : `network: failed (seed ${seed}, homes kept in ${base})`,
);
process.exit(failed === undefined ? 0 : 1);
