/**
 * Random traffic over the whole application, its invariants checked after every block. As a program:
 * `node scripts/run.cjs test/sim/simulate.ts SEED [BLOCKS]`.
 */
import type { AkashApp } from '../../src/app/app.ts';
import { Lease_State as LeaseState } from '../../src/wire/gen/akash/market/v1/lease.ts';
import { Random } from '../store/random.ts';
import { SimChain } from './chain.ts';
import { addFlows, describeFlows, EscrowBook, type Flows } from './flows.ts';
import { Watch } from './invariants.ts';
import { addCounts, type Counts, count, decided, describeCounts, withInner } from './kinds.ts';
import { isKnownPanic } from './panics.ts';
import { Traffic } from './traffic.ts';

export interface SimReport {
  readonly seed: number;
  readonly blocks: number;
  readonly txs: number;
  /** How often each `codespace/code` came. */
  readonly codes: ReadonlyMap<string, number>;
  /** Messages by type URL. */
  readonly kinds: Counts;
  /** Leases made, and those of them that ended when the deposit was used up. */
  readonly leases: number;
  readonly broke: number;
  /** What went in and out of escrow, by denomination. */
  readonly flows: Flows;
  readonly appHash: string;
  /** Violated invariants and panics; the simulation stops at the first block that has any. */
  readonly problems: readonly string[];
  /** What was sent, a line for each block. */
  readonly program: readonly string[];
}

const PANIC = 111222;
const MOST_TXS = 20;

/** `spoil` changes the application before its first block: what is then wrong must be found. */
export async function simulate(seed: number, blocks: number, spoil?: (app: AkashApp) => void): Promise<SimReport> {
  const random = new Random(seed);
  const chain = await SimChain.start(random, { validators: 6, users: 8 });
  spoil?.(chain.app);
  const traffic = new Traffic(chain, random);
  const watch = new Watch(chain.app);
  const book = new EscrowBook(chain);
  const codes = new Map<string, number>();
  const kinds: Counts = new Map();
  const program: string[] = [];
  const problems: string[] = [];
  let txs = 0;
  let appHash = '';
  // CometBFT stops when nobody validates any more.
  for (let i = 0; i < blocks && problems.length === 0 && chain.validators().length > 0; i++) {
    traffic.disturb();
    const sent = Array.from({ length: random.below(MOST_TXS + 1) }, () => traffic.next());
    program.push(`${chain.height + 1n}: ${sent.map((s) => s.what).join(', ')}`);
    const block = await chain.block(sent.map((s) => chain.tx(s.from, s.msgs, s.granter)));
    appHash = block.appHash;
    txs += sent.length;
    block.results.forEach((r, at) => {
      const code = r.code === 0 ? 'ok' : `${r.codespace}/${r.code}`;
      codes.set(code, (codes.get(code) ?? 0) + 1);
      for (const { typeUrl } of withInner(sent[at]!.msgs)) count(kinds, typeUrl, r.code === 0);
      if (r.code === PANIC && !isKnownPanic(r.log))
        problems.push(`height ${chain.height}: ${sent[at]!.what}: ${r.log}`);
    });
    for (const { typeUrl, success } of decided(chain, block.events)) count(kinds, typeUrl, success);
    for (const v of watch.violations(chain.height)) problems.push(`height ${chain.height}: ${v}`);
    for (const v of book.enter(
      block,
      sent.map((s) => s.msgs),
    ))
      problems.push(`height ${chain.height}: ${v}`);
  }
  let [leases, broke] = [0, 0];
  chain.app.keepers.market.withLeases(chain.ctx(), ({ state }) => {
    leases++;
    if (state === LeaseState.insufficient_funds) broke++;
    return false;
  });
  const { flows } = book;
  return { seed, blocks: program.length, txs, codes, kinds, leases, broke, flows, appHash, problems, program };
}

/** Seeds, blocks, transactions, messages by kind with how many of them succeeded, and where the deposits of leases went. */
export function describeSimulations(reports: readonly SimReport[]): string {
  const kinds: Counts = new Map();
  const flows: Flows = new Map();
  let [blocks, txs, taken, leases, broke] = [0, 0, 0, 0, 0];
  for (const r of reports) {
    blocks += r.blocks;
    txs += r.txs;
    taken += r.codes.get('ok') ?? 0;
    leases += r.leases;
    broke += r.broke;
    addCounts(kinds, r.kinds);
    addFlows(flows, r.flows);
  }
  const seeds = reports.length === 1 ? `seed ${reports[0]!.seed}` : `${reports.length} seeds`;
  return [
    `${seeds}, ${blocks} blocks, ${txs} transactions, ${taken} of them taken`,
    `messages taken/tried: ${describeCounts(kinds)}`,
    `${leases} leases, ${broke} of them ended for want of funds; ${describeFlows(flows)}`,
  ].join('; ');
}

if (process.argv[1] === import.meta.filename) {
  const [seed, blocks] = [Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 200)];
  const started = performance.now();
  const r = await simulate(seed, blocks);
  console.log(`${describeSimulations([r])}; ${(performance.now() - started).toFixed(0)} ms, ${r.appHash}`);
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
