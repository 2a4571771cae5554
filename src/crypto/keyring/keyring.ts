/**
 * Named keys: `akash keys`. The files are those of the Go node, so either can use the other's.
 *
 * A key `alice` is two entries: `alice.info`, its protobuf Record, and `<hex address>.address`, the text `alice.info`.
 * Source: cosmos-sdk crypto/keyring.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { GoError } from '../../core/errors.ts';
import { decodeHex } from '../../core/go-hex.ts';
import { compareText } from '../../core/go-text.ts';
import { ErrKeyNotFound } from '../../core/sdk-errors.ts';
import { Record } from '../../wire/gen/cosmos/crypto/keyring/v1/record.ts';
import { Any } from '../../wire/gen/google/protobuf/any.ts';
import { accAddressToBech32 } from '../address.ts';
import { armorPubKey, encryptArmorPrivKey, unarmorDecryptPrivKey, unarmorPubKey } from '../armor.ts';
import { newMnemonic } from '../bip39.ts';
import { deriveSecp256k1 } from '../hd.ts';
import { type PrivKey, privKeyFromAny, secp256k1PrivKey } from '../privkey.ts';
import { fromAny, type PubKey, toAny } from '../pubkey.ts';
import { askPassword, type Prompt } from './password.ts';
import { FileStore, type KeyStore, MemoryStore } from './store.ts';

const INFO = '.info';
const ADDRESS = '.address';
/** Bytes of entropy of a new mnemonic: 24 words. */
const ENTROPY = 32;

export type Backend = 'test' | 'file' | 'memory';
export type KeyType = 'local' | 'ledger' | 'offline' | 'multi';

/** A key as it is listed. */
export interface KeyRecord {
  readonly name: string;
  readonly type: KeyType;
  readonly pubKey: PubKey;
  readonly address: Uint8Array;
  readonly record: Record;
}

/** The keyring has plain errors, without codes. */
const plain = (text: string, detail: string): GoError => new GoError(detail === '' ? text : `${detail}: ${text}`);
const overwrite = (name: string): GoError => plain('cannot overwrite key', name);
const exists = (detail: string): GoError => plain('key already exists', detail);

/** Opens a keyring: `test` and `file` under the home folder, `memory` for one process. Throws GoError. */
export function openKeyring(backend: string, home: string, prompt: Prompt): Keyring {
  switch (backend) {
    case 'memory':
      return new Keyring('memory', new MemoryStore(), prompt);
    case 'test':
      return new Keyring('test', new FileStore(join(home, 'keyring-test'), () => 'test'), prompt);
    case 'file': {
      const dir = join(home, 'keyring-file');
      return new Keyring('file', new FileStore(dir, () => askPassword(dir, prompt)), prompt);
    }
    default:
      throw plain('unknown keyring backend', backend);
  }
}

/** A set of named keys. Every method throws GoError (or a registered error) with the reference's text. */
export class Keyring {
  readonly backend: Backend;
  readonly #store: KeyStore;
  readonly #prompt: Prompt;

  constructor(backend: Backend, store: KeyStore, prompt: Prompt) {
    this.backend = backend;
    this.#store = store;
    this.#prompt = prompt;
  }

  /** Every key, by name. An entry that cannot be read is told and left out. */
  list(): KeyRecord[] {
    const out: KeyRecord[] = [];
    for (const name of this.#store.names().sort(compareText)) {
      if (!name.endsWith(INFO)) continue;
      try {
        out.push(this.key(name));
      } catch (e) {
        if (!(e instanceof GoError)) throw e;
        this.#prompt.warn(`migrate err for key ${name}: ${JSON.stringify(e.message)}`);
      }
    }
    return out;
  }

  /** The key of a name (`alice` or `alice.info`). */
  key(name: string): KeyRecord {
    const entry = name.endsWith(INFO) ? name : name + INFO;
    const data = this.#store.get(entry);
    if (data === undefined && entry === INFO)
      throw new GoError('no key name or address provided; have you forgotten the --from flag?');
    if (data === undefined || data.length === 0) throw ErrKeyNotFound.wrap(entry);
    let record: Record;
    try {
      record = Record.decode(data);
    } catch (e) {
      // Entries from before protobuf records (SDK 0.45) are not read.
      if (e instanceof GoError) throw e.wrap('unable to unmarshal item.Data');
      throw e;
    }
    return describe(record);
  }

  keyByAddress(address: Uint8Array): KeyRecord {
    const data = this.#store.get(addressEntry(address));
    if (data === undefined || data.length === 0)
      throw ErrKeyNotFound.wrap(`key with address ${accAddressToBech32(address)} not found`);
    return this.key(Buffer.from(data).toString('utf8'));
  }

  /** A key of a new mnemonic, and the mnemonic. */
  newMnemonic(name: string, hdPath: string, bip39Passphrase = ''): [key: KeyRecord, mnemonic: string] {
    const mnemonic = newMnemonic(randomBytes(ENTROPY));
    return [this.newAccount(name, mnemonic, bip39Passphrase, hdPath), mnemonic];
  }

