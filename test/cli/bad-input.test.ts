/** Everything a person can get wrong on the command line, in a file or in an RPC call: a clear message, exit code 1, nothing changed. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { type DevNode, startDevNode } from '../../src/engine/dev/dev-node.ts';

const MNEMONIC = 'test test test test test test test test test test test junk';
const ALICE = 'akash1erxf3sa9q2j4vgseu7jq4a258ckmk7cyz9hv7c';
const VALOPER = 'akashvaloper15yk64u7zc9g9k2yr2wmzeva5qgwxps6yptvwsw';

const home = mkdtempSync(join(tmpdir(), 'akash-bad-'));
const empty = mkdtempSync(join(tmpdir(), 'akash-empty-'));
let node: DevNode;

async function run(
  args: readonly string[],
  input: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  const lines = [...input];
  let [out, err] = ['', ''];
  const code = await main(args, {
    out: (t) => {
      out += t;
    },
    err: (t) => {
      err += t;
    },
    env,
    line: () => lines.shift(),
  });
  return { code, out, err };
}

/** Names, sizes and contents of a folder, as one hash. */
function fingerprint(dir: string): string {
  const h = createHash('sha256');
  const walk = (d: string): void => {
    for (const name of readdirSync(d).sort((a, b) => (a < b ? -1 : 1))) {
      const path = join(d, name);
      h.update(path);
      if (statSync(path).isDirectory()) walk(path);
      else h.update(readFileSync(path));
    }
  };
  walk(dir);
  return h.digest('hex');
}

beforeAll(async () => {
  const ok = async (args: readonly string[], input: readonly string[] = []): Promise<void> => {
    const r = await run([...args, '--home', home], input);
    expect(r.err + r.code).toMatch(/0$/);
  };
  await ok(['genesis', 'init', 'one', '--chain-id', 'bad-1']);
  await ok(['keys', 'add', 'alice', '--recover', '--index', '1'], [MNEMONIC]);
  await ok(['genesis', 'add-account', 'alice', '1000uakt']);
  await ok(['keys', 'export', 'alice'], ['long-password']);
  writeFileSync(join(home, 'not-json'), '{');
  writeFileSync(join(home, 'no-title.json'), '{"messages":[],"deposit":"1uakt","summary":"s"}');
  writeFileSync(
    join(home, 'bad-msg.json'),
    '{"messages":[{"@type":"/nope"}],"deposit":"1uakt","title":"t","summary":"s"}',
  );
  writeFileSync(
    join(home, 'bad-field.json'),
    '{"messages":[{"@type":"/cosmos.bank.v1beta1.MsgSend","nope":1}],"deposit":"1uakt","title":"t","summary":"s"}',
  );
  writeFileSync(join(home, 'validator.json'), '{"pubkey":{"@type":"/x","key":"AA=="},"amount":"1uakt","moniker":"m"}');
  writeFileSync(join(home, 'bad-genesis.json'), '{"chain_id":"x","genesis_time":"yesterday","app_state":{}}');
  writeFileSync(
    join(home, 'bad-state.json'),
    JSON.stringify({ chain_id: 'x', genesis_time: '2026-01-01T00:00:00Z', app_state: { bank: { params: 7 } } }),
  );
  node = await startDevNode({ rpcPort: 0, blockTime: 0 });
});

afterAll(async () => {
  await node.stop();
  for (const d of [home, empty]) rmSync(d, { recursive: true, force: true });
});

