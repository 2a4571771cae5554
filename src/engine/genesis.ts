/** Genesis documents as `akash genesis …` makes and changes them: the SDK's application genesis. Source: cosmos-sdk x/genutil/types/genesis.go. */

import { compareBytes, textBytes } from '../core/go-text.ts';
import type { JsonValue } from '../core/module.ts';
import { type Time, toRfc3339Nano } from '../core/time.ts';
import { accAddressFromBech32, accAddressToBech32, moduleAddress } from '../crypto/address.ts';
import type { Coin } from '../math/coin.ts';
import * as coins from '../math/coin.ts';
import { parseGenesisDoc } from './dev/genesis-doc.ts';

type Section = { [key: string]: JsonValue };

/** An application genesis. Numbers of 64 bits are strings, as the chain's JSON has them. */
export interface AppGenesis {
  app_name: string;
  app_version: string;
  genesis_time: string;
  chain_id: string;
  initial_height: number;
  app_hash: string | null;
  app_state: { [module: string]: JsonValue };
  consensus: { params: Section; validators?: JsonValue };
}

/** A change of a genesis that is refused: nothing was changed. */
export class GenesisToolError extends Error {}

export interface NewGenesis {
  readonly chainId: string;
  readonly time: Time;
  readonly initialHeight: bigint;
  /** Default genesis of every module, by name. */
  readonly appState: { [module: string]: JsonValue };
  readonly appVersion: string;
}

export function newGenesis(o: NewGenesis): AppGenesis {
  return {
    app_name: 'akash',
    app_version: o.appVersion,
    genesis_time: toRfc3339Nano(o.time),
    chain_id: o.chainId,
    initial_height: Number(o.initialHeight),
    app_hash: null,
    app_state: o.appState,
    consensus: {
      params: {
        block: { max_bytes: '22020096', max_gas: '-1' },
        evidence: { max_age_num_blocks: '100000', max_age_duration: '172800000000000', max_bytes: '1048576' },
        validator: { pub_key_types: ['ed25519'] },
        version: { app: '0' },
        abci: { vote_extensions_enable_height: '0' },
      },
    },
  };
}

/** Reads a genesis file's text. Throws {@link GenesisToolError}. */
export function readGenesis(text: string, file: string): AppGenesis {
  try {
    parseGenesisDoc(text);
  } catch (e) {
    throw new GenesisToolError(`${file}: ${e instanceof Error ? e.message : e}`);
  }
  const doc = JSON.parse(text) as Partial<AppGenesis> & { consensus_params?: Section; validators?: JsonValue };
  return {
    app_name: doc.app_name ?? 'akash',
    app_version: doc.app_version ?? '',
    genesis_time: doc.genesis_time!,
    chain_id: doc.chain_id!,
    initial_height: Number(doc.initial_height ?? 1),
    app_hash: doc.app_hash ?? null,
    app_state: doc.app_state!,
    consensus: doc.consensus ?? {
      params: doc.consensus_params ?? {},
      ...(doc.validators ? { validators: doc.validators } : {}),
    },
  };
}

export function writeGenesis(doc: AppGenesis): string {
  return JSON.stringify(doc, null, 2);
}

/** The same document as CometBFT itself reads it: its own layout and its own way with numbers. */
export function cometGenesis(text: string): string {
  const doc = readGenesis(text, 'genesis');
  return JSON.stringify({
    genesis_time: doc.genesis_time,
    chain_id: doc.chain_id,
    initial_height: `${doc.initial_height}`,
    consensus_params: doc.consensus.params,
    ...(doc.consensus.validators ? { validators: doc.consensus.validators } : {}),
    app_hash: doc.app_hash ?? '',
    app_state: doc.app_state,
  });
}

function section(doc: AppGenesis, name: string): Section {
  const s = doc.app_state[name];
  if (typeof s !== 'object' || s === null || Array.isArray(s))
    throw new GenesisToolError(`the genesis has no section "${name}"`);
  return s;
}

function list(s: Section, name: string): JsonValue[] {
  const v = s[name];
  if (v === undefined || v === null) {
    const fresh: JsonValue[] = [];
    s[name] = fresh;
    return fresh;
  }
  if (!Array.isArray(v)) throw new GenesisToolError(`"${name}" of the genesis must be a list`);
  return v;
}

const coinJson = (c: Coin): JsonValue => ({ denom: c.denom, amount: `${c.amount}` });

function coinsOf(v: JsonValue | undefined): Coin[] {
  return Array.isArray(v)
    ? v.map((c) => ({ denom: String((c as Section).denom), amount: BigInt(String((c as Section).amount)) }))
    : [];
}

/** A vesting account's terms. Times are Unix seconds. */
export interface Vesting {
  readonly amount: readonly Coin[];
  readonly start: bigint;
  readonly end: bigint;
}

/** What an account of the genesis is: plain, vesting, or a module's. */
export interface NewAccount {
  readonly address: Uint8Array;
  readonly coins: readonly Coin[];
  readonly vesting?: Vesting;
  readonly moduleName?: string;
  /** Add to the balance of an account that is there already. */
  readonly append?: boolean;
}

