/**
 * Ed25519 with the verification rules of ZIP-215: the keys of validators.
 *
 * Source: cosmos-sdk crypto/keys/ed25519, cometbft crypto/ed25519 (hdevalence/ed25519consensus).
 */
import {
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as opensslSign,
  verify as opensslVerify,
} from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { GoPanic } from '../core/errors.ts';
import { BoundedCache } from './cache.ts';
import { sha256, sha256Truncated } from './hash.ts';

export const PUB_KEY_SIZE = 32;
/** Seed and public key. */
export const PRIV_KEY_SIZE = 64;
export const SIGNATURE_SIZE = 64;
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const keys = new BoundedCache<string, KeyObject>(1000);

function keyObject(key: Uint8Array): KeyObject {
  const id = String.fromCharCode(...key);
  let k = keys.get(id);
  if (k === undefined) {
    k = createPublicKey({ key: Buffer.concat([SPKI, key]), format: 'der', type: 'spki' });
    keys.set(id, k);
  }
  return k;
}

/**
 * PARITY: cometbft crypto/ed25519: verifies by ZIP-215: s below the group order, any encoding of A and R that decodes, equation with the cofactor.
 *
 * OpenSSL's rules are narrower (the equation without cofactor, R byte for byte), so what it accepts is valid here too;
 * what it refuses is judged again by the wider rules.
 */
export function verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_SIZE || key.length !== PUB_KEY_SIZE) return false;
  if (opensslVerify(null, message, keyObject(key), signature)) return true;
  return verifyPortable(key, message, signature);
}

/** The same verdict without OpenSSL. */
export function verifyPortable(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_SIZE || key.length !== PUB_KEY_SIZE) return false;
  return ed25519.verify(signature, message, key, { zip215: true });
}

/** The 64-byte private key (seed, public key) of a seed. */
export function privateKeyFromSeed(seed: Uint8Array): Uint8Array {
  const out = new Uint8Array(PRIV_KEY_SIZE);
  out.set(seed);
  out.set(ed25519.getPublicKey(seed), 32);
  return out;
}

/** GenPrivKeyFromSecret: the seed is the SHA-256 of the secret. For tests and development. */
export function privateKeyFromSecret(secret: Uint8Array): Uint8Array {
  return privateKeyFromSeed(sha256(secret));
}

/** Signs with a 64-byte private key. */
export function sign(privateKey: Uint8Array, message: Uint8Array): Uint8Array {
  const der = Buffer.concat([PKCS8, privateKey.subarray(0, 32)]);
  const signature = opensslSign(null, message, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  return Uint8Array.from(signature);
}

/** The public key in a 64-byte private key. */
export function publicKey(privateKey: Uint8Array): Uint8Array {
  const key = privateKey.slice(32);
  if (key.every((b) => b === 0)) throw new GoPanic('Expected ed25519 PrivKey to include concatenated pubkey bytes');
  return key;
}

/** The first 20 bytes of the key's SHA-256. Panics on another length of key. */
export function address(key: Uint8Array): Uint8Array {
  if (key.length !== PUB_KEY_SIZE) throw new GoPanic('pubkey is incorrect size');
  return sha256Truncated(key);
}
