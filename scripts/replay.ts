/**
 * `npm run replay -- [--keep-going] [--trace] [--until HEIGHT] CASE...`: replays recorded runs of the reference node and compares
 * every byte. A case is a folder, or the name of one in VECTORS_DIR or test/vectors. Prints one line for each case, or its first difference. Exits with 1 when there was any.
 */
import { parseArgs } from 'node:util';
import { replayCase } from '../src/replay/replay.ts';
import { caseFolder } from './cases.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'keep-going': { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    until: { type: 'string' },
  },
});
if (positionals.length === 0) {
  console.error('usage: npm run replay -- [--keep-going] [--trace] [--until HEIGHT] CASE...');
  process.exit(2);
}

let failed = 0;
for (const name of positionals) {
  const report = await replayCase(caseFolder(name), {
    keepGoing: values['keep-going'],
    trace: values.trace,
    ...(values.until === undefined ? {} : { until: Number(values.until) }),
  });
  const { blocks, txs, differences } = report;
  if (differences.length === 0) {
    console.log(`${name}: ${blocks} blocks, ${txs} txs, ok`);
    continue;
  }
  failed++;
  for (const difference of differences) console.log(`${name}: ${difference}`);
  if (report.trace !== undefined) console.log(`${name}: ${report.trace}`);
  console.log(`${name}: ${blocks} blocks, ${txs} txs, ${differences.length} difference(s)`);
}
process.exitCode = failed === 0 ? 0 : 1;
