/** What people get wrong about the marketplace: on the command line, where nothing is sent then, and in transactions made by hand. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { type MsgToSend, msg } from '../../src/cli/tx.ts';
import { accAddressToBech32 } from '../../src/crypto/address.ts';
import * as secp256k1 from '../../src/crypto/secp256k1.ts';
import { type DevAccount, devAccounts } from '../../src/engine/dev/accounts.ts';
import { type DevNode, startDevNode } from '../../src/engine/dev/dev-node.ts';
import { Dec } from '../../src/math/dec.ts';
import { callRpc } from '../../src/server/comet-client.ts';
import { MsgDeleteProviderAttributes } from '../../src/wire/gen/akash/audit/v1/msg.ts';
import { Source } from '../../src/wire/gen/akash/base/deposit/v1/deposit.ts';
import { MsgCreateCertificate, MsgRevokeCertificate } from '../../src/wire/gen/akash/cert/v1/msg.ts';
import {
  MsgCloseDeployment,
  MsgCreateDeployment,
  MsgUpdateDeployment,
} from '../../src/wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import { MsgPauseGroup, MsgStartGroup } from '../../src/wire/gen/akash/deployment/v1beta4/groupmsg.ts';
import { MsgAccountDeposit } from '../../src/wire/gen/akash/escrow/v1/msg.ts';
import { MsgCloseBid, MsgCreateBid } from '../../src/wire/gen/akash/market/v1beta5/bidmsg.ts';
import { MsgCloseLease, MsgCreateLease, MsgWithdrawLease } from '../../src/wire/gen/akash/market/v1beta5/leasemsg.ts';
import { MsgCreateProvider } from '../../src/wire/gen/akash/provider/v1beta4/msg.ts';
import { PubKey } from '../../src/wire/gen/cosmos/crypto/secp256k1/keys.ts';
import { AuthInfo, SignDoc, TxBody, TxRaw } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';

const MNEMONIC = 'test test test test test test test test test test test junk';
const [, tenant, provider, stranger] = devAccounts(4).map((a) => accAddressToBech32(a.address)) as [
  string,
  string,
  string,
  string,
];
const examples = resolve(import.meta.dirname, '../../examples');
const home = mkdtempSync(join(tmpdir(), 'akash-market-'));
let node: DevNode;

async function run(
  args: readonly string[],
  input: readonly string[] = [],
): Promise<{ code: number; out: string; err: string }> {
  const lines = [...input];
  let [out, err] = ['', ''];
  const code = await main([...args, '--home', home], {
    out: (t) => {
      out += t;
    },
    err: (t) => {
      err += t;
    },
    env: { AKASH_NODE: node.rpcUrl! },
    line: () => lines.shift(),
  });
  return { code, out, err };
}

const words: Readonly<Record<string, string>> = {
  TENANT: tenant,
  PROVIDER: provider,
  STRANGER: stranger,
  EX: examples,
  HOME: home,
};
const split = (line: string): string[] =>
  line.split(' ').map((w) => w.replace(/\{(\w+)\}/g, (_, name: string) => words[name]!));

function fingerprint(dir: string): string {
  const h = createHash('sha256');
  for (const name of (readdirSync(dir, { recursive: true }) as string[]).sort((a, b) => (a < b ? -1 : 1)))
    if (statSync(join(dir, name)).isFile()) h.update(name).update(readFileSync(join(dir, name)));
  return h.digest('hex');
}

/** What there is before the first case: deployment 1 has a bid, 2 a lease, 3 is closed, 4 nobody bids on. */
const SETUP = `
tx cert generate client --from tenant
tx cert publish client --from tenant -y
tx provider create {EX}/provider.yaml --from provider -y
tx deployment create {EX}/web.yaml --dseq 1 --deposit 5000000uakt --from tenant -y
tx deployment create {EX}/web.yaml --dseq 2 --deposit 5000000uakt --from tenant -y
tx deployment create {EX}/web.yaml --dseq 3 --deposit 5000000uakt --from tenant -y
tx deployment create {EX}/web.yaml --dseq 4 --deposit 5000000uakt --from tenant -y
tx market bid create --owner {TENANT} --dseq 1 --price 900uakt --deposit 500000uakt --from provider -y
tx market bid create --owner {TENANT} --dseq 2 --price 900uakt --deposit 500000uakt --from provider -y
tx market lease create --dseq 2 --provider {PROVIDER} --from tenant -y
tx deployment close --dseq 3 --from tenant -y`
  .trim()
  .split('\n');

