import { describe, expect, it } from 'vitest';
import { GoError, GoPanic } from '../../src/core/errors.ts';
import { Dec } from '../../src/math/dec.ts';
import { inflationWithinBounds } from '../../src/x/mint/invariants.ts';
import { blockProvision, nextInflationRate } from '../../src/x/mint/minter.ts';
import { mintMsgServer } from '../../src/x/mint/msg-server.ts';
import { defaultParams, validateParams } from '../../src/x/mint/params.ts';
import { Chain, person } from './distribution-chain.ts';

const dec = (s: string): Dec => Dec.mustParse(s);
const fixed = { ...defaultParams(), inflationMax: dec('0.13'), inflationMin: dec('0.13') };

describe('inflation', () => {
  const minter = { inflation: dec('0.13'), annualProvisions: Dec.zero };

  it('rises below the goal and falls above it', () => {
    expect(nextInflationRate(minter, defaultParams(), Dec.zero).toString()).toBe('0.130000020597257079');
    expect(nextInflationRate(minter, defaultParams(), dec('0.67')).toString()).toBe('0.130000000000000000');
    expect(nextInflationRate(minter, defaultParams(), Dec.one).toString()).toBe('0.129999989855082334');
  });

  it('stays within its bounds', () => {
    expect(nextInflationRate(minter, fixed, Dec.zero).toString()).toBe('0.130000000000000000');
    expect(nextInflationRate(minter, { ...fixed, inflationMin: dec('0.2') }, Dec.zero).toString()).toBe(
      '0.200000000000000000',
    );
  });

  it('takes blocks per year as int64', () => {
    const wrapping = { ...fixed, blocksPerYear: (1n << 64n) - 1n };
    expect(() => blockProvision({ inflation: Dec.one, annualProvisions: Dec.one }, wrapping)).toThrow(
      new GoPanic('negative coin amount: -1'),
    );
  });
});

describe('begin block', () => {
  it('mints the provision of a block for the fee collector', () => {
    const chain = new Chain();
    chain.mint.setParams(chain.ctx(), fixed);
    chain.fund(person('a'), 6_311_520_000_000n);
    const ctx = chain.ctx();
    const before = chain.bank.getSupply(ctx, 'uakt').amount;
    chain.mint.mint(ctx);
    expect(chain.bank.getSupply(ctx, 'uakt').amount - before).toBe(130_000n);
    expect(ctx.eventManager.events().at(-1)).toEqual({
      type: 'mint',
      attributes: [
        { key: 'bonded_ratio', value: '0.000000000000000000' },
        { key: 'inflation', value: '0.130000000000000000' },
        { key: 'annual_provisions', value: '820497600000.000000000000000000' },
        { key: 'amount', value: '130000' },
      ],
    });
    expect(inflationWithinBounds(chain.mint, ctx)).toEqual([]);
  });

  it('moves the empty set when nothing is minted', () => {
    const chain = new Chain();
    const ctx = chain.ctx();
    chain.mint.mint(ctx);
    const transfers = ctx.eventManager.events().filter((e) => e.type === 'transfer');
    expect(transfers.map((e) => e.attributes.find((a) => a.key === 'amount')?.value)).toEqual(['']);
    expect(ctx.eventManager.events().some((e) => e.type === 'coinbase')).toBe(false);
  });
});

describe('parameters', () => {
  const cases: [string, Partial<typeof fixed>, string][] = [
    ['blank denomination', { mintDenom: ' \t' }, 'mint denom cannot be blank'],
    ['bad denomination', { mintDenom: '1x' }, 'invalid denom: 1x'],
    ['no change', { $nil: ['inflationRateChange'] }, 'inflation rate change cannot be nil: <nil>'],
    ['goal of zero', { goalBonded: Dec.zero }, 'goal bonded must be positive: 0.000000000000000000'],
    ['goal above one', { goalBonded: dec('1.5') }, 'goal bonded too large: 1.500000000000000000'],
    [
      'too many blocks',
      { blocksPerYear: 1n << 63n },
      'blocks per year too large: 9223372036854775808, maximum value is: 9223372036854775807',
    ],
    ['no blocks', { blocksPerYear: 0n }, 'blocks per year must be positive: 0'],
    [
      'bounds crossed',
      { inflationMax: dec('0.1') },
      'max inflation (0.100000000000000000) must be greater than or equal to min inflation (0.130000000000000000)',
    ],
  ];
  it.each(cases)('%s', (_name, change, text) => {
    expect(() => validateParams({ ...fixed, ...change })).toThrow(new GoError(text));
  });

  it('are changed by the authority alone', () => {
    const chain = new Chain();
    const server = mintMsgServer(chain.mint);
    const authority = chain.authority;
    server.updateParams(chain.ctx(), { authority, params: fixed });
    expect(chain.mint.getParams(chain.ctx())).toEqual(fixed);
    expect(() => server.updateParams(chain.ctx(), { authority: 'x', params: fixed })).toThrow(
      `invalid authority; expected ${authority}, got x: expected gov account as only signer for proposal message`,
    );
  });
});
