import { describe, expect, it } from 'vitest';
import { GoError, GoPanic } from '../../src/core/errors.ts';
import type { Msg } from '../../src/core/module.ts';
import { accAddressToBech32 } from '../../src/crypto/address.ts';
import { Dec } from '../../src/math/dec.ts';
import { BondStatus, Validator as ValidatorMessage } from '../../src/wire/gen/cosmos/staking/v1beta1/staking.ts';
import { MsgDelegate, MsgEditValidator } from '../../src/wire/gen/cosmos/staking/v1beta1/tx.ts';
import { acceptStake, stakeAuthorizationMsgType } from '../../src/x/staking/authz.ts';
import { validateNewRate } from '../../src/x/staking/commission.ts';
import { DO_NOT_MODIFY, updateDescription } from '../../src/x/staking/description.ts';
import { exportGenesis, initGenesis } from '../../src/x/staking/genesis.ts';
import { stakingInvariants } from '../../src/x/staking/invariants.ts';
import * as keys from '../../src/x/staking/keys.ts';
import { stakingQueryServer } from '../../src/x/staking/query-server.ts';
import { Validator } from '../../src/x/staking/validator.ts';
import { address, Kit, operator, SECOND } from './staking-kit.ts';

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
const a = (n: number): string => `14${hex(address(n))}`;
const at = { seconds: 1_767_225_600n, nanos: 0 };
const atText = hex(new TextEncoder().encode('2026-01-01T00:00:00.000000000'));
const MILLION = 1_000_000n;
const coin = (amount: bigint) => ({ denom: 'uakt', amount });

const outcome = (fn: () => unknown): unknown => {
  try {
    return fn();
  } catch (e) {
    return e;
  }
};

describe('keys', () => {
  it.each([
    ['last power', keys.lastValidatorPowerKey(address(7)), `11${a(7)}`],
    ['validator', keys.validatorKey(address(7)), `21${a(7)}`],
    ['by consensus address', keys.validatorByConsAddrKey(address(7)), `22${a(7)}`],
    ['by power', keys.validatorByPowerKey(1000n, address(7)), `2300000000000003e814${'f8'.repeat(20)}`],
    ['delegation', keys.delegationKey(address(1), address(2)), `31${a(1)}${a(2)}`],
    ['unbonding', keys.unbondingDelegationKey(address(1), address(2)), `32${a(1)}${a(2)}`],
    ['unbonding by validator', keys.unbondingDelegationByValidatorKey(address(1), address(2)), `33${a(2)}${a(1)}`],
    ['redelegation', keys.redelegationKey(address(1), address(2), address(3)), `34${a(1)}${a(2)}${a(3)}`],
    [
      'redelegation by source',
      keys.redelegationBySourceKey(address(1), address(2), address(3)),
      `35${a(2)}${a(1)}${a(3)}`,
    ],
    [
      'redelegation by destination',
      keys.redelegationByDestinationKey(address(1), address(2), address(3)),
      `36${a(3)}${a(1)}${a(2)}`,
    ],
    ['unbonding index', keys.unbondingIndexKey(258n), '380000000000000102'],
    ['unbonding type', keys.unbondingTypeKey(258n), '390000000000000102'],
    ['unbonding queue', keys.unbondingQueueKey(at), `41${atText}`],
    ['redelegation queue', keys.redelegationQueueKey(at), `42${atText}`],
    ['validator queue', keys.validatorQueueKey(at, 3n), `43000000000000001d${atText}0000000000000003`],
    ['historical info', keys.historicalInfoKey(3n), '500000000000000003'],
    ['delegation by validator', keys.delegationByValidatorKey(address(2), address(1)), `71${a(2)}${hex(address(1))}`],
  ])('%s', (_name, key, expected) => {
    expect(hex(key)).toBe(expected);
  });

  it('are read back', () => {
    expect(keys.parseValidatorQueueKey(keys.validatorQueueKey(at, 3n))).toEqual({ time: at, height: 3n });
    const index = keys.redelegationBySourceKey(address(1), address(2), address(3));
    expect(keys.redelegationKeyOfSourceIndex(index)).toEqual(keys.redelegationKey(address(1), address(2), address(3)));
    const unbonding = keys.unbondingDelegationByValidatorKey(address(1), address(2));
    expect(keys.unbondingDelegationKeyOfIndex(unbonding)).toEqual(keys.unbondingDelegationKey(address(1), address(2)));
  });
});

