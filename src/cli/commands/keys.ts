import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { GoErrorBase } from '../../core/errors.ts';
import { compareBytes } from '../../core/go-text.ts';
import { accAddressToBech32, consAddressToBech32, valAddressToBech32 } from '../../crypto/address.ts';
import { decodeBech32, encodeBech32 } from '../../crypto/bech32.ts';
import { isMnemonicValid, newMnemonic } from '../../crypto/bip39.ts';
import { COIN_TYPE, createHdPath, pathString } from '../../crypto/hd.ts';
import type { KeyRecord, Keyring } from '../../crypto/keyring/keyring.ts';
import { fromAny, MultisigPubKey, type PubKey } from '../../crypto/pubkey.ts';
import { fromJson } from '../../wire/json.ts';
import { listImplementations, messageType } from '../../wire/registry.ts';
import { type CommandSpec, type FlagSpec, type Flags, type Io, UsageError } from '../frame.ts';
import { KEYRING_FLAGS, openKeyring } from '../keyring.ts';
import { outputFlag } from '../output.ts';
import { ask, askPassword, confirm } from '../prompt.ts';

const bool = (name: string, help: string, short?: string): FlagSpec => ({
  name,
  type: 'bool',
  help,
  ...(short ? { short } : {}),
});
const int = (name: string, help: string, standard: string): FlagSpec => ({
  name,
  type: 'int',
  default: standard,
  help,
});
const text = (name: string, help: string, standard = ''): FlagSpec => ({
  name,
  type: 'string',
  default: standard,
  help,
});
const COMMON: readonly FlagSpec[] = [...KEYRING_FLAGS, outputFlag('text')];

/** How a key is shown. */
interface KeyOutput {
  readonly name: string;
  readonly type: string;
  readonly address: string;
  readonly pubkey: string;
  readonly mnemonic?: string;
}

function shown(k: KeyRecord, bech = 'acc'): KeyOutput {
  const address =
    bech === 'val'
      ? valAddressToBech32(k.address)
      : bech === 'cons'
        ? consAddressToBech32(k.address)
        : accAddressToBech32(k.address);
  return { name: k.name, type: k.type, address, pubkey: k.pubKey.json() };
}

function print(io: Io, flags: Flags, keys: readonly KeyOutput[], one: boolean): void {
  if (flags.text('output') === 'json') io.out(`${JSON.stringify(one ? keys[0] : keys)}\n`);
  else
    io.out(
      `${stringify(
        keys.map((k) => ({ ...k, mnemonic: k.mnemonic ?? '' })),
        { lineWidth: 0 },
      )}\n`,
    );
}

/** A public key written as JSON with "@type". */
function publicKey(json: string): PubKey {
  let doc: { '@type'?: string; key?: string };
  try {
    doc = JSON.parse(json);
  } catch {
    throw new UsageError('--pubkey must be JSON, as in {"@type":"/cosmos.crypto.secp256k1.PubKey","key":"..."}');
  }
  const { '@type': url, ...rest } = doc;
  const type = url ? messageType(url) : undefined;
  if (!type || !listImplementations('cosmos.crypto.PubKey').includes(url!))
    throw new UsageError(`--pubkey: "${url}" is not a type of public key`);
  const key = fromAny({ typeUrl: url!, value: type.encode(fromJson(type, JSON.stringify(rest))) });
  if (!key) throw new UsageError('--pubkey holds no key');
  return key;
}

function threshold(flags: Flags): number {
  return Number(flags.unsigned('multisig-threshold') ?? 1n);
}

function multisig(keys: PubKey[], n: number, sorted: boolean): MultisigPubKey {
  if (n < 1) throw new UsageError('threshold must be a positive integer');
  if (n > keys.length) throw new UsageError(`threshold k of n multisignature: ${keys.length} < ${n}`);
  const ordered = sorted ? [...keys].sort((a, b) => compareBytes(a.address(), b.address())) : keys;
  return new MultisigPubKey(n, ordered);
}

