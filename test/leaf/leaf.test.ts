import { expect, it } from 'vitest';
import { runTopic, summary, topics, unclaimed } from './lib.ts';

for (const name of topics()) {
  it(`leaf/${name}`, { timeout: 300_000 }, async () => {
    const r = await runTopic(name);
    console.log(summary(r));
    expect(r.cases).toBeGreaterThan(0);
    expect(r.failures.slice(0, 5)).toEqual([]);
  });
}

/** Operations whose topics come with their modules: identifiers of IBC. */
const AWAITED = /^keys: ibc\./;

it('every operation of the vectors is run', async () => {
  expect((await unclaimed()).filter((op) => !AWAITED.test(op))).toEqual([]);
});
