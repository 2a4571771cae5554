import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultGenesisState, validateGenesisState } from '../../app/app.ts';
import type { JsonValue } from '../../core/module.ts';
import { addDuration, unixTime } from '../../core/time.ts';
import { accAddressFromBech32, accAddressToBech32 } from '../../crypto/address.ts';
import { isMnemonicValid } from '../../crypto/bip39.ts';
import * as ed25519 from '../../crypto/ed25519.ts';
import { sha256 } from '../../crypto/hash.ts';
import {
  type AppGenesis,
  addAccount,
  balanceIn,
  bondDenom,
  byBytes,
  checkGentx,
  newGenesis,
  readGenesis,
  setGentxs,
  sortedJson,
  writeGenesis,
} from '../../engine/genesis.ts';
import { makeGentx } from '../../engine/gentx.ts';
import {
  FRESH_VALIDATOR_STATE,
  newNodeKey,
  nodeId,
  nodeKeyJson,
  readKeyJson,
  validatorKeyJson,
} from '../../engine/key-files.ts';
import { Dec } from '../../math/dec.ts';
import { parseCoinNormalized, parseCoinsNormalized } from '../../math/parse-coin.ts';
import { APP_TOML, COMET_TOML } from '../../server/config/files.ts';
import { renderToml, type TomlValue } from '../../server/config/toml.ts';
import { REFERENCE_VERSION } from '../../server/version.ts';
import { Tx } from '../../wire/gen/cosmos/tx/v1beta1/tx.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { type CommandSpec, type FlagSpec, type Io, UsageError } from '../frame.ts';
import { type Home, homeOf } from '../home.ts';
import { KEYRING_FLAGS, openKeyring } from '../keyring.ts';
import { ask } from '../prompt.ts';

const flag = (name: string, help: string, standard = ''): FlagSpec => ({
  name,
  type: 'string',
  default: standard,
  help,
});
const bool = (name: string, help: string, short?: string): FlagSpec => ({
  name,
  type: 'bool',
  help,
  ...(short ? { short } : {}),
});

function readText(path: string): string {
  if (!existsSync(path)) throw new UsageError(`open ${path}: no such file or directory`);
  return readFileSync(path, 'utf8');
}

function load(home: Home): AppGenesis {
  if (!existsSync(home.genesis))
    throw new UsageError(
      `there is no genesis at ${home.genesis}: make one with "akash genesis init <moniker> --chain-id <id>"`,
    );
  return readGenesis(readFileSync(home.genesis, 'utf8'), home.genesis);
}

function now(): { seconds: bigint; nanos: number } {
  const ms = Date.now();
  return addDuration(unixTime(BigInt(Math.floor(ms / 1000))), BigInt(ms % 1000) * 1_000_000n);
}

/** What `init` and `collect` tell on standard error. */
function report(io: Io, doc: AppGenesis, moniker: string, id: string, gentxs: string): void {
  io.err(
    `${sortedJson({ app_message: doc.app_state, chain_id: doc.chain_id, gentxs_dir: gentxs, moniker, node_id: id } as unknown as JsonValue)}\n`,
  );
}

