import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replayCase } from '../../src/replay/replay.ts';
import { Watch } from '../sim/invariants.ts';
import { known } from './known-violations.ts';

const here = resolve(import.meta.dirname, '../vectors');

function casesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'case.json')));
}

const kept = casesIn(here);
/** More recorded runs, where VECTORS_DIR names a folder of them: the long random ones are not kept here. */
const more =
  process.env.VECTORS_DIR === undefined ? [] : casesIn(process.env.VECTORS_DIR).filter((name) => !kept.includes(name));
const folders = [
  ...kept.map((name) => [name, join(here, name)] as const),
  ...more.map((name) => [name, join(process.env.VECTORS_DIR!, name)] as const),
];

/** Every recorded run of the reference node, byte by byte; after every block every invariant is looked at. */
describe('recorded runs', () => {
  it.each(folders)('%s', { timeout: 300_000 }, async (name, folder) => {
    let looked = 0;
    const violations: string[] = [];
    const { differences, trace, blocks } = await replayCase(folder, {
      watch(app) {
        const watch = new Watch(app);
        return (height) => {
          looked++;
          for (const v of watch.violations(height)) violations.push(`${height}: ${v}`);
        };
      },
    });
    expect([...differences, ...(trace === undefined ? [] : [trace])]).toEqual([]);
    expect(blocks).toBeGreaterThan(0);
    expect(looked).toBe(blocks);
    expect(violations).toEqual(known(name, folder));
  });
});
