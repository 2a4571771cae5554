import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './support.ts';

/** Minutes of the four-validator network: five in CI, fewer by NETWORK_MINUTES while working. `npm run network` runs thirty. */
const MINUTES = process.env.NETWORK_MINUTES ?? '5';

test(`four validators under random traffic, kills, pauses and a double sign for ${MINUTES} minutes`, () => {
  const r = spawnSync(process.execPath, [join(ROOT, 'scripts/network/run.ts'), '--minutes', MINUTES], {
    encoding: 'utf8',
    timeout: (Number(MINUTES) + 5) * 60_000,
    env: { ...process.env, PATH: `${process.env.PATH}:${process.env.HOME}/go/bin` },
  });
  console.log(r.stdout);
  expect(r.stderr.slice(-2000)).toBe('');
  expect(r.stdout).toMatch(/network: ok \(seed \d+\)/);
}, 900_000);
