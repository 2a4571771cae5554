import { describe, expect, it } from 'vitest';
import type { Flaw } from './flawed.ts';
import { describeKills, killRandomly } from './kills.ts';
import { describeImages, losePower, type Recording } from './power-loss.ts';
import { hasStrace } from './trace.ts';

/** A tenth of what `npm run nightly` does. */
const seed = Number(process.env.SEED ?? 1);

// Where there is no strace all images come from the lengths of the files.
const parts: readonly (readonly [Recording, number])[] = hasStrace()
  ? [
      ['strace', 160],
      ['files', 40],
    ]
  : [['files', 200]];

describe('a node that loses its process or its power', { timeout: 600_000 }, () => {
  it('comes back after 20 kills', async () => {
    const r = await killRandomly(seed, 20);
    console.log(describeKills(r));
    expect(r.problems).toEqual([]);
    expect(r.kills).toBe(20);
    expect(r.whole).toBe(4);
    expect(r.commits).toBeGreaterThan(20);
  });

  it.each(parts)('opens what a disk may hold, recorded from %s: %i images', async (recording, images) => {
    const r = await losePower(seed, images, recording);
    console.log(describeImages(r));
    expect(r.problems).toEqual([]);
    expect(r.images).toBe(images);
    // Images of a disk that had everything would show nothing.
    expect(r.torn).toBeGreaterThan(images / 2);
  });
});

// What passes on any database would show nothing of this one.
describe('a database that breaks its promises is found out', { timeout: 600_000 }, () => {
  it.each<[Flaw, RegExp]>([
    ['answers early', /opened at \d+, the last Commit answered was \d+/],
    ['splits batches', /wanted to load target \d+ but only found up to \d+/],
  ])('by kills when it %s', async (flaw, told) => {
    // Forty kills nearly always meet the flaw; on a machine that is busy otherwise they may not.
    const problems: string[] = [];
    for (let round = 0; round < 6 && !problems.some((p) => told.test(p)); round++) {
      problems.push(...(await killRandomly(seed + round, 40, flaw)).problems);
    }
    expect(problems.join('\n')).toMatch(told);
  });

  it.each<[Recording, Flaw, RegExp]>([
    [hasStrace() ? 'strace' : 'files', 'drops syncs', /opened at \d+, the last Commit answered was \d+/],
    ['files', 'splits batches', /wanted to load target \d+ but only found up to \d+/],
  ])('by losses of power, recorded from %s, when it %s', async (recording, flaw, told) => {
    const problems: string[] = [];
    for (let round = 0; round < 6 && !problems.some((p) => told.test(p)); round++) {
      problems.push(...(await losePower(seed + round, 40, recording, { flaw })).problems);
    }
    expect(problems.join('\n')).toMatch(told);
  });
});
