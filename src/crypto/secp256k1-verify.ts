/**
 * Verdicts of secp256k1 signatures, without anything that remembers them: what worker threads load.
 *
 * libsecp256k1 (npm `secp256k1`) verifies in 60 µs where its binding loads; @noble/curves is the portable verifier. Both
 * give the verdicts of the reference, which reads keys and signatures with dcrd's secp256k1.
 */
import { createRequire } from 'node:module';

/** Order of the group, and of the field. */
export const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
export const P = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn;
const HALF_N = N >> 1n;

/** One way to compute. Keys are in one of the three forms of SEC 1 and on the curve, signatures have r and s in 1..n-1 and s low. */
export interface Backend {
  readonly name: string;
  verify(key: Uint8Array, hash: Uint8Array, signature: Uint8Array): boolean;
  sign(key: Uint8Array, hash: Uint8Array): Uint8Array;
  publicKey(key: Uint8Array): Uint8Array;
}

const load = createRequire(import.meta.url);

let noble: typeof import('@noble/curves/secp256k1.js').secp256k1 | undefined;

/** Noble's curves, loaded when first needed: they cost every start and every worker some milliseconds and megabytes. */
export function curves(): typeof import('@noble/curves/secp256k1.js').secp256k1 {
  noble ??= (load('@noble/curves/secp256k1.js') as typeof import('@noble/curves/secp256k1.js')).secp256k1;
  return noble;
}

/** Noble's curves: any platform. */
export const portable: Backend = {
  name: 'noble',
  verify: (key, hash, signature) => curves().verify(signature, hash, key, { prehash: false, lowS: true }),
  sign: (key, hash) => curves().sign(hash, key, { prehash: false, lowS: true }),
  publicKey: (key) => curves().getPublicKey(key, true),
};

interface Binding {
  ecdsaVerify(signature: Uint8Array, hash: Uint8Array, key: Uint8Array): boolean;
  ecdsaSign(hash: Uint8Array, key: Uint8Array): { signature: Uint8Array };
  publicKeyCreate(key: Uint8Array, compressed: boolean): Uint8Array;
}

/** libsecp256k1, where its binding loads. */
export const native: Backend | undefined = loadNative();

function loadNative(): Backend | undefined {
  let binding: Binding;
  try {
    // `secp256k1` itself would fall back to a JavaScript library; the binding alone loads or fails.
    binding = load('secp256k1/bindings.js') as Binding;
  } catch {
    return undefined;
  }
  return {
    name: 'libsecp256k1',
    verify: (key, hash, signature) => binding.ecdsaVerify(signature, hash, key),
    sign: (key, hash) => binding.ecdsaSign(hash, key).signature,
    publicKey: (key) => binding.publicKeyCreate(key, true),
  };
}

export const backend: Backend = native ?? portable;

export const toBig = (b: Uint8Array): bigint =>
  BigInt(`0x${Buffer.from(b.buffer, b.byteOffset, b.length).toString('hex')}`);

export function fromBig(x: bigint): Uint8Array {
  return Uint8Array.from(Buffer.from(x.toString(16).padStart(64, '0'), 'hex'));
}

/** Whether 32 bytes from `at` may be n or more: n begins with 127 ones. */
function mayReachOrder(b: Uint8Array, at: number): boolean {
  for (let i = 0; i < 15; i++) if (b[at + i] !== 0xff) return false;
  return true;
}

/** Half of n begins with 0x7f and 15 times 0xff, so the first byte nearly always decides. */
function isLowS(b: Uint8Array): boolean {
  const first = b[32]!;
  if (first < 0x7f) return true;
  return first === 0x7f && toBig(b.subarray(32, 64)) <= HALF_N;
}

function isZero(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (b[i] !== 0) return false;
  return true;
}

/**
 * A signature whose r and s are in 1..n-1 and s low, or undefined.
 *
 * PARITY: cosmos-sdk crypto/keys/secp256k1/secp256k1_nocgo.go: r and s of n or more are reduced, not refused, and the
 * low-S rule looks at the reduced s.
 */
function normalised(signature: Uint8Array): Uint8Array | undefined {
  if (signature.length !== 64) return undefined;
  let sig = signature;
  for (const at of [0, 32]) {
    if (!mayReachOrder(sig, at)) continue;
    const reduced = fromBig(toBig(sig.subarray(at, at + 32)) % N);
    if (sig === signature) sig = Uint8Array.from(signature);
    sig.set(reduced, at);
  }
  if (!isLowS(sig) || isZero(sig, 0, 32) || isZero(sig, 32, 64)) return undefined;
  return sig;
}

/**
 * A public key in the compressed or uncompressed form, or undefined when it is none.
 *
 * PARITY: dcrd secp256k1 ParsePubKey: the uncompressed (04) and hybrid (06, 07) forms are read too. An account's key has
 * 33 bytes (its address panics otherwise), but a key inside a multisig is only verified with.
 */
export function parseKey(key: Uint8Array): Uint8Array | undefined {
  const format = key[0];
  if (key.length === 33) return format === 2 || format === 3 ? key : undefined;
  if (key.length !== 65) return undefined;
  if (format === 4) return key;
  if ((format === 6 || format === 7) && (key[64]! & 1) === format - 6) {
    const plain = Uint8Array.from(key);
    plain[0] = 4;
    return plain;
  }
  return undefined;
}

/** Verifies against a 32-byte hash with a given back end. */
export function verifyHashWith(b: Backend, key: Uint8Array, hash: Uint8Array, signature: Uint8Array): boolean {
  const sig = normalised(signature);
  if (sig === undefined) return false;
  const parsed = parseKey(key);
  if (parsed === undefined) return false;
  try {
    return b.verify(parsed, hash, sig);
  } catch {
    // Both back ends throw for a point that is not on the curve, and for nothing else that gets here.
    return false;
  }
}

/** Verifies against a 32-byte hash, computing the verdict each time. */
export function verifyHashPlain(key: Uint8Array, hash: Uint8Array, signature: Uint8Array): boolean {
  return verifyHashWith(backend, key, hash, signature);
}
