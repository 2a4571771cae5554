/**
 * ECDSA over secp256k1 with SHA-256: the keys of accounts.
 *
 * Source: cosmos-sdk crypto/keys/secp256k1.
 */
import { GoPanic } from '../core/errors.ts';
import { ripemd160, sha256 } from './hash.ts';
import {
  type Backend,
  backend,
  curves,
  fromBig,
  N,
  native as nativeBackend,
  P,
  parseKey,
  toBig,
  verifyHashPlain,
} from './secp256k1-verify.ts';
import { begunVerdict, memoised } from './signature-memo.ts';

export { type Backend, portable, verifyHashPlain, verifyHashWith } from './secp256k1-verify.ts';

/** libsecp256k1, where its binding loads. */
export const native: Backend | undefined = nativeBackend;

export const PUB_KEY_SIZE = 33;
export const PRIV_KEY_SIZE = 32;

/** Verifies against a 32-byte hash. Verdicts are remembered, and may come from another thread. */
export function verifyHash(key: Uint8Array, hash: Uint8Array, signature: Uint8Array): boolean {
  return memoised(key, hash, signature, verifyHashPlain);
}

/** `PubKey.VerifySignature`: 64 bytes r and s, s low, over the SHA-256 of the message. */
export function verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  return begunVerdict(key, message, signature) ?? verifyHash(key, sha256(message), signature);
}

/** Signs the SHA-256 of a message; deterministic (RFC 6979), low S, 64 bytes. */
export function sign(privateKey: Uint8Array, message: Uint8Array): Uint8Array {
  return Uint8Array.from(backend.sign(privateKey, sha256(message)));
}

/** The compressed public key of a private key. */
export function publicKey(privateKey: Uint8Array): Uint8Array {
  return Uint8Array.from(backend.publicKey(privateKey));
}

/** The 33-byte form of any form of a key. Throws RangeError when it is none. */
export function compress(key: Uint8Array): Uint8Array {
  const parsed = parseKey(key);
  if (parsed === undefined) throw new RangeError('not a secp256k1 public key');
  return curves().Point.fromBytes(parsed).toBytes(true);
}

/** The 65-byte form of any form of a key. Throws RangeError when it is none. */
export function decompress(key: Uint8Array): Uint8Array {
  const parsed = parseKey(key);
  if (parsed === undefined) throw new RangeError('not a secp256k1 public key');
  return curves().Point.fromBytes(parsed).toBytes(false);
}

/** RIPEMD-160 of the SHA-256 of a compressed key. Panics on another length. */
export function address(key: Uint8Array): Uint8Array {
  if (key.length !== PUB_KEY_SIZE) throw new GoPanic('length of pubkey is incorrect');
  return ripemd160(sha256(key));
}

/** GenPrivKeyFromSecret: the SHA-256 of a secret brought into 1..n-1. For tests and development. */
export function privateKeyFromSecret(secret: Uint8Array): Uint8Array {
  return fromBig((toBig(sha256(secret)) % (N - 1n)) + 1n);
}

/** Field size and order, for tests of the edges. */
export const curve = { n: N, p: P } as const;
