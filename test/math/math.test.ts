import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GoPanic } from '../../src/core/errors.ts';
import type { DecCoin } from '../../src/math/dec-coin.ts';
import { Coins, Dec, DecCoins, Int, parseCoinNormalized, parseCoinsNormalized, Uint } from '../../src/math/index.ts';

const raw = fc.oneof(fc.bigInt(-(10n ** 40n), 10n ** 40n), fc.bigInt(-(10n ** 19n), 10n ** 19n));
const ONE = 10n ** 18n;
const dec = (x: bigint): Dec => new Dec(x);
const absolute = (x: bigint): bigint => (x < 0n ? -x : x);

describe('Dec', () => {
  it('rounds within half a unit, to even on a tie', () => {
    fc.assert(
      fc.property(raw, raw, (x, y) => {
        const got = dec(x).mul(dec(y)).raw;
        const error = 2n * (got * ONE - x * y);
        expect(absolute(error)).toBeLessThanOrEqual(ONE);
        if (absolute(error) === ONE) expect(got % 2n).toBe(0n);
      }),
    );
  });

  it('truncates toward zero and rounds up away from minus infinity', () => {
    fc.assert(
      fc.property(raw, raw, (x, y) => {
        expect(dec(x).mulTruncate(dec(y)).raw).toBe((x * y) / ONE);
        const up = dec(x).mulRoundUp(dec(y)).raw * ONE - x * y;
        expect(up).toBeGreaterThanOrEqual(0n);
        expect(up).toBeLessThan(ONE);
      }),
    );
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(raw, (x) => {
        expect(Dec.parse(dec(x).toString()).raw).toBe(x);
        expect(Dec.unmarshal(dec(x).marshal())?.raw).toBe(x);
        expect(Dec.fromJson(dec(x).toJson()).raw).toBe(x);
      }),
    );
  });

  it('PARITY: reads a second sign, as big.Int does', () => {
    expect(Dec.parse('+1').toString()).toBe('1.000000000000000000');
    expect(Dec.parse('--1').toString()).toBe('1.000000000000000000');
    expect(Dec.parse('-+1').toString()).toBe('-1.000000000000000000');
    expect(() => Dec.parse('1_0')).toThrow('failed to set decimal string with base 10: 1_0000000000000000000');
  });

  it('PARITY: quoRoundUp compares the sign of the quotient', () => {
    expect(dec(7n).quoRoundUp(Dec.fromInt(2n)).raw).toBe(4n);
    expect(dec(-7n).quoRoundUp(Dec.fromInt(-2n)).raw).toBe(4n);
    expect(dec(-1n).quoRoundUp(Dec.fromInt(-3n)).raw).toBe(1n);
    // -3.5 becomes -2, one unit more than rounding up would give.
    expect(dec(7n).quoRoundUp(Dec.fromInt(-2n)).raw).toBe(-2n);
    expect(dec(-7n).quoRoundUp(Dec.fromInt(2n)).raw).toBe(-2n);
    // A quotient of zero has no sign.
    expect(dec(1n).quoRoundUp(Dec.fromInt(-3n)).raw).toBe(0n);
    expect(dec(-1n).quoRoundUp(Dec.fromInt(3n)).raw).toBe(0n);
  });
});

describe('Int', () => {
  it('PARITY: reads amounts with base 0', () => {
    const read: [string, bigint | undefined][] = [
      ['0x10', 16n],
      ['010', 8n],
      ['0b11', 3n],
      ['0o17', 15n],
      ['1_000', 1000n],
      ['+5', 5n],
      ['-0X_ff', -255n],
      ['0_7', 7n],
      ['08', undefined],
      ['1__0', undefined],
      ['_1', undefined],
      ['1_', undefined],
      ['0x', undefined],
      ['', undefined],
      [' 1', undefined],
    ];
    for (const [text, want] of read) expect([text, Int.parse(text)]).toEqual([text, want]);
  });

  it('holds 256 bits and a sign', () => {
    expect(Int.add(Int.MAX, 0n)).toBe(Int.MAX);
    expect(() => Int.add(Int.MAX, 1n)).toThrow('integer overflow');
    expect(() => Int.sub(-Int.MAX, 1n)).toThrow('integer overflow');
    expect(Int.mod(-7n, 3n)).toBe(2n);
    expect(Int.quo(-7n, 3n)).toBe(-2n);
    expect(() => Int.quo(1n, 0n)).toThrow('Division by zero');
  });
});