describe('validator', () => {
  const v = (tokens: bigint, shares: string): Validator =>
    new Validator(ValidatorMessage.create({ tokens, delegatorShares: Dec.parse(shares) }));

  it('truncates what shares are worth and keeps the fraction', () => {
    // After a slash: 99 tokens for 100 shares.
    const { validator, tokens } = v(99n, '100').removeDelShares(Dec.parse('50'));
    expect(tokens).toBe(49n);
    expect(validator.tokens).toBe(50n);
    // Tokens per share have risen above 99/100, here to 1.
    expect(validator.tokensFromShares(Dec.one).toString()).toBe('1.000000000000000000');
  });

  it('can be left with dust shares and no tokens', () => {
    const { validator, tokens } = v(1n, '1.000000000000000001').removeDelShares(Dec.one);
    expect([tokens, validator.tokens, validator.invalidExRate()]).toEqual([0n, 1n, false]);
    const next = v(1n, '0.999999999999999999').removeTokens(1n);
    expect(next.invalidExRate()).toBe(true);
  });

  it('gives all tokens to the last shares', () => {
    const { validator, tokens } = v(7n, '3').removeDelShares(Dec.parse('3'));
    expect([tokens, validator.tokens, validator.delegatorShares.isZero()]).toEqual([7n, 0n, true]);
  });

  it('panics with the reference texts', () => {
    expect(() => v(5n, '5').removeTokens(6n)).toThrow('should not happen: only have 5 tokens, trying to remove 6');
    expect(() => v(10n ** 60n, '1').tokensFromShares(Dec.fromInt(10n ** 76n))).toThrow(GoPanic);
  });
});

describe('commission', () => {
  const commission = {
    commissionRates: { rate: Dec.parse('0.1'), maxRate: Dec.parse('0.5'), maxChangeRate: Dec.parse('0.2') },
    updateTime: at,
  };
  it('may change after 24 hours to the nanosecond', () => {
    const almost = { seconds: at.seconds + 86_399n, nanos: 999_999_999 };
    expect(() => validateNewRate(commission, Dec.parse('0.2'), almost)).toThrow('more than once in 24h');
    validateNewRate(commission, Dec.parse('0.2'), { seconds: at.seconds + 86_400n, nanos: 0 });
  });
  it('decides by integers as the float of hours does', () => {
    // Go's Duration.Hours: float64(whole hours) + float64(rest)/3.6e12.
    const hours = (ns: bigint): number => Number(ns / 3_600_000_000_000n) + Number(ns % 3_600_000_000_000n) / 3.6e12;
    const day = 86_400_000_000_000n;
    for (const d of [-2n, -1n, 0n, 1n, 3_600_000_000_000n, -3_600_000_000_000n]) {
      expect(hours(day + d) < 24).toBe(d < 0n);
    }
  });
});

describe('description', () => {
  const old = { moniker: 'm', identity: 'i', website: 'w', securityContact: 's', details: 'd' };
  it('keeps what is not to be modified, and nothing else', () => {
    const edit = { moniker: DO_NOT_MODIFY, identity: '', website: 'x', securityContact: DO_NOT_MODIFY, details: '' };
    expect(updateDescription(old, edit)).toEqual({ ...edit, moniker: 'm', securityContact: 's' });
  });
  it('is limited in bytes', () => {
    expect(() => updateDescription(old, { ...old, moniker: 'é'.repeat(36) })).toThrow(
      'invalid moniker length; got: 72, max: 70: invalid request',
    );
  });
});

