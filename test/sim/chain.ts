/** The whole application in memory, with validators that sign and accounts that send signed transactions. */
import { type AkashApp, createApp, defaultGenesisState } from '../../src/app/app.ts';
import type { Context } from '../../src/core/context.ts';
import type { JsonValue } from '../../src/core/module.ts';
import { addDuration, type Time } from '../../src/core/time.ts';
import { accAddressToBech32, moduleAddress, valAddressToBech32 } from '../../src/crypto/address.ts';
import { Ed25519PubKey, Secp256k1PubKey, toAny } from '../../src/crypto/pubkey.ts';
import { privateKeyFromSecret, publicKey, sign } from '../../src/crypto/secp256k1.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { AuthInfo, SignDoc, TxBody, TxRaw } from '../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import {
  type Event,
  type ExecTxResult,
  type Misbehavior,
  RequestFinalizeBlock,
  RequestInitChain,
  type ValidatorUpdate,
} from '../../src/wire/gen/tendermint/abci/types.ts';
import { ConsensusParams } from '../../src/wire/gen/tendermint/types/params.ts';
import { packAny } from '../../src/wire/registry.ts';
import type { MessageType } from '../../src/wire/runtime.ts';
import { NOT_BONDED_POOL_NAME } from '../../src/x/staking/keys.ts';
import type { Random } from '../store/random.ts';

export const CHAIN_ID = 'sim-1';
/** The dollar that leases are paid in besides uakt. */
export const USDC = 'ibc/170C677610AC31DF0904FFE09CD3B5C657492170E7E52372E48756B71E56F2F1';
const DIRECT = 1;
/** uakt */
const FEE = 5_000n;
const START: Time = { seconds: 1_767_225_600n, nanos: 0 };

/** A message ready to be sent. */
export interface AnyMsg {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}
export function msg<T extends object>(type: MessageType<T>, m: Partial<T>): AnyMsg {
  return packAny(type, type.create(m));
}

export class Account {
  readonly address: Uint8Array;
  readonly text: string;
  readonly operator: string;
  readonly key: Secp256k1PubKey;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
  constructor(name: string) {
    const secret = privateKeyFromSecret(new TextEncoder().encode(name));
    this.key = new Secp256k1PubKey(publicKey(secret));
    this.address = this.key.address();
    this.text = accAddressToBech32(this.address);
    this.operator = valAddressToBech32(this.address);
    this.sign = (bytes) => sign(secret, bytes);
  }
}

/** A key that signs blocks. Nothing verifies its votes here, so it has no private part. */
export function consensusKey(n: number): Ed25519PubKey {
  return new Ed25519PubKey(Uint8Array.from({ length: 32 }, (_, i) => (n * 7 + i * 13 + 1) & 0xff));
}

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
const list = (o: JsonValue | undefined): { [k: string]: JsonValue } => o as { [k: string]: JsonValue };

export interface SimOptions {
  readonly validators: number;
  readonly users: number;
  /** Changes the genesis before it is used. */
  readonly edit?: (genesis: { [module: string]: JsonValue }) => void;
  /** Told of everything that the application is driven with. */
  readonly watch?: (request: { init: RequestInitChain } | { block: RequestFinalizeBlock; appHash: string }) => void;
}

/** What became of a block. */
export interface Block {
  readonly results: readonly ExecTxResult[];
  /** Of its beginning and end. */
  readonly events: readonly Event[];
  readonly appHash: string;
}

interface Signer {
  readonly address: Uint8Array;
  readonly power: bigint;
}

export class SimChain {
  readonly app: AkashApp;
  readonly accounts: readonly Account[];
  /** The accounts that may operate validators; the first ones do from the start. */
  readonly operators: readonly Account[];
  readonly users: readonly Account[];
  /** Keys whose accounts nobody has made yet. */
  readonly newcomers: readonly Account[];
  /** Consensus keys given out so far. */
  keys: number;
  height = 0n;
  time = START;
  /** Validators that are absent, by consensus address in hex. */
  readonly absent = new Set<string>();
  /** Reported with the next block. */
  readonly misbehavior: Misbehavior[] = [];
  private readonly random: Random;
  /** Who validates each height from the last one on. */
  private readonly sets = new Map<bigint, ReadonlyMap<string, Signer>>();
  private readonly sequences = new Map<string, bigint>();
  private readonly watch: SimOptions['watch'];

