import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accAddressToBech32 } from '../../src/crypto/address.ts';
import { bcryptHash, bcryptMatches } from '../../src/crypto/bcrypt.ts';
import { openKeyring } from '../../src/crypto/keyring/keyring.ts';
import type { Prompt } from '../../src/crypto/keyring/password.ts';
import { newMultisig } from '../../src/crypto/multisig.ts';
import { MultisigPubKey } from '../../src/crypto/pubkey.ts';

const vectors = join(process.env.VECTORS_DIR ?? join(import.meta.dirname, '../vectors'), 'api/cli');
const fixture = JSON.parse(readFileSync(join(vectors, 'keyring.json'), 'utf8'));
const PASSWORD = 'vector-password';
const PATH = "m/44'/118'/0'/0/0";

/** Unpacks the files of a tar archive that lie in folders beginning with `keyring-`. */
function unpackKeyrings(archive: Buffer, to: string): void {
  const field = (at: number, length: number): string => archive.toString('utf8', at, at + length).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const name = field(at, 100);
    const size = Number.parseInt(field(at + 124, 12), 8);
    if (name.startsWith('keyring-') && size > 0) {
      mkdirSync(join(to, name, '..'), { recursive: true });
      writeFileSync(join(to, name), archive.subarray(at + 512, at + 512 + size));
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

class Terminal implements Prompt {
  readonly warnings: string[] = [];
  readonly prompts: string[] = [];
  readonly #answers: string[];
  constructor(...answers: string[]) {
    this.#answers = answers;
  }
  password(prompt: string): string {
    this.prompts.push(prompt);
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error(`no answer to ${prompt}`);
    return answer;
  }
  warn(text: string): void {
    this.warnings.push(text);
  }
}

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'keyring-'));
  unpackKeyrings(gunzipSync(readFileSync(join(vectors, 'home.tar.gz'))), home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('keyring of the Go node', { timeout: 60_000 }, () => {
  it.each(['test', 'file'])('reads every key of the %s back end', (backend) => {
    const terminal = new Terminal(PASSWORD);
    const keys = openKeyring(backend, home, terminal).list();
    const listed = keys.map((k) => ({
      name: k.name,
      type: k.type,
      address: accAddressToBech32(k.address),
      pubkey: k.pubKey.json(),
    }));
    expect(listed).toEqual(fixture[backend].keys);
    expect(terminal.warnings).toEqual([]);
  });

  it('derives the recorded keys from their phrases', () => {
    const memory = openKeyring('memory', home, new Terminal());
    const recorded = new Map(fixture.test.keys.map((k: { name: string; address: string }) => [k.name, k.address]));
    for (const name of ['alice', 'bob', 'carol']) {
      const key = memory.newAccount(name, fixture.mnemonics[name], '', PATH);
      expect(accAddressToBech32(key.address)).toBe(recorded.get(name));
    }
  });

  it('reads exported armor', () => {
    const memory = openKeyring('memory', home, new Terminal());
    const armor = readFileSync(join(vectors, 'carol.armor'), 'utf8');
    const key = memory.importPrivKey('c', armor, PASSWORD);
    expect(accAddressToBech32(key.address)).toBe('akash1v89gyljual7wgtgdnp2tvkps8hnf2px4guqtn9');
    expect(() => memory.importPrivKey('d', armor, 'wrong')).toThrow(
      'failed to decrypt private key: invalid account password',
    );
    const again = memory.exportPrivKeyArmor('c', 'other');
    const other = openKeyring('memory', home, new Terminal());
    expect(other.importPrivKey('x', again, 'other').address).toEqual(key.address);
  });

  it('refuses a wrong password three times, and takes the right one', () => {
    const wrong = new Terminal('a', 'b', 'c');
    expect(() => openKeyring('file', home, wrong).key('alice')).toThrow('too many failed passphrase attempts');
    expect(wrong.warnings).toEqual(Array(3).fill('incorrect passphrase'));
    expect(wrong.prompts).toEqual([1, 2, 3].map((n) => `Enter keyring passphrase (attempt ${n}/3):`));
    const late = new Terminal('a', PASSWORD);
    expect(openKeyring('file', home, late).key('alice').type).toBe('local');
  });
});

describe('a keyring of its own', { timeout: 60_000 }, () => {
  const phrase = fixture.mnemonics.tenant;

  it('writes files that it reads again', () => {
    const dir = mkdtempSync(join(tmpdir(), 'keyring-'));
    try {
      const terminal = new Terminal('secret', 'other', 'secret', 'secret', 'secret');
      const first = openKeyring('file', dir, terminal);
      const key = first.newAccount('a/b%', phrase, '', PATH);
      expect(terminal.warnings).toEqual(['passphrase do not match']);
      expect(statSync(join(dir, 'keyring-file/a%2Fb%25.info')).mode & 0o777).toBe(0o600);
      const [again, ...rest] = openKeyring('file', dir, new Terminal('secret')).list();
      expect(rest).toEqual([]);
      expect(again).toEqual(key);
      expect(bcryptMatches(readFileSync(join(dir, 'keyring-file/keyhash'), 'utf8'), 'secret')).toBe(true);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('adds, renames, deletes and signs', () => {
    const terminal = new Terminal();
    const ring = openKeyring('memory', '', terminal);
    const key = ring.newAccount('one', phrase, '', PATH);
    expect(() => ring.newAccount('two', phrase, '', PATH)).toThrow('duplicated address created');
    const other = ring.newMnemonic('two', PATH)[0];
    expect(() => ring.saveOfflineKey('two', key.pubKey)).toThrow('two.info: key already exists');
    const message = new TextEncoder().encode('message');
    const [signature, pubKey] = ring.sign('one', message);
    expect(pubKey.verifySignature(message, signature)).toBe(true);
    expect(ring.signByAddress(key.address, message)[0]).toEqual(signature);
    expect(() => ring.rename('one', 'two')).toThrow('rename failed, two: key already exists');
    ring.rename('one', 'three');
    expect(ring.list().map((k) => k.name)).toEqual(['three', 'two']);
    ring.delete('three');
    expect(() => ring.key('three')).toThrow('three.info: key not found');
    expect(() => ring.keyByAddress(key.address)).toThrow(
      `key with address ${accAddressToBech32(key.address)} not found: key not found`,
    );
    ring.saveOfflineKey('pub', other.pubKey);
    expect(terminal.warnings).toEqual([
      `address "${Buffer.from(other.address).toString('hex')}" exists but pubkey itself does not`,
      'recreating pubkey record',
    ]);
    expect(() => ring.sign('pub', message)).toThrow('cannot sign with offline keys');
    const multi = MultisigPubKey.create(1, [key.pubKey, other.pubKey]);
    expect(ring.saveMultisig('m', multi).type).toBe('multi');
    expect(newMultisig(2).signatures).toEqual([]);
    expect(() => ring.importPrivKeyHex('hex', 'zz', 'secp256k1')).toThrow("encoding/hex: invalid byte: U+007A 'z'");
    expect(() => openKeyring('os', '', terminal)).toThrow('os: unknown keyring backend');
  });
});

describe('bcrypt', () => {
  it('knows hashes made elsewhere', () => {
    // From the test vectors of the original crypt_blowfish.
    expect(bcryptMatches('$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U')).toBe(true);
    expect(bcryptMatches('$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*V')).toBe(false);
    expect(bcryptMatches('$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a', 'U*U*U')).toBe(true);
    expect(bcryptMatches('not a hash', '')).toBe(false);
    expect(() => bcryptHash('x'.repeat(73))).toThrow('bcrypt: password length exceeds 72 bytes');
  });
});