const init: CommandSpec = {
  path: ['genesis', 'init'],
  args: '[moniker]',
  count: [1, 1],
  summary: 'Make the files of a node: configuration, keys and a genesis',
  flags: [
    flag('chain-id', 'chain id of the genesis; made up when it is left out'),
    bool('overwrite', 'replace a genesis that is there', 'o'),
    bool('recover', "recover the validator's key from a phrase, read from standard input"),
    { name: 'initial-height', type: 'int', default: '1', help: 'height of the first block' },
    flag('default-denom', 'denomination that is bonded', 'uakt'),
    {
      name: 'consensus-key-algo',
      type: 'string',
      default: 'ed25519',
      help: 'kind of the validator key',
      choices: ['ed25519'],
    },
  ],
  async run(io, [moniker], flags) {
    const home = homeOf(flags, io);
    if (moniker === '') throw new UsageError('the moniker must not be empty');
    const chainId = flags.text('chain-id') || `test-chain-${randomBytes(3).toString('hex')}`;
    if (chainId.length > 50) throw new UsageError(`chain id ${chainId} is longer than 50 characters`);
    const denom = flags.text('default-denom');
    if (!/^[a-zA-Z][a-zA-Z0-9/:._-]{2,127}$/.test(denom))
      throw new UsageError(`invalid argument "${denom}" for "--default-denom" flag: it is not a denomination`);
    const height = flags.unsigned('initial-height') ?? 1n;
    let consensusKey: Uint8Array | undefined;
    if (flags.bool('recover')) {
      const phrase = ask(io, 'Enter your bip39 mnemonic\n');
      if (!isMnemonicValid(phrase)) throw new UsageError('invalid mnemonic');
      // The Go node takes the phrase's text, not its seed.
      consensusKey = ed25519.privateKeyFromSeed(sha256(new TextEncoder().encode(phrase)));
    }
    if (existsSync(home.genesis) && !flags.bool('overwrite'))
      throw new UsageError(`genesis.json file already exists: ${home.genesis}`);
    mkdirSync(home.config, { recursive: true });
    mkdirSync(home.data, { recursive: true });
    const nodeKey = existsSync(home.nodeKey) ? readKeyJson(readText(home.nodeKey), home.nodeKey) : newNodeKey();
    if (!existsSync(home.nodeKey)) writeFileSync(home.nodeKey, nodeKeyJson(nodeKey), { mode: 0o600 });
    if (consensusKey || !existsSync(home.validatorKey))
      writeFileSync(home.validatorKey, validatorKeyJson(consensusKey ?? newNodeKey()), { mode: 0o600 });
    if (!existsSync(home.validatorState)) writeFileSync(home.validatorState, FRESH_VALIDATOR_STATE, { mode: 0o600 });
    if (!existsSync(home.cometToml))
      writeFileSync(home.cometToml, renderToml(COMET_TOML, new Map<string, TomlValue>([['moniker', moniker!]])));
    if (!existsSync(home.appToml)) writeFileSync(home.appToml, renderToml(APP_TOML));
    const doc = newGenesis({
      chainId,
      time: now(),
      initialHeight: height === 0n ? 1n : height,
      appState: withDenom(defaultGenesisState(), denom),
      appVersion: REFERENCE_VERSION,
    });
    writeFileSync(home.genesis, writeGenesis(doc));
    report(io, doc, moniker!, nodeId(nodeKey), '');
  },
};

/** Puts a denomination in place of uakt where the default genesis names it. */
function withDenom(state: { [module: string]: JsonValue }, denom: string): { [module: string]: JsonValue } {
  if (denom === 'uakt') return state;
  const walk = (v: JsonValue): JsonValue => {
    if (v === 'uakt') return denom;
    if (Array.isArray(v)) return v.map(walk);
    return typeof v === 'object' && v !== null
      ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, walk(x)]))
      : v;
  };
  return Object.fromEntries(Object.entries(state).map(([k, v]) => [k, walk(v)]));
}

const addAccountCommand: CommandSpec = {
  path: ['genesis', 'add-account'],
  args: '[address_or_key_name] [coin][,[coin]]',
  count: [2, 2],
  summary: 'Add an account with coins to the genesis',
  flags: [
    bool('append', 'add to the balance of an account that is there'),
    flag('vesting-amount', 'coins that vest'),
    { name: 'vesting-start-time', type: 'int', default: '0', help: 'Unix second at which vesting starts' },
    { name: 'vesting-end-time', type: 'int', default: '0', help: 'Unix second at which vesting ends' },
    flag('module-name', 'make it the account of a module'),
    ...KEYRING_FLAGS,
  ],
  async run(io, [who, amount], flags) {
    const home = homeOf(flags, io);
    const doc = load(home);
    let address: Uint8Array;
    try {
      address = accAddressFromBech32(who!);
    } catch {
      const ring = openKeyring(io, flags);
      try {
        address = ring.find(who!).address;
      } catch (e) {
        throw new UsageError(`failed to get address from Keyring: ${e instanceof Error ? e.message : e}`);
      }
    }
    const coins = parseAmount(amount!);
    const vesting = flags.text('vesting-amount');
    addAccount(doc, {
      address,
      coins,
      append: flags.bool('append'),
      ...(flags.text('module-name') === '' ? {} : { moduleName: flags.text('module-name') }),
      ...(vesting === ''
        ? {}
        : {
            vesting: {
              amount: parseAmount(vesting),
              start: flags.integer('vesting-start-time') ?? 0n,
              end: flags.integer('vesting-end-time') ?? 0n,
            },
          }),
    });
    writeFileSync(home.genesis, writeGenesis(doc));
  },
};

