import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/app/app.ts';
import { configurator } from '../../src/baseapp/configurator.ts';
import { MsgServiceRouter } from '../../src/baseapp/msg-router.ts';
import { GrpcQueryRouter } from '../../src/baseapp/query-router.ts';
import type { ServiceDescriptor } from '../../src/core/module.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { addCounts, type Counts } from './kinds.ts';
import { describeSimulations, type SimReport, simulate } from './simulate.ts';

const DEFAULT_SEEDS = '1,2,3,4,5,6,7,8,9,10';
const seeds = (process.env.SIM_SEEDS ?? DEFAULT_SEEDS).split(',').map(Number);
const blocks = Number(process.env.SIM_BLOCKS ?? 80);

const reports = new Map<number, SimReport>();
async function reportOf(seed: number): Promise<SimReport> {
  const report = reports.get(seed) ?? (await simulate(seed, blocks));
  reports.set(seed, report);
  return report;
}

describe.each(seeds)('seed %i', (seed) => {
  it('keeps every invariant', { timeout: 300_000 }, async () => {
    const r = await reportOf(seed);
    expect(r.problems, `seed ${seed}, program:\n${r.program.join('\n')}`).toEqual([]);
    // A simulation whose transactions all fail shows nothing.
    expect(r.codes.get('ok') ?? 0).toBeGreaterThan(r.txs / 2);
  });
});

/** Messages that no chain takes: tried, and refused each time. */
const REFUSED: readonly string[] = [
  // PARITY: node x/provider/handler/server.go: nobody can be deleted.
  'akash.provider.v1beta4.MsgDeleteProvider',
];
/** Messages that are not sent: no kind of evidence can be submitted (evidence), and those of IBC need a second chain (ibc, transfer). */
const NOT_SENT = /^(cosmos\.evidence\.v1beta1\.MsgSubmitEvidence|ibc\..*)$/;
const IBC_PARAMS = /^ibc\.(applications\.transfer|core\.client|core\.connection)\.v1\.MsgUpdateParams$/;

/** The names of all messages that the application has a handler for. */
async function routed(): Promise<string[]> {
  const names: string[] = [];
  class Listing extends MsgServiceRouter {
    override registerService(service: ServiceDescriptor, implementation: object): void {
      for (const { requestType } of Object.values(service.methods)) names.push(requestType.typeName);
      super.registerService(service, implementation);
    }
  }
  const { modules } = await createApp({ db: new MemoryDatabase(), node: {} });
  modules.registerServices(configurator(new Listing(), new GrpcQueryRouter()));
  return names;
}

// With fewer seeds, or fewer blocks, some message may not have had its chance.
it.runIf(seeds.length >= 10 && blocks >= 80)('every kind of message succeeds', { timeout: 600_000 }, async () => {
  const all: SimReport[] = [];
  for (const seed of seeds) all.push(await reportOf(seed));
  console.log(describeSimulations(all));
  const kinds: Counts = new Map();
  for (const r of all) addCounts(kinds, r.kinds);
  const sent = (await routed()).filter((name) => !NOT_SENT.test(name) || IBC_PARAMS.test(name));
  const without = sent.filter((name) => (kinds.get(`/${name}`)?.taken ?? 0) === 0);
  expect(sent.length).toBeGreaterThanOrEqual(70);
  expect(without).toEqual(REFUSED);
  expect(REFUSED.filter((name) => !kinds.has(`/${name}`))).toEqual([]);
  // Deposits run out, so that leases end by themselves.
  expect(all.reduce((n, r) => n + r.broke, 0)).toBeGreaterThan(0);
});

it('is the same program for the same seed', async () => {
  const [a, b] = [await simulate(7, 25), await simulate(7, 25)];
  expect(a.appHash).toBe(b.appHash);
  expect(a.appHash).not.toBe((await simulate(8, 25)).appHash);
});
