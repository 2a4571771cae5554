/**
 * Text under a password as a JWE in compact form: what the Go keyring's files hold.
 *
 * RFC 7516 with PBES2-HS256+A128KW and A256GCM (RFC 7518), in the parameters that jose2go writes.
 */
import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import { GoError } from '../../core/errors.ts';

const ALG = 'PBES2-HS256+A128KW';
const ENC = 'A256GCM';
const ITERATIONS = 8192;
/** More iterations than anyone writes: a file must not hold a node up. */
const MAX_ITERATIONS = 10_000_000;
const WRAP_IV = Buffer.from('A6A6A6A6A6A6A6A6', 'hex');
const TAG = 16;

const base64url = (b: Uint8Array): string => Buffer.from(b).toString('base64url');
const fromBase64url = (s: string): Buffer => Buffer.from(s, 'base64url');

function wrappingKey(password: string, salt: Uint8Array, iterations: number): Buffer {
  const prefixed = Buffer.concat([Buffer.from(`${ALG}\0`), salt]);
  return pbkdf2Sync(password, prefixed, iterations, 16, 'sha256');
}

/** Encrypts. `created` is kept in the header and read by nobody. */
export function encryptJwe(plain: string, password: string, created: string): string {
  const salt = randomBytes(12);
  const header = { alg: ALG, created, enc: ENC, p2c: ITERATIONS, p2s: base64url(salt) };
  const head = base64url(Buffer.from(JSON.stringify(header)));
  const key = randomBytes(32);
  const wrap = createCipheriv('id-aes128-wrap', wrappingKey(password, salt, ITERATIONS), WRAP_IV);
  const wrapped = Buffer.concat([wrap.update(key), wrap.final()]);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(head));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return [head, ...[wrapped, iv, body, cipher.getAuthTag()].map(base64url)].join('.');
}

interface Header {
  readonly alg?: unknown;
  readonly enc?: unknown;
  readonly p2c?: unknown;
  readonly p2s?: unknown;
}

/** Decrypts. Throws GoError when the text is no such JWE or the password is wrong. */
export function decryptJwe(token: string, password: string): string {
  const parts = token.trim().split('.');
  if (parts.length !== 5)
    throw new GoError(`jwt.DecodeBytes() expects token of 3 or 5 parts, but was given: ${parts.length} parts`);
  const [head, wrapped, iv, body, tag] = parts as [string, string, string, string, string];
  const { alg, enc, p2c, p2s } = parseHeader(head);
  if (alg !== ALG) throw new GoError(`jwt.decrypt(): Unknown key management algorithm '${alg}'`);
  if (enc !== ENC) throw new GoError(`jwt.decrypt(): Unknown encryption algorithm '${enc}'`);
  if (typeof p2c !== 'number' || !Number.isInteger(p2c) || p2c < 1 || p2c > MAX_ITERATIONS)
    throw new GoError("Pbse2HmacAesKW.Unwrap(): expected 'p2c' param in JWT header, but was not found.");
  if (typeof p2s !== 'string')
    throw new GoError("Pbse2HmacAesKW.Unwrap(): expected 'p2s' param in JWT header, but was not found");
  const key = unwrap(fromBase64url(wrapped), wrappingKey(password, fromBase64url(p2s), p2c));
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, fromBase64url(iv), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(head));
    decipher.setAuthTag(fromBase64url(tag));
    return Buffer.concat([decipher.update(fromBase64url(body)), decipher.final()]).toString('utf8');
  } catch {
    throw new GoError('cipher: message authentication failed');
  }
}

function parseHeader(head: string): Header {
  try {
    return JSON.parse(fromBase64url(head).toString('utf8')) as Header;
  } catch {
    throw new GoError('the header of the key file is not JSON');
  }
}

function unwrap(wrapped: Buffer, kek: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('id-aes128-wrap', kek, WRAP_IV);
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    throw new GoError('aes.KeyUnwrap(): integrity check failed.');
  }
}
