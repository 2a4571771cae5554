/** Where a keyring keeps its entries. Source: 99designs/keyring file.go, array.go, keyring.go. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GoError } from '../../core/errors.ts';
import { decryptJwe, encryptJwe } from './jwe.ts';

/** Entries by name. */
export interface KeyStore {
  /** Undefined when there is no such entry. */
  get(name: string): Uint8Array | undefined;
  set(name: string, data: Uint8Array): void;
  remove(name: string): void;
  /** Names of all entries, in any order. */
  names(): string[];
}

/** Entries in memory. */
export class MemoryStore implements KeyStore {
  readonly #entries = new Map<string, Uint8Array>();
  get(name: string): Uint8Array | undefined {
    return this.#entries.get(name);
  }
  set(name: string, data: Uint8Array): void {
    this.#entries.set(name, data);
  }
  remove(name: string): void {
    this.#entries.delete(name);
  }
  names(): string[] {
    return [...this.#entries.keys()];
  }
}

const escapeName = (name: string): string => name.replace(/[%/]/g, (c) => (c === '/' ? '%2F' : '%25'));

function unescapeName(file: string): string {
  const bytes = Buffer.from(file, 'utf8').toString('latin1');
  const plain = bytes.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1').toString('utf8');
}

/** What one file says, once decrypted. */
interface Item {
  readonly Key: string;
  readonly Data: string;
  readonly Label: string;
  readonly Description: string;
  readonly KeychainNotTrustApplication: boolean;
  readonly KeychainNotSynchronizable: boolean;
}

/** Entries as encrypted files in a folder: those of the Go node. The password is asked for when first needed. */
export class FileStore implements KeyStore {
  readonly dir: string;
  readonly #ask: () => string;
  #password: string | undefined;

  constructor(dir: string, password: () => string) {
    this.dir = dir;
    this.#ask = password;
  }

  get(name: string): Uint8Array | undefined {
    const file = this.#file(name);
    if (!existsSync(file)) return undefined;
    const plain = decryptJwe(readFileSync(file, 'utf8'), this.#unlock());
    const item = JSON.parse(plain) as Partial<Item>;
    return Uint8Array.from(Buffer.from(item.Data ?? '', 'base64'));
  }

  set(name: string, data: Uint8Array): void {
    const item: Item = {
      Key: name,
      Data: Buffer.from(data).toString('base64'),
      Label: '',
      Description: '',
      KeychainNotTrustApplication: false,
      KeychainNotSynchronizable: false,
    };
    // lint-allow: the header of a key file says when it was written
    const created = new Date().toISOString().replace('T', ' ').replace('Z', ' +0000 UTC');
    const token = encryptJwe(JSON.stringify(item), this.#unlock(), created);
    writeFileSync(this.#file(name), token, { mode: 0o600 });
  }

  remove(name: string): void {
    rmSync(this.#file(name), { recursive: true, force: true });
  }

  names(): string[] {
    this.#makeDir();
    return readdirSync(this.dir).map(unescapeName);
  }

  #unlock(): string {
    this.#makeDir();
    this.#password ??= this.#ask();
    return this.#password;
  }

  #file(name: string): string {
    this.#makeDir();
    return join(this.dir, escapeName(name));
  }

  #makeDir(): void {
    if (!existsSync(this.dir)) mkdirSync(this.dir, { recursive: true, mode: 0o700 });
    else if (!statSync(this.dir).isDirectory()) throw new GoError(`${this.dir} is a file, not a directory`);
  }
}
