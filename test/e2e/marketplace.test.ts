/** The walk-through of docs/marketplace.md as it stands there, and the same with CosmJS, on fresh chains of `akash dev`. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSteps, type StepOutput } from '../../scripts/marketplace.ts';
import { freePort, NodeProcess, ROOT, removeHome, tempHome, waitForHeight } from './support.ts';

const home = tempHome();
let node: NodeProcess;
let rpc: string;

beforeAll(async () => {
  const [rpcPort, grpcPort] = [await freePort(), await freePort()];
  node = new NodeProcess(['dev', '--rpc-port', `${rpcPort}`, '--grpc-port', `${grpcPort}`, '--block-time', '500']);
  node.start();
  rpc = `http://127.0.0.1:${rpcPort}`;
  await waitForHeight(rpc, 1, node);
});
afterAll(async () => {
  await node.end('SIGTERM');
  removeHome(home);
});

const step = (outputs: readonly StepOutput[], word: string): string => {
  const found = outputs.find((s) => s.title.includes(word));
  if (!found) throw new Error(`no step "${word}"`);
  return found.out;
};
const transactions = (out: string): { code: number }[] =>
  out
    .split('\n')
    .filter((l) => l.startsWith('{'))
    .map((l) => JSON.parse(l) as { code: number });

test('the commands of the document', async () => {
  const outputs = await runSteps(rpc, home);
  expect(outputs).toHaveLength(8);
  const sent = outputs.flatMap((s) => transactions(s.out));
  expect(sent.map((t) => t.code)).toEqual(sent.map(() => 0));
  expect(sent).toHaveLength(9);
  expect(step(outputs, 'Certificates')).toContain('state: valid');
  expect(step(outputs, 'provider')).toContain('host_uri: https://provider.example.org:8443');
  expect(step(outputs, 'Deploy')).toMatch(/state: active[\s\S]*state: open/);
  expect(step(outputs, 'Bid')).toContain('amount: "900.000000000000000000"');
  expect(step(outputs, 'Take the lease')).toMatch(/lease:[\s\S]*state: active/);
  const drain = step(outputs, 'drain');
  const left = [...drain.matchAll(/blocks_remaining: (\d+)/g)].map((m) => Number(m[1]));
  expect(left).toHaveLength(2);
  expect(left[1]).toBeLessThan(left[0]!);
  const withdrawn = Number(/withdrawn:\n\s+amount: "(\d+)"/.exec(drain)![1]);
  expect(withdrawn).toBeGreaterThan(0);
  expect(withdrawn % 900).toBe(0);
  const closed = step(outputs, 'Close');
  expect(closed).toContain('reason: lease_closed_owner');
  expect(closed).not.toContain('state: active');
});

test('the example with CosmJS', async () => {
  const child = spawn(process.execPath, [join(ROOT, 'examples/marketplace.mjs')], {
    env: { ...process.env, AKASH_NODE: rpc },
  });
  let out = '';
  child.stdout.on('data', (t: Buffer) => {
    out += t;
  });
  child.stderr.on('data', (t: Buffer) => {
    out += t;
  });
  const code = await new Promise((done) => child.on('close', done));
  expect(`${out}${code}`).toMatch(/deployment \d+ is closed, its escrow account closed\n0$/);
  expect(Number(/less the fee of the transaction: (-?\d+)/.exec(out)![1])).toBeGreaterThan(-10_000);
});
