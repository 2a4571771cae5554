// The marketplace with CosmJS: a certificate, a provider, a deployment from an SDL file, a bid, a lease, its end.
// Run `npm start` in one terminal and `node examples/marketplace.mjs` (Node.js 22.18 or newer) in another; AKASH_NODE names another node.
// docs/marketplace.md explains each step.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DirectSecp256k1HdWallet, makeCosmoshubPath, Registry } from '@cosmjs/proto-signing';
import {
  createProtobufRpcClient,
  defaultRegistryTypes,
  GasPrice,
  QueryClient,
  SigningStargateClient,
} from '@cosmjs/stargate';
import { connectComet } from '@cosmjs/tendermint-rpc';
import protobuf from 'protobufjs';
// For the SDL file and the certificate: what akash's own tools, or @akashnetwork/chain-sdk, do as well.
import { createCertificate, pemEncode, publicKeyDer } from '../src/crypto/x509-create.ts';
import { readSdl } from '../src/sdl/index.ts';

const NODE = (process.env.AKASH_NODE ?? 'http://127.0.0.1:26657').replace(/^tcp:/, 'http:');
const MNEMONIC = 'test test test test test test test test test test test junk'; // public: of development chains
const FILES = new URL('.', import.meta.url);

// The messages, from the .proto files of this repository. CosmJS takes protobufjs types as they are.
const root = new protobuf.Root();
root.resolvePath = (_, target) => new URL(`../proto/${target}`, import.meta.url).pathname;
await root.load([
  'akash/cert/v1/msg.proto',
  'akash/deployment/v1beta4/deploymentmsg.proto',
  'akash/deployment/v1beta4/query.proto',
  'akash/market/v1beta5/bidmsg.proto',
  'akash/market/v1beta5/leasemsg.proto',
  'akash/provider/v1beta4/msg.proto',
]);
const MESSAGES = [
  'akash.cert.v1.MsgCreateCertificate',
  'akash.provider.v1beta4.MsgCreateProvider',
  'akash.deployment.v1beta4.MsgCreateDeployment',
  'akash.deployment.v1beta4.MsgCloseDeployment',
  'akash.market.v1beta5.MsgCreateBid',
  'akash.market.v1beta5.MsgCreateLease',
  'akash.market.v1beta5.MsgWithdrawLease',
];
const registry = new Registry([
  ...defaultRegistryTypes,
  ...MESSAGES.map((name) => [`/${name}`, root.lookupType(name)]),
]);

async function connect(index) {
  const wallet = await DirectSecp256k1HdWallet.fromMnemonic(MNEMONIC, {
    prefix: 'akash',
    hdPaths: [makeCosmoshubPath(index)],
  });
  const [{ address }] = await wallet.getAccounts();
  const client = await SigningStargateClient.connectWithSigner(NODE, wallet, {
    registry,
    gasPrice: GasPrice.fromString('0.025uakt'),
    broadcastPollIntervalMs: 200,
  });
  const send = async (name, value) => {
    const r = await client.signAndBroadcast(address, [{ typeUrl: `/${name}`, value }], 1.5);
    if (r.code !== 0) throw new Error(`${name}: code ${r.code}: ${r.rawLog}`);
    console.log(`${name.split('.').at(-1)} in block ${r.height}, ${r.gasUsed} gas`);
  };
  return { address, send, balance: () => client.getBalance(address, 'uakt'), end: () => client.disconnect() };
}

const tenant = await connect(3);
const provider = await connect(4);

// Certificates.
for (const [account, names] of [
  [tenant, []],
  [provider, ['provider.example.org']],
]) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = BigInt(Math.floor(Date.now() / 1000));
  const options = {
    commonName: account.address,
    serial: BigInt(Date.now()),
    notBefore: now,
    notAfter: now + 31_536_000n,
  };
  const cert = createCertificate(privateKey, { ...options, names, ips: [], server: names.length > 0 });
  await account.send('akash.cert.v1.MsgCreateCertificate', {
    owner: account.address,
    cert: Buffer.from(pemEncode('CERTIFICATE', cert)),
    pubkey: Buffer.from(pemEncode('EC PUBLIC KEY', publicKeyDer(privateKey))),
  });
}

// A provider.
await provider.send('akash.provider.v1beta4.MsgCreateProvider', {
  owner: provider.address,
  hostUri: 'https://provider.example.org:8443',
  attributes: [{ key: 'region', value: 'eu-west' }],
  info: { email: 'ops@provider.example.org', website: '' },
});

// A deployment. Decimals are whole numbers of 10^-18 on the wire; other amounts are texts.
const decimal = (n) => (BigInt(Math.round(n * 1_000_000)) * 1_000_000_000_000n).toString();
const sdl = readSdl(readFileSync(new URL('web.yaml', FILES)));
const Group = root.lookupType('akash.deployment.v1beta4.GroupSpec');
const { GroupSpec } = await import('../src/wire/gen/akash/deployment/v1beta4/groupspec.ts');
const id = { owner: tenant.address, dseq: Math.floor(Date.now() / 1000) };
await tenant.send('akash.deployment.v1beta4.MsgCreateDeployment', {
  id,
  groups: sdl.deploymentGroups().map((g) => Group.decode(GroupSpec.encode(g))),
  hash: sdl.version(),
  deposit: { amount: { denom: 'uakt', amount: '5000000' }, sources: [1] }, // 1: from the balance, 2: from a grant
});

// A bid, and the lease.
const bid = { ...id, gseq: 1, oseq: 1, provider: provider.address, bseq: 0 };
await provider.send('akash.market.v1beta5.MsgCreateBid', {
  id: bid,
  price: { denom: 'uakt', amount: decimal(900) },
  deposit: { amount: { denom: 'uakt', amount: '500000' }, sources: [1] },
  resourcesOffer: [],
});
await tenant.send('akash.market.v1beta5.MsgCreateLease', { bidId: bid });

// What the provider has earned after some blocks.
await new Promise((r) => setTimeout(r, 3000));
const before = BigInt((await provider.balance()).amount);
await provider.send('akash.market.v1beta5.MsgWithdrawLease', { id: bid });
console.log(`withdrawn, less the fee of the transaction: ${BigInt((await provider.balance()).amount) - before} uakt`);

// The end; and what the chain says of it.
await tenant.send('akash.deployment.v1beta4.MsgCloseDeployment', { id });
const rpc = createProtobufRpcClient(QueryClient.withExtensions(await connectComet(NODE)));
const [Request, Response] = ['QueryDeploymentRequest', 'QueryDeploymentResponse'].map((n) =>
  root.lookupType(`akash.deployment.v1beta4.${n}`),
);
const answer = await rpc.request('akash.deployment.v1beta4.Query', 'Deployment', Request.encode({ id }).finish());
const { deployment, escrowAccount } = Response.toObject(Response.decode(answer), { enums: String, longs: String });
console.log(`deployment ${deployment.id.dseq} is ${deployment.state}, its escrow account ${escrowAccount.state.state}`);
tenant.end();
provider.end();
