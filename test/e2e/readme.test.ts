/** Runs what the README tells its reader to type, as it stands there, in a home folder of its own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { grpcurl } from './scenario.ts';
import { NodeProcess, ROOT, removeHome, tempHome, waitForHeight } from './support.ts';

const RPC = 'http://127.0.0.1:26657';
const home = tempHome();
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const env = {
  ...process.env,
  HOME: home,
  AKASH_KEYRING_BACKEND: 'test',
  PATH: `${join(ROOT, 'bin')}:${process.env.PATH}:${process.env.HOME}/go/bin`,
};
let node: NodeProcess | undefined;

/** The fenced blocks of one language under a heading. */
function blocks(heading: string, language: string): string[] {
  const section = readme.split(/^## /m).find((s) => s.startsWith(heading));
  if (!section) throw new Error(`the README has no section "${heading}"`);
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((m) => m[1]!);
}

function sh(line: string): string {
  const r = spawnSync('bash', ['-c', line], { cwd: ROOT, env, encoding: 'utf8', timeout: 60_000 });
  if (r.status !== 0) throw new Error(`${line}\n${r.stdout}${r.stderr}`);
  return r.stdout;
}

afterEach(async () => {
  await node?.end('SIGTERM');
  node = undefined;
});
afterAll(() => removeHome(home));

test('the validator walk-through', async () => {
  const [, make, use] = blocks('Run a validator', 'sh');
  const lines = make!.trim().split('\n');
  expect(lines.at(-1)).toBe('akash start');
  for (const line of lines.slice(0, -1)) sh(line);
  node = new NodeProcess(['start', '--consensus.timeout_commit', '300ms'], { HOME: home, PATH: env.PATH! });
  node.start();
  await waitForHeight(RPC, 3, node);
  const address = sh('akash keys show validator -a').trim();
  const valoper = sh('akash keys show validator -a --bech val').trim();
  for (const line of use!.trim().split('\n')) {
    const out = sh(line.replace('<akashvaloper...>', valoper).replace('<akash...>', address));
    if (line.includes(' tx ')) expect(out).toContain('"code":0');
    else expect(out).toContain(line.includes('validators') ? valoper : 'my-chain-1');
  }
});

test('delegating and voting with CosmJS, and reading with grpcurl, on the chain that npm start runs', async () => {
  const child = new NodeProcess(['dev'], { HOME: home });
  node = child;
  child.start();
  await waitForHeight(RPC, 1, child);
  const dir = join(ROOT, 'node_modules', '.cache', 'readme');
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'cosmjs.mjs');
  writeFileSync(file, blocks('Delegate and vote', 'js')[0]!);
  const r = spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: 60_000 });
  rmSync(dir, { recursive: true });
  expect(r.stderr).toBe('');
  expect(r.stdout).toBe('voted\n');
  for (const line of blocks('Read state over gRPC', 'sh')[0]!.trim().split('\n'))
    expect(sh(line).length).toBeGreaterThan(10);
  expect(
    grpcurl(
      join(process.env.HOME ?? '', 'go/bin/grpcurl'),
      { rpc: RPC, grpc: '127.0.0.1:9090', validator: '' },
      'cosmos.mint.v1beta1.Query/Inflation',
      {},
    ),
  ).toHaveProperty('inflation');
});

test('a chain inside a test', async () => {
  const code = blocks('A chain inside a test', 'ts')[0]!.replace("'akash-ts/", "'../../");
  const file = join(ROOT, 'test', 'e2e', `.readme-${process.pid}.ts`);
  writeFileSync(file, `${code}\nconsole.log('ended at', node.chain.height());\n`);
  try {
    const r = spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: 60_000 });
    expect(r.stderr).toBe('');
    expect(r.stdout).toMatch(/^ended at \d+n\n$/);
  } finally {
    rmSync(file);
  }
});

test('replay and bench', () => {
  const [lines] = blocks('Replay and measure', 'sh');
  const [replay, bench] = lines!.trim().split('\n');
  expect(sh(replay!)).toMatch(/core-bank: 26 blocks, 92 txs, ok[\s\S]*staking: 102 blocks, 212 txs, ok/);
  expect(JSON.parse(sh(bench!).trim().split('\n').at(-1)!)).toHaveProperty('us_per_tx');
});
