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
  /** What the hash was made of. Whoever verifies this very array later need not hash it again. */
  readonly message?: Uint8Array;
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

interface Begun {
  readonly job: SignatureJob;
  readonly verdict: PendingVerdict;
}
let begun = new WeakMap<Uint8Array, Begun>();

/** Whether something is known of a signature already. Then it is known by its message too. */
export function recall(job: SignatureJob): boolean {
  if (memo.size === 0) return false;
  const known = memo.get(id(job.key, job.hash, job.signature));
  if (known === undefined) return false;
  if (job.message !== undefined)
    begun.set(job.message, { job, verdict: typeof known === 'boolean' ? () => known : known });
  return true;
}

/** Notes that a verdict is on its way. */
export function expectVerdict(job: SignatureJob, verdict: PendingVerdict): void {
  if (job.message === undefined) memo.set(id(job.key, job.hash, job.signature), verdict);
  else begun.set(job.message, { job, verdict });
}

/** The verdict that was begun for this very array of a message; undefined when none was, or for another key or signature. */
export function begunVerdict(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean | undefined {
  const found = begun.get(message);
  if (found === undefined || !same(found.job.key, key) || !same(found.job.signature, signature)) return undefined;
  return found.verdict();
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Forgets everything: for measurements. */
export function forgetVerdicts(): void {
  memo = new BoundedCache(SIZE);
  begun = new WeakMap();
}
