/**
 * Chains for measurements, made from a seed: a genesis with any number of accounts and validators, and blocks of bank sends. Everything is
 * written as bytes, so that what is measured begins where a node does.
 */
import { defaultGenesisState } from '../src/app/app.ts';
import type { JsonValue } from '../src/core/module.ts';
import { accAddressToBech32, moduleAddress, valAddressToBech32 } from '../src/crypto/address.ts';
import { sha256 } from '../src/crypto/hash.ts';
import { Ed25519PubKey, Secp256k1PubKey, toAny } from '../src/crypto/pubkey.ts';
import { privateKeyFromSecret, publicKey, sign } from '../src/crypto/secp256k1.ts';
import { MsgSend } from '../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import { AuthInfo, SignDoc, TxBody, TxRaw } from '../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { Request, RequestFinalizeBlock, RequestInitChain } from '../src/wire/gen/tendermint/abci/types.ts';
import { ConsensusParams } from '../src/wire/gen/tendermint/types/params.ts';
import { packAny } from '../src/wire/registry.ts';
import { NOT_BONDED_POOL_NAME } from '../src/x/staking/keys.ts';

export const CHAIN_ID = 'bench-1';
const START = 1_767_225_600n;
const BLOCK_SECONDS = 6n;
const BALANCE = 1_000_000_000n;
const STAKE = 1_000_000_000n;
const FEE = 5_000n;
const GAS = 200_000n;
const SIGN_MODE_DIRECT = 1;
const COMMITTED = 2;

const text = (s: string): Uint8Array => new TextEncoder().encode(s);

/** The request as a frame of the ABCI socket holds it. */
export const framed = (value: NonNullable<Request['value']>): Uint8Array => Request.encode({ value });

export const COMMIT = framed({ $case: 'commit', commit: {} });

/** A key pair and its account number. Making one costs a point multiplication, so only those who sign have one. */
class Signer {
  readonly address: Uint8Array;
  readonly number: bigint;
  sequence = 0n;
  private readonly secret: Uint8Array;
  private readonly key: Secp256k1PubKey;
  constructor(name: string, number: bigint) {
    this.secret = privateKeyFromSecret(text(name));
    this.key = new Secp256k1PubKey(publicKey(this.secret));
    this.address = this.key.address();
    this.number = number;
  }

  send(to: string, amount: bigint): Uint8Array {
    const coins = (n: bigint): { denom: string; amount: bigint }[] => [{ denom: 'uakt', amount: n }];
    const message = MsgSend.create({
      fromAddress: accAddressToBech32(this.address),
      toAddress: to,
      amount: coins(amount),
    });
    const bodyBytes = TxBody.encode(TxBody.create({ messages: [packAny(MsgSend, message)] }));
    const modeInfo = { sum: { $case: 'single', single: { mode: SIGN_MODE_DIRECT } } } as const;
    const authInfoBytes = AuthInfo.encode({
      signerInfos: [{ publicKey: toAny(this.key), modeInfo, sequence: this.sequence++ }],
      fee: { amount: coins(FEE), gasLimit: GAS, payer: '', granter: '' },
      tip: undefined,
    });
    const document = { bodyBytes, authInfoBytes, chainId: CHAIN_ID, accountNumber: this.number };
    return TxRaw.encode({ bodyBytes, authInfoBytes, signatures: [sign(this.secret, SignDoc.encode(document))] });
  }
}

export interface BenchChainOptions {
  readonly accounts: number;
  /** How many of the accounts sign. */
  readonly signers: number;
  readonly validators: number;
}

/** Writes a chain. The same options give the same bytes. */
export class BenchChain {
  private readonly options: BenchChainOptions;
  private readonly signers: readonly Signer[];
  private height = 0n;

  constructor(options: BenchChainOptions) {
    this.options = options;
    this.signers = Array.from({ length: options.signers }, (_, i) => new Signer(`account ${i}`, BigInt(i)));
  }

  /** Account `i` as text: of those who do not sign only the address exists. */
  private address(i: number): string {
    return accAddressToBech32(this.signers[i]?.address ?? sha256(text(`account ${i}`)).subarray(0, 20));
  }

  /** The frame of InitChain, in pieces. It holds the genesis once, whatever its size. */
  *initChain(): Generator<Uint8Array> {
    const state = [...this.appState()];
    const length = state.reduce((n, piece) => n + piece.length, 0);
    const rest = RequestInitChain.encode(
      RequestInitChain.create({
        time: { seconds: START, nanos: 0 },
        chainId: CHAIN_ID,
        consensusParams: ConsensusParams.create({
          block: { maxBytes: 22_020_096n, maxGas: -1n },
          evidence: { maxAgeNumBlocks: 100_000n, maxAgeDuration: 172_800_000_000_000n, maxBytes: 1_048_576n },
          validator: { pubKeyTypes: ['ed25519'] },
        }),
        initialHeight: 1n,
      }),
    );
    const stateTag = [...tag(5), ...varint(length)];
    const inner = rest.length + stateTag.length + length;
    yield Uint8Array.from([...tag(5), ...varint(inner)]);
    yield rest;
    yield Uint8Array.from(stateTag);
    yield* state;
  }