  /** The key that a mnemonic has on a path. */
  newAccount(name: string, mnemonic: string, bip39Passphrase: string, hdPath: string): KeyRecord {
    const key = secp256k1PrivKey(deriveSecp256k1(mnemonic, bip39Passphrase, hdPath));
    const address = key.pubKey().address();
    if (this.#store.get(addressEntry(address)) !== undefined) throw new GoError('duplicated address created');
    return this.#writeLocal(name, key);
  }

  /** A public key whose private key is elsewhere. */
  saveOfflineKey(name: string, key: PubKey): KeyRecord {
    return this.#write({ name, pubKey: toAny(key), item: { $case: 'offline', offline: {} } });
  }

  saveMultisig(name: string, key: PubKey): KeyRecord {
    return this.#write({ name, pubKey: toAny(key), item: { $case: 'multi', multi: {} } });
  }

  delete(name: string): void {
    const k = this.key(name);
    this.#store.remove(addressEntry(k.address));
    this.#store.remove(name.endsWith(INFO) ? name : name + INFO);
  }

  rename(from: string, to: string): void {
    if (this.#has(to)) throw exists(`rename failed, ${to}`);
    const key = this.exportPrivKey(from);
    this.delete(from);
    this.#writeLocal(to, key);
  }

  /** The private key of a local key. */
  exportPrivKey(name: string): PrivKey {
    return privateKey(this.key(name));
  }

  /** `keys export`: armor under a passphrase. */
  exportPrivKeyArmor(name: string, passphrase: string): string {
    const key = this.exportPrivKey(name);
    return encryptArmorPrivKey(key, passphrase, key.type);
  }

  exportPubKeyArmor(name: string): string {
    const { pubKey } = this.key(name);
    return armorPubKey(Any.encode(toAny(pubKey)), pubKey.type);
  }

  /** `keys import`. */
  importPrivKey(name: string, armor: string, passphrase: string): KeyRecord {
    if (this.#has(name)) throw overwrite(name);
    let key: PrivKey;
    try {
      [key] = unarmorDecryptPrivKey(armor, passphrase);
    } catch (e) {
      if (e instanceof Error && 'wrap' in e) throw (e as GoError).wrap('failed to decrypt private key');
      throw e;
    }
    return this.#writeLocal(name, key);
  }

  /** `keys import-hex`. */
  importPrivKeyHex(name: string, hex: string, algo: string): KeyRecord {
    if (this.#has(name)) throw overwrite(name);
    const key = decodeHex(hex.startsWith('0x') ? hex.slice(2) : hex);
    if (algo !== 'secp256k1') throw plain('unsupported signing algo', algo);
    const bytes = new Uint8Array(32);
    bytes.set(key.subarray(0, 32));
    return this.#writeLocal(name, secp256k1PrivKey(bytes));
  }

  importPubKey(name: string, armor: string): KeyRecord {
    if (this.#has(name)) throw overwrite(name);
    const key = fromAny(Any.decode(unarmorPubKey(armor)[0]));
    if (key === undefined) throw new GoError('armor holds no public key');
    return this.saveOfflineKey(name, key);
  }

  /** Signs with a local key. */
  sign(name: string, message: Uint8Array): [signature: Uint8Array, pubKey: PubKey] {
    const k = this.key(name);
    if (k.type === 'ledger') throw new GoError('support for ledger devices is not available in this executable');
    if (k.type !== 'local') throw new GoError('cannot sign with offline keys');
    const key = privateKey(k);
    return [key.sign(message), key.pubKey()];
  }

  signByAddress(address: Uint8Array, message: Uint8Array): [signature: Uint8Array, pubKey: PubKey] {
    return this.sign(this.keyByAddress(address).name, message);
  }

  #has(name: string): boolean {
    return this.#store.get(name.endsWith(INFO) ? name : name + INFO) !== undefined;
  }

  #writeLocal(name: string, key: PrivKey): KeyRecord {
    const item = { $case: 'local', local: { privKey: key.toAny() } } as const;
    return this.#write({ name, pubKey: toAny(key.pubKey()), item });
  }

  #write(record: Record): KeyRecord {
    const k = describe(record);
    const entry = record.name + INFO;
    const byAddress = addressEntry(k.address);
    if (this.#store.get(entry) !== undefined) throw exists(entry);
    if (this.#store.get(byAddress) !== undefined) {
      // PARITY: cosmos-sdk crypto/keyring existsInDb: the address may belong to another name; its entry moves here.
      this.#prompt.warn(`address "${Buffer.from(k.address).toString('hex')}" exists but pubkey itself does not`);
      this.#prompt.warn('recreating pubkey record');
      this.#store.remove(byAddress);
    }
    this.#store.set(entry, Record.encode(record));
    this.#store.set(byAddress, Uint8Array.from(Buffer.from(entry, 'utf8')));
    return k;
  }
}

function addressEntry(address: Uint8Array): string {
  return Buffer.from(address).toString('hex') + ADDRESS;
}

function describe(record: Record): KeyRecord {
  const pubKey = fromAny(record.pubKey);
  if (pubKey === undefined) throw plain('unable to cast to cryptotypes', 'PubKey');
  const type = record.item?.$case;
  if (type === undefined) throw new GoError('unrecognized record type');
  return { name: record.name, type, pubKey, address: pubKey.address(), record };
}

function privateKey(k: KeyRecord): PrivKey {
  if (k.record.item?.$case !== 'local') throw new GoError('private key extraction works only for Local');
  const any = k.record.item.local.privKey;
  if (any === undefined) throw new GoError('private key is not available');
  return privKeyFromAny(any);
}