function parseAmount(text: string): ReturnType<typeof parseCoinsNormalized> {
  try {
    return parseCoinsNormalized(text);
  } catch (e) {
    throw new UsageError(`failed to parse coins: ${e instanceof Error ? e.message : e}`);
  }
}

const gentx: CommandSpec = {
  path: ['genesis', 'gentx'],
  args: '[key_name] [amount]',
  count: [2, 2],
  summary: 'Make a genesis transaction: this node becomes a validator',
  flags: [
    flag('chain-id', 'chain id; that of the genesis when it is left out'),
    flag('moniker', 'name of the validator; that of config.toml when it is left out'),
    flag('identity', 'identity signature'),
    flag('website', 'website'),
    flag('security-contact', 'mail address for security matters'),
    flag('details', 'details'),
    flag('commission-rate', 'commission', '0.1'),
    flag('commission-max-rate', 'highest commission ever', '0.2'),
    flag('commission-max-change-rate', 'highest change of it in a day', '0.01'),
    flag('min-self-delegation', 'least own delegation', '1'),
    flag('pubkey', 'consensus key as JSON; that of this home when it is left out'),
    flag('node-id', 'id of the node; that of this home when it is left out'),
    flag('ip', 'address at which the node is reached', '127.0.0.1'),
    { name: 'p2p-port', type: 'int', default: '26656', help: 'port at which the node is reached' },
    flag('output-document', 'file to write instead of config/gentx/gentx-<node id>.json'),
    flag('fees', 'fees', ''),
    ...KEYRING_FLAGS,
  ],
  async run(io, [name, amount], flags) {
    const home = homeOf(flags, io);
    const doc = load(home);
    const chainId = flags.text('chain-id') || doc.chain_id;
    if (chainId !== doc.chain_id)
      throw new UsageError(`--chain-id is ${chainId}, but the genesis is of ${doc.chain_id}`);
    const stake = parseCoinNormalized(amount!);
    const wanted = bondDenom(doc);
    if (stake.denom !== wanted)
      throw new UsageError(`the amount must be in ${wanted}, which is what this chain bonds, not in ${stake.denom}`);
    const min = flags.text('min-self-delegation');
    if (!/^[1-9]\d*$/.test(min))
      throw new UsageError('minimum self delegation must be a positive integer: invalid request');
    const ring = openKeyring(io, flags);
    let key: ReturnType<typeof ring.find>;
    try {
      key = ring.find(name!);
    } catch (e) {
      throw new UsageError(`${e instanceof Error ? e.message : e}: failed to fetch '${name}' from the keyring`);
    }
    const address = accAddressToBech32(key.address);
    const have = balanceIn(doc, address);
    if (have.length === 0)
      throw new UsageError(
        `account ${address} does not have a balance in the genesis state: add it with "akash genesis add-account ${name} <coins>"`,
      );
    const available = have.find((c) => c.denom === stake.denom)?.amount ?? 0n;
    if (available < stake.amount)
      throw new UsageError(
        `account ${address} has a balance in genesis, but it only has ${available}${stake.denom} available to stake, not ${stake.amount}${stake.denom}: failed to validate account in genesis`,
      );
    const nodeKeyText =
      flags.text('node-id') === '' ? nodeId(readKeyJson(readText(home.nodeKey), home.nodeKey)) : flags.text('node-id');
    const consensusKey =
      flags.text('pubkey') === ''
        ? readKeyJson(readText(home.validatorKey), home.validatorKey).slice(32)
        : pubkeyFlag(flags.text('pubkey'));
    const tx = await makeGentx({
      chainId,
      signer: key,
      description: {
        moniker: flags.text('moniker') || monikerOf(home),
        identity: flags.text('identity'),
        website: flags.text('website'),
        securityContact: flags.text('security-contact'),
        details: flags.text('details'),
      },
      commission: {
        rate: Dec.parse(flags.text('commission-rate')),
        maxRate: Dec.parse(flags.text('commission-max-rate')),
        maxChangeRate: Dec.parse(flags.text('commission-max-change-rate')),
      },
      minSelfDelegation: BigInt(min),
      consensusKey,
      stake,
      fees: flags.text('fees') === '' ? [] : parseAmount(flags.text('fees')),
      memo: `${nodeKeyText}@${flags.text('ip')}:${flags.text('p2p-port')}`,
    });
    const file = flags.text('output-document') || join(home.gentxs, `gentx-${nodeKeyText}.json`);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, `${toJson(Tx, tx)}\n`);
    io.err(`Genesis transaction written to "${file}"\n`);
  },
};

