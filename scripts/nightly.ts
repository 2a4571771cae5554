/**
 * `npm run nightly [-- --seed N] [-- PART ...]`: the heavy tests in full: kills, images of a disk after a loss of power, mutated
 * transactions, simulations. Prints a line for each part as it ends, and a last one for all; ends with 1 when anything was wrong.
 * The seed is the day's unless given. VECTORS_DIR names a folder with more recorded cases, which are then replayed as well.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { replayCase } from '../src/replay/replay.ts';
import { describeKills, killRandomly } from '../test/durability/kills.ts';
import { describeImages, losePower } from '../test/durability/power-loss.ts';
import { describeMutations, tryMutations } from '../test/mutation/mutations.ts';
import { describeSimulations, type SimReport, simulate } from '../test/sim/simulate.ts';

const KILLS = 200;
const IMAGES = 2_000;
const MUTATIONS = 100_000;
const SIMULATIONS = 200;
const SIMULATED_BLOCKS = 100;

interface Outcome {
  readonly summary: string;
  readonly problems: readonly string[];
}

async function simulations(seed: number): Promise<Outcome> {
  const reports: SimReport[] = [];
  for (let i = 0; i < SIMULATIONS; i++) reports.push(await simulate(seed + i, SIMULATED_BLOCKS));
  const problems = reports
    .filter((r) => r.problems.length > 0)
    .map((r) => `simulation seed ${r.seed}:\n${r.program.join('\n')}\n${r.problems.join('\n')}`);
  const from = `from seed ${seed}`;
  return { summary: `simulations: ${from}: ${describeSimulations(reports)}; ${problems.length} problems`, problems };
}

async function replays(): Promise<Outcome> {
  const folder = process.env.VECTORS_DIR;
  if (folder === undefined)
    return { summary: 'replays: VECTORS_DIR is not set, nothing besides npm test', problems: [] };
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'case.json')));
  const problems: string[] = [];
  let [blocks, txs] = [0, 0];
  for (const name of names) {
    const r = await replayCase(join(folder, name)).catch((e: unknown) => ({
      blocks: 0,
      txs: 0,
      differences: [String(e)],
    }));
    blocks += r.blocks;
    txs += r.txs;
    if (r.differences.length > 0) problems.push(`${name}: ${r.differences[0]}`);
  }
  return {
    summary: `replays: ${names.length} recorded cases, ${blocks} blocks, ${txs} transactions, ${problems.length} that differ`,
    problems,
  };
}

const PARTS: Readonly<Record<string, (seed: number) => Promise<Outcome>>> = {
  async kills(seed) {
    const r = await killRandomly(seed, KILLS);
    return { summary: describeKills(r), problems: r.problems };
  },
  async power(seed) {
    const r = await losePower(seed, IMAGES);
    return { summary: describeImages(r), problems: r.problems };
  },
  async mutations(seed) {
    const r = await tryMutations(seed, MUTATIONS);
    return { summary: describeMutations(r), problems: r.problems };
  },
  simulations,
  replays,
};

const args = process.argv.slice(2);
const at = args.indexOf('--seed');
const seed = at < 0 ? Math.floor(Date.now() / 86_400_000) : Number(args.splice(at, 2)[1]);
const unknown = args.filter((name) => !(name in PARTS));
if (unknown.length > 0 || !Number.isSafeInteger(seed)) {
  console.error(`usage: npm run nightly [-- --seed N] [-- ${Object.keys(PARTS).join('|')} ...]`);
  process.exit(1);
}
const failed: string[] = [];
for (const name of args.length > 0 ? args : Object.keys(PARTS)) {
  const start = performance.now();
  const { summary, problems } = await PARTS[name]!(seed);
  console.log(`${summary} (${((performance.now() - start) / 1000).toFixed(0)} s)`);
  for (const p of problems.slice(0, 5)) console.log(`  ${p}`);
  if (problems.length > 0) failed.push(name);
}
console.log(
  failed.length === 0 ? `nightly: all well, seed ${seed}` : `nightly: failed: ${failed.join(', ')}, seed ${seed}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