beforeAll(async () => {
  node = await startDevNode({ rpcPort: 0, blockTime: 0 });
  const ok = async (args: readonly string[], input: readonly string[] = []): Promise<void> => {
    const r = await run(args, input);
    if (r.code !== 0) throw new Error(`${args.join(' ')}: ${r.err}`);
  };
  for (const [i, name] of ['tenant', 'provider', 'stranger'].entries())
    await ok(['keys', 'add', name, '--recover', '--index', `${i + 1}`], [MNEMONIC]);
  for (const line of SETUP) await ok(split(line));
  const write = (name: string, text: string): void => writeFileSync(join(home, name), text);
  const web = readFileSync(join(examples, 'web.yaml'), 'utf8');
  write('bigger.yaml', web.replace('512Mi', '1Gi'));
  write('no-services.yaml', 'version: "2.0"\nservices: {}\n');
  write('old.yaml', web.replace('"2.0"', '"1.0"'));
  write('not.yaml', '{');
  write('provider-http.yaml', 'host: http://p.example.org\n');
  write('provider-path.yaml', 'host: https://p.example.org/path\n');
  write('provider-dup.yaml', 'host: https://p.example.org\nattributes: [{key: a, value: b}, {key: a, value: c}]\n');
  write('provider-key.yaml', 'host: https://p.example.org\nattributes: [{key: "a b", value: b}]\n');
  write('provider-list.yaml', '- host\n');
  write('provider-web.yaml', 'host: https://p.example.org\ninfo: {website: "http://[::1"}\n');
  write(
    'unsigned.json',
    (await run(split('tx market lease close --dseq 2 --provider {PROVIDER} --from tenant --generate-only'))).out,
  );
  copyFileSync(join(home, 'unsigned.json'), join(home, 'empty.json'));
  write('empty.json', '{}');
});
afterAll(async () => {
  await node.stop();
  rmSync(home, { recursive: true, force: true });
});

