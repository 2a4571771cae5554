/**
 * Signatures verified on worker threads while the block's execution goes on.
 *
 * A batch lies in shared memory: a state for each job, then the jobs' bytes. Workers claim jobs one by one. Whoever needs a
 * verdict takes it when it is there and computes it otherwise: waiting for the worker that has begun would cost as much. So
 * the code that asks stays synchronous, and no verdict depends on timing.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { verifyHashPlain } from './secp256k1.ts';
import { expectVerdict, isKnown, type SignatureJob } from './signature-memo.ts';

/** Bytes of key, hash and signature. */
const KEY = 33;
const HASH = 32;
const SIGNATURE = 64;
export const JOB_SIZE = KEY + HASH + SIGNATURE;

/** States of a job. */
export const State = { OPEN: 0, CLAIMED: 1, VALID: 2, INVALID: 3 } as const;

/** Fewer jobs than this are not worth a message to the workers. */
const MIN_JOBS = 4;

let workers: Worker[] | undefined;

function start(): Worker[] {
  const count = Math.max(0, availableParallelism() - 1);
  return Array.from({ length: count }, () => {
    const w = new Worker(new URL('./verify-worker.ts', import.meta.url));
    w.unref();
    w.on('error', () => {
      workers = workers?.filter((other) => other !== w);
    });
    return w;
  });
}

/** The three parts of job `i` in a batch's bytes. */
export function jobAt(bytes: Uint8Array, i: number): SignatureJob {
  const at = i * JOB_SIZE;
  return {
    key: bytes.subarray(at, at + KEY),
    hash: bytes.subarray(at + KEY, at + KEY + HASH),
    signature: bytes.subarray(at + KEY + HASH, at + JOB_SIZE),
  };
}

function verify(bytes: Uint8Array, i: number): boolean {
  // A copy: native code is not to read shared memory.
  const { key, hash, signature } = jobAt(bytes, i);
  return verifyHashPlain(key.slice(), hash.slice(), signature.slice());
}

/** Verifies job `i` unless another thread has claimed it. */
export function runJob(states: Int32Array, bytes: Uint8Array, i: number): void {
  if (Atomics.compareExchange(states, i, State.OPEN, State.CLAIMED) !== State.OPEN) return;
  Atomics.store(states, i, verify(bytes, i) ? State.VALID : State.INVALID);
}

function verdict(states: Int32Array, bytes: Uint8Array, i: number): boolean {
  const state = Atomics.load(states, i);
  if (state === State.VALID || state === State.INVALID) return state === State.VALID;
  Atomics.compareExchange(states, i, State.OPEN, State.CLAIMED);
  return verify(bytes, i);
}

/**
 * Begins to verify signatures on other threads. {@link secp256k1.verify} then finds the verdicts. Jobs of another shape,
 * and those known already, are left out; on a machine with one core nothing happens.
 */
export function prefetchSignatures(jobs: readonly SignatureJob[]): void {
  const fit = jobs.filter(
    (j) => j.key.length === KEY && j.hash.length === HASH && j.signature.length === SIGNATURE && !isKnown(j),
  );
  if (fit.length < MIN_JOBS) return;
  workers ??= start();
  if (workers.length === 0) return;
  const shared = new SharedArrayBuffer(fit.length * (4 + JOB_SIZE));
  const states = new Int32Array(shared, 0, fit.length);
  const bytes = new Uint8Array(shared, fit.length * 4);
  fit.forEach((job, i) => {
    const at = i * JOB_SIZE;
    bytes.set(job.key, at);
    bytes.set(job.hash, at + KEY);
    bytes.set(job.signature, at + KEY + HASH);
    expectVerdict(job, () => verdict(states, bytes, i));
  });
  for (const w of workers) w.postMessage({ shared, jobs: fit.length });
}

/** Stops the workers. They start again when needed. */
export function closeVerifyPool(): void {
  for (const w of workers ?? []) void w.terminate();
  workers = undefined;
}
