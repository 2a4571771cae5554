import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GoError, GoPanic, SdkError } from '../../src/core/errors.ts';
import { accAddressToBech32, valAddressToBech32 } from '../../src/crypto/address.ts';
import { Dec } from '../../src/math/dec.ts';
import * as DecCoins from '../../src/math/dec-coin.ts';
import { beginBlocker } from '../../src/x/distribution/abci.ts';
import { exportGenesis, initGenesis, validateGenesis } from '../../src/x/distribution/genesis.ts';
import { canWithdraw, distributionInvariants, moduleAccount } from '../../src/x/distribution/invariants.ts';
import * as keys from '../../src/x/distribution/keys.ts';
import { distributionMsgServer } from '../../src/x/distribution/msg-server.ts';
import { defaultParams } from '../../src/x/distribution/params.ts';
import { distributionQueryServer } from '../../src/x/distribution/query-server.ts';
import { Chain, consAddr, person } from './distribution-chain.ts';

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
const dec = (s: string): Dec => Dec.mustParse(s);
const operator = (name: string): string => valAddressToBech32(person(name));
const text = (name: string): string => accAddressToBech32(person(name));
const uakt = (amount: bigint) => [{ denom: 'uakt', amount }];

function failure(call: () => unknown): string {
  try {
    call();
  } catch (e) {
    if (e instanceof SdkError) return `${e.codespace}/${e.code} ${e.message}`;
    if (e instanceof GoError) return `undefined/1 ${e.message}`;
    if (e instanceof GoPanic) return `panic ${e.message}`;
    throw e;
  }
  return 'ok';
}

/** Two validators, and a delegator of the first; nothing is minted. */
function smallChain(): Chain {
  const chain = new Chain();
  const params = chain.mint.getParams(chain.ctx());
  chain.mint.setParams(chain.ctx(), { ...params, inflationMax: Dec.zero, inflationMin: Dec.zero });
  chain.createValidator('v', 100_000_000n);
  chain.createValidator('w', 300_000_000n);
  chain.fund(person('d'), 200_000_000n);
  chain.delegate(person('d'), 'v', 100_000_000n);
  chain.next();
  return chain;
}

describe('keys', () => {
  const v = Uint8Array.from(Buffer.from('38a411a52599b3036ae71492929a7f18a6e39595', 'hex'));
  const d = Uint8Array.from(Buffer.from('2047c9d1c0acfe62b8cca79401d97c0535108e3e', 'hex'));
  it('are laid out as the reference does', () => {
    expect(hex(keys.outstandingRewardsKey(v))).toBe(`0214${hex(v)}`);
    expect(hex(keys.withdrawAddrKey(d))).toBe(`0314${hex(d)}`);
    expect(hex(keys.startingInfoKey(v, d))).toBe(`0414${hex(v)}14${hex(d)}`);
    expect(hex(keys.historicalRewardsKey(v, 258n))).toBe(`0514${hex(v)}0201000000000000`);
    expect(hex(keys.currentRewardsKey(v))).toBe(`0614${hex(v)}`);
    expect(hex(keys.commissionKey(v))).toBe(`0714${hex(v)}`);
    expect(hex(keys.slashEventKey(v, 258n, 3n))).toBe(`0814${hex(v)}00000000000001020000000000000003`);
  });
  it('are read back', () => {
    expect(keys.parseStartingInfoKey(keys.startingInfoKey(v, d))).toEqual({ validator: v, delegator: d });
    expect(keys.parseHistoricalRewardsKey(keys.historicalRewardsKey(v, 258n))).toEqual({ validator: v, period: 258n });
    expect(keys.parseSlashEventKey(keys.slashEventKey(v, 258n, 3n))).toEqual({ validator: v, height: 258n });
  });
});

