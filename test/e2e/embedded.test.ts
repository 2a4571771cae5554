import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { delegateAndVote, MNEMONIC, type Outcome, readOverGrpc } from './scenario.ts';
import {
  freePort,
  hashesOfFreshNode,
  heightOf,
  NodeProcess,
  removeHome,
  tempHome,
  until,
  waitForHeight,
  wallet,
} from './support.ts';

const home = tempHome();
let node: NodeProcess;
let outcome: Outcome;
let chain: { rpc: string; grpc: string; validator: string };

afterAll(async () => {
  await node?.end('SIGTERM');
  removeHome(home);
});

test('the embedded engine runs a chain: 20 blocks, delegate and vote with CosmJS, read over gRPC', async () => {
  const [rpcPort, grpcPort] = [await freePort(), await freePort()];
  node = new NodeProcess([
    'dev',
    '--home',
    home,
    '--rpc-port',
    `${rpcPort}`,
    '--grpc-port',
    `${grpcPort}`,
    '--block-time',
    '150',
    '--voting-period',
    '600',
  ]);
  node.start();
  const rpc = `http://127.0.0.1:${rpcPort}`;
  await waitForHeight(rpc, 20, node);
  const validatorKey = (await (await wallet(MNEMONIC, 0)).getAccounts())[0]!.address;
  const { accAddressFromBech32, valAddressToBech32 } = await import('../../src/crypto/address.ts');
  chain = { rpc, grpc: `127.0.0.1:${grpcPort}`, validator: valAddressToBech32(accAddressFromBech32(validatorKey)) };
  outcome = await delegateAndVote(chain, 1);
  await readOverGrpc(chain, outcome);
});

test('killed at ten random instants, it comes back at the last committed block and goes on', async () => {
  for (let i = 0; i < 10; i++) {
    const before = await heightOf(chain.rpc);
    await new Promise((r) => setTimeout(r, Math.floor(Math.random() * 700)));
    await node.end('SIGKILL');
    node.start();
    await waitForHeight(chain.rpc, before + 1, node);
  }
  await readOverGrpc(chain, outcome);
});

test('its application hashes are those of a node that was never killed', async () => {
  await until('some blocks', async () => ((await heightOf(chain.rpc)) > 40 ? true : undefined));
  const hashes = await hashesOfFreshNode(chain.rpc, join(home, 'config', 'genesis.json'));
  expect(hashes.length).toBeGreaterThan(30);
  for (const h of hashes) expect(`${h.height} ${h.mine}`).toBe(`${h.height} ${h.theirs}`);
});