const add: CommandSpec = {
  path: ['keys', 'add'],
  args: '<name>',
  count: [1, 1],
  summary: 'Make a key, recover one from its phrase, or add a public or multisig key',
  flags: [
    bool('recover', 'recover the key from a phrase, read from standard input'),
    text('source', 'file that holds the phrase to recover from'),
    bool('interactive', 'ask for phrase and passphrase', 'i'),
    bool('no-backup', 'do not print the phrase'),
    bool('dry-run', 'show the key and do not keep it'),
    int('account', 'account of the derivation path', '0'),
    int('index', 'index of the derivation path', '0'),
    int('coin-type', 'coin type of the derivation path', String(COIN_TYPE)),
    text('hd-path', 'whole derivation path'),
    text('key-type', 'kind of key', 'secp256k1'),
    { name: 'multisig', type: 'strings', help: 'names of the keys that form a multisig key' },
    int('multisig-threshold', 'signatures that a multisig key needs', '1'),
    bool('nosort', 'keep the keys of a multisig in the order given'),
    text('pubkey', 'public key as JSON: keep it without a private key'),
    ...COMMON,
  ],
  run(io, [name], flags) {
    if (name!.trim() === '') throw new UsageError('the provided name is invalid or empty after trimming whitespace');
    if (flags.text('key-type') !== 'secp256k1')
      throw new UsageError(`unsupported signing algo: ${flags.text('key-type')}; this chain's accounts use secp256k1`);
    const dry = flags.bool('dry-run');
    const keys = openKeyring(io, dry ? dryFlags(flags) : flags).keys;
    const names = flags.list('multisig');
    if (!dry) {
      if (has(keys, name!)) {
        if (!confirm(io, `override the existing name ${name}`)) throw new UsageError('aborted');
        keys.delete(name!);
      }
    }
    if (names.length > 0) {
      const source = dry ? openKeyring(io, flags).keys : keys;
      const parts = names.map((n) => source.key(n).pubKey);
      print(
        io,
        flags,
        [shown(keys.saveMultisig(name!, multisig(parts, threshold(flags), !flags.bool('nosort'))))],
        true,
      );
      return;
    }
    if (flags.text('pubkey') !== '') {
      print(io, flags, [shown(keys.saveOfflineKey(name!, publicKey(flags.text('pubkey'))))], true);
      return;
    }
    const given = flags.text('hd-path');
    if (given !== '' && ['account', 'index', 'coin-type'].some((f) => flags.has(f)))
      throw new UsageError('--hd-path names the whole path: leave out --account, --index and --coin-type');
    const path =
      given ||
      pathString(
        createHdPath(
          Number(flags.unsigned('coin-type')),
          Number(flags.unsigned('account')),
          Number(flags.unsigned('index')),
        ),
      );
    let mnemonic = '';
    let passphrase = '';
    let fresh = false;
    if (flags.text('source') !== '') {
      if (!existsSync(flags.text('source')))
        throw new UsageError(`open ${flags.text('source')}: no such file or directory`);
      mnemonic = readFileSync(flags.text('source'), 'utf8').trim();
    } else if (flags.bool('recover')) mnemonic = ask(io, '> Enter your bip39 mnemonic\n');
    else if (flags.bool('interactive')) {
      mnemonic = ask(io, '> Enter your bip39 mnemonic, or hit enter to generate one.\n');
      if (mnemonic === '') fresh = true;
    } else fresh = true;
    if (fresh) mnemonic = newMnemonic(new Uint8Array(randomBytes(32)));
    if (!isMnemonicValid(mnemonic)) throw new UsageError('invalid mnemonic');
    if (flags.bool('interactive')) {
      passphrase = ask(
        io,
        '> Enter your bip39 passphrase. This is combined with the mnemonic to derive the seed. Most users should just hit enter to use the default, ""\n',
      );
      if (passphrase !== '' && ask(io, '> Repeat the passphrase:\n') !== passphrase)
        throw new UsageError("passphrases don't match");
    }
    const record = keys.newAccount(name!, mnemonic, passphrase, path);
    const show = fresh && !flags.bool('no-backup');
    const json = flags.text('output') === 'json';
    print(io, flags, [{ ...shown(record), ...(json && show ? { mnemonic } : {}) }], true);
    if (!json && show)
      io.err(
        `\n**Important** write this mnemonic phrase in a safe place.\nIt is the only way to recover your account if you ever forget your password.\n\n${mnemonic}\n`,
      );
  },
};