describe('StakeAuthorization', () => {
  const list = (...n: number[]) => ({ address: n.map(operator) });
  const delegate = (n: number, amount: bigint): Msg => ({
    typeUrl: `/${MsgDelegate.typeName}`,
    message: MsgDelegate.create({ validatorAddress: operator(n), amount: coin(amount) }),
  });
  const base = { maxTokens: coin(10n), authorizationType: 1 };
  const { ctx } = new Kit();
  const allowed = { ...base, validators: { $case: 'allowList', allowList: list(1, 2, 3) } } as const;
  const denied = { ...base, validators: { $case: 'denyList', denyList: list(1, 2) } } as const;

  it('charges gas for every validator it looks at', () => {
    const before = ctx.gasMeter.gasConsumed();
    expect(acceptStake(ctx, allowed, delegate(2, 4n)).updated?.maxTokens).toEqual(coin(6n));
    expect(ctx.gasMeter.gasConsumed() - before).toBe(20n);
  });
  it('is used up by the last token', () => {
    expect(acceptStake(ctx, denied, delegate(3, 10n))).toEqual({ accept: true, delete: true });
  });
  it('refuses', () => {
    expect(() => acceptStake(ctx, allowed, delegate(4, 1n))).toThrow(`${operator(4)} validator: unauthorized`);
    expect(() => acceptStake(ctx, denied, delegate(2, 1n))).toThrow(`${operator(2)} validator: unauthorized`);
  });
  it('tells too much without a code of its own', () => {
    const tooMuch = outcome(() => acceptStake(ctx, denied, delegate(3, 11n)));
    expect(tooMuch).toMatchObject({ codespace: 'undefined', code: 1, message: 'negative coin amount: -1uakt' });
  });
  it('panics on a type that it does not know', () => {
    expect(
      outcome(() => stakeAuthorizationMsgType({ ...base, authorizationType: 9, validators: undefined })),
    ).toMatchObject({
      code: 111222,
      message: 'cannot normalize authz type with types.AuthorizationType: unknown authorization type',
    });
  });
});

