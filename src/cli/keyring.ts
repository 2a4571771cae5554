import { existsSync, readFileSync } from 'node:fs';
import { GoError } from '../core/errors.ts';
import { accAddressFromBech32 } from '../crypto/address.ts';
import { type KeyRecord, type Keyring, openKeyring as open } from '../crypto/keyring/keyring.ts';
import { toAny } from '../crypto/pubkey.ts';
import type { Signer } from '../engine/gentx.ts';
import { type FlagSpec, type Flags, type Io, UsageError } from './frame.ts';
import { homeOf } from './home.ts';

export const KEYRING_FLAGS: readonly FlagSpec[] = [
  {
    name: 'keyring-backend',
    type: 'string',
    default: 'test',
    help: 'where keys are kept: test (not encrypted for real) or file (by password)',
  },
  { name: 'keyring-dir', type: 'string', default: '', help: 'folder of the key ring; the home when it is left out' },
  {
    name: 'keyring-passphrase-file',
    type: 'string',
    default: '',
    help: 'file that holds the password of the file key ring',
  },
];

/** A key that can sign. */
export type SignerKey = Signer & { readonly record: KeyRecord };

/** A key ring as commands use it. */
export interface OpenKeyring {
  readonly keys: Keyring;
  /** A key by name or address. Throws UsageError that says how to make or find one. */
  find(nameOrAddress: string): SignerKey;
}

/** Opens the key ring that the flags name. The password is asked for once, when it is first needed. */
export function openKeyring(io: Io, flags: Flags): OpenKeyring {
  const backend = flags.text('keyring-backend');
  if (backend === 'os' || backend === 'kwallet' || backend === 'pass')
    throw new UsageError(
      `the key ring "${backend}" needs the operating system's secret store, which this program does not use: choose --keyring-backend file or test`,
    );
  if (backend !== 'test' && backend !== 'file' && backend !== 'memory')
    throw new UsageError(`${backend}: unknown keyring backend; use test or file`);
  const dir = flags.text('keyring-dir') || homeOf(flags, io).root;
  const passphraseFile = flags.text('keyring-passphrase-file');
  if (passphraseFile !== '' && !existsSync(passphraseFile))
    throw new UsageError(`--keyring-passphrase-file: there is no file ${passphraseFile}`);
  const keys = open(backend, dir, {
    password(prompt) {
      if (passphraseFile !== '') return readFileSync(passphraseFile, 'utf8').replace(/\r?\n$/, '');
      io.err(prompt);
      const line = io.line(true);
      if (line === undefined) throw new GoError('EOF');
      return line;
    },
    warn: (text) => io.err(`${text}\n`),
  });
  return {
    keys,
    find(nameOrAddress) {
      const record = lookUp(keys, nameOrAddress, backend, dir);
      return {
        record,
        address: record.address,
        publicKey: toAny(record.pubKey),
        sign: (bytes) => keys.sign(record.name, bytes)[0],
      };
    },
  };
}

function lookUp(keys: Keyring, nameOrAddress: string, backend: string, dir: string): KeyRecord {
  let byName: unknown;
  try {
    return keys.key(nameOrAddress);
  } catch (e) {
    byName = e;
  }
  let address: Uint8Array;
  try {
    address = accAddressFromBech32(nameOrAddress);
  } catch {
    const text = byName instanceof Error ? byName.message : String(byName);
    throw new UsageError(
      `${text}: the ${backend} key ring in ${dir} has no key "${nameOrAddress}"; "akash keys list" shows what it has, "akash keys add ${nameOrAddress}" makes one`,
    );
  }
  try {
    return keys.keyByAddress(address);
  } catch (e) {
    throw new UsageError(`${e instanceof Error ? e.message : e}: the ${backend} key ring in ${dir} cannot sign for it`);
  }
}