/** The same flags over a key ring in memory: what is made there is not kept. */
function dryFlags(flags: Flags): Flags {
  return new Proxy(flags, {
    get(target, property, receiver) {
      if (property === 'text') return (n: string) => (n === 'keyring-backend' ? 'memory' : target.text(n));
      const value = Reflect.get(target, property, receiver) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Only the key of that name is looked for: a key ring that has none does not ask for its password. */
function has(keys: Keyring, name: string): boolean {
  try {
    keys.key(name);
    return true;
  } catch (e) {
    if (e instanceof GoErrorBase && e.message.includes('key not found')) return false;
    throw e;
  }
}

const list: CommandSpec = {
  path: ['keys', 'list'],
  count: [0, 0],
  summary: 'List all keys',
  flags: [bool('list-names', 'names only', 'n'), ...COMMON],
  run(io, _args, flags) {
    const keys = openKeyring(io, flags).keys.list();
    if (flags.bool('list-names')) io.out(keys.map((k) => `${k.name}\n`).join(''));
    else if (keys.length === 0 && flags.text('output') === 'text') io.out('No records were found in keyring\n');
    else
      print(
        io,
        flags,
        keys.map((k) => shown(k)),
        false,
      );
  },
};

const show: CommandSpec = {
  path: ['keys', 'show'],
  args: '[name_or_address [name_or_address...]]',
  count: [1, Number.POSITIVE_INFINITY],
  summary: 'Show a key, or the multisig key that several make',
  flags: [
    bool('address', 'the address only', 'a'),
    bool('pubkey', 'the public key only', 'p'),
    { ...text('bech', 'form of the address: acc, val or cons', 'acc'), choices: ['acc', 'val', 'cons'] },
    int('multisig-threshold', 'signatures that the multisig key needs', '1'),
    ...COMMON,
  ],
  run(io, names, flags) {
    if (flags.bool('address') && flags.bool('pubkey'))
      throw new UsageError('cannot use both --address and --pubkey at once');
    const ring = openKeyring(io, flags);
    const find = (n: string): KeyRecord => {
      try {
        return ring.find(n).record;
      } catch (e) {
        throw new UsageError(`${n} is not a valid name or address: ${e instanceof Error ? e.message : e}`);
      }
    };
    const records = names.map(find);
    let record = records[0]!;
    if (records.length > 1) {
      const pubKey = multisig(
        records.map((r) => r.pubKey),
        threshold(flags),
        false,
      );
      record = { ...record, name: '', type: 'multi', pubKey, address: pubKey.address() };
    }
    const out = shown(record, flags.text('bech'));
    if (flags.bool('address')) io.out(`${out.address}\n`);
    else if (flags.bool('pubkey')) io.out(`${out.pubkey}\n`);
    else print(io, flags, [out], true);
  },
};

const remove: CommandSpec = {
  path: ['keys', 'delete'],
  args: '<name>...',
  count: [1, Number.POSITIVE_INFINITY],
  summary: 'Delete keys',
  flags: [bool('yes', 'do not ask', 'y'), bool('force', 'do not ask', 'f'), ...COMMON],
  run(io, names, flags) {
    const { keys } = openKeyring(io, flags);
    // All are looked up first: a wrong name among several deletes none.
    const found = names.map((n) => keys.key(n));
    for (const k of found) {
      if (!flags.bool('yes') && !flags.bool('force') && !confirm(io, 'Key reference will be deleted. Continue?'))
        continue;
      keys.delete(k.name);
      io.err(k.type === 'local' ? 'Key deleted forever (uh oh!)\n' : 'Public key reference deleted\n');
    }
  },
};

const exportKey: CommandSpec = {
  path: ['keys', 'export'],
  args: '<name>',
  count: [1, 1],
  summary: 'Print a private key, encrypted by a password',
  flags: [
    bool('unarmored-hex', 'print the bare key in hex: needs --unsafe'),
    bool('unsafe', 'allow unsafe operations'),
    bool('yes', 'do not ask', 'y'),
    ...COMMON,
  ],
  run(io, [name], flags) {
    if (flags.bool('unarmored-hex') !== flags.bool('unsafe'))
      throw new UsageError('the flags unsafe and unarmored-hex must be used together');
    const { keys } = openKeyring(io, flags);
    if (flags.bool('unarmored-hex')) {
      if (
        !flags.bool('yes') &&
        !confirm(
          io,
          'WARNING: The private key will be exported as an unarmored hexadecimal string. USE AT YOUR OWN RISK. Continue?',
        )
      )
        return;
      io.out(`${Buffer.from(keys.exportPrivKey(name!).bytes).toString('hex')}\n`);
      return;
    }
    keys.exportPrivKey(name!);
    const password = askPassword(io, 'Enter passphrase to encrypt the exported key:');
    if (password.length < 8) throw new UsageError('password must be at least 8 characters');
    io.out(keys.exportPrivKeyArmor(name!, password).replace(/\n*$/, '\n'));
  },
};

const importKey: CommandSpec = {
  path: ['keys', 'import'],
  args: '<name> <keyfile>',
  count: [2, 2],
  summary: 'Import a private key that was exported',
  flags: COMMON,
  run(io, [name, file], flags) {
    if (name!.trim() === '') throw new UsageError('the provided name is invalid or empty after trimming whitespace');
    if (!existsSync(file!)) throw new UsageError(`open ${file}: no such file or directory`);
    const armor = readFileSync(file!, 'utf8');
    const { keys } = openKeyring(io, flags);
    keys.importPrivKey(name!, armor, askPassword(io, 'Enter passphrase to decrypt your key:'));
  },
};

const importHex: CommandSpec = {
  path: ['keys', 'import-hex'],
  args: '<name> <hex>',
  count: [2, 2],
  summary: 'Import a private key in hex',
  flags: [text('key-type', 'kind of key', 'secp256k1'), ...COMMON],
  run(io, [name, hex], flags) {
    if (name!.trim() === '') throw new UsageError('the provided name is invalid or empty after trimming whitespace');
    openKeyring(io, flags).keys.importPrivKeyHex(name!, hex!, flags.text('key-type'));
  },
};

const rename: CommandSpec = {
  path: ['keys', 'rename'],
  args: '<old_name> <new_name>',
  count: [2, 2],
  summary: 'Rename a key',
  flags: [bool('yes', 'do not ask', 'y'), ...COMMON],
  run(io, [from, to], flags) {
    const { keys } = openKeyring(io, flags);
    keys.key(from!);
    if (!flags.bool('yes') && !confirm(io, `Key reference will be renamed from ${from} to ${to}. Continue?`)) return;
    keys.rename(from!, to!);
    io.err(`Key was successfully renamed from ${from} to ${to}\n`);
  },
};

const mnemonicCommand: CommandSpec = {
  path: ['keys', 'mnemonic'],
  count: [0, 0],
  summary: 'Print a new phrase',
  flags: [bool('unsafe-entropy', 'make it from text that is typed in')],
  run(io, _args, flags) {
    let entropy = new Uint8Array(randomBytes(32));
    if (flags.bool('unsafe-entropy')) {
      const typed = ask(io, '> WARNING: Generate at least 256-bits of entropy and enter the results here:\n');
      if (typed.length < 43)
        throw new UsageError(
          `256-bits is 43 characters in Base-64, and 100 in Base-6. You entered ${typed.length}, and probably want more`,
        );
      if (!confirm(io, `> Input length: ${typed.length}`)) return;
      entropy = new Uint8Array(createHash('sha256').update(typed).digest());
    }
    io.out(`${newMnemonic(entropy)}\n`);
  },
};

const parse: CommandSpec = {
  path: ['keys', 'parse'],
  args: '<hex-or-bech32-address>',
  count: [1, 1],
  summary: 'Convert an address between hex and bech32',
  flags: [outputFlag('text')],
  run(io, [given], flags) {
    const json = flags.text('output') === 'json';
    const out = (doc: object): void =>
      io.out(
        json
          ? `${JSON.stringify(doc)}\n`
          : `${stringify(doc, { sortMapEntries: true, lineWidth: 0, indentSeq: false })}\n`,
      );
    try {
      const [human, bytes] = decodeBech32(given!);
      out({ human, bytes: Buffer.from(bytes).toString('hex').toUpperCase() });
      return;
    } catch {
      // hex, then
    }
    if (!/^([0-9a-fA-F]{2})+$/.test(given!)) throw new UsageError("couldn't find valid bech32 nor hex data");
    const bytes = new Uint8Array(Buffer.from(given!, 'hex'));
    const prefixes = ['akash', 'akashpub', 'akashvaloper', 'akashvaloperpub', 'akashvalcons', 'akashvalconspub'];
    out({ formats: prefixes.map((p) => encodeBech32(p, bytes)) });
  },
};

const keyTypes: CommandSpec = {
  path: ['keys', 'list-key-types'],
  count: [0, 0],
  summary: 'List the types of keys',
  flags: [],
  run(io) {
    io.out('Supported key types/algos:\n"secp256k1"\n');
  },
};

/** Keys of the format of old are migrated when they are read, as in the reference; this reads them all. */
const migrate: CommandSpec = {
  path: ['keys', 'migrate'],
  count: [0, 0],
  summary: 'Read every key, so that those of older formats are rewritten',
  flags: [...KEYRING_FLAGS],
  run(io, _args, flags) {
    openKeyring(io, flags).keys.list();
    io.out('Keys migration has been successfully executed.\n');
  },
};

export const COMMANDS: readonly CommandSpec[] = [
  keyTypes,
  migrate,
  add,
  list,
  show,
  remove,
  exportKey,
  importKey,
  importHex,
  rename,
  mnemonicCommand,
  parse,
];