describe('allocation', () => {
  it('takes the tax, then shares by power', () => {
    const chain = smallChain();
    chain.collectFees(1_000_000n);
    const ctx = chain.next();
    // 98 % of a million; v has 200 of 500 of the power, and a tenth of its part is commission.
    expect(chain.distribution.getFeePool(ctx).communityPool).toEqual([{ denom: 'uakt', amount: dec('20000') }]);
    const rewards = (name: string) => chain.distribution.getValidatorCurrentRewards(ctx, person(name)).rewards;
    const commission = (name: string) =>
      chain.distribution.getValidatorAccumulatedCommission(ctx, person(name)).commission;
    expect(DecCoins.format(commission('v'))).toBe('39200.000000000000000000uakt');
    expect(DecCoins.format(rewards('v'))).toBe('352800.000000000000000000uakt');
    expect(DecCoins.format(rewards('w'))).toBe('529200.000000000000000000uakt');
    const told = ctx.eventManager.events().filter((e) => e.type === 'commission' || e.type === 'rewards');
    expect(told.map((e) => `${e.type} ${e.attributes.map((a) => a.value).join(' ')}`)).toEqual([
      `commission 39200.000000000000000000uakt ${operator('v')}`,
      `rewards 392000.000000000000000000uakt ${operator('v')}`,
      `commission 58800.000000000000000000uakt ${operator('w')}`,
      `rewards 588000.000000000000000000uakt ${operator('w')}`,
    ]);
    expect(distributionInvariants(chain.distribution, ctx)).toEqual([]);
  });

  it('gives everything to the pool when nobody had power', () => {
    const chain = new Chain();
    chain.collectFees(500n);
    const ctx = chain.next();
    // What was minted is among it.
    expect(DecCoins.amountOf(chain.distribution.getFeePool(ctx).communityPool, 'uakt').gte(dec('500'))).toBe(true);
    expect(moduleAccount(chain.distribution, ctx)).toEqual([]);
  });

  it('fails the block for a validator that is gone but still in the last commit', () => {
    const chain = smallChain();
    chain.validators.push('gone');
    const ctx = chain.ctx();
    const votes = [{ validator: { address: consAddr('gone'), power: 1n }, blockIdFlag: 2 }];
    const begin = ctx.with({ cometInfo: { ...ctx.cometInfo, lastCommit: { round: 0, votes } } });
    expect(failure(() => beginBlocker(chain.distribution, begin))).toBe('staking/3 validator does not exist');
  });
});

describe('withdrawing', () => {
  it('pays the rewards of a delegation to its withdraw address', () => {
    const chain = smallChain();
    const server = distributionMsgServer(chain.distribution);
    server.setWithdrawAddress(chain.ctx(), { delegatorAddress: text('d'), withdrawAddress: text('e') });
    chain.collectFees(1_000_001n);
    const ctx = chain.next();
    const msg = { delegatorAddress: text('d'), validatorAddress: operator('v') };
    // Half of the 352,800.3528 that v's delegators share, truncated.
    expect(server.withdrawDelegatorReward(ctx, msg)).toEqual({ amount: uakt(176_400n) });
    expect(chain.balance(person('e'))).toBe(176_400n);
    expect(ctx.eventManager.events().at(-1)).toEqual({
      type: 'withdraw_rewards',
      attributes: [
        { key: 'amount', value: '176400uakt' },
        { key: 'validator', value: operator('v') },
        { key: 'delegator', value: text('d') },
      ],
    });
    expect(distributionInvariants(chain.distribution, ctx)).toEqual([]);
  });

  it('tells nothing as a zero coin', () => {
    const chain = smallChain();
    const ctx = chain.ctx();
    const server = distributionMsgServer(chain.distribution);
    const answer = server.withdrawDelegatorReward(ctx, {
      delegatorAddress: text('d'),
      validatorAddress: operator('v'),
    });
    expect(answer).toEqual({ amount: uakt(0n) });
    expect(ctx.eventManager.events().at(-1)?.attributes[0]).toEqual({ key: 'amount', value: '0uakt' });
    expect(ctx.eventManager.events().some((e) => e.type === 'transfer')).toBe(false);
  });

  it('withdraws a commission of dust with success and as nothing', () => {
    const chain = smallChain();
    const server = distributionMsgServer(chain.distribution);
    const withdraw = () => server.withdrawValidatorCommission(chain.ctx(), { validatorAddress: operator('v') });
    expect(failure(withdraw)).toBe('distribution/7 no validator commission to withdraw');
    chain.collectFees(10n);
    chain.next();
    const ctx = chain.ctx();
    expect(server.withdrawValidatorCommission(ctx, { validatorAddress: operator('v') })).toEqual({ amount: [] });
    expect(ctx.eventManager.events()).toEqual([
      { type: 'withdraw_commission', attributes: [{ key: 'amount', value: '' }] },
    ]);
    expect(withdraw()).toEqual({ amount: [] });
    expect(distributionInvariants(chain.distribution, ctx)).toEqual([]);
  });

  it("is refused with staking's errors", () => {
    const chain = smallChain();
    const server = distributionMsgServer(chain.distribution);
    const withdraw = (delegatorAddress: string, validatorAddress: string): string =>
      failure(() => server.withdrawDelegatorReward(chain.ctx(), { delegatorAddress, validatorAddress }));
    expect(withdraw(text('d'), operator('x'))).toBe('staking/3 validator does not exist');
    expect(withdraw(text('d'), operator('w'))).toBe('staking/19 no delegation for (address, validator) tuple');
    expect(withdraw('x', 'y')).toBe(
      'sdk/7 invalid validator address: decoding bech32 failed: invalid bech32 string length 1: invalid address',
    );
  });

  it('gives a removed validator its commission and the rest to the community', () => {
    const chain = smallChain();
    chain.collectFees(1_000_003n);
    chain.next();
    const before = chain.balance(person('v'));
    chain.undelegate(person('v'), 'v', 100_000_000n);
    chain.undelegate(person('d'), 'v', 100_000_000n);
    for (const days of [1n, 30n]) chain.next({ seconds: days * 86_400n });
    chain.next();
    expect(chain.staking.findValidator(chain.ctx(), person('v'))).toBeUndefined();
    // Commission and its part of the rewards, and the stake.
    expect(chain.balance(person('v')) - before).toBe(39_200n + 176_400n + 100_000_000n);
    const genesis = exportGenesis(chain.distribution, chain.ctx());
    const left = [
      ...genesis.validatorHistoricalRewards,
      ...genesis.validatorCurrentRewards,
      ...genesis.validatorAccumulatedCommissions,
      ...genesis.outstandingRewards,
      ...genesis.delegatorStartingInfos,
    ];
    expect(new Set(left.map((r) => r.validatorAddress))).toEqual(new Set([operator('w')]));
    expect(distributionInvariants(chain.distribution, chain.ctx())).toEqual([]);
  });
});

