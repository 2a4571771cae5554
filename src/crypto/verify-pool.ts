/**
 * Signatures verified on worker threads while the block's execution goes on.
 *
 * A batch lies in shared memory: a state for each job, then the jobs' bytes. Workers claim jobs one by one. Whoever needs a
 * verdict takes it when it is there and computes it otherwise: waiting for the worker that has begun would cost as much. So
 * the code that asks stays synchronous, and no verdict depends on timing.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { verifyHashPlain } from './secp256k1-verify.ts';
import { expectVerdict, recall, type SignatureJob } from './signature-memo.ts';
import { HASH, JOB_SIZE, KEY, SIGNATURE, State } from './verify-batch.ts';

/** Fewer jobs than this are not worth a message to the workers. */
export const MIN_JOBS = 4;

/** A worker verifies and nothing else: what it allocates are copies of jobs. */
const LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

let workers: Worker[] | undefined;

/** Starts the workers, which takes them a moment: worth doing before the first block. They do not keep the process alive. */
export function openVerifyPool(): void {
  const count = Math.max(0, availableParallelism() - 1);
  workers ??= Array.from({ length: count }, () => {
    const w = new Worker(new URL('./verify-worker.ts', import.meta.url), { resourceLimits: LIMITS });
    w.unref();
    w.on('error', () => {
      workers = workers?.filter((other) => other !== w);
    });
    return w;
  });
}

function verdict(states: Int32Array, i: number, { key, hash, signature }: SignatureJob): boolean {
  const state = Atomics.load(states, i);
  if (state === State.VALID || state === State.INVALID) return state === State.VALID;
  Atomics.compareExchange(states, i, State.OPEN, State.CLAIMED);
  return verifyHashPlain(key, hash, signature);
}

/**
 * Begins to verify signatures on other threads. {@link secp256k1.verify} then finds the verdicts. Jobs of another shape,
 * and those known already, are left out; on a machine with one core nothing happens.
 */
export function prefetchSignatures(jobs: readonly SignatureJob[]): void {
  const fit = jobs.filter(
    (j) => j.key.length === KEY && j.hash.length === HASH && j.signature.length === SIGNATURE && !recall(j),
  );
  if (fit.length < MIN_JOBS) return;
  openVerifyPool();
  if (workers === undefined || workers.length === 0) return;
  const shared = new SharedArrayBuffer(fit.length * (4 + JOB_SIZE));
  const states = new Int32Array(shared, 0, fit.length);
  const bytes = new Uint8Array(shared, fit.length * 4);
  for (let i = 0; i < fit.length; i++) {
    const job = fit[i]!;
    const at = i * JOB_SIZE;
    bytes.set(job.key, at);
    bytes.set(job.hash, at + KEY);
    bytes.set(job.signature, at + KEY + HASH);
    expectVerdict(job, () => verdict(states, i, job));
  }
  for (const w of workers) w.postMessage({ shared, jobs: fit.length });
}

/** Stops the workers. They start again when needed. */
export function closeVerifyPool(): void {
  for (const w of workers ?? []) void w.terminate();
  workers = undefined;
}
