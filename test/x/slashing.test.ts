import { describe, expect, it } from 'vitest';
import { durationString } from '../../src/core/duration.ts';
import { GoError, SdkError } from '../../src/core/errors.ts';
import { consAddressToBech32, valAddressToBech32 } from '../../src/crypto/address.ts';
import { Dec } from '../../src/math/dec.ts';
import { emptyChunk, testBit, withBit } from '../../src/x/slashing/bitmap.ts';
import { exportGenesis, initGenesis } from '../../src/x/slashing/genesis.ts';
import { missedBlockCounters, slashingInvariants } from '../../src/x/slashing/invariants.ts';
import { bitmapKey, pubkeyKey, signingInfoAddress, signingInfoKey } from '../../src/x/slashing/keys.ts';
import { slashingMsgServer } from '../../src/x/slashing/msg-server.ts';
import { defaultParams, validateGenesisParams, validateParams } from '../../src/x/slashing/params.ts';
import { Chain, consAddr, person } from './distribution-chain.ts';

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
const dec = (s: string): Dec => Dec.mustParse(s);
const MINUTE = 60_000_000_000n;

function code(call: () => void): string {
  try {
    call();
  } catch (e) {
    if (e instanceof SdkError) return `${e.codespace}/${e.code} ${e.message}`;
    throw e;
  }
  return 'ok';
}

describe('keys', () => {
  const address = Uint8Array.from(Buffer.from('486e58bb668cfe1a52f5430ebd0d444320d370fc', 'hex'));
  it('are laid out as the reference does', () => {
    expect(hex(signingInfoKey(address))).toBe('0114486e58bb668cfe1a52f5430ebd0d444320d370fc');
    expect(hex(bitmapKey(address, 1n))).toBe('0214486e58bb668cfe1a52f5430ebd0d444320d370fc0100000000000000');
    expect(hex(pubkeyKey(address))).toBe('0314486e58bb668cfe1a52f5430ebd0d444320d370fc');
    expect(signingInfoAddress(signingInfoKey(address))).toEqual(address);
  });
});

describe('bitmap', () => {
  it('is written as a bit set of 1,024 bits, big endian', () => {
    const bytes = withBit(withBit(emptyChunk(), 1, true), 1020, true);
    expect(hex(bytes)).toBe(`00000000000004000000000000000002${'0'.repeat(14 * 16)}1000000000000000`);
    expect([0, 1, 2, 1020].map((i) => testBit(bytes, i))).toEqual([false, true, false, true]);
    expect(hex(withBit(withBit(bytes, 1, false), 1020, false))).toBe(hex(emptyChunk()));
  });

  it('numbers the bits met, not the bits stored', () => {
    const chain = new Chain();
    const ctx = chain.ctx();
    const { missedBlocks } = chain.slashing;
    missedBlocks.set(ctx, consAddr('v'), 2048n, true);
    const found: bigint[] = [];
    missedBlocks.iterate(ctx, consAddr('v'), (index, missed) => {
      if (missed) found.push(index);
    });
    expect(found).toEqual([0n]);
    expect(missedBlocks.get(ctx, consAddr('v'), 2048n)).toBe(true);
    missedBlocks.delete(ctx, consAddr('v'));
    expect(missedBlocks.get(ctx, consAddr('v'), 2048n)).toBe(false);
  });
});

describe('parameters', () => {
  it('round the signed blocks half to even', () => {
    const chain = new Chain();
    const signed = (signedBlocksWindow: bigint): bigint => {
      chain.slashing.setParams(chain.ctx(), { ...defaultParams(), signedBlocksWindow });
      return chain.slashing.minSignedPerWindow(chain.ctx());
    };
    expect([5n, 7n, 9n].map(signed)).toEqual([2n, 4n, 4n]);
  });

  it('may be set to what a genesis may not have', () => {
    const short = { ...defaultParams(), downtimeJailDuration: MINUTE - 1n, signedBlocksWindow: 1n };
    validateParams(short);
    expect(() => validateGenesisParams(short)).toThrow(
      new GoError('downtime unjail duration must be at least 1 minute, is 59.999999999s'),
    );
    expect(() => validateGenesisParams({ ...short, downtimeJailDuration: MINUTE })).toThrow(
      new GoError('signed blocks window must be at least 10, is 1'),
    );
  });

  it('are checked one after the other', () => {
    const check = (change: object) => () => validateParams({ ...defaultParams(), ...change });
    expect(check({ signedBlocksWindow: 0n })).toThrow('signed blocks window must be positive: 0');
    expect(check({ $nil: ['minSignedPerWindow'] })).toThrow('min signed per window cannot be nil: <nil>');
    expect(check({ downtimeJailDuration: -1n })).toThrow('downtime jail duration must be positive: -1ns');
    expect(check({ slashFractionDoubleSign: dec('1.1') })).toThrow(
      'double sign slash fraction too large: 1.100000000000000000',
    );
    expect(check({ slashFractionDowntime: dec('-0.1') })).toThrow(
      'downtime slash fraction cannot be negative: -0.100000000000000000',
    );
  });

  it.each([
    [0n, '0s'],
    [1n, '1ns'],
    [1_100n, '1.1µs'],
    [2_200_000n, '2.2ms'],
    [1_500_000_000n, '1.5s'],
    [600_000_000_000n, '10m0s'],
    [-3_661_000_000_001n, '-1h1m1.000000001s'],
  ])('%s ns is %s', (nanos, text) => {
    expect(durationString(nanos)).toBe(text);
  });
});