describe('withdraw address', () => {
  it('may not be blocked, and can be disabled', () => {
    const chain = smallChain();
    const server = distributionMsgServer(chain.distribution);
    const set = (withdrawAddress: string): string =>
      failure(() => server.setWithdrawAddress(chain.ctx(), { delegatorAddress: text('d'), withdrawAddress }));
    expect(set(chain.authority)).toBe(
      `sdk/4 ${chain.authority} is not allowed to receive external funds: unauthorized`,
    );
    chain.distribution.setParams(chain.ctx(), { ...defaultParams(), withdrawAddrEnabled: false });
    expect(set(text('e'))).toBe('distribution/8 set withdraw address disabled');
  });
});

describe('community pool', () => {
  it('is funded by anyone and spent by the authority', () => {
    const chain = smallChain();
    const server = distributionMsgServer(chain.distribution);
    const { authority } = chain;
    server.fundCommunityPool(chain.ctx(), { depositor: text('d'), amount: uakt(700n) });
    const spend = (change: object = {}): string =>
      failure(() =>
        server.communityPoolSpend(chain.ctx(), { authority, recipient: text('e'), amount: uakt(500n), ...change }),
      );
    expect(spend({ authority: text('d') })).toBe(
      `gov/13 invalid authority; expected ${authority}, got ${text('d')}: expected gov account as only signer for proposal message`,
    );
    expect(spend({ authority: 'x' })).toMatch(/^sdk\/7 invalid authority address: /);
    expect(spend({ amount: [] })).toBe('sdk/10 amount cannot be nil: invalid coins');
    expect(spend({ amount: uakt(0n) })).toBe('sdk/10 0uakt: invalid coins');
    expect(spend({ recipient: authority })).toBe(
      `sdk/4 ${authority} is not allowed to receive external funds: unauthorized`,
    );
    expect(spend({ amount: uakt(701n) })).toBe(
      'distribution/9 community pool does not have sufficient coins to distribute',
    );
    expect(spend()).toBe('ok');
    expect(chain.balance(person('e'))).toBe(500n);
    expect(distributionInvariants(chain.distribution, chain.ctx())).toEqual([]);
  });
});

describe('parameters', () => {
  it('do not take the deprecated rewards', () => {
    const chain = smallChain();
    const { authority } = chain;
    const update = (change: object): string =>
      failure(() =>
        distributionMsgServer(chain.distribution).updateParams(chain.ctx(), {
          authority,
          params: { ...defaultParams(), ...change },
        }),
      );
    expect(update({ baseProposerReward: Dec.one })).toBe(
      'sdk/18 cannot update base or bonus proposer reward because these are deprecated fields: invalid request',
    );
    expect(update({ $nil: ['communityTax'] })).toBe('undefined/1 community tax must be not nil');
    expect(update({ communityTax: dec('-0.5') })).toBe(
      'undefined/1 community tax must be positive: -0.500000000000000000',
    );
    expect(update({ communityTax: dec('1.5') })).toBe('undefined/1 community tax too large: 1.500000000000000000');
    expect(update({ communityTax: Dec.one })).toBe('ok');
    expect(chain.distribution.getCommunityTax(chain.ctx())).toEqual(Dec.one);
  });
});

