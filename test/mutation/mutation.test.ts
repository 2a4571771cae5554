import { expect, it } from 'vitest';
import { describeMutations, tryMutations } from './mutations.ts';

/** A tenth of what `npm run nightly` does. */
it('10,000 mutated transactions are decoded or refused in time', { timeout: 600_000 }, async () => {
  const r = await tryMutations(Number(process.env.SEED ?? 1), 10_000);
  console.log(describeMutations(r));
  expect(r.problems).toEqual([]);
  expect(r.mutations).toBe(10_000);
  // Were all refused at the door, nothing behind it would have been tried.
  expect(r.decoded).toBeGreaterThan(1_500);
  expect(r.executed).toBeGreaterThan(100);
});
