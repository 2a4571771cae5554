import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accAddressFromBech32, valAddressToBech32 } from '../../src/crypto/address.ts';
import { findComet } from '../../src/engine/comet-process.ts';
import { delegateAndVote, grpcurl, MNEMONIC, type Outcome, readOverGrpc } from './scenario.ts';
import {
  akash,
  akashOk,
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
const keyring = ['--home', home, '--keyring-backend', 'test'];
let node: NodeProcess;
let outcome: Outcome;
let chain: { rpc: string; grpc: string; validator: string };

beforeAll(async () => {
  // Missing CometBFT fails here with the message that tells how to install it.
  findComet(undefined, process.env);
  akashOk(['genesis', 'init', 'one', '--chain-id', 'e2e-1', '--home', home]);
  akashOk(['keys', 'add', 'validator', '--recover', ...keyring], `${MNEMONIC}\n`);
  akashOk(['keys', 'add', 'alice', '--recover', '--index', '1', ...keyring], `${MNEMONIC}\n`);
  akashOk(['genesis', 'add-account', 'validator', '1000000000000uakt', ...keyring]);
  akashOk(['genesis', 'add-account', 'alice', '1000000000000uakt', ...keyring]);
  akashOk(['genesis', 'gentx', 'validator', '100000000000uakt', ...keyring]);
  akashOk(['genesis', 'collect', '--home', home]);
  akashOk(['genesis', 'validate', '--home', home]);
  const [rpc, p2p, grpc, pprof] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const address = (await (await wallet(MNEMONIC, 0)).getAccounts())[0]!.address;
  chain = {
    rpc: `http://127.0.0.1:${rpc}`,
    grpc: `127.0.0.1:${grpc}`,
    validator: valAddressToBech32(accAddressFromBech32(address)),
  };
  node = new NodeProcess([
    'start',
    '--home',
    home,
    '--rpc.laddr',
    `tcp://127.0.0.1:${rpc}`,
    '--p2p.laddr',
    `tcp://127.0.0.1:${p2p}`,
    '--grpc.address',
    chain.grpc,
    '--rpc.pprof_laddr',
    `127.0.0.1:${pprof}`,
    '--consensus.timeout_commit',
    '200ms',
    '--api.enable=false',
  ]);
});

afterAll(async () => {
  await node?.end('SIGTERM');
  removeHome(home);
});

test('a second node on the same home is refused with the reason', async () => {
  node.start();
  await waitForHeight(chain.rpc, 2, node);
  const second = akash(['start', '--home', home, '--grpc.enable=false']);
  expect(second.code).toBe(1);
  expect(second.err).toContain('Another node is running on this home');
});

test('under real CometBFT it makes 20 blocks, takes a delegation and a vote from CosmJS and shows them over gRPC', async () => {
  await waitForHeight(chain.rpc, 20, node);
  outcome = await delegateAndVote(chain, 1);
  await readOverGrpc(chain, outcome, 'v1');
  await readOverGrpc(chain, outcome, 'v1alpha');
});

test('grpcurl reads it', () => {
  const folders = [...(process.env.PATH ?? '').split(':'), join(process.env.HOME ?? '', 'go/bin')];
  const program = folders.map((f) => join(f, 'grpcurl')).find((f) => existsSync(f));
  if (!program) throw new Error('grpcurl is missing: go install github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.3');
  const r = grpcurl(program, chain, 'cosmos.staking.v1beta1.Query/Delegation', {
    delegator_addr: outcome.delegator,
    validator_addr: chain.validator,
  });
  expect(r).toMatchObject({ delegationResponse: { balance: { denom: 'uakt', amount: `${outcome.delegated}` } } });
});

test('the command line sends and queries', () => {
  const to = 'akash1qurswpc8qurswpc8qurswpc8qurswpc87g2aem';
  const flags = ['--node', chain.rpc, '-y', '-o', 'json', ...keyring];
  const sent = JSON.parse(akashOk(['tx', 'bank', 'send', 'alice', to, '1234uakt', ...flags])) as {
    code: number;
    height: string;
  };
  expect(sent.code).toBe(0);
  const balance = JSON.parse(akashOk(['query', 'bank', 'balances', to, '--node', chain.rpc, '-o', 'json'])) as {
    balances: unknown;
  };
  expect(balance.balances).toEqual([{ denom: 'uakt', amount: '1234' }]);
  expect(akashOk(['tx', 'staking', 'delegate', chain.validator, '5000000uakt', '--from', 'alice', ...flags])).toContain(
    '"code":0',
  );
  outcome = { ...outcome, delegated: outcome.delegated + 5_000_000n };
});

test('killed at ten random instants, it goes on each time from the last committed block', async () => {
  for (let i = 0; i < 10; i++) {
    const before = await waitForHeight(chain.rpc, 1, node);
    await new Promise((r) => setTimeout(r, Math.floor(Math.random() * 1200)));
    await node.end('SIGKILL');
    // CometBFT outlives the node for a moment and still answers, with the block it was at.
    const last = await heightOf(chain.rpc).catch(() => before + 3);
    node.start();
    await until(
      'the node to come back',
      async () => ((await heightOf(chain.rpc)) > last + 1 ? true : undefined),
      60_000,
      node,
    );
  }
  await readOverGrpc(chain, outcome);
});

test('its application hashes are those of a node that was never killed', async () => {
  const hashes = await hashesOfFreshNode(chain.rpc, join(home, 'config', 'genesis.json'));
  expect(hashes.length).toBeGreaterThan(30);
  for (const h of hashes) expect(`${h.height} ${h.mine}`).toBe(`${h.height} ${h.theirs}`);
});

test('SIGTERM ends node and CometBFT cleanly', async () => {
  await node.end('SIGTERM');
  await expect(heightOf(chain.rpc)).rejects.toThrow('no node answers');
});