describe("a deposit to a validator's rewards", () => {
  it('is shared like a reward', () => {
    const chain = smallChain();
    const server = distributionMsgServer(chain.distribution);
    server.depositValidatorRewardsPool(chain.ctx(), {
      depositor: text('d'),
      validatorAddress: operator('v'),
      amount: uakt(1000n),
    });
    chain.next();
    const answer = server.withdrawDelegatorReward(chain.ctx(), {
      delegatorAddress: text('d'),
      validatorAddress: operator('v'),
    });
    expect(answer).toEqual({ amount: uakt(450n) });
    expect(distributionInvariants(chain.distribution, chain.ctx())).toEqual([]);
  });

  it('tells bad addresses without a code of this module, after the coins have moved', () => {
    const chain = smallChain();
    const server = distributionMsgServer(chain.distribution);
    const ctx = chain.ctx();
    const deposit = (depositor: string, validatorAddress: string): string =>
      failure(() => server.depositValidatorRewardsPool(ctx, { depositor, validatorAddress, amount: uakt(5n) }));
    expect(deposit('x', operator('v'))).toBe('undefined/1 decoding bech32 failed: invalid bech32 string length 1');
    expect(ctx.eventManager.events()).toEqual([]);
    expect(deposit(text('d'), 'x')).toBe('undefined/1 decoding bech32 failed: invalid bech32 string length 1');
    expect(ctx.eventManager.events().filter((e) => e.type === 'transfer')).toHaveLength(1);
    expect(deposit(text('d'), operator('x'))).toBe('staking/3 validator does not exist');
  });

  it('may not overflow the sums', () => {
    const chain = smallChain();
    const huge = (1n << 255n) - 1n;
    const d = chain.distribution;
    const { period } = d.getValidatorCurrentRewards(chain.ctx(), person('v'));
    d.setValidatorHistoricalRewards(chain.ctx(), person('v'), period - 1n, {
      cumulativeRewardRatio: [{ denom: 'uakt', amount: Dec.fromInt((1n << 256n) - 2n) }],
      referenceCount: 2,
    });
    chain.fund(person('e'), huge);
    const server = distributionMsgServer(d);
    const msg = { depositor: text('e'), validatorAddress: operator('v'), amount: uakt(huge) };
    expect(failure(() => server.depositValidatorRewardsPool(chain.ctx(), msg))).toBe(
      'undefined/1 unable to deposit coins: deposit is too large: Int overflow',
    );
  });
});

describe('queries', () => {
  it('compare the heights asked for with periods', () => {
    const chain = smallChain();
    chain.height = 1000n;
    chain.staking.slash(chain.ctx(), consAddr('v'), 1000n, 200n, dec('0.1'));
    const { validatorPeriod } = exportGenesis(chain.distribution, chain.ctx()).validatorSlashEvents[0]!
      .validatorSlashEvent;
    expect(validatorPeriod).toBeLessThan(1000n);
    const slashes = (startingHeight: bigint, endingHeight: bigint): number =>
      distributionQueryServer(chain.distribution).validatorSlashes(chain.ctx(), {
        validatorAddress: operator('v'),
        startingHeight,
        endingHeight,
        pagination: undefined,
      }).slashes.length;
    expect([slashes(1000n, 1000n), slashes(validatorPeriod, validatorPeriod)]).toEqual([0, 1]);
  });

  it('compute what could be withdrawn', () => {
    const chain = smallChain();
    chain.collectFees(1_000_000n);
    const ctx = chain.next();
    const server = distributionQueryServer(chain.distribution);
    const query = <T>(ask: (ctx: ReturnType<Chain['ctx']>) => T): T => ask(ctx.cacheContext().ctx);
    const reward = [{ denom: 'uakt', amount: dec('176400') }];
    expect(query((c) => server.delegationTotalRewards(c, { delegatorAddress: text('d') }))).toEqual({
      rewards: [{ validatorAddress: operator('v'), reward }],
      total: reward,
    });
    expect(query((c) => server.validatorDistributionInfo(c, { validatorAddress: operator('v') }))).toEqual({
      operatorAddress: text('v'),
      selfBondRewards: reward,
      commission: [{ denom: 'uakt', amount: dec('39200') }],
    });
    expect(query((c) => server.delegatorValidators(c, { delegatorAddress: text('d') }))).toEqual({
      validators: [operator('v')],
    });
    expect(failure(() => server.delegatorValidators(ctx, { delegatorAddress: '' }))).toBe(
      'undefined/1 rpc error: code = InvalidArgument desc = empty delegator address',
    );
  });
});

