/**
 * Keys as ASCII armor: `keys export` and `keys import`. Source: cosmos-sdk crypto/armor.go, RFC 4880 section 6.
 *
 * New armor is argon2id and ChaCha20-Poly1305; armor of older nodes, bcrypt and XSalsa20-Poly1305, can be read.
 */
import * as nodeCrypto from 'node:crypto';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { argon2id } from '@noble/hashes/argon2.js';
import { GoError, wrapError } from '../core/errors.ts';
import { decodeHex } from '../core/go-hex.ts';
import { quoteText } from '../core/go-text.ts';
import { ErrWrongPassword } from '../core/sdk-errors.ts';
import { bcryptWithSalt } from './bcrypt.ts';
import { sha256 } from './hash.ts';
import { type PrivKey, privKeyFromAmino } from './privkey.ts';

const PRIVATE_KEY = 'TENDERMINT PRIVATE KEY';
const PUBLIC_KEY = 'TENDERMINT PUBLIC KEY';
const DEFAULT_ALGO = 'secp256k1';
const SALT_SIZE = 16;
const BCRYPT_COST = 12;
const ARGON2 = { passes: 1, memory: 64 * 1024, parallelism: 4, length: 32 } as const;
const LINE = 64;

/** A block of armor. */
export interface Armor {
  readonly type: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly data: Uint8Array;
}

/** CRC-24 of RFC 4880. */
function crc24(data: Uint8Array): number {
  let crc = 0xb704ce;
  for (const byte of data) {
    crc ^= byte << 16;
    for (let i = 0; i < 8; i++) {
      crc <<= 1;
      if (crc & 0x1000000) crc ^= 0x1864cfb;
    }
  }
  return crc & 0xffffff;
}

function checksum(data: Uint8Array): string {
  const crc = crc24(data);
  return Buffer.from([crc >> 16, (crc >> 8) & 255, crc & 255]).toString('base64');
}

/** Writes armor. Headers go in the order given. PARITY: cosmos-sdk crypto/armor.go: there in that of a Go map, so none is like another. */
export function encodeArmor(type: string, headers: Readonly<Record<string, string>>, data: Uint8Array): string {
  const head = Object.entries(headers).map(([k, v]) => `${k}: ${v}\n`);
  const lines =
    Buffer.from(data)
      .toString('base64')
      .match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return `-----BEGIN ${type}-----\n${head.join('')}\n${lines.join('\n')}\n=${checksum(data)}\n-----END ${type}-----`;
}

/** Reads the first block of armor in a text. Throws GoError. */
export function decodeArmor(text: string): Armor {
  const lines = text.split(/\r?\n/).map((l) => l.trimEnd());
  const invalid = (): GoError => new GoError('openpgp: invalid data: armor invalid');
  const begin = lines.findIndex((l) => /^-----BEGIN .*-----$/.test(l.trim()));
  if (begin < 0) throw new GoError('EOF');
  const type = lines[begin]!.trim().slice('-----BEGIN '.length, -'-----'.length);
  const headers = new Map<string, string>();
  let at = begin + 1;
  for (; at < lines.length && lines[at] !== ''; at++) {
    const line = lines[at]!;
    const colon = line.indexOf(': ');
    if (colon < 0) throw new GoError('EOF');
    headers.set(line.slice(0, colon), line.slice(colon + 2));
  }
  let body = '';
  let sum: string | undefined;
  for (at++; ; at++) {
    const line = lines[at];
    if (line === undefined) throw new GoError('unexpected EOF');
    if (line.startsWith('-----END ')) break;
    if (line.length === 5 && line.startsWith('=')) sum = line.slice(1);
    else body += line;
  }
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(body) || body.length % 4 !== 0) throw invalid();
  const data = Uint8Array.from(Buffer.from(body, 'base64'));
  if (sum !== undefined && sum !== checksum(data)) throw invalid();
  return { type, headers, data };
}

/** Armor of a public key in the form of amino (ArmorPubKeyBytes). */
export function armorPubKey(bytes: Uint8Array, algo: string): string {
  return encodeArmor(PUBLIC_KEY, { ...(algo !== '' && { type: algo }), version: '0.0.1' }, bytes);
}

