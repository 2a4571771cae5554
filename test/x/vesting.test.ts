import { describe, expect, test } from 'vitest';
import { accAddressToBech32, moduleAddress } from '../../src/crypto/address.ts';
import type { Coin } from '../../src/math/coin.ts';
import { BaseAccount } from '../../src/x/auth/account.ts';
import {
  BaseVestingAccount,
  ContinuousVestingAccount,
  DelayedVestingAccount,
  PeriodicVestingAccount,
  PermanentLockedAccount,
  type Schedule,
  type VestingAccount,
} from '../../src/x/vesting/account.ts';
import { VestingMsgServer } from '../../src/x/vesting/msg-server.ts';
import { address, BankKit, bech32 } from './bank-kit.ts';

const uakt = (amount: bigint): Coin[] => (amount === 0n ? [] : [{ denom: 'uakt', amount }]);
const time = (seconds: bigint) => ({ seconds, nanos: 0 });
const POOL = 'bonded_tokens_pool';
const [alice, bob] = [address(1), address(2)];

const schedule = (amount: bigint, endTime: bigint): Schedule => ({
  baseAccount: BaseAccount.withAddress(bob).message,
  originalVesting: uakt(amount),
  delegatedFree: [],
  delegatedVesting: [],
  endTime,
});

const periods = [
  { length: 10n, amount: uakt(30n) },
  { length: 20n, amount: uakt(70n) },
];

describe('schedules', () => {
  const continuous = new ContinuousVestingAccount(schedule(100n, 200n), 100n);
  const delayed = new DelayedVestingAccount(schedule(100n, 200n));
  const periodic = new PeriodicVestingAccount(schedule(100n, 130n), 100n, periods);
  const locked = new PermanentLockedAccount(schedule(100n, 0n));

  test.each<[string, VestingAccount, bigint, bigint]>([
    ['continuous, at its start', continuous, 100n, 100n],
    ['continuous, half way', continuous, 150n, 50n],
    ['continuous, at its end', continuous, 200n, 0n],
    ['delayed, before its end', delayed, 199n, 100n],
    ['delayed, at its end', delayed, 200n, 0n],
    ['periodic, in the first period', periodic, 109n, 100n],
    ['periodic, after it', periodic, 110n, 70n],
    ['periodic, at its end', periodic, 130n, 0n],
    ['locked for good', locked, 10n ** 9n, 100n],
  ])('%s', (_, account, at, expected) => {
    expect(account.lockedCoins(time(at))).toEqual(uakt(expected));
  });

  test('a share is rounded to the nearest unit', () => {
    const third = new ContinuousVestingAccount(schedule(100n, 103n), 100n);
    expect(third.getVestedCoins(time(101n))).toEqual(uakt(33n));
    expect(third.getVestedCoins(time(102n))).toEqual(uakt(67n));
  });

  test('delegation takes vesting coins first, undelegation gives free ones first', () => {
    const half = continuous.trackDelegation(time(150n), uakt(100n), uakt(80n));
    expect([half.getDelegatedVesting(), half.getDelegatedFree()]).toEqual([uakt(50n), uakt(30n)]);
    expect(half.lockedCoins(time(150n))).toEqual([]);
    const back = half.trackUndelegation(uakt(40n));
    expect([back.getDelegatedVesting(), back.getDelegatedFree()]).toEqual([uakt(40n), uakt(0n)]);
    const more = back.trackUndelegation(uakt(90n));
    expect([more.getDelegatedVesting(), more.getDelegatedFree()]).toEqual([[], []]);
    expect(continuous.getDelegatedVesting()).toEqual([]);
    expect(() => continuous.trackDelegation(time(150n), uakt(5n), uakt(6n))).toThrow(
      'delegation attempt with zero coins or insufficient funds',
    );
    expect(() => continuous.trackUndelegation([{ denom: 'uakt', amount: 0n }])).toThrow(
      'undelegation attempt with zero coins',
    );
  });

  test('what does not fit', () => {
    const bad = (account: VestingAccount) => () => account.validate();
    expect(bad(new ContinuousVestingAccount(schedule(1n, 100n), 100n))).toThrow(
      'vesting start-time cannot be before end-time',
    );
    expect(bad(new PeriodicVestingAccount(schedule(100n, 131n), 100n, periods))).toThrow(
      'vesting end time does not match length of all vesting periods',
    );
    expect(bad(new PeriodicVestingAccount(schedule(99n, 130n), 100n, periods))).toThrow(
      'original vesting coins (99uakt) does not match the sum of all coins in vesting periods (100uakt)',
    );
    expect(bad(new PermanentLockedAccount(schedule(1n, 5n)))).toThrow(
      'permanently vested accounts cannot have an end-time',
    );
    expect(bad(new DelayedVestingAccount(schedule(0n, 5n)))).toThrow('invalid coins: ');
  });

  test.each([continuous, delayed, periodic, locked])('$typeUrl is stored and read', (account) => {
    const kit = new BankKit();
    kit.accounts.setAccount(kit.ctx, account);
    const read = kit.accounts.unpackAccount(kit.accounts.packAccount(account));
    expect(read.typeUrl).toBe(account.typeUrl);
    expect(kit.accounts.packAccount(read)).toEqual(kit.accounts.packAccount(account));
    expect((read as VestingAccount).lockedCoins(time(120n))).toEqual(account.lockedCoins(time(120n)));
  });

  test('a bare schedule locks nothing', () => {
    const kit = new BankKit();
    kit.accounts.setAccount(kit.ctx, new BaseVestingAccount(schedule(100n, 5_000n)));
    expect(kit.bank.lockedCoins(kit.ctx, bob)).toEqual([]);
  });
});