describe('coins', () => {
  const coin = fc.record({ denom: fc.constantFrom('aaa', 'bbb', 'ccc', 'ddd'), amount: fc.bigInt(0n, 1000n) });
  const set = fc.array(coin, { maxLength: 4 }).map((list) => {
    const byDenom = new Map(list.map((c) => [c.denom, c]));
    return Coins.newCoins([...byDenom.values()]);
  });

  it('adds and subtracts as sets', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const sum = Coins.add(a, b);
        expect(Coins.isValid(sum)).toBe(true);
        expect(Coins.sub(sum, b)).toEqual(a);
        expect(Coins.isAllGTE(sum, a)).toBe(true);
        expect(Coins.safeSub(a, b)[1]).toBe(!Coins.isAllGTE(a, b));
        expect(Coins.add(Coins.min(a, b), Coins.max(a, b))).toEqual(sum);
      }),
    );
  });

  it('leaves its arguments alone', () => {
    const a = [
      { denom: 'bbb', amount: 1n },
      { denom: 'aaa', amount: 2n },
    ];
    expect(Coins.newCoins(a).map((c) => c.denom)).toEqual(['aaa', 'bbb']);
    expect(a.map((c) => c.denom)).toEqual(['bbb', 'aaa']);
  });

  it('PARITY: names the first coin with its amount and the others without', () => {
    expect(Coins.problem([{ denom: 'aaa', amount: 0n }])).toBe('coin 0aaa amount is not positive');
    const second = [
      { denom: 'aaa', amount: 1n },
      { denom: 'bbb', amount: 0n },
    ];
    expect(Coins.problem(second)).toBe('coin bbb amount is not positive');
    const decimal = second.map((c) => ({ denom: c.denom, amount: Dec.fromInt(c.amount) }));
    expect(DecCoins.problem(decimal)).toBe('coin bbb amount is not positive');
    expect(DecCoins.problem(decimal.slice(1))).toBe('coin 0.000000000000000000bbb amount is not positive');
  });

  it('PARITY: finds amounts by halving, so an unsorted list can hide one', () => {
    const unsorted = ['ccc', 'aaa', 'bbb'].map((denom) => ({ denom, amount: 1n }));
    expect(Coins.amountOf(unsorted, 'ccc')).toBe(0n);
    expect(Coins.amountOf(unsorted, 'aaa')).toBe(1n);
  });

  it('PARITY: truncates when it reads, after checking', () => {
    expect(parseCoinNormalized('1.9uakt')).toEqual({ denom: 'uakt', amount: 1n });
    expect(parseCoinsNormalized('0.5uakt')).toEqual([{ denom: 'uakt', amount: 0n }]);
    expect(parseCoinNormalized('1e5uakt')).toEqual({ denom: 'e5uakt', amount: 1n });
    expect(parseCoinNormalized('1\nuakt')).toEqual({ denom: 'uakt', amount: 1n });
    expect(parseCoinNormalized('1.5akt')).toEqual({ denom: 'uakt', amount: 1_500_000n });
    expect(parseCoinNormalized('2makt')).toEqual({ denom: 'uakt', amount: 2_000n });
  });

  it('PARITY: texts of decimals, of their sets and of unsigned numbers', () => {
    expect(() => Dec.parse(`0.${'1'.repeat(20)}`)).toThrow(
      'exceeds max precision by -2 decimal places: max precision 18',
    );
    const zero = (denom: string): DecCoin => ({ denom, amount: Dec.zero });
    const one = { denom: 'aaa', amount: Dec.one };
    expect(DecCoins.problem([zero('aaa')])).toBe('coin 0.000000000000000000aaa amount is not positive');
    expect(DecCoins.problem([one, zero('bbb')])).toBe('coin bbb amount is not positive');
    expect(() => Uint.toUint64(1n << 64n)).toThrow(new GoPanic('Uint64() out of bound'));
    expect(() => Int.toUint64(1n << 64n)).toThrow(new GoPanic('Uint64() out of bounds'));
    expect(Uint.fromJson('"-5"')).toBe(-5n);
    expect(() => Uint.parse('-5')).toThrow();
  });

  it('panics where a nil amount would be dereferenced', () => {
    const nil = { denom: 'uakt', amount: 0n, $nil: ['amount'] };
    expect(Coins.coinProblem(nil)).toBe('amount is nil');
    expect(Coins.coinString(nil)).toBe('<nil>uakt');
    expect(() => Coins.isZero([nil])).toThrow('invalid memory address or nil pointer dereference');
    expect(() => Coins.add([nil], [])).toThrow('invalid memory address or nil pointer dereference');
  });
});
