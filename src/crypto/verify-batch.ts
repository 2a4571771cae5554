/**
 * A batch of signatures in memory that threads share: a state for each job, then the jobs' bytes. Threads claim jobs one by one. Imports
 * little, because every worker loads it.
 */
import { verifyHashPlain } from './secp256k1-verify.ts';

/** Bytes of key, hash and signature. */
export const KEY = 33;
export const HASH = 32;
export const SIGNATURE = 64;
export const JOB_SIZE = KEY + HASH + SIGNATURE;

/** States of a job. */
export const State = { OPEN: 0, CLAIMED: 1, VALID: 2, INVALID: 3 } as const;

/** Verifies job `i` unless another thread has claimed it. */
export function runJob(states: Int32Array, bytes: Uint8Array, i: number): void {
  if (Atomics.compareExchange(states, i, State.OPEN, State.CLAIMED) !== State.OPEN) return;
  // A copy: native code is not to read shared memory.
  const job = bytes.slice(i * JOB_SIZE, (i + 1) * JOB_SIZE);
  const valid = verifyHashPlain(job.subarray(0, KEY), job.subarray(KEY, KEY + HASH), job.subarray(KEY + HASH));
  Atomics.store(states, i, valid ? State.VALID : State.INVALID);
}