describe('liveness', () => {
  function chainWith(window: bigint): Chain {
    const chain = new Chain();
    chain.slashing.setParams(chain.ctx(), { ...defaultParams(), signedBlocksWindow: window });
    chain.createValidator('v', 100_000_000n);
    chain.createValidator('w', 900_000_000n);
    chain.next();
    return chain;
  }
  const infoOf = (chain: Chain) => chain.slashing.getValidatorSigningInfo(chain.ctx(), consAddr('v'));

  it('counts absent votes only', () => {
    const chain = chainWith(100n);
    for (const flag of [0, 2, 3]) chain.next({ flags: { v: flag } });
    expect(infoOf(chain)).toMatchObject({ indexOffset: 4n, missedBlocksCounter: 0n });
    const ctx = chain.next({ flags: { v: 1 } });
    expect(infoOf(chain)).toMatchObject({ indexOffset: 5n, missedBlocksCounter: 1n });
    expect(ctx.eventManager.events().filter((e) => e.type === 'liveness')).toEqual([
      {
        type: 'liveness',
        attributes: [
          { key: 'address', value: consAddressToBech32(consAddr('v')) },
          { key: 'missed_blocks', value: '1' },
          { key: 'height', value: chain.height.toString() },
        ],
      },
    ]);
    expect(missedBlockCounters(chain.slashing, ctx)).toEqual([]);
    expect(slashingInvariants(chain.slashing, ctx)).toEqual([]);
  });

  it('keeps the bits of a window that was changed', () => {
    const chain = chainWith(100n);
    for (let i = 0; i < 20; i++) chain.next({ absent: ['v'] });
    chain.slashing.setParams(chain.ctx(), { ...defaultParams(), signedBlocksWindow: 30n });
    for (let i = 0; i < 9; i++) chain.next();
    expect(infoOf(chain).missedBlocksCounter).toBe(20n);
    // Round again: the bits of the first window are met, and cleared.
    for (let i = 0; i < 30; i++) chain.next();
    expect(infoOf(chain).missedBlocksCounter).toBe(0n);
  });

  it('slashes, jails and begins anew', () => {
    const chain = chainWith(10n);
    let ctx = chain.ctx();
    let blocks = 0;
    while (!chain.staking.isValidatorJailed(ctx, consAddr('v'))) {
      ctx = chain.next({ absent: ['v'] });
      blocks++;
    }
    // Past the first window, which began with the block it was bonded in.
    expect(blocks).toBe(10);
    const address = consAddressToBech32(consAddr('v'));
    expect(ctx.eventManager.events().filter((e) => e.type === 'slash')).toEqual([
      {
        type: 'slash',
        attributes: [
          { key: 'address', value: address },
          { key: 'power', value: '100' },
          { key: 'reason', value: 'missing_signature' },
          { key: 'jailed', value: address },
          { key: 'burned_coins', value: '1000000' },
        ],
      },
    ]);
    expect(infoOf(chain)).toMatchObject({ indexOffset: 0n, missedBlocksCounter: 0n });
    expect(infoOf(chain).jailedUntil.seconds).toBe(chain.time.seconds + 600n);
    expect(chain.slashing.missedBlocks.get(ctx, consAddr('v'), 0n)).toBe(false);

    const unjail = (): string =>
      code(() =>
        slashingMsgServer(chain.slashing).unjail(chain.ctx(), { validatorAddr: valAddressToBech32(person('v')) }),
      );
    expect(unjail()).toBe('slashing/4 validator still jailed; cannot be unjailed');
    chain.next({ seconds: 600n });
    expect(unjail()).toBe('ok');
    expect(unjail()).toBe('slashing/5 validator not jailed; cannot be unjailed');
  });

  it("is refused with staking's errors before its own", () => {
    const chain = chainWith(10n);
    const unjail = (validatorAddr: string): string =>
      code(() => slashingMsgServer(chain.slashing).unjail(chain.ctx(), { validatorAddr }));
    expect(unjail('x')).toBe(
      'sdk/7 validator input address: decoding bech32 failed: invalid bech32 string length 1: invalid address',
    );
    expect(unjail(valAddressToBech32(person('nobody')))).toBe('staking/3 validator does not exist');
    chain.fund(person('d'), 1_000_000n);
    chain.delegate(person('d'), 'v', 1_000_000n);
    chain.undelegate(person('v'), 'v', 100_000_000n);
    expect(unjail(valAddressToBech32(person('v')))).toBe('staking/19 no delegation for (address, validator) tuple');
  });

  it('refuses a self-delegation below the minimum, also one of dust', () => {
    const chain = chainWith(10n);
    const v = chain.staking.getValidator(chain.ctx(), person('v'));
    chain.staking.setValidator(chain.ctx(), v.with({ minSelfDelegation: 100_000_001n }));
    const server = slashingMsgServer(chain.slashing);
    expect(code(() => server.unjail(chain.ctx(), { validatorAddr: v.operatorAddress }))).toBe(
      "slashing/7 100000000 less than 100000001: validator's self delegation less than minimum; cannot be unjailed",
    );
  });
});

describe('genesis', () => {
  it('is imported as it was exported', () => {
    const chain = new Chain();
    chain.createValidator('v', 100_000_000n);
    for (let i = 0; i < 4; i++) chain.next({ absent: ['v'] });
    const exported = exportGenesis(chain.slashing, chain.ctx());
    expect(exported.missedBlocks[0]?.missedBlocks.map((m) => m.index)).toEqual([0n, 1n, 2n, 3n]);
    const other = new Chain();
    initGenesis(other.slashing, other.ctx(), exported);
    expect(exportGenesis(other.slashing, other.ctx())).toEqual(exported);
  });
});
