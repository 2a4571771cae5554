/**
 * Time of the wire layer: `node scripts/run.cjs bench/wire.ts`. Processor time of a bank send with one signer, and genesis accounts as JSON.
 */
import { BaseAccount } from '../src/wire/gen/cosmos/auth/v1beta1/auth.ts';
import { GenesisState as AuthGenesis } from '../src/wire/gen/cosmos/auth/v1beta1/genesis.ts';
import { GenesisState as BankGenesis } from '../src/wire/gen/cosmos/bank/v1beta1/genesis.ts';
import { MsgSend } from '../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { PubKey } from '../src/wire/gen/cosmos/crypto/secp256k1/keys.ts';
import { AuthInfo, Fee, SignerInfo, Tx, TxBody, TxRaw } from '../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { readJson, toJson } from '../src/wire/json.ts';
import { packAny } from '../src/wire/registry.ts';
import { aminoJsonSignDoc, directSignBytes } from '../src/wire/sign-modes.ts';
import { rejectNonAdr027TxRaw, rejectUnknownFields } from '../src/wire/strict.ts';
import { decodeTx, decodeTxStepwise } from '../src/wire/tx.ts';

/** Processor time of this process in milliseconds: steadier than the clock where others work too. */
function now(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function time(name: string, f: () => void, rounds = 100_000): void {
  for (let i = 0; i < rounds / 5; i++) f();
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 5; k++) {
    const t = now();
    for (let i = 0; i < rounds; i++) f();
    best = Math.min(best, now() - t);
  }
  console.log(`${name.padEnd(52)} ${((best * 1000) / rounds).toFixed(2).padStart(8)} µs`);
}

const from = 'akash1wzk7n7sxq9m5ejd2vzhqphw0gkdvm6jpl7qpyv';
const to = 'akash18s9gl7jxvq0duz5svnv8kf327yg6chz8m7mjws';
const send = MsgSend.create({ fromAddress: from, toAddress: to, amount: [{ denom: 'uakt', amount: 1234567n }] });
const body = TxBody.create({ messages: [packAny(MsgSend, send)], memo: 'memo' });
const authInfo = AuthInfo.create({
  signerInfos: [
    SignerInfo.create({
      publicKey: packAny(PubKey, { key: new Uint8Array(33).fill(2) }),
      modeInfo: { sum: { $case: 'single', single: { mode: 1 } } },
      sequence: 77n,
    }),
  ],
  fee: Fee.create({ amount: [{ denom: 'uakt', amount: 5000n }], gasLimit: 200000n }),
});
const raw = {
  bodyBytes: TxBody.encode(body),
  authInfoBytes: AuthInfo.encode(authInfo),
  signatures: [new Uint8Array(64)],
};
const bytes = TxRaw.encode(raw);
const msgBytes = MsgSend.encode(send);
console.log(`a bank send of ${bytes.length} bytes`);

time('decode TxRaw, TxBody, AuthInfo, MsgSend', () => {
  const r = TxRaw.decode(bytes);
  const b = TxBody.decode(r.bodyBytes);
  AuthInfo.decode(r.authInfoBytes);
  MsgSend.decode(b.messages[0]!.value);
});
time('decode MsgSend', () => MsgSend.decode(msgBytes));
time('encode MsgSend', () => MsgSend.encode(send));
time('encode TxBody, AuthInfo, TxRaw', () => {
  TxBody.encode(body);
  AuthInfo.encode(authInfo);
  TxRaw.encode(raw);
});
time('decodeTx: with all checks and unpacking', () => decodeTx(bytes));
time('decodeTx step by step', () => decodeTxStepwise(bytes));
time('ADR-027', () => rejectNonAdr027TxRaw(bytes));
time('unknown fields of the body', () => rejectUnknownFields(raw.bodyBytes, TxBody.typeName, true));
const decoded = decodeTx(bytes);
const signer = { address: from, chainId: 'akashnet-2', accountNumber: 12345n, sequence: 77n };
time('sign bytes, direct', () => directSignBytes(signer, decoded));
time('sign bytes, amino-JSON', () => aminoJsonSignDoc(signer, decoded), 20_000);
time('print the transaction as JSON', () => toJson(Tx, decoded.tx), 20_000);

const count = 100_000;
const accounts = Array.from({ length: count }, (_, i) =>
  packAny(BaseAccount, { address: from, pubKey: undefined, accountNumber: BigInt(i), sequence: 0n }),
);
const balances = Array.from({ length: count }, (_, i) => ({
  address: from,
  coins: [{ denom: 'uakt', amount: BigInt(i) * 1000003n }],
}));
const genesis: [string, () => Uint8Array, (json: Uint8Array) => unknown][] = [
  [
    'auth',
    () => Buffer.from(toJson(AuthGenesis, AuthGenesis.create({ accounts }))),
    (json) => readJson(AuthGenesis, json),
  ],
  [
    'bank',
    () => Buffer.from(toJson(BankGenesis, BankGenesis.create({ balances }))),
    (json) => readJson(BankGenesis, json),
  ],
];
for (const [name, print, read] of genesis) {
  let t = now();
  const json = print();
  const printed = now() - t;
  t = now();
  read(json);
  const readIn = now() - t;
  console.log(
    `${name} genesis of ${count} accounts, ${(json.length / 1e6).toFixed(1)} MB: ` +
      `printed in ${printed.toFixed(0)} ms, read in ${readIn.toFixed(0)} ms`,
  );
}