describe('genesis', () => {
  it('is imported as it was exported, when the account holds it', () => {
    const chain = smallChain();
    chain.collectFees(1_000_003n);
    chain.next();
    distributionMsgServer(chain.distribution).setWithdrawAddress(chain.ctx(), {
      delegatorAddress: text('d'),
      withdrawAddress: text('e'),
    });
    chain.staking.slash(chain.ctx(), consAddr('v'), chain.height, 200n, dec('0.1'));
    const exported = exportGenesis(chain.distribution, chain.ctx());
    validateGenesis(exported);

    const other = new Chain();
    expect(() => initGenesis(other.distribution, other.ctx(), exported)).toThrow(
      'distribution module balance does not match the module holdings:  <-> 1000003uakt',
    );
    const account = other.distribution.getDistributionAccount(other.ctx());
    other.fund(account.getAddress(), 1_000_003n);
    initGenesis(other.distribution, other.ctx(), exported);
    expect(exportGenesis(other.distribution, other.ctx())).toEqual(exported);
  });
});

describe('programs of delegations, fees, slashes and withdrawals', () => {
  const name = fc.constantFrom('v', 'w');
  const who = fc.constantFrom('d', 'e', 'f');
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ op: fc.constant('delegate' as const), who, name, amount: fc.bigInt(1n, 50_000_000n) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ op: fc.constant('undelegate' as const), who, name, amount: fc.bigInt(1n, 60_000_000n) }),
    },
    { weight: 3, arbitrary: fc.record({ op: fc.constant('withdraw' as const), who, name }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('commission' as const), name }) },
    { weight: 3, arbitrary: fc.record({ op: fc.constant('fees' as const), amount: fc.bigInt(1n, 10_000_000n) }) },
    { weight: 2, arbitrary: fc.record({ op: fc.constant('slash' as const), name, percent: fc.bigInt(1n, 99n) }) },
    { weight: 4, arbitrary: fc.record({ op: fc.constant('block' as const) }) },
  );

  it('break no invariant', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 30 }), (program) => {
        const chain = smallChain();
        const server = distributionMsgServer(chain.distribution);
        for (const w of ['d', 'e', 'f']) chain.fund(person(w), 1_000_000_000n);
        // What a transaction does when it fails is undone.
        const attempt = (act: () => void): void => {
          chain.transaction(() => failure(act) === 'ok');
        };
        for (const s of program) {
          if (s.op === 'delegate') attempt(() => chain.delegate(person(s.who), s.name, s.amount));
          else if (s.op === 'undelegate') attempt(() => chain.undelegate(person(s.who), s.name, s.amount));
          else if (s.op === 'withdraw') {
            const msg = { delegatorAddress: text(s.who), validatorAddress: operator(s.name) };
            attempt(() => server.withdrawDelegatorReward(chain.ctx(), msg));
          } else if (s.op === 'commission') {
            attempt(() => server.withdrawValidatorCommission(chain.ctx(), { validatorAddress: operator(s.name) }));
          } else if (s.op === 'fees') chain.collectFees(s.amount);
          else if (s.op === 'slash') {
            const power = chain.staking.getValidator(chain.ctx(), person(s.name)).tokens / 1_000_000n;
            chain.staking.slash(chain.ctx(), consAddr(s.name), chain.height, power, Dec.withPrec(s.percent, 2));
          } else chain.next();
          expect(distributionInvariants(chain.distribution, chain.ctx())).toEqual([]);
        }
      }),
      { numRuns: 60, seed: 20_260_101 },
    );
  });

  it('would be seen breaking one', () => {
    const chain = smallChain();
    chain.collectFees(1_000_000n);
    const ctx = chain.next();
    chain.distribution.setValidatorOutstandingRewards(ctx, person('v'), { rewards: [] });
    expect(canWithdraw(chain.distribution, ctx)).not.toEqual([]);
    expect(moduleAccount(chain.distribution, ctx)).not.toEqual([]);
  });
});
