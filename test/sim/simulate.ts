/**
 * Random traffic over the whole application, its invariants checked after every block. As a program:
 * `node scripts/run.cjs test/sim/simulate.ts SEED [BLOCKS]`.
 */
import { Random } from '../store/random.ts';
import { SimChain } from './chain.ts';
import { violations } from './invariants.ts';
import { Traffic } from './traffic.ts';

export interface SimReport {
  readonly seed: number;
  readonly blocks: number;
  readonly txs: number;
  /** How often each `codespace/code` came. */
  readonly codes: ReadonlyMap<string, number>;
  readonly appHash: string;
  /** Violated invariants and panics; the simulation stops at the first block that has any. */
  readonly problems: readonly string[];
  /** What was sent, a line for each block. */
  readonly program: readonly string[];
}

const PANIC = 111222;

export async function simulate(seed: number, blocks: number): Promise<SimReport> {
  const random = new Random(seed);
  const chain = await SimChain.start(random, { validators: 6, users: 8 });
  const traffic = new Traffic(chain, random);
  const codes = new Map<string, number>();
  const program: string[] = [];
  const problems: string[] = [];
  let txs = 0;
  let appHash = '';
  // CometBFT stops when nobody validates any more.
  for (let i = 0; i < blocks && problems.length === 0 && chain.validators().length > 0; i++) {
    traffic.disturb();
    const sent = Array.from({ length: random.below(7) }, () => traffic.next());
    program.push(`${chain.height + 1n}: ${sent.map((s) => s.what).join(', ')}`);
    const block = await chain.block(sent.map((s) => chain.tx(s.from, s.msgs)));
    appHash = block.appHash;
    txs += sent.length;
    block.results.forEach((r, at) => {
      const code = r.code === 0 ? 'ok' : `${r.codespace}/${r.code}`;
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (r.code === PANIC) problems.push(`height ${chain.height}: ${sent[at]!.what}: ${r.log}`);
    });
    for (const v of violations(chain.app, chain.ctx())) problems.push(`height ${chain.height}: ${v}`);
  }
  return { seed, blocks: program.length, txs, codes, appHash, problems, program };
}

if (process.argv[1] === import.meta.filename) {
  const [seed, blocks] = [Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 200)];
  const started = performance.now();
  const r = await simulate(seed, blocks);
  console.log(
    `seed ${r.seed}: ${r.blocks} blocks, ${r.txs} txs, ${(performance.now() - started).toFixed(0)} ms, ${r.appHash}`,
  );
  console.log(
    [...r.codes]
      .sort(([, a], [, b]) => b - a)
      .map(([code, n]) => `${code} ${n}`)
      .join(', '),
  );
  if (r.problems.length > 0) {
    console.log(r.program.join('\n'));
    console.log(r.problems.join('\n'));
    process.exitCode = 1;
  }
}
