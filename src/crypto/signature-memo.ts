/**
 * Verdicts of secp256k1 signatures, remembered: a pure function of key, hash and signature may be computed once for
 * CheckTx and FinalizeBlock, and on another thread before it is needed.
 */
import { BoundedCache } from './cache.ts';

/** A signature to verify: 33 bytes of key, 32 of hash, 64 of signature. */
export interface SignatureJob {
  readonly key: Uint8Array;
  readonly hash: Uint8Array;
  readonly signature: Uint8Array;
}

/** A verdict that a worker may have by now; computed on the spot when it has not. */
export type PendingVerdict = () => boolean;

/** Entries kept, at some 200 bytes each. */
const SIZE = 30_000;
let memo = new BoundedCache<string, boolean | PendingVerdict>(SIZE);

const scratch = Buffer.alloc(256);

/** One flat string: a concatenated one would be flattened at each look-up. */
function id(key: Uint8Array, hash: Uint8Array, signature: Uint8Array): string {
  const length = hash.length + signature.length + key.length;
  const out = length <= scratch.length ? scratch : Buffer.alloc(length);
  out.set(hash);
  out.set(signature, hash.length);
  out.set(key, hash.length + signature.length);
  return out.toString('latin1', 0, length);
}

/** The verdict: remembered, taken from a worker, or computed; and remembered. */
export function memoised(
  key: Uint8Array,
  hash: Uint8Array,
  signature: Uint8Array,
  compute: (key: Uint8Array, hash: Uint8Array, signature: Uint8Array) => boolean,
): boolean {
  const name = id(key, hash, signature);
  const known = memo.get(name);
  if (typeof known === 'boolean') return known;
  const verdict = known === undefined ? compute(key, hash, signature) : known();
  memo.set(name, verdict);
  return verdict;
}

/** Whether something is known of a signature already. */
export function isKnown(job: SignatureJob): boolean {
  return memo.get(id(job.key, job.hash, job.signature)) !== undefined;
}

/** Notes that a verdict is on its way. */
export function expectVerdict(job: SignatureJob, pending: PendingVerdict): void {
  memo.set(id(job.key, job.hash, job.signature), pending);
}

/** Forgets everything: for measurements. */
export function forgetVerdicts(): void {
  memo = new BoundedCache(SIZE);
}
