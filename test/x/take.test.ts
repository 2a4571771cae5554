import { describe, expect, it } from 'vitest';
import { configurator } from '../../src/baseapp/configurator.ts';
import type { Params } from '../../src/wire/gen/akash/take/v1/params.ts';
import { MsgUpdateParams } from '../../src/wire/gen/akash/take/v1/paramsmsg.ts';
import { ratesAreValid } from '../../src/x/take/invariants.ts';
import { takeModule } from '../../src/x/take/module.ts';
import { defaultParams, validateParams } from '../../src/x/take/params.ts';
import { AppKit, bech32, refusal } from './app-kit.ts';

function newKit(params: Params): AppKit {
  const kit = new AppKit();
  takeModule(kit.keepers.take).registerServices!(configurator(kit.router, kit.queries));
  kit.keepers.take.setParams(kit.ctx(), params);
  return kit;
}

const rates = (defaultTakeRate: number, ...denoms: [string, number][]): Params => ({
  defaultTakeRate,
  denomTakeRates: denoms.map(([denom, rate]) => ({ denom, rate })),
});

describe('fees', () => {
  const kit = newKit(rates(20, ['usdc', 7], ['uakt', 4]));
  const taken = (amount: bigint, denom: string): [bigint, bigint] => {
    const { earnings, fees } = kit.keepers.take.subtractFees(kit.ctx(), { denom, amount });
    return [earnings.amount, fees.amount];
  };

  it('are the share of the denomination, cut to whole units', () => {
    expect(taken(1000n, 'uakt')).toEqual([960n, 40n]);
    expect(taken(24n, 'uakt')).toEqual([24n, 0n]);
    expect(taken(99n, 'usdc')).toEqual([93n, 6n]);
    expect(taken(0n, 'uakt')).toEqual([0n, 0n]);
  });

  it('are the default share for any other', () => {
    expect(taken(1000n, 'other')).toEqual([800n, 200n]);
  });

  it('may be nothing or all', () => {
    const all = newKit(rates(0, ['uakt', 100]));
    const { earnings, fees } = all.keepers.take.subtractFees(all.ctx(), { denom: 'uakt', amount: 5n });
    expect([earnings.amount, fees.amount]).toEqual([0n, 5n]);
  });
});

describe('parameters', () => {
  it('PARITY the defaults are 20 percent, and 2 in uakt', () => {
    expect(defaultParams()).toEqual(rates(20, ['uakt', 2]));
  });

  it.each([
    [rates(101, ['uakt', 2]), 'invalid Take Rate (0x65)'],
    [rates(1, ['uakt', 101]), 'invalid Denom Take Rate (0=v1.DenomTakeRate{Denom:"uakt", Rate:0x65})'],
    [rates(1, ['uakt', 1], ['uakt', 2]), 'duplicate Denom Take Rate (v1.DenomTakeRate{Denom:"uakt", Rate:0x2})'],
    [rates(1, ['\u2028', 200]), 'invalid Denom Take Rate (0=v1.DenomTakeRate{Denom:"\\u2028", Rate:0xc8})'],
    [rates(1, ['usdc', 1]), 'invalid Denom Take Rate - uakt must be present'],
  ])('%o is refused', (params, why) => {
    expect(refusal(() => validateParams(params))).toBe(`undefined/1: ${why}`);
  });

  it('only the authority changes them', () => {
    const kit = newKit(defaultParams());
    const params = rates(3, ['uakt', 1]);
    expect(kit.refused(MsgUpdateParams, { authority: bech32(1), params })).toBe(
      `gov/13: invalid authority; expected ${kit.authority}, got ${bech32(1)}: expected gov account as only signer for proposal message`,
    );
    expect(kit.refused(MsgUpdateParams, { authority: 'x', params })).toMatch(
      /^undefined\/1: invalid authority address: /,
    );
    kit.send(MsgUpdateParams, { authority: kit.authority, params });
    expect(kit.keepers.take.getParams(kit.ctx())).toEqual(params);
    expect(ratesAreValid(kit.keepers.take, kit.ctx())).toEqual([]);
  });
});
