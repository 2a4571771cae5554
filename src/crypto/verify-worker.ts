/** A worker of {@link module:verify-pool}. */
import { parentPort } from 'node:worker_threads';
import { runJob } from './verify-batch.ts';

parentPort?.on('message', ({ shared, jobs }: { shared: SharedArrayBuffer; jobs: number }) => {
  const states = new Int32Array(shared, 0, jobs);
  const bytes = new Uint8Array(shared, jobs * 4);
  for (let i = 0; i < jobs; i++) runJob(states, bytes, i);
});
