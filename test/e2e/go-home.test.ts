/** A home that the Go node wrote, under real CometBFT: its chain stands still, since most of the power has no node. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callRpc } from '../../src/server/comet-client.ts';
import { lines, STATE, unpackGoHome } from '../home/go-home.ts';
import { freePort, heightOf, NodeProcess, removeHome, until } from './support.ts';

let home: string;
let node: NodeProcess;
let rpc: string;
let grpc: string;

interface RecordedAnswer {
  readonly rpc?: string;
  readonly grpc?: string;
  readonly height?: string | null;
  readonly result?: string;
  readonly json?: unknown;
}

beforeAll(async () => {
  home = unpackGoHome();
  const [rpcPort, p2pPort, grpcPort, pprofPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  rpc = `http://127.0.0.1:${rpcPort}`;
  grpc = `127.0.0.1:${grpcPort}`;
  const ports = ['--rpc.laddr', `tcp://127.0.0.1:${rpcPort}`, '--p2p.laddr', `tcp://127.0.0.1:${p2pPort}`];
  const more = ['--grpc.address', grpc, '--rpc.pprof_laddr', `127.0.0.1:${pprofPort}`, '--api.enable=false'];
  node = new NodeProcess(['start', '--home', home, ...ports, ...more]);
  node.start();
  await until('the RPC', async () => ((await heightOf(rpc)) > 0 ? true : undefined), 60_000, node);
});

afterAll(async () => {
  await node?.end('SIGTERM');
  removeHome(home);
});

test('the handshake finds both at the same height and replays nothing', async () => {
  expect(await heightOf(rpc)).toBe(STATE.height);
  expect(node.log).toMatch(/Completed ABCI Handshake/);
  expect(node.log).not.toMatch(/Applying block|Replay last block|executed block|finalized block/);
  const { response } = await callRpc(rpc, 'abci_info', {});
  expect(response.last_block_height).toBe(`${STATE.height}`);
  expect(response.last_block_app_hash).toBe(STATE.app_hash);
});

test('its blocks and transactions are there', async () => {
  const { block } = await callRpc(rpc, 'block', { height: '2' });
  expect(block.header).toMatchObject({ chain_id: STATE.chain_id, height: '2' });
  const { total_count } = await callRpc(rpc, 'tx_search', { query: 'tx.height>0' });
  expect(total_count).toBe('106');
});

test('abci_query answers as the Go node did', async () => {
  const recorded = lines<RecordedAnswer>('state/restart.jsonl.gz').filter((l) => l.rpc === 'abci_query');
  expect(recorded).toHaveLength(3);
  for (const { height, result } of recorded) {
    const { response } = (JSON.parse(result!) as { result: { response: { key: string } } }).result;
    const data = Buffer.from(response.key, 'base64').toString('hex');
    const got = await callRpc(rpc, 'abci_query', { path: '/store/bank/key', data, height: height!, prove: false });
    expect(got.response, `height ${height}`).toEqual(response);
  }
});

test('gRPC answers as the Go node did, at every recorded height and at the latest', () => {
  const folders = [...(process.env.PATH ?? '').split(':'), join(process.env.HOME ?? '', 'go/bin')];
  const grpcurl = folders.map((f) => join(f, 'grpcurl')).find((f) => existsSync(f));
  if (!grpcurl) throw new Error('grpcurl is missing: go install github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.3');
  const ask = (method: string, height: string | undefined): unknown => {
    const header = height === undefined ? [] : ['-H', `x-cosmos-block-height: ${height}`];
    const args = ['-plaintext', '-emit-defaults', ...header, grpc, method];
    const r = spawnSync(grpcurl, args, { encoding: 'utf8', timeout: 30_000 });
    if (r.status !== 0) throw new Error(`grpcurl ${method}: ${r.stderr}`);
    return JSON.parse(r.stdout);
  };
  const recorded = lines<RecordedAnswer>('state/restart.jsonl.gz').filter((l) => l.grpc !== undefined && l.json);
  expect(recorded.length).toBeGreaterThan(2);
  for (const { grpc: method, height, json } of recorded)
    expect(ask(method!, height!), `${method} ${height}`).toEqual(json);
  // The Go node refuses the latest height until it has seen a block; this one answers.
  const latest = recorded.find((l) => l.height === `${STATE.height}`);
  expect(ask(latest!.grpc!, undefined)).toEqual(latest!.json);
});

test('it stands still, and ends and starts again', async () => {
  await node.end('SIGTERM');
  node.start();
  await until('the RPC', async () => ((await heightOf(rpc)) > 0 ? true : undefined), 60_000, node);
  expect(await heightOf(rpc)).toBe(STATE.height);
});
