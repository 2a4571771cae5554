/** Private keys of accounts and validators. Source: cosmos-sdk crypto/keys/, codec/legacy. */
import { GoError } from '../core/errors.ts';
import { PrivKey as Ed25519Message } from '../wire/gen/cosmos/crypto/ed25519/keys.ts';
import { PrivKey as Secp256k1Message } from '../wire/gen/cosmos/crypto/secp256k1/keys.ts';
import type { Any } from '../wire/gen/google/protobuf/any.ts';
import * as ed25519 from './ed25519.ts';
import { Ed25519PubKey, type PubKey, Secp256k1PubKey } from './pubkey.ts';
import * as secp256k1 from './secp256k1.ts';

/** A private key. */
export interface PrivKey {
  /** `secp256k1` or `ed25519`. */
  readonly type: string;
  readonly bytes: Uint8Array;
  pubKey(): PubKey;
  /** Signs a message (secp256k1 its SHA-256). */
  sign(message: Uint8Array): Uint8Array;
  toAny(): Any;
  /** Legacy amino binary. */
  amino(): Uint8Array;
}

const AMINO = {
  secp256k1: Uint8Array.of(0xe1, 0xb0, 0xf7, 0x9b),
  ed25519: Uint8Array.of(0xa3, 0x28, 0x89, 0x10),
} as const;
const SECP256K1_URL = '/cosmos.crypto.secp256k1.PrivKey';
const ED25519_URL = '/cosmos.crypto.ed25519.PrivKey';

/** A private key of an account: 32 bytes. */
export function secp256k1PrivKey(bytes: Uint8Array): PrivKey {
  return {
    type: 'secp256k1',
    bytes,
    pubKey: () => new Secp256k1PubKey(secp256k1.publicKey(bytes)),
    sign: (message) => secp256k1.sign(bytes, message),
    toAny: () => ({ typeUrl: SECP256K1_URL, value: Secp256k1Message.encode({ key: bytes }) }),
    amino: () => Uint8Array.of(...AMINO.secp256k1, bytes.length, ...bytes),
  };
}

/** A private key of a validator: 64 bytes, the seed and the public key. */
export function ed25519PrivKey(bytes: Uint8Array): PrivKey {
  return {
    type: 'ed25519',
    bytes,
    pubKey: () => new Ed25519PubKey(ed25519.publicKey(bytes)),
    sign: (message) => ed25519.sign(bytes, message),
    toAny: () => ({ typeUrl: ED25519_URL, value: Ed25519Message.encode({ key: bytes }) }),
    amino: () => Uint8Array.of(...AMINO.ed25519, bytes.length, ...bytes),
  };
}

/** Unpacks a private key. Throws GoError. */
export function privKeyFromAny(any: Any): PrivKey {
  if (any.typeUrl === SECP256K1_URL) return secp256k1PrivKey(Secp256k1Message.decode(any.value).key);
  if (any.typeUrl === ED25519_URL) return ed25519PrivKey(Ed25519Message.decode(any.value).key);
  throw new GoError(`no concrete type registered for type URL ${any.typeUrl} against interface *types.PrivKey`);
}

/** Reads legacy amino binary. Throws GoError. */
export function privKeyFromAmino(b: Uint8Array): PrivKey {
  const [prefix, key] = [b.subarray(0, 4), b.slice(5)];
  if (b[4] === key.length) {
    const is = (p: Uint8Array): boolean => Buffer.compare(p, prefix) === 0;
    if (is(AMINO.secp256k1)) return checked(key, secp256k1.PRIV_KEY_SIZE, secp256k1PrivKey);
    if (is(AMINO.ed25519)) return checked(key, ed25519.PRIV_KEY_SIZE, ed25519PrivKey);
  }
  throw new GoError(`unrecognized prefix bytes ${Buffer.from(prefix).toString('hex').toUpperCase()}`);
}

function checked(key: Uint8Array, size: number, make: (key: Uint8Array) => PrivKey): PrivKey {
  if (key.length !== size) throw new GoError('invalid privkey size');
  return make(key);
}