/** Bytes and algorithm of an armored public key. Throws GoError. */
export function unarmorPubKey(text: string): [bytes: Uint8Array, algo: string] {
  let armor: Armor;
  try {
    armor = decodeArmor(text);
    if (armor.type !== PUBLIC_KEY)
      throw new GoError(`unrecognized armor type ${quoteText(armor.type)}, expected: ${quoteText(PUBLIC_KEY)}`);
  } catch (e) {
    if (e instanceof GoError) throw new GoError(`couldn't unarmor bytes: ${e.message}`);
    throw e;
  }
  const version = armor.headers.get('version') ?? '';
  if (version === '0.0.0') return [armor.data, DEFAULT_ALGO];
  if (version === '0.0.1') return [armor.data, armor.headers.get('type') || DEFAULT_ALGO];
  if (version === '') throw new GoError("header's version field is empty");
  throw new GoError(`unrecognized version: ${version}`);
}

/** argon2id as the armor uses it; OpenSSL's where this Node has it. */
function argon2Key(passphrase: string, salt: Uint8Array): Uint8Array {
  const { passes, memory, parallelism, length } = ARGON2;
  if (typeof nodeCrypto.argon2Sync === 'function') {
    const message = Buffer.from(passphrase, 'utf8');
    return nodeCrypto.argon2Sync('argon2id', { message, nonce: salt, parallelism, tagLength: length, memory, passes });
  }
  return argon2id(passphrase, salt, { t: passes, m: memory, p: parallelism, dkLen: length });
}

const NONCE = new Uint8Array(12);

/** A private key as armor under a passphrase (EncryptArmorPrivKey). */
export function encryptArmorPrivKey(key: PrivKey, passphrase: string, algo: string): string {
  const salt = nodeCrypto.randomBytes(SALT_SIZE);
  // The nonce may be fixed: the key comes from a salt of its own.
  const sealed = chacha20poly1305(argon2Key(passphrase, salt), NONCE).encrypt(key.amino());
  const headers = { kdf: 'argon2', salt: salt.toString('hex').toUpperCase(), ...(algo !== '' && { type: algo }) };
  return encodeArmor(PRIVATE_KEY, headers, sealed);
}

function decodeSalt(text: string): Uint8Array {
  try {
    return decodeHex(text);
  } catch (e) {
    throw wrapError(e, 'error decoding salt');
  }
}

/** The private key in armor and its algorithm (UnarmorDecryptPrivKey). Throws GoError or ErrWrongPassword. */
export function unarmorDecryptPrivKey(text: string, passphrase: string): [key: PrivKey, algo: string] {
  const { type, headers, data } = decodeArmor(text);
  if (type !== PRIVATE_KEY) throw new GoError(`unrecognized armor type: ${type}`);
  const kdf = headers.get('kdf') ?? '';
  if (kdf !== 'bcrypt' && kdf !== 'argon2') throw new GoError(`unrecognized KDF type: ${kdf}`);
  const salt = headers.get('salt') ?? '';
  if (salt === '') throw new GoError('missing salt bytes');
  const opened =
    kdf === 'argon2' ? openArgon2(data, decodeSalt(salt), passphrase) : openBcrypt(data, decodeSalt(salt), passphrase);
  return [privKeyFromAmino(opened), headers.get('type') || DEFAULT_ALGO];
}

function openArgon2(data: Uint8Array, salt: Uint8Array, passphrase: string): Uint8Array {
  const key = argon2Key(passphrase, salt);
  try {
    return chacha20poly1305(key, NONCE).decrypt(data);
  } catch {
    throw ErrWrongPassword.error();
  }
}

function openBcrypt(data: Uint8Array, salt: Uint8Array, passphrase: string): Uint8Array {
  let hash: string;
  try {
    hash = bcryptWithSalt(salt, new TextEncoder().encode(passphrase), BCRYPT_COST);
  } catch (e) {
    if (e instanceof GoError) throw e.wrap('Error generating bcrypt cypher for key.');
    throw e;
  }
  const key = sha256(new TextEncoder().encode(hash));
  if (data.length <= 40) throw new GoError(`ciphertext is too short`);
  try {
    return xsalsa20poly1305(key, data.subarray(0, 24)).decrypt(data.subarray(24));
  } catch {
    throw ErrWrongPassword.error();
  }
}
