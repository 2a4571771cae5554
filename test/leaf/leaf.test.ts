import { expect, it } from 'vitest';
import { runTopic, summary, topics } from './lib.ts';

for (const name of topics()) {
  it(`leaf/${name}`, { timeout: 300_000 }, async () => {
    const r = await runTopic(name);
    console.log(summary(r));
    expect(r.cases).toBeGreaterThan(0);
    expect(r.failures.slice(0, 5)).toEqual([]);
  });
}
