/** A second node that starts from a snapshot of the first, both under real CometBFT. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeId, readKeyJson } from '../../src/engine/key-files.ts';
import { cometClient } from '../../src/server/comet-client.ts';
import { MNEMONIC } from './scenario.ts';
import { akashOk, freePort, NodeProcess, removeHome, tempHome, until, waitForHeight } from './support.ts';

const [home, fresh] = [tempHome(), tempHome()];
let first: NodeProcess;
let second: NodeProcess;
let rpc: string;
let p2p: number;

async function node(
  folder: string,
  more: readonly string[],
): Promise<{ process: NodeProcess; rpc: string; p2p: number }> {
  const [r, p, pprof] = [await freePort(), await freePort(), await freePort()];
  const process = new NodeProcess([
    'start',
    '--home',
    folder,
    '--rpc.laddr',
    `tcp://127.0.0.1:${r}`,
    '--p2p.laddr',
    `tcp://127.0.0.1:${p}`,
    '--rpc.pprof_laddr',
    `127.0.0.1:${pprof}`,
    '--grpc.enable=false',
    '--api.enable=false',
    '--consensus.timeout_commit',
    '300ms',
    ...more,
  ]);
  return { process, rpc: `http://127.0.0.1:${r}`, p2p: p };
}

function loopback(folder: string): void {
  const file = join(folder, 'config', 'config.toml');
  writeFileSync(
    file,
    readFileSync(file, 'utf8')
      .replace('addr_book_strict = true', 'addr_book_strict = false')
      .replace('allow_duplicate_ip = false', 'allow_duplicate_ip = true'),
  );
}

beforeAll(async () => {
  const ring = ['--home', home, '--keyring-backend', 'test'];
  akashOk(['genesis', 'init', 'first', '--chain-id', 'sync-1', '--home', home]);
  akashOk(['keys', 'add', 'validator', '--recover', ...ring], `${MNEMONIC}\n`);
  akashOk(['genesis', 'add-account', 'validator', '1000000000000uakt', ...ring]);
  akashOk(['genesis', 'gentx', 'validator', '100000000000uakt', ...ring]);
  akashOk(['genesis', 'collect', '--home', home]);
  akashOk(['genesis', 'init', 'second', '--chain-id', 'sync-1', '--home', fresh]);
  copyFileSync(join(home, 'config', 'genesis.json'), join(fresh, 'config', 'genesis.json'));
  for (const folder of [home, fresh]) loopback(folder);
  const started = await node(home, ['--state-sync.snapshot-interval', '10', '--state-sync.snapshot-keep-recent', '5']);
  first = started.process;
  rpc = started.rpc;
  p2p = started.p2p;
  first.start();
  await waitForHeight(rpc, 24, first);
});

afterAll(async () => {
  await second?.end('SIGTERM');
  await first?.end('SIGTERM');
  for (const folder of [home, fresh]) removeHome(folder);
});

test('a new node takes a snapshot from the first and follows it', async () => {
  const id = nodeId(readKeyJson(readFileSync(join(home, 'config', 'node_key.json'), 'utf8'), 'node_key.json'));
  const trusted = (await cometClient(rpc).block(10n)).blockId.hash;
  const file = join(fresh, 'config', 'config.toml');
  const text = readFileSync(file, 'utf8');
  const at = text.indexOf('[statesync]');
  writeFileSync(
    file,
    text.slice(0, at) +
      text
        .slice(at)
        .replace('enable = false', 'enable = true')
        .replace('rpc_servers = ""', `rpc_servers = "${rpc},${rpc}"`)
        .replace('trust_height = 0', 'trust_height = 10')
        .replace('trust_hash = ""', `trust_hash = "${Buffer.from(trusted).toString('hex')}"`)
        .replace('discovery_time = "15s"', 'discovery_time = "5s"'),
  );
  const started = await node(fresh, ['--p2p.persistent_peers', `${id}@127.0.0.1:${p2p}`]);
  second = started.process;
  second.start();
  // CometBFT does not answer `status` on a node that came from a snapshot before its own first blocks are stored: its log tells.
  const followed = await until(
    'the second node to follow',
    async () => {
      const restored = /Snapshot restored\s+module=statesync height=(\d+)/.exec(second.log);
      const lines = [
        ...second.log.matchAll(
          /finalizing commit of block\s+module=consensus height=(\d+) hash=[0-9A-F]+ root=([0-9A-F]+)/g,
        ),
      ];
      const last = lines.at(-1);
      return restored && last && Number(last[1]) > Number(restored[1]) + 10
        ? { restored: Number(restored[1]), height: BigInt(last[1]!), root: last[2]! }
        : undefined;
    },
    120_000,
    second,
  );
  expect(followed.restored).toBeGreaterThanOrEqual(10);
  const { block } = await cometClient(rpc).block(followed.height);
  expect(followed.root).toBe(Buffer.from(block.header.appHash).toString('hex').toUpperCase());
});