/** Adds an account with its balance; supply follows. Source: cosmos-sdk x/genutil/genaccounts.go. */
export function addAccount(doc: AppGenesis, a: NewAccount): void {
  const address = accAddressToBech32(a.address);
  const auth = section(doc, 'auth');
  const bank = section(doc, 'bank');
  const accounts = list(auth, 'accounts');
  const balances = list(bank, 'balances');
  const known = accounts.some((x) => addressOf(x) === address);
  if (known && !a.append)
    throw new GenesisToolError(
      ` Account ${address} already exists\nUse \`append\` flag to append account at existing address`,
    );
  const account = accountJson(a, address);
  if (known) {
    const balance = balances.find((b) => (b as Section).address === address) as Section | undefined;
    if (balance) balance.coins = coins.add(coinsOf(balance.coins), [...a.coins]).map(coinJson);
    else balances.push({ address, coins: a.coins.map(coinJson) });
  } else {
    accounts.push(account);
    balances.push({ address, coins: a.coins.map(coinJson) });
    sortAccounts(accounts);
  }
  balances.sort((x, y) =>
    compareBytes(
      accAddressFromBech32(String((x as Section).address)),
      accAddressFromBech32(String((y as Section).address)),
    ),
  );
  bank.supply = balances.reduce<Coin[]>((sum, b) => coins.add(sum, coinsOf((b as Section).coins)), []).map(coinJson);
}

/** By account number, as the reference sorts them; new accounts take the next number. */
function sortAccounts(accounts: JsonValue[]): void {
  accounts.forEach((a, i) => {
    const base = baseOf(a as Section);
    base.account_number = `${i}`;
  });
}

function baseOf(account: Section): Section {
  let s = account;
  while (typeof s.base_account === 'object' || typeof s.base_vesting_account === 'object') {
    s = (s.base_vesting_account ?? s.base_account) as Section;
  }
  return s;
}

function addressOf(account: JsonValue): string {
  return String(baseOf(account as Section).address);
}

function accountJson(a: NewAccount, address: string): JsonValue {
  const base: Section = { address, pub_key: null, account_number: '0', sequence: '0' };
  if (a.moduleName) {
    const expected = accAddressToBech32(moduleAddress(a.moduleName));
    if (expected !== address)
      throw new GenesisToolError(`the address of module ${a.moduleName} is ${expected}, not ${address}`);
    return { '@type': '/cosmos.auth.v1beta1.ModuleAccount', base_account: base, name: a.moduleName, permissions: [] };
  }
  if (!a.vesting || a.vesting.amount.length === 0) return { '@type': '/cosmos.auth.v1beta1.BaseAccount', ...base };
  const { amount, start, end } = a.vesting;
  if (amount.some((v) => v.amount > (a.coins.find((c) => c.denom === v.denom)?.amount ?? 0n)))
    throw new GenesisToolError('vesting amount cannot be greater than total amount');
  if (end <= 0n) throw new GenesisToolError('invalid vesting parameters; must supply start and end time or end time');
  if (start !== 0n && start >= end) throw new GenesisToolError('vesting start-time cannot be at or after end-time');
  const vesting: Section = {
    base_account: base,
    original_vesting: amount.map(coinJson),
    delegated_free: [],
    delegated_vesting: [],
    end_time: `${end}`,
  };
  return start === 0n
    ? { '@type': '/cosmos.vesting.v1beta1.DelayedVestingAccount', base_vesting_account: vesting }
    : {
        '@type': '/cosmos.vesting.v1beta1.ContinuousVestingAccount',
        base_vesting_account: vesting,
        start_time: `${start}`,
      };
}

/** Balance of an address in the genesis. */
export function balanceIn(doc: AppGenesis, address: string): Coin[] {
  const found = list(section(doc, 'bank'), 'balances').find((b) => (b as Section).address === address);
  return found ? coinsOf((found as Section).coins) : [];
}

/** Puts genesis transactions (their JSON) into the document, in the order given. */
export function setGentxs(doc: AppGenesis, gentxs: readonly JsonValue[]): void {
  section(doc, 'genutil').gen_txs = [...gentxs];
}

/** Denomination that is bonded. */
export function bondDenom(doc: AppGenesis): string {
  return String((section(doc, 'staking').params as Section).bond_denom);
}

/** Checks one genesis transaction against the document: enough coins to bond, a validator that is not there yet. */
export function checkGentx(_doc: AppGenesis, gentx: Section, file: string): { memo: string } {
  const body = gentx.body as Section | undefined;
  const message = (body?.messages as Section[] | undefined)?.[0];
  if (message?.['@type'] !== '/cosmos.staking.v1beta1.MsgCreateValidator')
    throw new GenesisToolError(`${file}: a genesis transaction holds one MsgCreateValidator`);
  return { memo: String(body?.memo ?? '') };
}

/** Bytes of a text, for sorting file names as Go does. */
export const byBytes = (a: string, b: string): number => compareBytes(textBytes(a), textBytes(b));

/** JSON with the members of every object in bytewise order, as the Go command line prints some of its reports. */
export function sortedJson(v: JsonValue): string {
  if (Array.isArray(v)) return `[${v.map(sortedJson).join(',')}]`;
  if (typeof v !== 'object' || v === null) return JSON.stringify(v);
  const members = Object.keys(v).sort(byBytes);
  return `{${members.map((k) => `${JSON.stringify(k)}:${sortedJson(v[k]!)}`).join(',')}}`;
}
