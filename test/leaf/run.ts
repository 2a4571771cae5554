/** `node scripts/run.cjs test/leaf/run.ts [topic...]`: replays the function-level vectors and prints a line for each topic. */
import { runTopic, summary, topics, unclaimed } from './lib.ts';

let bad = false;
for (const name of process.argv.length > 2 ? process.argv.slice(2) : topics()) {
  const r = await runTopic(name);
  console.log(summary(r, Number(process.env.SHOW ?? 5)));
  bad ||= r.failures.length > 0;
}
if (process.argv.length === 2) for (const op of await unclaimed()) console.log(`no topic runs ${op}`);
process.exit(bad ? 1 : 0);