  private *appState(): Generator<Uint8Array> {
    const state = this.smallState();
    const names = Object.keys(state);
    for (const [i, name] of names.entries()) {
      const section = JSON.stringify(state[name]);
      yield text(`${i === 0 ? '{' : ','}${JSON.stringify(name)}:`);
      const rows = name === 'auth' ? this.accountRows() : name === 'bank' ? this.balanceRows() : undefined;
      if (rows === undefined) yield text(section);
      else {
        const at = section.indexOf('"@rows"');
        yield text(section.slice(0, at));
        yield* joined(rows);
        yield text(section.slice(at + '"@rows"'.length));
      }
    }
    yield text('}');
  }

  private *accountRows(): Generator<string> {
    for (let i = 0; i < this.options.accounts; i++) {
      yield `{"@type":"/cosmos.auth.v1beta1.BaseAccount","address":"${this.address(i)}","pub_key":null,"account_number":"${i}","sequence":"0"}`;
    }
  }

  private *balanceRows(): Generator<string> {
    const row = (address: string, amount: bigint): string =>
      `{"address":"${address}","coins":[{"denom":"uakt","amount":"${amount}"}]}`;
    for (let i = 0; i < this.options.accounts; i++) yield row(this.address(i), BALANCE);
    const pool = STAKE * BigInt(this.options.validators);
    yield row(accAddressToBech32(moduleAddress(NOT_BONDED_POOL_NAME)), pool);
  }

  /** Everything but the accounts and their balances. */
  private smallState(): { [module: string]: JsonValue } {
    const state = defaultGenesisState();
    const section = (name: string): { [key: string]: JsonValue } => state[name] as { [key: string]: JsonValue };
    section('auth').accounts = ['@rows'];
    section('bank').balances = ['@rows'];
    const operators = Array.from({ length: this.options.validators }, (_, i) => this.operator(i));
    section('staking').validators = operators.map((operator, i) => ({
      operator_address: valAddressToBech32(operator),
      consensus_pubkey: {
        '@type': consensusKey(i).typeUrl,
        key: Buffer.from(consensusKey(i).bytes()).toString('base64'),
      },
      jailed: false,
      status: 'BOND_STATUS_UNBONDED',
      tokens: `${STAKE}`,
      delegator_shares: `${STAKE}.000000000000000000`,
      description: { moniker: `v${i}`, identity: '', website: '', security_contact: '', details: '' },
      unbonding_height: '0',
      unbonding_time: '1970-01-01T00:00:00Z',
      commission: {
        commission_rates: { rate: '0.1', max_rate: '0.5', max_change_rate: '0.1' },
        update_time: '2026-01-01T00:00:00Z',
      },
      min_self_delegation: '1',
      unbonding_on_hold_ref_count: '0',
      unbonding_ids: [],
    }));
    section('staking').delegations = operators.map((operator) => ({
      delegator_address: accAddressToBech32(operator),
      validator_address: valAddressToBech32(operator),
      shares: `${STAKE}.000000000000000000`,
    }));
    (section('staking').params as { [key: string]: JsonValue }).max_validators = Math.max(this.options.validators, 1);
    return state;
  }

  private operator(i: number): Uint8Array {
    return sha256(text(`operator ${i}`)).subarray(0, 20);
  }

  /** The frame of the next block's FinalizeBlock: `txs` sends, the senders and receivers going round among the accounts. */
  block(txs: number): Uint8Array {
    this.height++;
    const begin = (Number(this.height) - 1) * txs;
    const { accounts, validators } = this.options;
    const list = Array.from({ length: txs }, (_, i) => {
      const sender = this.signers[(begin + i) % this.signers.length]!;
      return sender.send(this.address((begin + i * 7 + 1) % accounts), BigInt(i + 1));
    });
    const addresses = Array.from({ length: validators }, (_, i) => consensusKey(i).address());
    const votes = addresses.map((address) => ({
      validator: { address, power: STAKE / 1_000_000n },
      blockIdFlag: COMMITTED,
    }));
    const finalizeBlock = RequestFinalizeBlock.create({
      txs: list,
      decidedLastCommit: { round: 0, votes: this.height === 1n ? [] : votes },
      hash: sha256(text(`block ${this.height}`)),
      height: this.height,
      time: { seconds: START + BLOCK_SECONDS * this.height, nanos: 0 },
      nextValidatorsHash: sha256(text('validators')),
      proposerAddress: addresses[Number(this.height) % addresses.length]!,
    });
    return framed({ $case: 'finalizeBlock', finalizeBlock });
  }
}

function consensusKey(i: number): Ed25519PubKey {
  return new Ed25519PubKey(sha256(text(`consensus key ${i}`)));
}

const PIECE = 1 << 20;

/** Rows with commas between them, in pieces of some size. */
function* joined(rows: Generator<string>): Generator<Uint8Array> {
  let piece = '';
  let first = true;
  for (const row of rows) {
    piece += first ? row : `,${row}`;
    first = false;
    if (piece.length >= PIECE) {
      yield text(piece);
      piece = '';
    }
  }
  yield text(piece);
}

/** The tag of a length-delimited field. */
const tag = (field: number): number[] => varint(field * 8 + 2);

function varint(n: number): number[] {
  const bytes: number[] = [];
  let rest = n;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}