/** A command, and what its message must hold: the words of the node where it was the node that refused. */
const CASES: readonly (readonly [line: string, message: string])[] = [
  ['tx deployment create --from tenant', 'accepts 1 arg(s), received 0'],
  ['tx deployment create {HOME}/none.yaml --from tenant -y', 'no such file or directory'],
  ['tx deployment create {HOME}/not.yaml --from tenant -y', "yaml: did not find expected ',' or '}'"],
  ['tx deployment create {HOME}/no-services.yaml --from tenant -y', 'Invalid groups'],
  ['tx deployment create {HOME}/old.yaml --from tenant -y', 'SDL invalid: config: unsupported version "1.0.0"'],
  ['tx deployment create {EX}/web.yaml --from stranger -y', 'no certificate file found'],
  ['tx deployment create {EX}/web.yaml --dseq 1 --from tenant -y', 'Deployment exists'],
  [
    'tx deployment create {EX}/web.yaml --deposit 1uakt --from tenant -y',
    'Deposit too low - 1 < 500000uakt: Deposit invalid',
  ],
  [
    'tx deployment create {EX}/web.yaml --deposit 5nocoin --from tenant -y',
    'Mismatched denominations (nocoin != uakt): Deposit invalid',
  ],
  ['tx deployment create {EX}/web.yaml --deposit lots --from tenant -y', 'invalid decimal coin expression: lots'],
  ['tx deployment create {EX}/web.yaml --deposit-sources gift --from tenant -y', 'invalid deposit-source "gift"'],
  [
    'tx deployment create {EX}/web.yaml --deposit-sources grant,grant --from tenant -y',
    'duplicated deposit source "grant"',
  ],
  [
    'tx deployment create {EX}/web.yaml --deposit 9999999999999999uakt --from tenant -y',
    'deposit invalid: insufficient balance',
  ],
  [
    'tx deployment create {EX}/web.yaml --owner {PROVIDER} --dseq 9 --from tenant -y',
    'MsgCreateDeployment must be signed by',
  ],
  [
    'tx deployment create {EX}/web.yaml --dseq x --from tenant -y',
    'invalid argument "x" for "--dseq" flag: it must be a whole number',
  ],
  [
    'tx deployment update {HOME}/bigger.yaml --dseq 1 --from tenant -y',
    'deployment update failed: groups are different than existing deployment, you cannot update groups',
  ],
  ['tx deployment update {EX}/web.yaml --dseq 99 --from tenant -y', 'Deployment not found: key not found'],
  ['tx deployment update {EX}/web.yaml --dseq 1 --from tenant -y', 'Invalid: deployment hash'],
  ['tx deployment close --from tenant -y', 'DeploymentID: Invalid Deployment Sequence: invalid sequence'],
  ['tx deployment close --dseq 99 --from tenant -y', 'Deployment not found'],
  ['tx deployment close --dseq 3 --from tenant -y', 'Deployment closed'],
  [
    'tx deployment close --dseq -1 --from tenant -y',
    'invalid argument "-1" for "--dseq" flag: it must not be negative',
  ],
  [
    'tx deployment close --dseq 18446744073709551616 --from tenant -y',
    'invalid argument "18446744073709551616" for "--dseq" flag: it must be below 2^64',
  ],
  [
    'tx deployment close --owner akash1nope --dseq 1 --from tenant -y',
    'decoding bech32 failed: invalid separator index 5',
  ],
  ['tx deployment close --owner {PROVIDER} --dseq 1 --from tenant -y', 'MsgCloseDeployment must be signed by'],
  ['tx deployment group close --from tenant -y', 'required flag(s) "dseq", "owner" not set'],
  ['tx deployment group close --owner {TENANT} --dseq 1 --gseq 9 --from tenant -y', 'Group not found'],
  [
    'tx deployment group close --owner {TENANT} --dseq 1 --gseq 0 --from tenant -y',
    'GroupID: Invalid Group Sequence: invalid sequence',
  ],
  ['tx deployment group close --owner {TENANT} --dseq 3 --from tenant -y', 'Group already closed'],
  ['tx deployment group start --owner {TENANT} --dseq 1 --from tenant -y', 'Group open'],
  ['tx deployment group pause --owner {TENANT} --dseq 3 --from tenant -y', 'Group already closed'],
  ['tx deployment group nope', 'unknown command "nope" for "akash tx deployment group"'],
  ['tx market bid create --owner {TENANT} --dseq 4 --from provider -y', 'invalid decimal coin expression: '],
  [
    'tx market bid create --owner {TENANT} --dseq 4 --price cheap --from provider -y',
    'invalid decimal coin expression: cheap',
  ],
  ['tx market bid create --owner {TENANT} --dseq 4 --price 0uakt --from provider -y', 'invalid bid: zero price'],
  [
    'tx market bid create --owner {TENANT} --dseq 4 --price -1uakt --from provider -y',
    'invalid decimal coin expression: -1uakt',
  ],
  [
    'tx market bid create --owner {TENANT} --dseq 4 --price 1001uakt --from provider -y',
    'bid price above max order price',
  ],
  [
    'tx market bid create --owner {TENANT} --dseq 4 --price 5uact --from provider -y',
    'recovered: invalid coin denominations; uakt, uact',
  ],
  ['tx market bid create --owner {PROVIDER} --dseq 4 --price 5uakt --from provider -y', 'BidID: self-bid: conflict'],
  [
    'tx market bid create --owner {TENANT} --dseq 99 --price 5uakt --from provider -y',
    'invalid order: order not found',
  ],
  [
    'tx market bid create --owner {TENANT} --dseq 4 --oseq 0 --price 5uakt --from provider -y',
    'BidID: Invalid OrderID: OrderID: Invalid Order Sequence: invalid sequence',
  ],
  [
    'tx market bid create --owner {TENANT} --dseq 4 --oseq 4294967296 --price 5uakt --from provider -y',
    'invalid argument "4294967296" for "--oseq" flag: it must be below 2^32',
  ],
  ['tx market bid create --owner {TENANT} --dseq 4 --price 5uakt --from stranger -y', 'unknown provider'],
  [
    'tx market bid create --owner {TENANT} --dseq 1 --price 5uakt --from provider -y',
    'invalid bid: bid exists from provider',
  ],
  ['tx market bid create --owner {TENANT} --dseq 2 --price 5uakt --from provider -y', 'order active'],
  [
    'tx market bid create --owner {TENANT} --dseq 4 --price 5uakt --deposit 1uakt --from provider -y',
    'deposit invalid: mininum:500000uakt received:{1uakt [grant balance]}',
  ],
  [
    'tx market bid close --owner {TENANT} --dseq 1 --reason 5 --from provider -y',
    'invalid --reason value. expected range 10000..19999',
  ],
  ['tx market bid close --owner {TENANT} --dseq 4 --from provider -y', 'unknown bid'],
  ['tx market lease create --from tenant -y', 'required flag(s) "dseq", "provider" not set'],
  [
    'tx market lease create --dseq 4 --provider akash1nope --from tenant -y',
    'decoding bech32 failed: invalid separator index 5',
  ],
  ['tx market lease create --dseq 4 --provider {PROVIDER} --from tenant -y', 'invalid bid: bid not found'],
  ['tx market lease create --dseq 2 --provider {PROVIDER} --from tenant -y', 'bid not open'],
  ['tx market lease create --dseq 1 --provider {TENANT} --from tenant -y', 'BidID: self-bid: conflict'],
  ['tx market lease withdraw --owner {TENANT} --dseq 1 --provider {PROVIDER} --from provider -y', 'unknown lease'],
  [
    'tx market lease withdraw --owner {TENANT} --dseq 2 --provider {PROVIDER} --from tenant -y',
    'MsgWithdrawLease must be signed by',
  ],
  ['tx market lease close --dseq 1 --provider {PROVIDER} --from tenant -y', 'order closed'],
  ['tx market lease close --dseq 99 --provider {PROVIDER} --from tenant -y', 'invalid order: order not found'],
  ['tx escrow deposit lease 5uakt --dseq 1 --from tenant -y', 'invalid account scope. allowed values deployment'],
  ['tx escrow deposit deployment 5 --dseq 1 --from tenant -y', 'invalid decimal coin expression: 5'],
  ['tx escrow deposit deployment 5uakt --dseq 99 --from tenant -y', 'account not found'],
  ['tx escrow deposit deployment 5uakt --dseq 3 --from tenant -y', 'account closed'],
  ['tx escrow deposit deployment 5uact --dseq 1 --from tenant -y', 'deposit invalid: insufficient balance'],
  ['tx escrow deposit deployment --from tenant -y', 'accepts 2 arg(s), received 1'],
  ['tx provider create {HOME}/none.yaml --from stranger -y', 'no such file or directory'],
  [
    'tx provider create {HOME}/not.yaml --from stranger -y',
    'not.yaml is not YAML: Flow map must end with a } at line 1, column 2:',
  ],
  [
    'tx provider create {HOME}/provider-list.yaml --from stranger -y',
    'provider-list.yaml must hold host, info and attributes',
  ],
  [
    'tx provider create {HOME}/provider-http.yaml --from stranger -y',
    'scheme in "http://p.example.org" should be https: invalid provider: invalid host uri',
  ],
  [
    'tx provider create {HOME}/provider-path.yaml --from stranger -y',
    'path in "https://p.example.org/path" should be empty: invalid provider: invalid host uri',
  ],
  ['tx provider create {HOME}/provider-dup.yaml --from stranger -y', 'provider: duplicated attribute: a'],
  ['tx provider create {HOME}/provider-key.yaml --from stranger -y', 'attribute key does not match regexp'],
  ['tx provider create {HOME}/provider-web.yaml --from stranger -y', 'invalid provider: invalid info website'],
  ['tx provider create {EX}/provider.yaml --from provider -y', 'invalid provider: already exists'],
  ['tx provider update {EX}/provider.yaml --from stranger -y', 'invalid provider: address not found'],
  ['tx cert generate client --from tenant', 'certificate error: cannot overwrite certificate'],
  ['tx cert generate server --from provider', 'requires at least 1 arg(s), only received 0'],
  [
    'tx cert generate client --from stranger --valid-duration soon',
    'invalid argument "soon" for "--valid-duration" flag: it must be a duration such as 8760h',
  ],
  [
    'tx cert generate client --from stranger --start-time noon',
    '--start-time: "noon" is not a time like 2026-01-31T12:00:00Z',
  ],
  ['tx cert generate client --from nobody', 'nobody.info: key not found'],
  ['tx cert publish client --from stranger -y', 'certificate error: does not exist'],
  ['tx cert publish client --from tenant -y', 'certificate exists'],
  [
    'tx cert revoke client --serial x --from tenant -y',
    'certificate error: invalid value in serial flag. expected integer',
  ],
  [
    'tx cert revoke client --serial 12345 --from tenant -y',
    'certificate error: certificate with serial 12345 does not exist on chain and cannot be revoked',
  ],
  ['tx cert revoke client --from stranger -y', 'could not open certificate PEM file'],
  ['tx audit attr create {PROVIDER} a b', 'required flag(s) "from" not set'],
  ['tx audit attr create {PROVIDER} a --from stranger -y', 'attributes must be provided as pairs'],
  ['tx audit attr create {PROVIDER} a b a c --from stranger -y', 'supplied attributes with duplicate keys'],
  ['tx audit attr create akash1nope a b --from stranger -y', 'decoding bech32 failed: invalid separator index 5'],
  ['tx audit attr create {STRANGER} --from stranger -y', 'invalid provider: address not found: key not found'],
  ['tx audit attr delete {PROVIDER} a --from stranger -y', 'invalid provider: address not found'],
  ['tx audit attr delete {PROVIDER} a a --from stranger -y', 'supplied attributes with duplicate keys'],
  [
    'tx authz grant {PROVIDER} deposit --spend-limit 5uakt --from tenant -y',
    '--scope is missing: deployment, bid, or both',
  ],
  ['tx authz grant {PROVIDER} deposit --spend-limit 5uakt --scope lease --from tenant -y', 'invalid scope "lease"'],
  [
    'tx authz grant {PROVIDER} deposit --spend-limit 0uakt --scope deployment --from tenant -y',
    'spend-limit should be greater than zero, got: 0uakt',
  ],
  [
    'tx authz grant {TENANT} generic --msg-type /cosmos.gov.v1.MsgVote --from tenant -y',
    'grantee and granter should be different',
  ],
  ['tx authz grant {PROVIDER} everything --from tenant -y', 'invalid authorization type, everything'],
  ['tx feegrant grant {PROVIDER} --period 60 --from tenant -y', 'period limit was not set'],
  [
    'tx feegrant grant {PROVIDER} --expiration never --from tenant -y',
    '--expiration: "never" is not a time like 2030-01-31T12:00:00Z',
  ],
  ['tx sign {HOME}/none.json --from tenant', 'no such file or directory'],
  ['tx sign {HOME}/unsigned.json --from provider', 'tx intended signer does not match the given signer: provider'],
  ['tx sign {HOME}/empty.json --from tenant', 'the file is not a transaction: it has no body or no fee'],
  ['tx sign {HOME}/unsigned.json', 'required flag(s) "from" not set'],
  ['tx broadcast {HOME}/unsigned.json', 'the transaction is not signed: "akash tx sign" signs it'],
  ['tx decode !', 'illegal base64 data: give --hex for hex'],
  ['tx decode zz --hex', 'the bytes are not hex'],
  ['tx multi-sign {HOME}/unsigned.json tenant {HOME}/unsigned.json', 'tenant is not a multisig key'],
  ['tx validate-signatures {HOME}/unsigned.json', 'signatures validation failed'],
  ['query cert list --serial 5', '--serial flag requires --owner to be set'],
  [
    'query cert list --owner {TENANT} --serial five',
    'certificate error: invalid value in serial flag. expected integer',
  ],
  ['query cert list --state lost', 'invalid value of --state flag. expected valid|revoked'],
  ['query escrow accounts frozen', 'invalid account state. allowed values - open|closed|overdrawn'],
  ['query escrow accounts open lease/x', 'invalid xid scope prefix. allowed values - deployment|bid'],
  ['query escrow payments open open', 'invalid xid scope prefix. allowed values - deployment|bid'],
  ['query escrow blocks-remaining --owner {TENANT} --dseq 1', 'leases for deployment do not exist'],
  ['query escrow blocks-remaining --owner {TENANT}', 'required flag(s) "dseq" not set'],
  ['query deployment get --dseq 1', 'required flag(s) "owner" not set'],
  ['query deployment get --owner {TENANT} --dseq 99', 'Deployment not found: key not found'],
  [
    'query deployment list --state asleep',
    'rpc error: code = InvalidArgument desc = invalid state value: invalid request',
  ],
  ['query deployment group get --owner {TENANT} --dseq 1 --gseq 7', 'Group not found: key not found'],
  ['query market order get --owner {TENANT} --dseq 99', 'invalid order: order not found: key not found'],
  ['query market bid get --owner {TENANT} --dseq 1 --provider {TENANT}', 'invalid bid: bid not found: key not found'],
  [
    'query market lease get --owner {TENANT} --dseq 1 --provider {PROVIDER}',
    'invalid lease: lease not found: key not found',
  ],
  [
    'query market lease list --state asleep',
    'rpc error: code = InvalidArgument desc = invalid state value: invalid request',
  ],
  ['query provider get {STRANGER}', 'invalid provider: address not found: key not found'],
  ['query audit get {STRANGER}', 'invalid provider: address not found: key not found'],
  ['query tx zz', '"zz" is not a hash: it has 64 hex digits'],
  ['query tx 00', 'tx (00) not found'],
  ['query tx {TENANT}/999 --type acc_seq', 'found no txs matching given address and sequence combination'],
  ['query txs --events bad', 'invalid event; event bad should be of the format: {eventType}.{eventAttribute}={value}'],
  ['query txs', 'required flag(s) "events" not set'],
  ['query block 999999', 'height 999999 must be less than or equal to the current blockchain height 11'],
  ['query block zz --type hash', '"zz" is not a hash: it has 64 hex digits'],
  ['query blocks --query (', 'offset 0: invalid input ( at offset 1'],
];