  private constructor(app: AkashApp, random: Random, options: SimOptions) {
    this.app = app;
    this.watch = options.watch;
    this.random = random;
    this.operators = Array.from({ length: options.validators + 4 }, (_, i) => new Account(`operator ${i}`));
    this.users = Array.from({ length: options.users }, (_, i) => new Account(`user ${i}`));
    this.accounts = [...this.operators, ...this.users];
    this.newcomers = Array.from({ length: 12 }, (_, i) => new Account(`newcomer ${i}`));
    this.keys = options.validators;
  }

  static async start(random: Random, options: SimOptions): Promise<SimChain> {
    const app = await createApp({ db: new MemoryDatabase(), node: { chainId: CHAIN_ID } });
    const chain = new SimChain(app, random, options);
    chain.initChain(options);
    // Nothing can be asked before the first block.
    await chain.block([]);
    return chain;
  }

  private initChain(options: SimOptions): void {
    const genesis = this.genesis(options.validators);
    options.edit?.(genesis);
    const request = RequestInitChain.create({
      time: START,
      chainId: CHAIN_ID,
      consensusParams: ConsensusParams.create({
        block: { maxBytes: 22_020_096n, maxGas: -1n },
        evidence: { maxAgeNumBlocks: 100_000n, maxAgeDuration: 172_800_000_000_000n, maxBytes: 1_048_576n },
        validator: { pubKeyTypes: ['ed25519'] },
      }),
      appStateBytes: new TextEncoder().encode(JSON.stringify(genesis)),
      initialHeight: 1n,
    });
    this.watch?.({ init: request });
    const { validators } = this.app.base.initChain(request);
    const first = changedSet(new Map(), validators);
    this.sets.set(1n, first).set(2n, first);
  }

