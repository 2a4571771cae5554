/**
 * ECDSA over P-256 with SHA-256: a key type that accounts may have.
 *
 * OpenSSL verifies: like Go it wants r and s in 1..n-1, and a key that is a point of the curve has one verdict.
 * Source: cosmos-sdk crypto/keys/secp256r1, crypto/keys/internal/ecdsa.
 */
import { createPublicKey, type KeyObject, verify as opensslVerify } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { ErrInvalidPubKey } from '../core/sdk-errors.ts';
import { BoundedCache } from './cache.ts';
import { sha256 } from './hash.ts';

export const PUB_KEY_SIZE = 33;
const HALF_N = p256.Point.Fn.ORDER >> 1n;
/** SubjectPublicKeyInfo of a compressed point on P-256, up to the point. */
const SPKI = Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex');

const keys = new BoundedCache<string, KeyObject>(1000);

/** Refuses what the reference cannot read as a key. Throws ErrInvalidPubKey. */
export function validateKey(key: Uint8Array): void {
  if (key.length !== PUB_KEY_SIZE)
    throw ErrInvalidPubKey.wrap(`wrong ECDSA PK bytes, expecting ${PUB_KEY_SIZE} bytes, got ${key.length}`);
  if (!isPoint(key)) throw ErrInvalidPubKey.wrap(`wrong ECDSA PK bytes, unknown curve type: ${key[0]}`);
}

function isPoint(key: Uint8Array): boolean {
  try {
    p256.Point.fromBytes(key).assertValidity();
    return true;
  } catch {
    return false;
  }
}

function keyObject(key: Uint8Array): KeyObject {
  const id = String.fromCharCode(...key);
  let k = keys.get(id);
  if (k === undefined) {
    k = createPublicKey({ key: Buffer.concat([SPKI, key]), format: 'der', type: 'spki' });
    keys.set(id, k);
  }
  return k;
}

/** `PubKey.VerifySignature`: 64 bytes r and s, s low. The key is one that {@link validateKey} accepts. */
export function verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  if (s > HALF_N) return false;
  return opensslVerify('sha256', message, { key: keyObject(key), dsaEncoding: 'ieee-p1363' }, signature);
}

/** Signs the SHA-256 of a message, low S. Deterministic, which the reference is not: any valid signature will do. */
export function sign(privateKey: Uint8Array, message: Uint8Array): Uint8Array {
  return p256.sign(sha256(message), privateKey, { prehash: false, lowS: true });
}

/** The compressed public key of a private key. */
export function publicKey(privateKey: Uint8Array): Uint8Array {
  return p256.getPublicKey(privateKey, true);
}