describe('keeper', () => {
  it('bonds the greatest powers and moves the pools', () => {
    const kit = new Kit({ maxValidators: 2 });
    kit.create(1, 10n * MILLION);
    kit.create(2, 20n * MILLION);
    kit.create(3, 30n * MILLION);
    expect(kit.end()).toEqual([
      [3, 30n],
      [2, 20n],
    ]);
    expect([kit.pool(true), kit.pool(false)]).toEqual([50n * MILLION, 10n * MILLION]);
    expect(kit.end()).toEqual([]);

    kit.next();
    const v = kit.keeper.getValidator(kit.ctx, address(1));
    kit.keeper.delegate(kit.ctx, address(9), 15n * MILLION, BondStatus.BOND_STATUS_UNBONDED, v, true);
    expect(kit.end()).toEqual([
      [1, 25n],
      [2, 0n],
    ]);
    expect(kit.keeper.getLastTotalPower(kit.ctx)).toBe(55n);
    expect(stakingInvariants(kit.keeper, kit.bank, kit.ctx)).toEqual([]);
  });

  it('merges unbonding entries of one height, and uses up an id and a place in the queue', () => {
    const kit = new Kit({ maxEntries: 1 });
    kit.create(1, 10n * MILLION);
    kit.end();
    kit.keeper.setParams(kit.ctx, { ...kit.keeper.getParams(kit.ctx), maxEntries: 2 });
    const undelegate = (amount: bigint): void => {
      kit.msgs.undelegate(kit.ctx, {
        delegatorAddress: accAddressToBech32(address(1)),
        validatorAddress: operator(1),
        amount: coin(amount),
      });
    };
    undelegate(100n);
    undelegate(50n);
    const u = kit.keeper.getUnbondingDelegation(kit.ctx, address(1), address(1));
    expect(u.entries.map((e) => [e.unbondingId, e.balance])).toEqual([[1n, 150n]]);
    expect(kit.has(keys.unbondingIndexKey(2n))).toBe(false);
    expect(kit.keeper.incrementUnbondingId(kit.ctx)).toBe(3n);

    // The limit is checked before merging.
    kit.keeper.setParams(kit.ctx, { ...kit.keeper.getParams(kit.ctx), maxEntries: 1 });
    expect(() => undelegate(1n)).toThrow('too many unbonding delegation entries');

    // Two places in the queue, one event.
    kit.next(60n);
    kit.events();
    kit.end();
    expect(kit.events().filter((e) => e.startsWith('complete_unbonding'))).toHaveLength(1);
    // The index goes, the type stays.
    expect([kit.has(keys.unbondingIndexKey(1n)), kit.has(keys.unbondingTypeKey(1n))]).toEqual([false, true]);
  });

  it('leaves index and queue of a cancelled entry', () => {
    const kit = new Kit();
    kit.create(1, 10n * MILLION);
    kit.end();
    const who = { delegatorAddress: accAddressToBech32(address(1)), validatorAddress: operator(1) };
    kit.msgs.undelegate(kit.ctx, { ...who, amount: coin(100n) });
    kit.msgs.cancelUnbondingDelegation(kit.ctx, { ...who, amount: coin(100n), creationHeight: 1n });
    expect(kit.keeper.findUnbondingDelegation(kit.ctx, address(1), address(1))).toBeUndefined();
    expect(kit.has(keys.unbondingIndexKey(1n))).toBe(true);
    kit.next(60n);
    expect(kit.has(keys.unbondingQueueKey(kit.ctx.blockTime))).toBe(true);
    kit.events();
    kit.end();
    expect(kit.events()).toEqual([]);
    expect(kit.has(keys.unbondingQueueKey(kit.ctx.blockTime))).toBe(false);
  });

  it('completes an entry of nothing with an empty amount', () => {
    const kit = new Kit();
    kit.create(1, 100n * MILLION);
    kit.end();
    kit.next();
    // 97 tokens for 100 shares: the shares of one token, truncated, are worth a bit less than one.
    kit.keeper.slash(kit.ctx, kit.consAddr(1), 2n, 100n, Dec.parse('0.03'));
    const who = { delegatorAddress: accAddressToBech32(address(1)), validatorAddress: operator(1) };
    kit.create(2, 100n * MILLION);
    const tiny = {
      delegatorAddress: who.delegatorAddress,
      validatorSrcAddress: operator(1),
      validatorDstAddress: operator(2),
    };
    expect(outcome(() => kit.msgs.beginRedelegate(kit.ctx, { ...tiny, amount: coin(1n) }))).toMatchObject({ code: 30 });
    kit.msgs.undelegate(kit.ctx, { ...who, amount: coin(1n) });
    expect(kit.events().at(-1)).toContain(' amount=0uakt ');
    kit.next(60n);
    kit.end();
    expect(kit.events()).toEqual([
      `complete_unbonding amount= validator=${operator(1)} delegator=${who.delegatorAddress}`,
    ]);
  });

  it('panics when more is undelegated or redelegated than can be multiplied', () => {
    const kit = new Kit();
    for (const n of [1, 2]) kit.create(n, 10n * MILLION);
    kit.end();
    const delegatorAddress = accAddressToBech32(address(1));
    const amount = coin(10n ** 76n);
    const panics = { codespace: 'undefined', code: 111222, message: 'Int overflow' };
    expect(
      outcome(() => kit.msgs.undelegate(kit.ctx, { delegatorAddress, validatorAddress: operator(1), amount })),
    ).toMatchObject(panics);
    const redelegate = { delegatorAddress, validatorSrcAddress: operator(1), validatorDstAddress: operator(2), amount };
    expect(outcome(() => kit.msgs.beginRedelegate(kit.ctx, redelegate))).toMatchObject(panics);
  });

  it('lists redelegations without telling what holds them', () => {
    const kit = new Kit();
    for (const n of [1, 2]) kit.create(n, 10n * MILLION);
    kit.end();
    const delegatorAddr = accAddressToBech32(address(1));
    kit.msgs.beginRedelegate(kit.ctx, {
      delegatorAddress: delegatorAddr,
      validatorSrcAddress: operator(1),
      validatorDstAddress: operator(2),
      amount: coin(5n),
    });
    const stored = kit.keeper.findRedelegation(kit.ctx, address(1), address(1), address(2))!;
    const entries = stored.entries.map((e) => ({ ...e, unbondingOnHoldRefCount: 3n }));
    kit.keeper.setRedelegation(kit.ctx, { ...stored, entries });
    const listed = stakingQueryServer(kit.keeper).redelegations(kit.ctx, {
      delegatorAddr,
      srcValidatorAddr: operator(1),
      dstValidatorAddr: operator(2),
      pagination: undefined,
    });
    const [entry] = listed.redelegationResponses[0]!.entries;
    expect(entry!.redelegationEntry).toEqual({ ...entries[0], unbondingOnHoldRefCount: 0n });
  });

  it('pays rewards when a redelegation is slashed', () => {
    const kit = new Kit();
    const modified: string[] = [];
    const nothing = (): void => {};
    kit.keeper.setHooks({
      afterValidatorCreated: nothing,
      beforeValidatorModified: nothing,
      afterValidatorRemoved: nothing,
      afterValidatorBonded: nothing,
      afterValidatorBeginUnbonding: nothing,
      beforeDelegationCreated: nothing,
      beforeDelegationSharesModified: (_ctx, delegator, validator) =>
        modified.push(`${delegator[0]} of ${validator[0]}`),
      beforeDelegationRemoved: nothing,
      afterDelegationModified: nothing,
      beforeValidatorSlashed: () => {
        throw new GoError('only logged');
      },
      afterUnbondingInitiated: nothing,
    });
    kit.create(1, 100n * MILLION);
    kit.create(2, 100n * MILLION);
    kit.end();
    kit.next();
    kit.msgs.beginRedelegate(kit.ctx, {
      delegatorAddress: accAddressToBech32(address(1)),
      validatorSrcAddress: operator(1),
      validatorDstAddress: operator(2),
      amount: coin(10n * MILLION),
    });
    kit.next();
    modified.length = 0;
    expect(kit.keeper.slash(kit.ctx, kit.consAddr(1), 2n, 100n, Dec.parse('0.1'))).toBe(9n * MILLION);
    expect(modified).toEqual(['1 of 2']);
  });

  it('answers a cancel without an unbonding by an error without a code', () => {
    const kit = new Kit();
    kit.create(1, 100n * MILLION);
    const who = { delegatorAddress: accAddressToBech32(address(1)), validatorAddress: operator(1) };
    const e = outcome(() =>
      kit.msgs.cancelUnbondingDelegation(kit.ctx, { ...who, amount: coin(1n), creationHeight: 1n }),
    );
    expect(e).toMatchObject({ codespace: 'undefined', code: 1 });
  });

  it('leaves validators alone when the minimum commission rises', () => {
    const kit = new Kit();
    kit.create(1, 100n * MILLION);
    const params = { ...kit.keeper.getParams(kit.ctx), minCommissionRate: Dec.parse('0.2') };
    kit.msgs.updateParams(kit.ctx, { authority: 'gov', params });
    expect(kit.keeper.getValidator(kit.ctx, address(1)).getCommission().toString()).toBe('0.100000000000000000');
    expect(() => kit.create(2, 100n * MILLION)).toThrow('less than minimum rate of 0.200000000000000000');
  });

  it('keeps the unbonding ids of a validator after its unbonding', () => {
    const kit = new Kit({ maxValidators: 1 });
    kit.create(1, 10n * MILLION);
    kit.end();
    kit.create(2, 20n * MILLION);
    kit.end();
    expect(kit.keeper.getValidator(kit.ctx, address(1)).status).toBe(BondStatus.BOND_STATUS_UNBONDING);
    kit.next(60n);
    kit.end();
    const v = kit.keeper.getValidator(kit.ctx, address(1));
    expect([v.status, v.unbondingIds]).toEqual([BondStatus.BOND_STATUS_UNBONDED, [1n]]);
    expect(kit.has(keys.unbondingIndexKey(1n))).toBe(false);
  });

  it('slashes unbonding entries and redelegations of the infraction first', () => {
    const kit = new Kit();
    kit.create(1, 100n * MILLION);
    kit.create(2, 100n * MILLION);
    kit.end();
    kit.next();
    const delegatorAddress = accAddressToBech32(address(9));
    const v = kit.keeper.getValidator(kit.ctx, address(1));
    kit.keeper.delegate(kit.ctx, address(9), 40n * MILLION, BondStatus.BOND_STATUS_UNBONDED, v, true);
    kit.end();
    kit.next();
    kit.msgs.undelegate(kit.ctx, { delegatorAddress, validatorAddress: operator(1), amount: coin(10n * MILLION) });
    kit.msgs.beginRedelegate(kit.ctx, {
      delegatorAddress,
      validatorSrcAddress: operator(1),
      validatorDstAddress: operator(2),
      amount: coin(10n * MILLION),
    });
    kit.end();
    kit.next();
    // 10 % of 140: 1 of the entry, 1 of the redelegation, 12 of the validator.
    const burned = kit.keeper.slash(kit.ctx, kit.consAddr(1), 3n, 140n, Dec.parse('0.1'));
    expect(burned).toBe(12n * MILLION);
    expect(kit.keeper.getUnbondingDelegation(kit.ctx, address(9), address(1)).entries[0]!.balance).toBe(9n * MILLION);
    expect(kit.keeper.getDelegation(kit.ctx, address(9), address(2)).shares.truncateInt()).toBe(9n * MILLION);
    expect(kit.keeper.getValidator(kit.ctx, address(1)).tokens).toBe(108n * MILLION);
    expect(stakingInvariants(kit.keeper, kit.bank, kit.ctx)).toEqual([]);
  });

  it('jails an operator below its minimum and removes an emptied validator', () => {
    const kit = new Kit();
    kit.create(1, 5n * MILLION);
    kit.create(2, 6n * MILLION);
    kit.end();
    kit.next();
    const who = { delegatorAddress: accAddressToBech32(address(1)), validatorAddress: operator(1) };
    kit.msgs.undelegate(kit.ctx, { ...who, amount: coin(5n * MILLION) });
    expect(kit.keeper.getValidator(kit.ctx, address(1)).jailed).toBe(true);
    expect(kit.end()).toEqual([[1, 0n]]);
    kit.next(60n);
    kit.end();
    expect(kit.keeper.findValidator(kit.ctx, address(1))).toBeUndefined();
    expect(stakingInvariants(kit.keeper, kit.bank, kit.ctx)).toEqual([]);
  });

  it('stores the headers and validators of the last blocks', () => {
    const kit = new Kit({ historicalEntries: 2 });
    kit.create(1, 5n * MILLION);
    kit.create(2, 6n * MILLION);
    kit.end();
    for (let i = 0; i < 3; i++) {
      kit.next();
      kit.keeper.trackHistoricalInfo(kit.ctx);
    }
    const info = kit.keeper.getHistoricalInfo(kit.ctx, 4n);
    expect([info.header.chainId, info.header.height]).toEqual(['test', 4n]);
    expect(info.valset.map((v) => v.operatorAddress)).toEqual([operator(2), operator(1)]);
    expect(kit.keeper.findHistoricalInfo(kit.ctx, 2n)).toBeUndefined();
    expect(kit.keeper.findHistoricalInfo(kit.ctx, 3n)).toBeDefined();
  });

  it('does not make unbonding ids of a genesis', () => {
    const kit = new Kit();
    kit.create(1, 10n * MILLION);
    kit.end();
    const who = { delegatorAddress: accAddressToBech32(address(1)), validatorAddress: operator(1) };
    kit.msgs.undelegate(kit.ctx, { ...who, amount: coin(100n) });
    const state = exportGenesis(kit.keeper, kit.ctx);
    expect([state.exported, state.lastTotalPower]).toEqual([true, 10n]);

    const other = new Kit();
    for (const [k, v] of kit.bank.balances) other.bank.balances.set(k, v);
    const accountKeeper = {
      getModuleAddress: () => undefined,
      getModuleAccount: () => null!,
      setModuleAccount: () => {},
    };
    const updates = initGenesis(other.keeper, { accountKeeper, bankKeeper: other.bank }, other.ctx, state);
    expect(updates.map((u) => u.power)).toEqual([10n]);
    const u = other.keeper.getUnbondingDelegation(other.ctx, address(1), address(1));
    expect(u.entries[0]!.unbondingId).toBe(1n);
    expect(other.has(keys.unbondingIndexKey(1n))).toBe(false);
    expect(other.keeper.incrementUnbondingId(other.ctx)).toBe(1n);
    expect(SECOND * 60n).toBe(other.keeper.unbondingTime(other.ctx));
  });

  it('panics on an empty commission rate, which Go keeps as a pointer to nil', () => {
    const kit = new Kit();
    kit.create(1, 5n * MILLION);
    const description = { moniker: 'm', identity: '', website: '', securityContact: '', details: '' };
    const bytes = MsgEditValidator.encode(MsgEditValidator.create({ description, validatorAddress: operator(1) }));
    const edit = (...more: number[]): unknown => {
      const msg = MsgEditValidator.decode(Uint8Array.of(...bytes, ...more));
      return outcome(() => kit.msgs.editValidator(kit.ctx, msg));
    };
    expect(edit(26, 0)).toBeInstanceOf(GoPanic);
    // The last one counts.
    expect(edit(26, 0, 26, 1, 0x30)).toMatchObject({ message: expect.stringContaining('more than once in 24h') });
    expect(edit()).toEqual({});
  });

  it('fails a redelegation whose source is removed by it', () => {
    const kit = new Kit({ maxValidators: 1 });
    kit.create(1, 5n * MILLION);
    kit.create(2, 6n * MILLION);
    kit.end();
    kit.next();
    const redelegate = (): unknown =>
      kit.msgs.beginRedelegate(kit.ctx, {
        delegatorAddress: accAddressToBech32(address(1)),
        validatorSrcAddress: operator(1),
        validatorDstAddress: operator(2),
        amount: coin(5n * MILLION),
      });
    expect(redelegate).toThrow('validator does not exist');
  });
});