  /** Every account with coins; the first operators' validators as if they had just been made. */
  private genesis(validators: number): { [module: string]: JsonValue } {
    const genesis = defaultGenesisState();
    const stake = (i: number): bigint => 1_000_000_000n - BigInt(i) * 7_000_000n;
    const balances = this.accounts.map((a) => ({
      address: a.text,
      coins: [
        { denom: USDC, amount: '100000000000' },
        { denom: 'uakt', amount: '100000000000' },
      ],
    }));
    let pool = 0n;
    for (let i = 0; i < validators; i++) pool += stake(i);
    const notBonded = accAddressToBech32(moduleAddress(NOT_BONDED_POOL_NAME));
    balances.push({ address: notBonded, coins: [{ denom: 'uakt', amount: pool.toString() }] });
    list(genesis.bank).balances = balances;
    list(genesis.auth).accounts = this.accounts.map((a, i) => ({
      '@type': '/cosmos.auth.v1beta1.BaseAccount',
      address: a.text,
      pub_key: null,
      account_number: `${i}`,
      sequence: '0',
    }));
    const staking = list(genesis.staking);
    staking.validators = this.operators.slice(0, validators).map((a, i) => ({
      operator_address: a.operator,
      consensus_pubkey: {
        '@type': consensusKey(i).typeUrl,
        key: Buffer.from(consensusKey(i).bytes()).toString('base64'),
      },
      jailed: false,
      status: 'BOND_STATUS_UNBONDED',
      tokens: `${stake(i)}`,
      delegator_shares: `${stake(i)}.000000000000000000`,
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
    staking.delegations = this.operators.slice(0, validators).map((a, i) => ({
      delegator_address: a.text,
      validator_address: a.operator,
      shares: `${stake(i)}.000000000000000000`,
    }));
    Object.assign(list(staking.params), {
      unbonding_time: '60s',
      max_validators: 5,
      max_entries: 4,
      historical_entries: 5,
    });
    Object.assign(list(list(genesis.slashing).params), { signed_blocks_window: '12', downtime_jail_duration: '60s' });
    Object.assign(list(list(genesis.gov).params), {
      voting_period: '30s',
      expedited_voting_period: '15s',
      max_deposit_period: '40s',
    });
    Object.assign(list(list(genesis.deployment).params), {
      min_deposits: ['uakt', USDC].map((denom) => ({ denom, amount: '500000' })),
    });
    Object.assign(list(list(genesis.take).params), {
      denom_take_rates: [
        { denom: 'uakt', rate: 4 },
        { denom: USDC, rate: 20 },
      ],
    });
    return genesis;
  }

  /** The committed state. */
  ctx(): Context {
    return this.app.base.queryContext(this.height);
  }

  /** Consensus addresses of the validators of the next block. */
  validators(): readonly Signer[] {
    return [...this.sets.get(this.height + 1n)!.values()];
  }

  /** A signed transaction. Several of one account go into a block in the order they were made. */
  tx(from: Account, msgs: readonly AnyMsg[], granter = ''): Uint8Array {
    const account = this.app.keepers.accounts.getAccount(this.ctx(), from.address)!;
    const sequence = this.sequences.get(from.text) ?? account.getSequence();
    this.sequences.set(from.text, sequence + 1n);
    const bodyBytes = TxBody.encode(TxBody.create({ messages: [...msgs] }));
    const authInfoBytes = AuthInfo.encode({
      signerInfos: [
        { publicKey: toAny(from.key), modeInfo: { sum: { $case: 'single', single: { mode: DIRECT } } }, sequence },
      ],
      fee: { amount: [{ denom: 'uakt', amount: FEE }], gasLimit: 3_000_000n, payer: '', granter },
      tip: undefined,
    });
    const accountNumber = account.getAccountNumber();
    const signature = from.sign(SignDoc.encode({ bodyBytes, authInfoBytes, chainId: CHAIN_ID, accountNumber }));
    return TxRaw.encode({ bodyBytes, authInfoBytes, signatures: [signature] });
  }

  /** Makes and commits a block; some seconds pass before it. */
  async block(txs: readonly Uint8Array[]): Promise<Block> {
    const height = this.height + 1n;
    const set = this.sets.get(height)!;
    this.time = addDuration(this.time, BigInt(3000 + this.random.below(4000)) * 1_000_000n);
    const request = RequestFinalizeBlock.create({
      txs: [...txs],
      decidedLastCommit: { round: 0, votes: this.votes(this.sets.get(height - 1n)) },
      misbehavior: this.misbehavior.splice(0),
      hash: new Uint8Array(32).fill(Number(height & 0xffn)),
      height,
      time: this.time,
      nextValidatorsHash: new Uint8Array(32),
      proposerAddress: [...set.values()][this.random.below(set.size)]!.address,
    });
    const response = this.app.base.finalizeBlock(request);
    await this.app.base.commit();
    this.watch?.({ block: request, appHash: hex(response.appHash) });
    this.height = height;
    this.sets.set(height + 2n, changedSet(this.sets.get(height + 1n)!, response.validatorUpdates));
    this.sets.delete(height - 2n);
    this.sequences.clear();
    return { results: response.txResults, events: response.events, appHash: hex(response.appHash) };
  }

  private votes(set: ReadonlyMap<string, Signer> | undefined) {
    const [ABSENT, COMMIT] = [1, 2];
    const signers = [...(set ?? new Map<string, Signer>())].sort(([x, a], [y, b]) =>
      a.power === b.power ? (x < y ? -1 : 1) : a.power > b.power ? -1 : 1,
    );
    return signers.map(([id, validator]) => ({ validator, blockIdFlag: this.absent.has(id) ? ABSENT : COMMIT }));
  }
}

function changedSet(before: ReadonlyMap<string, Signer>, updates: readonly ValidatorUpdate[]): Map<string, Signer> {
  const after = new Map(before);
  for (const u of updates) {
    if (u.pubKey.sum?.$case !== 'ed25519') throw new Error('a validator without an ed25519 key');
    const address = new Ed25519PubKey(u.pubKey.sum.ed25519).address();
    if (u.power === 0n) after.delete(hex(address));
    else after.set(hex(address), { address, power: u.power });
  }
  return after;
}
