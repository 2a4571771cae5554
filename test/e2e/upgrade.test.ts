/** A planned upgrade that this program is not: it stops where the chain says, in the words and with the file that cosmovisor waits for. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { MNEMONIC } from './scenario.ts';
import { akashOk, freePort, heightOf, NodeProcess, removeHome, tempHome, until, waitForHeight } from './support.ts';

const home = tempHome();
const keyring = ['--home', home, '--keyring-backend', 'test'];
let node: NodeProcess | undefined;

afterAll(async () => {
  await node?.end('SIGTERM');
  removeHome(home);
});

test('an upgrade is voted for, halts the node, and is passed over where the operator says so', async () => {
  akashOk(['genesis', 'init', 'one', '--chain-id', 'upgrade-1', '--home', home]);
  akashOk(['keys', 'add', 'validator', '--recover', ...keyring], `${MNEMONIC}\n`);
  akashOk(['genesis', 'add-account', 'validator', '1000000000000uakt', ...keyring]);
  akashOk(['genesis', 'gentx', 'validator', '100000000000uakt', ...keyring]);
  akashOk(['genesis', 'collect', '--home', home]);
  const genesis = join(home, 'config/genesis.json');
  const doc = JSON.parse(readFileSync(genesis, 'utf8'));
  Object.assign(doc.app_state.gov.params, { voting_period: '5s', expedited_voting_period: '2s' });
  writeFileSync(genesis, JSON.stringify(doc));

  const [rpcPort, p2p, pprof] = [await freePort(), await freePort(), await freePort()];
  const rpc = `http://127.0.0.1:${rpcPort}`;
  const args = ['start', '--home', home, '--rpc.laddr', `tcp://127.0.0.1:${rpcPort}`, '--p2p.laddr'];
  args.push(`tcp://127.0.0.1:${p2p}`, '--rpc.pprof_laddr', `127.0.0.1:${pprof}`, '--grpc.enable=false');
  args.push('--api.enable=false', '--consensus.timeout_commit', '300ms');
  node = new NodeProcess(args);
  node.start();
  await waitForHeight(rpc, 2, node);

  const at = (await heightOf(rpc)) + 60;
  const info = '{"binaries":{"linux/amd64":"https://example.org/akash?a=1&checksum=sha256:00"}}';
  const send = ['--from', 'validator', '-y', '--node', rpc, ...keyring];
  const proposal = ['v9.0.0', '--upgrade-height', `${at}`, '--upgrade-info', info, '--title', 'Nine', '--summary', 's'];
  akashOk(['tx', 'upgrade', 'software-upgrade', ...proposal, '--deposit', '10000000uakt', ...send]);
  akashOk(['tx', 'gov', 'vote', '1', 'yes', ...send]);
  await until(
    'the plan',
    async () => (akashOk(['query', 'upgrade', 'plan', '--node', rpc]).includes('v9.0.0') ? true : undefined),
    60_000,
    node,
  );

  const needed = `UPGRADE "v9.0.0" NEEDED at height: ${at}: ${info}`;
  await until('the halt', async () => (node!.running ? undefined : true), 60_000);
  expect(node.log).toContain(needed);
  const left = readFileSync(join(home, 'data/upgrade-info.json'), 'utf8');
  expect(left).toContain('"time":"0001-01-01T00:00:00Z"');
  expect(JSON.parse(left)).toEqual({ name: 'v9.0.0', time: '0001-01-01T00:00:00Z', height: at, info });

  // The same program again: it stops at the same block.
  node = new NodeProcess(args);
  node.start();
  await until('the second halt', async () => (node!.running ? undefined : true), 60_000);
  expect(node.log).toContain(needed);

  node = new NodeProcess([...args, '--unsafe-skip-upgrades', `${at}`]);
  node.start();
  await waitForHeight(rpc, at + 3, node);
  expect(akashOk(['query', 'upgrade', 'plan', '--node', rpc])).toContain('plan: null');
});
