import { describe, expect, it } from 'vitest';
import { describeKills, killRandomly } from './kills.ts';
import { describeImages, losePower, type Recording } from './power-loss.ts';
import { hasStrace } from './trace.ts';

/** A tenth of what `npm run nightly` does. */
const seed = Number(process.env.SEED ?? 1);

describe('a node that loses its process or its power', { timeout: 600_000 }, () => {
  it('comes back after 20 kills', async () => {
    const r = await killRandomly(seed, 20);
    console.log(describeKills(r));
    expect(r.problems).toEqual([]);
    expect(r.kills).toBe(20);
    expect(r.commits).toBeGreaterThan(20);
  });

  // Where there is no strace all images come from the lengths of the files.
  const parts: readonly (readonly [Recording, number])[] = hasStrace()
    ? [
        ['strace', 160],
        ['files', 40],
      ]
    : [['files', 200]];
  it.each(parts)('opens what a disk may hold, recorded from %s: %i images', async (recording, images) => {
    const r = await losePower(seed, images, recording);
    console.log(describeImages(r));
    expect(r.problems).toEqual([]);
    expect(r.images).toBe(images);
    // Images of a disk that had everything would show nothing.
    expect(r.torn).toBeGreaterThan(images / 2);
  });
});
