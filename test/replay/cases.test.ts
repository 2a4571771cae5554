import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replayCase } from '../../src/replay/replay.ts';

const vectors = resolve(import.meta.dirname, '../vectors');
const cases = readdirSync(vectors).filter((name) => existsSync(join(vectors, name, 'case.json')));

/** Every recorded run of the reference node that is kept here, byte by byte. */
describe('recorded runs', () => {
  it.each(cases)('%s', { timeout: 300_000 }, async (name) => {
    const { differences, trace, blocks } = await replayCase(join(vectors, name));
    expect([...differences, ...(trace === undefined ? [] : [trace])]).toEqual([]);
    expect(blocks).toBeGreaterThan(0);
  });
});