/** Arguments, what the message must say, and what is typed in. `{rpc}` and `{home}` are filled in. */
const CASES: readonly (readonly [args: string, message: string | RegExp, input?: readonly string[]])[] = [
  ['nope', 'unknown command "nope"'],
  ['query nope', 'unknown command "nope"'],
  ['query bank nope', "Run 'akash query bank --help'"],
  ['tx bank nope', 'unknown command "nope"'],
  ['version --nope', 'unknown flag: --nope'],
  ['version -o', 'flag needs an argument: --output'],
  ['version -o xml', '"xml"'],
  ['version extra', 'accepts 0 arg(s), received 1'],
  ['status --node', 'flag needs an argument'],
  ['status --node http://127.0.0.1:1', 'no node answers at http://127.0.0.1:1'],
  ['query bank balances', 'accepts 1 arg(s), received 0'],
  ['query bank balances akash1nope --node {rpc}', 'decoding bech32 failed'],
  [`query bank balances ${VALOPER} --node {rpc}`, 'invalid Bech32 prefix; expected akash, got akashvaloper'],
  [`query bank balances ${ALICE} --node {rpc} --height x`, 'it must be a whole number'],
  [`query bank balances ${ALICE} --node {rpc} --height -5`, 'must not be negative'],
  [`query bank balances ${ALICE} --node {rpc} --height 999999`, 'height in the future'],
  [`query bank balances ${ALICE} --node {rpc} --page 2 --offset 5`, 'page and offset cannot be used together'],
  [`query staking validator ${ALICE} --node {rpc}`, 'expected akashvaloper, got akash'],
  ['query gov proposal one --node {rpc}', 'please input a valid proposal-id'],
  ['query gov proposal 77 --node {rpc}', "doesn't exist"],
  ['query gov proposals --status asleep --node {rpc}', '"asleep" is not a status of a proposal'],
  ['query gov param nope --node {rpc}', '(voting|tallying|deposit)'],
  ['query slashing signing-info {} --node {rpc}', 'public key'],
  ['query staking historical-info x --node {rpc}', 'is not a whole number'],
  ['keys add', 'accepts 1 arg(s), received 0'],
  ['keys add bob --recover', 'invalid mnemonic', ['one two three']],
  ['keys add bob --recover', 'EOF'],
  ['keys add dup --recover --index 1', 'duplicated address created', [MNEMONIC]],
  ['keys add alice', 'aborted', ['n']],
  ['keys add bob --key-type rsa', 'unsupported signing algo: rsa'],
  ['keys add bob --hd-path nonsense', /path/i],
  ["keys add bob --hd-path m/44'/118'/0'/0/0 --index 3", 'leave out --account, --index and --coin-type'],
  ['keys add bob --multisig alice,nobody --multisig-threshold 1', 'nobody.info: key not found'],
  ['keys add bob --multisig alice --multisig-threshold 3', 'threshold'],
  ['keys add bob --pubkey nonsense', '--pubkey must be JSON'],
  ['keys list --keyring-backend nosuch', 'nosuch: unknown keyring backend'],
  ['keys list --keyring-backend os', 'choose --keyring-backend file or test'],
  ['keys show nobody', 'is not a valid name or address'],
  ['keys show alice -a -p', 'cannot use both --address and --pubkey'],
  ['keys show alice --bech x', 'it must be one of acc, val, cons'],
  ['keys delete alice nobody -y', 'nobody.info: key not found'],
  ['keys export alice', 'password must be at least 8 characters', ['short']],
  ['keys export alice --unsafe', 'must be used together'],
  ['keys import new {home}/nothing', 'no such file or directory'],
  ['keys import new {home}/not-json', /armor|EOF/i, ['password']],
  ['keys import-hex new zz', "invalid byte: U+007A 'z'"],
  ['keys rename nobody x -y', 'nobody.info: key not found'],
  ['keys parse garbage', "couldn't find valid bech32 nor hex data"],
  ['keys mnemonic --unsafe-entropy', 'You entered 5', ['short']],
  ['genesis init two', 'genesis.json file already exists'],
  ['genesis init two --overwrite --default-denom 1', 'is not a denomination'],
  ['genesis init two --overwrite --initial-height x', 'it must be a whole number'],
  [`genesis init two --overwrite --chain-id ${'x'.repeat(51)}`, 'longer than 50 characters'],
  ['genesis add-account alice 5', 'invalid decimal coin expression: 5'],
  ['genesis add-account alice 5uakt', 'already exists'],
  ['genesis add-account nobody 5uakt', 'failed to get address from Keyring'],
  [
    `genesis add-account ${'akash1qurswpc8qurswpc8qurswpc8qurswpc87g2aem'} 5uakt --vesting-amount 9uakt --vesting-end-time 5`,
    'vesting amount cannot be greater than total amount',
  ],
  ['genesis gentx alice 5000uakt', 'only has 1000uakt available to stake'],
  ['genesis gentx alice 5other', 'must be in uakt'],
  ['genesis gentx alice 5uakt --chain-id other', 'but the genesis is of bad-1'],
  ['genesis gentx nobody 5uakt', "failed to fetch 'nobody' from the keyring"],
  ['genesis gentx alice 5uakt --min-self-delegation 0', 'minimum self delegation must be a positive integer'],
  ['genesis collect', 'make genesis transactions with'],
  ['genesis validate {home}/nothing', 'no such file or directory'],
  ['genesis validate {home}/not-json', 'not JSON'],
  ['genesis validate {home}/bad-genesis.json', 'genesis_time must be an RFC 3339 time'],
  ['genesis validate {home}/bad-state.json', 'error validating genesis file'],
  [`tx bank send ${ALICE} 5uakt --node {rpc}`, 'no signer was named'],
  [`tx bank send nobody ${ALICE} 5uakt -y --node {rpc}`, 'nobody.info: key not found'],
  [`tx bank send alice ${ALICE} nothing -y --node {rpc}`, 'invalid decimal coin expression'],
  [`tx bank send alice akash1nope 5uakt -y --node {rpc}`, 'decoding bech32 failed'],
  [`tx bank send alice ${ALICE} 5uakt -y --node {rpc} --gas lots`, 'it must be a number or auto'],
  [
    `tx bank send alice ${ALICE} 5uakt -y --node {rpc} --fees 1uakt --gas-prices 1uakt`,
    'cannot provide both fees and gas prices',
  ],
  [`tx bank send alice ${ALICE} 5uakt -y --node {rpc} --gas-adjustment x`, 'it must be a number such as 1.5'],
  [`tx bank send alice ${ALICE} 5uakt -y --offline`, 'estimated without a node'],
  [`tx bank send alice ${ALICE} 5uakt -y --offline --gas 100000`, 'needs --account-number and --sequence'],
  [`tx bank send alice ${ALICE} 5uakt -y --node {rpc} --broadcast-mode later`, 'it must be one of block, sync, async'],
  [`tx bank send alice ${ALICE} 99999999999999999uakt -y --node {rpc}`, 'insufficient funds'],
  [`tx staking delegate ${ALICE} 5uakt --from alice -y --node {rpc}`, 'expected akashvaloper, got akash'],
  [`tx staking delegate ${VALOPER} 5uakt,6uakt --from alice -y --node {rpc}`, 'invalid'],
  ['tx staking create-validator {home}/nothing --from alice', 'no such file or directory'],
  ['tx staking create-validator {home}/validator.json --from alice', 'is not a type of public key'],
  [`tx staking cancel-unbond ${VALOPER} 5uakt x --from alice`, 'invalid height'],
  ['tx gov vote x yes --from alice', 'please input a valid proposal-id'],
  ['tx gov vote 1 maybe --from alice', "'maybe' is not a valid vote option"],
  ['tx gov submit-proposal {home}/not-json --from alice', 'is not JSON'],
  ['tx gov submit-proposal {home}/no-title.json --from alice', '"title" is missing'],
  ['tx gov submit-proposal {home}/bad-msg.json --from alice', '"/nope" is not a type of message'],
  ['tx gov submit-proposal {home}/bad-field.json --from alice', 'unknown field "nope"'],
  ['start --with-comet=perhaps', 'it must be true or false'],
  ['start --log_level loud', 'it must be one of trace, debug'],
  ['start --cometbft /nowhere/cometbft', 'there is no program at /nowhere/cometbft'],
  ['start --with-comet=false --minimum-gas-prices lots', 'invalid decimal coin expression'],
  ['start --with-comet=false --grpc.address nowhere', 'is not an address'],
  ['dev --accounts 0 --rpc-port 0 --grpc-port 0', '--accounts is at least 1'],
  ['dev --balance 5 --rpc-port 0 --grpc-port 0', '--balance is at least'],
  ['dev --rpc-port 70000', '--rpc-port is at most 65535'],
  ['dev --genesis /nowhere', 'there is no file /nowhere'],
];