describe('the command line', () => {
  test.each(CASES)('akash %s', async (line, message) => {
    const [before, height] = [fingerprint(home), node.chain.height()];
    const r = await run(split(line));
    expect(r.code).toBe(1);
    expect(r.err).toMatch(/Error: /);
    expect(r.err).toContain(message);
    expect(fingerprint(home)).toBe(before);
    expect(node.chain.height()).toBe(height);
  });
});

/** Transactions made by hand: what the chain answers, and what it answered before they were included, where it did not let them in. */
describe('raw transactions', () => {
  const [, alice, bob, carol] = devAccounts(4) as [DevAccount, DevAccount, DevAccount, DevAccount];
  const lease = { owner: tenant, dseq: 2n, gseq: 1, oseq: 1, provider, bseq: 0 };
  const bid = { ...lease, dseq: 4n };
  const deposit = { amount: { denom: 'uakt', amount: 500_000n }, sources: [Source.balance] };
  const price = { denom: 'uakt', amount: Dec.parse('5') };
  const createBid = (change: object): MsgToSend =>
    msg(MsgCreateBid, MsgCreateBid.create({ id: bid, price, deposit, resourcesOffer: [], ...change }));

  interface RawOptions {
    readonly signer?: DevAccount;
    readonly key?: DevAccount;
    readonly gas?: bigint;
    readonly memo?: string;
    readonly chainId?: string;
    readonly sequence?: bigint;
    readonly timeoutHeight?: bigint;
    readonly body?: (body: TxBody) => Uint8Array;
    readonly tail?: Uint8Array;
  }

  async function raw(messages: readonly MsgToSend[], o: RawOptions = {}): Promise<Uint8Array> {
    const signer = o.signer ?? alice;
    const account = node.app.keepers.accounts.getAccount(node.app.base.checkContext(), signer.address)!;
    const body = TxBody.create({
      messages: messages.map((m) => ({ typeUrl: m.typeUrl, value: m.value })),
      memo: o.memo ?? '',
      timeoutHeight: o.timeoutHeight ?? 0n,
    });
    const bodyBytes = o.body?.(body) ?? TxBody.encode(body);
    const publicKey = { typeUrl: '/cosmos.crypto.secp256k1.PubKey', value: PubKey.encode({ key: signer.publicKey }) };
    const sequence = o.sequence ?? account.getSequence();
    const authInfoBytes = AuthInfo.encode(
      AuthInfo.create({
        signerInfos: [{ publicKey, modeInfo: { sum: { $case: 'single', single: { mode: 1 } } }, sequence }],
        fee: { amount: [{ denom: 'uakt', amount: 10_000n }], gasLimit: o.gas ?? 400_000n, payer: '', granter: '' },
      }),
    );
    const doc = SignDoc.encode({
      bodyBytes,
      authInfoBytes,
      chainId: o.chainId ?? 'akash-dev',
      accountNumber: account.getAccountNumber(),
    });
    const signature = secp256k1.sign((o.key ?? signer).privateKey, doc);
    const tx = TxRaw.encode(TxRaw.create({ bodyBytes, authInfoBytes, signatures: [signature] }));
    return o.tail ? new Uint8Array(Buffer.concat([tx, o.tail])) : tx;
  }

  /** What stands of the marketplace: neither a refused transaction nor a failed one may change it. */
  const market = (): string =>
    node.app.exportAppState({ modules: ['deployment', 'market', 'provider', 'cert', 'audit'] }).appState;

  type Case = readonly [name: string, make: () => Promise<Uint8Array>, code: number, codespace: string, log: string];
  const REFUSED: readonly Case[] = [
    ['bytes that are no transaction', async () => Uint8Array.of(1, 2, 3), 2, 'sdk', 'tx parse error'],
    ['no bytes', async () => new Uint8Array(0), 18, 'sdk', 'must contain at least one message'],
    ['bytes behind the end', () => raw([closeLease()], { tail: Uint8Array.of(0x7a, 0) }), 2, 'sdk', 'tx parse error'],
    ['no messages', () => raw([]), 18, 'sdk', 'must contain at least one message'],
    [
      'a type that is not known',
      () => raw([{ typeUrl: '/akash.nothing.v1.Msg', value: new Uint8Array(0) }]),
      2,
      'sdk',
      'unable to resolve type URL',
    ],
    [
      'a type that is no message',
      () => raw([{ typeUrl: '/akash.market.v1.LeaseID', value: new Uint8Array(0) }]),
      2,
      'sdk',
      'tx parse error',
    ],
    [
      'an unknown field in a message',
      () => raw([{ ...closeLease(), value: Uint8Array.of(0x7a, 0) }]),
      2,
      'sdk',
      'errUnknownField',
    ],
    [
      'a message cut short',
      () => raw([{ ...closeLease(), value: closeLease().value.subarray(0, 9) }]),
      2,
      'sdk',
      'tx parse error',
    ],
    ["another's signature", () => raw([closeLease()], { key: bob }), 4, 'sdk', 'signature verification failed'],
    [
      "another's message",
      () => raw([closeLease()], { signer: carol }),
      8,
      'sdk',
      'pubKey does not match signer address',
    ],
    ['another chain', () => raw([closeLease()], { chainId: 'akashnet-2' }), 4, 'sdk', 'please verify account number'],
    ['a sequence that is used', () => raw([closeLease()], { sequence: 0n }), 32, 'sdk', 'account sequence mismatch'],
    ['a sequence to come', () => raw([closeLease()], { sequence: 99n }), 32, 'sdk', 'account sequence mismatch'],
    ['gas for nothing', () => raw([closeLease()], { gas: 1n }), 11, 'sdk', 'out of gas'],
    [
      'a memo without end',
      () => raw([closeLease()], { memo: 'm'.repeat(257) }),
      12,
      'sdk',
      'maximum number of characters is 256',
    ],
    ['a height that has passed', () => raw([closeLease()], { timeoutHeight: 1n }), 30, 'sdk', 'timeout height'],
    [
      'a bid of price 0',
      () => raw([createBid({ price: { denom: 'uakt', amount: Dec.zero } })], { signer: bob }),
      19,
      'market',
      'zero price',
    ],
    [
      'a bid on an own order',
      () => raw([createBid({ id: { ...bid, owner: provider } })], { signer: bob }),
      36,
      'sdk',
      'self-bid',
    ],
    [
      'a bid without sources of its deposit',
      () => raw([createBid({ deposit: { ...deposit, sources: [] } })], { signer: bob }),
      4,
      'akash',
      'empty deposit sources',
    ],
    [
      'a reason that no provider has',
      () => raw([msg(MsgCloseBid, { id: bid, reason: 1 })], { signer: bob }),
      33,
      'market',
      'range 10000..19999',
    ],
    [
      'a deployment without groups',
      () =>
        raw([
          msg(MsgCreateDeployment, { id: { owner: tenant, dseq: 9n }, groups: [], hash: new Uint8Array(32), deposit }),
        ]),
      7,
      'deployment',
      'Invalid groups',
    ],
    [
      'a hash that is none',
      () => raw([msg(MsgUpdateDeployment, { id: { owner: tenant, dseq: 1n }, hash: new Uint8Array(31) })]),
      10,
      'deployment',
      'deployment hash',
    ],
    [
      'a hash that is empty',
      () => raw([msg(MsgUpdateDeployment, { id: { owner: tenant, dseq: 1n }, hash: new Uint8Array(0) })]),
      9,
      'deployment',
      'empty hash',
    ],
    [
      'a deployment number 0',
      () => raw([msg(MsgCloseDeployment, { id: { owner: tenant, dseq: 0n } })]),
      3,
      'sdk',
      'Invalid Deployment Sequence',
    ],
    [
      'a provider without https',
      () =>
        raw(
          [
            msg(MsgCreateProvider, {
              owner: provider,
              hostUri: 'http://x',
              attributes: [],
              info: { email: '', website: '' },
            }),
          ],
          { signer: bob },
        ),
      1,
      'provider',
      'should be https',
    ],
    [
      'a certificate that is none',
      () => raw([msg(MsgCreateCertificate, { owner: tenant, cert: Uint8Array.of(1), pubkey: Uint8Array.of(1) })]),
      7,
      'cert',
      'invalid pubkey value',
    ],
    [
      'a bid numbered by hand',
      () => raw([createBid({ id: { ...bid, bseq: 1 } })], { signer: bob }),
      36,
      'sdk',
      'invalid bseq',
    ],
  ];
  const FAILED: readonly Case[] = [
    [
      'a lease that is not there',
      () => raw([msg(MsgWithdrawLease, { id: bid })], { signer: bob }),
      7,
      'market',
      'unknown lease',
    ],
    ['a lease of no bid', () => raw([msg(MsgCreateLease, { bidId: bid })]), 18, 'market', 'bid not found'],
    ['a lease taken twice', () => raw([msg(MsgCreateLease, { bidId: lease })]), 12, 'market', 'bid not open'],
    [
      'a bid on no order',
      () => raw([createBid({ id: { ...bid, dseq: 99n } })], { signer: bob }),
      15,
      'market',
      'order not found',
    ],
    ['a bid on a taken order', () => raw([createBid({ id: lease })], { signer: bob }), 23, 'market', 'order active'],
    ['a second bid', () => raw([createBid({ id: { ...bid, dseq: 1n } })], { signer: bob }), 21, 'market', 'bid exists'],
    [
      'a bid above the price',
      () =>
        raw([createBid({ price: { denom: 'uakt', amount: Dec.parse('1000.000000000000000001') } })], { signer: bob }),
      4,
      'market',
      'above max',
    ],
    [
      'a bid in another denomination',
      () => raw([createBid({ price: { denom: 'uact', amount: Dec.parse('5') } })], { signer: bob }),
      111_222,
      'undefined',
      'invalid coin denominations',
    ],
    [
      'a bid of one who is no provider',
      () => raw([createBid({ id: { ...bid, provider: stranger } })], { signer: carol }),
      30,
      'market',
      'unknown provider',
    ],
    [
      'a deposit below the least',
      () => raw([createBid({ deposit: { ...deposit, amount: { denom: 'uakt', amount: 1n } } })], { signer: bob }),
      1,
      'undefined',
      'mininum',
    ],
    [
      'a deployment closed twice',
      () => raw([msg(MsgCloseDeployment, { id: { owner: tenant, dseq: 3n } })]),
      5,
      'deployment',
      'Deployment closed',
    ],
    [
      'a deployment that is not there',
      () => raw([msg(MsgCloseDeployment, { id: { owner: tenant, dseq: 99n } })]),
      4,
      'deployment',
      'not found',
    ],
    [
      'a group that runs',
      () => raw([msg(MsgStartGroup, { id: { owner: tenant, dseq: 1n, gseq: 1 } })]),
      16,
      'deployment',
      'Group open',
    ],
    [
      'a group that is closed',
      () => raw([msg(MsgPauseGroup, { id: { owner: tenant, dseq: 3n, gseq: 1 } })]),
      15,
      'deployment',
      'already closed',
    ],
    [
      'a deposit for no account',
      () => raw([msg(MsgAccountDeposit, { signer: tenant, id: { scope: 1, xid: `${tenant}/99` }, deposit })]),
      3,
      'escrow',
      'account not found',
    ],
    [
      'a deposit for a closed account',
      () => raw([msg(MsgAccountDeposit, { signer: tenant, id: { scope: 1, xid: `${tenant}/3` }, deposit })]),
      2,
      'escrow',
      'account closed',
    ],
    [
      'a certificate that was never there',
      () => raw([msg(MsgRevokeCertificate, { id: { owner: tenant, serial: '5' } })]),
      1,
      'cert',
      'certificate not found',
    ],
    [
      'a provider twice',
      () =>
        raw(
          [
            msg(MsgCreateProvider, {
              owner: provider,
              hostUri: 'https://x',
              attributes: [],
              info: { email: '', website: '' },
            }),
          ],
          { signer: bob },
        ),
      4,
      'provider',
      'already exists',
    ],
    [
      'attributes nobody stood for',
      () => raw([msg(MsgDeleteProviderAttributes, { owner: provider, auditor: tenant, keys: ['x'] })]),
      1,
      'audit',
      'not found',
    ],
  ];
  const closeLease = (): MsgToSend => msg(MsgCloseLease, { id: lease, reason: 1 });

  async function send(tx: Uint8Array): Promise<{ check: Outcome; result: Outcome }> {
    const r = await callRpc(node.rpcUrl!, 'broadcast_tx_commit', { tx: Buffer.from(tx).toString('base64') });
    return { check: r.check_tx as Outcome, result: r.tx_result as Outcome };
  }
  interface Outcome {
    readonly code: number;
    readonly codespace: string;
    readonly log: string;
  }

  test.each(REFUSED)('refused: %s', async (_, make, code, codespace, log) => {
    const [before, height] = [market(), node.chain.height()];
    const { check } = await send(await make());
    expect(check.log).toContain(log);
    expect([check.codespace, check.code]).toEqual([codespace, code]);
    expect(node.chain.height()).toBe(height);
    expect(market()).toBe(before);
  });

  test.each(FAILED)('failed: %s', async (_, make, code, codespace, log) => {
    const before = market();
    const { check, result } = await send(await make());
    expect(check.code).toBe(0);
    expect(result.log).toContain(log);
    expect([result.codespace, result.code]).toEqual([codespace, code]);
    expect(market()).toBe(before);
  });
});
