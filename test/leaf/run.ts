/**
 * `npm run test:leaf [-- topic...]`: replays the function-level vectors and prints a line for each topic, with the first differences
 * below it (SHOW of them). VECTORS_DIR names other recordings than those in test/vectors.
 */
import { runTopic, summary, topics } from './lib.ts';

let bad = false;
for (const name of process.argv.length > 2 ? process.argv.slice(2) : topics()) {
  const r = await runTopic(name);
  console.log(summary(r, Number(process.env.SHOW ?? 5)));
  bad ||= r.failures.length > 0;
}
process.exit(bad ? 1 : 0);