describe('the command line', () => {
  test.each(CASES.map(([line, message, input]) => ({ line, message, input: input ?? [] })))(
    'akash $line',
    async ({ line, message, input }) => {
      const args = line.split(' ').map((a) => a.replace('{rpc}', node.rpcUrl!).replace('{home}', home));
      const before = fingerprint(home);
      const r = await run([...args, '--home', home], input);
      expect(r.code).toBe(1);
      expect(r.err).toMatch(/^(?:[\s\S]*\n)?Error: |Error: /);
      if (typeof message === 'string') expect(r.err).toContain(message);
      else expect(r.err).toMatch(message);
      // What a start leaves behind of its database is not the user's.
      if (!line.startsWith('start')) expect(fingerprint(home)).toBe(before);
    },
  );

  test('commands that need a home say how to make one', async () => {
    expect((await run(['start', '--home', empty, '--with-comet=false'])).err).toContain('akash genesis init');
    expect((await run(['genesis', 'add-account', ALICE, '5uakt', '--home', empty])).err).toContain(
      'akash genesis init',
    );
    expect(readdirSync(empty)).toEqual([]);
  });

  test('a missing CometBFT is told with the command that installs it', async () => {
    const r = await run(['start', '--home', home], [], { PATH: '/nowhere' });
    expect(r.code).toBe(1);
    expect(r.err).toContain('go install github.com/cometbft/cometbft/cmd/cometbft@v0.38.21');
  });

  test('a setting of a file or of the environment that cannot be is named', async () => {
    const toml = join(home, 'config', 'app.toml');
    const good = readFileSync(toml, 'utf8');
    writeFileSync(toml, good.replace('halt-height = 0', 'halt-height = "soon"'));
    expect((await run(['start', '--home', home, '--with-comet=false'])).err).toContain(
      'halt-height must be a whole number, not "soon"',
    );
    writeFileSync(toml, `${good}\n[broken`);
    expect((await run(['start', '--home', home, '--with-comet=false'])).err).toMatch(/app\.toml: line \d+/);
    writeFileSync(toml, good);
    expect((await run(['start', '--home', home, '--with-comet=false'], [], { AKASH_HALT_TIME: 'noon' })).err).toContain(
      'halt-time must be a whole number, not "noon"',
    );
  });
});