describe('messages', () => {
  const setUp = () => {
    const kit = new BankKit();
    kit.fund(alice, 1_000n);
    const server = new VestingMsgServer(kit.accounts, kit.bank);
    const parties = { fromAddress: bech32(1), toAddress: bech32(2) };
    return { kit, server, parties };
  };

  test('locked coins are delegated, not spent', () => {
    const { kit, server, parties } = setUp();
    server.createVestingAccount(kit.ctx, { ...parties, amount: uakt(100n), endTime: 2_000n, delayed: false });
    const half = kit.at(1_500n);
    expect(kit.bank.spendableCoins(half, bob)).toEqual(uakt(50n));
    expect(() => kit.bank.sendCoins(half, bob, alice, uakt(51n))).toThrow(
      'spendable balance 50uakt is smaller than 51uakt: insufficient funds',
    );
    kit.bank.delegateCoinsFromAccountToModule(half, bob, POOL, uakt(80n));
    expect(kit.bank.spendableCoins(half, bob)).toEqual(uakt(20n));
    kit.bank.undelegateCoinsFromModuleToAccount(half, POOL, bob, uakt(80n));
    expect(kit.bank.spendableCoins(half, bob)).toEqual(uakt(50n));
  });

  test('more is locked than there is after a slash', () => {
    const { kit, server, parties } = setUp();
    server.createPermanentLockedAccount(kit.ctx, { ...parties, amount: uakt(100n) });
    kit.bank.delegateCoinsFromAccountToModule(kit.ctx, bob, POOL, uakt(100n));
    kit.bank.undelegateCoinsFromModuleToAccount(kit.ctx, POOL, bob, uakt(90n));
    expect(kit.bank.lockedCoins(kit.ctx, bob)).toEqual(uakt(90n));
    kit.bank.sendCoins(kit.ctx, alice, bob, uakt(5n));
    kit.bank.delegateCoinsFromAccountToModule(kit.ctx, bob, POOL, uakt(95n));
    // Ten of the hundred never came back: they still count as delegated.
    expect(kit.bank.spendableCoins(kit.ctx, bob)).toEqual([]);
    kit.bank.undelegateCoinsFromModuleToAccount(kit.ctx, POOL, bob, uakt(3n));
    expect(kit.bank.spendableCoins(kit.ctx, bob)).toEqual(uakt(3n));
  });

  test('periods', () => {
    const { kit, server, parties } = setUp();
    const create = (vestingPeriods: typeof periods, startTime = 1_000n) =>
      server.createPeriodicVestingAccount(kit.ctx, { ...parties, startTime, vestingPeriods });
    expect(() => create(periods, 0n)).toThrow(
      'invalid start time of 0, length must be greater than 0: invalid request',
    );
    expect(() => create([{ length: 0n, amount: uakt(1n) }])).toThrow(
      'invalid period length of 0 in period 0, length must be greater than 0: invalid request',
    );
    expect(() => create([])).toThrow('vesting start-time cannot be before end-time: invalid request');
    create(periods);
    expect(kit.bank.spendableCoins(kit.at(1_010n), bob)).toEqual(uakt(30n));
    expect(() => create(periods)).toThrow(`account ${bech32(2)} already exists: invalid request`);
  });

  test('PARITY: a failed creation has used up an account number', () => {
    const { kit, server, parties } = setUp();
    const branch = kit.ctx.cacheContext();
    expect(() =>
      server.createVestingAccount(branch.ctx, { ...parties, amount: uakt(9_999n), endTime: 2_000n, delayed: true }),
    ).toThrow('insufficient funds');
    expect(kit.trace(() => kit.accounts.nextAccountNumber(branch.ctx))).toEqual(['get acc 02 8', 'set acc 02']);
    expect(kit.accounts.nextAccountNumber(branch.ctx)).toBe(4n);
  });

  test('the order of checks', () => {
    const { kit, server, parties } = setUp();
    const toAddress = accAddressToBech32(moduleAddress('gov'));
    const msg = { ...parties, toAddress, amount: uakt(1n), endTime: 0n, delayed: true };
    expect(() => server.createVestingAccount(kit.ctx, { ...msg, fromAddress: '' })).toThrow(
      "invalid 'from' address: empty address string is not allowed: invalid address",
    );
    expect(() => server.createVestingAccount(kit.ctx, msg)).toThrow('invalid end time: invalid request');
    kit.bank.setSendEnabled(kit.ctx, 'uakt', false);
    // Two of the messages ask bank first, the third looks at the recipient first.
    expect(() => server.createVestingAccount(kit.ctx, { ...msg, endTime: 1n })).toThrow('currently disabled');
    expect(() =>
      server.createPeriodicVestingAccount(kit.ctx, { ...parties, toAddress, startTime: 1n, vestingPeriods: periods }),
    ).toThrow('is not allowed to receive funds');
  });
});