function pubkeyFlag(text: string): Uint8Array {
  try {
    const key = (JSON.parse(text) as { key: string }).key;
    const bytes = new Uint8Array(Buffer.from(key, 'base64'));
    if (bytes.length === 32) return bytes;
  } catch {
    // told below
  }
  throw new UsageError(
    '--pubkey must look like {"@type":"/cosmos.crypto.ed25519.PubKey","key":"<base64 of 32 bytes>"}',
  );
}

function monikerOf(home: Home): string {
  const m = existsSync(home.cometToml) ? /^moniker\s*=\s*"([^"]*)"/m.exec(readFileSync(home.cometToml, 'utf8')) : null;
  return m?.[1] || 'node';
}

const collect: CommandSpec = {
  path: ['genesis', 'collect'],
  count: [0, 0],
  summary: 'Put the genesis transactions into the genesis',
  flags: [flag('gentx-dir', 'folder of the genesis transactions; config/gentx when it is left out')],
  run(io, _args, flags) {
    const home = homeOf(flags, io);
    const doc = load(home);
    const dir = flags.text('gentx-dir') || home.gentxs;
    if (!existsSync(dir))
      throw new UsageError(
        `open ${dir}: no such file or directory; make genesis transactions with "akash genesis gentx"`,
      );
    const files = readdirSync(dir)
      .filter((f) => f.endsWith('.json'))
      .sort(byBytes);
    if (files.length === 0)
      throw new UsageError(`there are no genesis transactions in ${dir}: make them with "akash genesis gentx"`);
    const own = nodeId(readKeyJson(readText(home.nodeKey), home.nodeKey));
    const peers: string[] = [];
    const txs = files.map((f) => {
      const path = join(dir, f);
      const text = readText(path);
      let tx: Tx;
      try {
        tx = fromJson(Tx, text.trim());
      } catch (e) {
        throw new UsageError(`${path} is not a transaction: ${e instanceof Error ? e.message : e}`);
      }
      const json = JSON.parse(toJson(Tx, tx)) as { [key: string]: JsonValue };
      const { memo } = checkGentx(doc, json, path);
      if (!/^[0-9a-f]{40}@.+:\d+$/.test(memo))
        throw new UsageError(`${path}: the memo must name the node as id@host:port, it is "${memo}"`);
      if (!memo.startsWith(`${own}@`)) peers.push(memo);
      return json;
    });
    setGentxs(doc, txs);
    writeFileSync(home.genesis, writeGenesis(doc));
    if (peers.length > 0 && existsSync(home.cometToml)) {
      const text = readFileSync(home.cometToml, 'utf8');
      writeFileSync(
        home.cometToml,
        text.replace(/^persistent_peers = ".*"$/m, `persistent_peers = "${peers.sort(byBytes).join(',')}"`),
      );
    }
    report(io, doc, monikerOf(home), own, dir);
  },
};

const validate: CommandSpec = {
  path: ['genesis', 'validate'],
  args: '[file]',
  count: [0, 1],
  summary: 'Check a genesis file',
  flags: [],
  async run(io, [given], flags) {
    const file = given ?? homeOf(flags, io).genesis;
    const doc = readGenesis(readText(file), file);
    try {
      validateGenesisState(doc.app_state);
    } catch (e) {
      throw new UsageError(`error validating genesis file ${file}: ${e instanceof Error ? e.message : e}`);
    }
    io.out(`File at ${file} is a valid genesis file\n`);
  },
};

const topInit: CommandSpec = { ...init, path: ['init'] };

export const COMMANDS: readonly CommandSpec[] = [init, topInit, addAccountCommand, gentx, collect, validate];