describe('the RPC', () => {
  const BAD: readonly (readonly [path: string, status: number, data: string])[] = [
    ['/block?height=0', 500, 'height must be greater than 0, but got 0'],
    ['/block?height=99999', 500, 'must be less than or equal to the current blockchain height'],
    ['/block?height="x"', 500, 'error converting http params to arguments'],
    ['/block?height=0x05', 500, "got a hex string arg, but expected 'ptr'"],
    ['/tx?hash=0xzz', 500, 'invalid byte'],
    ['/tx?hash=0x01', 500, 'tx (01) not found'],
    ['/tx_search?query="', 500, 'error converting http params to arguments'],
    ['/tx_search?query="tx.height"', 500, 'EOF'],
    ['/tx_search?query="tx.height=1"&order_by="up"', 500, 'expected order_by to be either'],
    ['/tx_search?query="tx.height=1"&page=0', 500, 'page should be within [1, 1] range, given 0'],
    ['/validators?page=9', 500, 'page should be within [1, 1] range, given 9'],
    ['/blockchain?minHeight=-1', 500, 'heights must be non-negative'],
    ['/genesis_chunked?chunk=9', 500, 'chunks, 9 is invalid'],
    ['/nope', 404, '404 page not found'],
  ];
  test.each(BAD)('GET %s', async (path, status, data) => {
    const r = await fetch(node.rpcUrl + path.replaceAll('"', '%22'));
    expect(r.status).toBe(status);
    expect(await r.text()).toContain(data);
  });

  const POSTS: readonly (readonly [body: string, code: number | undefined, data: string])[] = [
    ['{', -32700, 'error unmarshaling request'],
    ['"text"', -32700, 'cannot unmarshal string'],
    ['{"id":1,"method":"nope"}', -32601, ''],
    ['{"id":1,"method":"block","params":{"height":5}}', -32602, 'invalid 64-bit integer encoding'],
    ['{"id":1,"method":"block","params":"5"}', -32602, 'Expected map or array'],
    ['{"id":1,"method":"tx","params":["a"]}', -32602, 'expected 2 parameters'],
    ['{"id":1,"method":"broadcast_tx_sync","params":{"tx":"!"}}', -32602, 'illegal base64'],
    ['{"id":{},"method":"health"}', -32700, 'json-rpc ID'],
  ];
  test.each(POSTS)('POST %s', async (body, code, data) => {
    const r = await fetch(node.rpcUrl!, { method: 'POST', body });
    const answer = (await r.json()) as { error?: { code: number; data?: string } };
    expect(answer.error?.code).toBe(code);
    expect(answer.error?.data ?? '').toContain(data);
  });

  test('PARITY: an empty body gets the page, a request without id no answer; numbers of 64 bits are text', async () => {
    const post = async (body: string): Promise<string> => (await fetch(node.rpcUrl!, { method: 'POST', body })).text();
    expect(await post('')).toContain('Available endpoints');
    expect(await post('{"method":"health"}')).toBe('');
    expect(await post('{"id":1,"method":"block","params":{"height":1}}')).toContain('invalid 64-bit integer encoding');
    expect(await post('{"id":1,"method":"block","params":{"height":"1"}}')).toContain('"last_commit"');
  });

  test('PARITY: CometBFT 0.38.21 says that it is 0.38.19', async () => {
    expect(await (await fetch(`${node.rpcUrl}/status`)).text()).toContain('"version":"0.38.19"');
  });

  test('a garbage transaction is refused with its code, a huge one and a repeated one by the mempool', async () => {
    const send = async (
      tx: Uint8Array,
    ): Promise<{ result?: { code: number; codespace: string }; error?: { data: string } }> => {
      const params = { tx: Buffer.from(tx).toString('base64') };
      const r = await fetch(node.rpcUrl!, {
        method: 'POST',
        body: JSON.stringify({ id: 1, method: 'broadcast_tx_sync', params }),
      });
      return (await r.json()) as never;
    };
    expect((await send(Uint8Array.of(1, 2, 3))).result).toMatchObject({ code: 2, codespace: 'sdk' });
    const huge = await fetch(node.rpcUrl!, { method: 'POST', body: 'x'.repeat(1_000_001) });
    expect(huge.status).toBe(400);
    expect(await huge.text()).toContain('request body too large');
  });
});
