import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';

const seeds = (process.env.SIM_SEEDS ?? '1,2,3').split(',').map(Number);
const blocks = Number(process.env.SIM_BLOCKS ?? 60);

describe.each(seeds)('seed %i', (seed) => {
  it('keeps every invariant', async () => {
    const r = await simulate(seed, blocks);
    expect(r.problems, `seed ${seed}, program:\n${r.program.join('\n')}`).toEqual([]);
    // A simulation whose transactions all fail shows nothing.
    expect(r.codes.get('ok') ?? 0).toBeGreaterThan(r.txs / 4);
  });
});

it('is the same program for the same seed', async () => {
  const [a, b] = [await simulate(7, 25), await simulate(7, 25)];
  expect(a.appHash).toBe(b.appHash);
  expect(a.appHash).not.toBe((await simulate(8, 25)).appHash);
});
