import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GoErrorBase } from '../../src/core/errors.ts';
import { GasMeter } from '../../src/core/gas.ts';
import type { Time } from '../../src/core/time.ts';
import { accAddressToBech32, moduleAddress } from '../../src/crypto/address.ts';
import { MsgSend } from '../../src/wire/gen/cosmos/bank/v1beta1/tx.ts';
import {
  AllowedMsgAllowance,
  BasicAllowance,
  PeriodicAllowance,
} from '../../src/wire/gen/cosmos/feegrant/v1beta1/feegrant.ts';
import {
  QueryAllowancesByGranterRequest,
  QueryAllowancesRequest,
} from '../../src/wire/gen/cosmos/feegrant/v1beta1/query.ts';
import {
  MsgGrantAllowance,
  MsgPruneAllowances,
  MsgRevokeAllowance,
} from '../../src/wire/gen/cosmos/feegrant/v1beta1/tx.ts';
import type { Any } from '../../src/wire/gen/google/protobuf/any.ts';
import { packAny } from '../../src/wire/registry.ts';
import { exportGenesis, initGenesis } from '../../src/x/feegrant/genesis.ts';
import { feegrantQueryServer } from '../../src/x/feegrant/query-server.ts';
import { AppKit, address, bech32, refusal, START, uakt } from './app-kit.ts';

const SEND = `/${MsgSend.typeName}`;
const SECOND = 1_000_000_000n;
const MODULE = accAddressToBech32(moduleAddress('transfer'));
const A = 1;
const B = 2;

const after = (seconds: bigint): Time => ({ ...START, seconds: START.seconds + seconds });
const basic = (limit?: bigint, expiration?: Time): BasicAllowance => ({
  spendLimit: limit === undefined ? [] : uakt(limit),
  expiration,
});
const basicAny = (limit?: bigint, expiration?: Time): Any => packAny(BasicAllowance, basic(limit, expiration));
/** So much in ten seconds. */
const periodic = (perPeriod: bigint, total?: bigint, expiration?: Time): Any =>
  packAny(PeriodicAllowance, {
    basic: basic(total, expiration),
    period: 10n * SECOND,
    periodSpendLimit: uakt(perPeriod),
    periodCanSpend: uakt(perPeriod),
    periodReset: after(10n),
  });
const allowed = (allowance: Any | undefined, ...allowedMessages: string[]): Any =>
  packAny(AllowedMsgAllowance, { allowance, allowedMessages });

function grant(kit: AppKit, allowance: Any | undefined, from = A, to = B): unknown {
  return kit.send(MsgGrantAllowance, { granter: bech32(from), grantee: bech32(to), allowance });
}
const revoke = (kit: AppKit, from = A, to = B): unknown =>
  kit.send(MsgRevokeAllowance, { granter: bech32(from), grantee: bech32(to) });
function use(kit: AppKit, amount: bigint, types: readonly string[] = [SEND]): void {
  const msgs = types.map((typeUrl) => ({ typeUrl }));
  kit.keepers.feegrant.useGrantedFees(kit.ctx(), address(A), address(B), uakt(amount), msgs);
}
const has = (kit: AppKit, from = A, to = B): boolean =>
  kit.keepers.feegrant.findAllowance(kit.ctx(), address(from), address(to)) !== undefined;
const queue = (kit: AppKit): number => kit.pairs('feegrant', '01').length;

describe('a basic allowance', () => {
  it('is used up to its limit, and goes', () => {
    const kit = new AppKit();
    grant(kit, basicAny(10n));
    use(kit, 4n);
    expect(refusal(() => use(kit, 7n))).toBe('feegrant/2: basic allowance: fee limit exceeded');
    use(kit, 6n);
    expect(has(kit)).toBe(false);
    expect(refusal(() => use(kit, 1n))).toBe('sdk/38: fee-grant not found: not found');
  });

  it('without a limit lasts until its time', () => {
    const kit = new AppKit();
    grant(kit, basicAny(undefined, after(10n)));
    kit.pass(10n);
    use(kit, 1_000_000n);
    kit.pass(1n);
    expect(refusal(() => use(kit, 1n))).toBe('feegrant/3: basic allowance: fee allowance expired');
    expect(has(kit)).toBe(false);
  });

  it('makes an account for its grantee', () => {
    const kit = new AppKit();
    grant(kit, basicAny());
    expect(kit.keepers.accounts.getAccount(kit.ctx(), address(B))).toBeDefined();
  });
});

describe('a periodic allowance', () => {
  it('is spent period by period', () => {
    const kit = new AppKit();
    grant(kit, periodic(10n, 25n));
    use(kit, 10n);
    expect(refusal(() => use(kit, 1n))).toBe('feegrant/2: period limit: fee limit exceeded');
    kit.pass(10n);
    use(kit, 10n);
    kit.pass(10n);
    // What is left of the total is less than a period's share.
    expect(refusal(() => use(kit, 6n))).toBe('feegrant/2: period limit: fee limit exceeded');
    use(kit, 5n);
    expect(has(kit)).toBe(false);
  });

  it('begins its periods anew after a pause', () => {
    const kit = new AppKit();
    grant(kit, periodic(10n));
    const reset = (): Time =>
      (kit.keepers.feegrant.getAllowance(kit.ctx(), address(A), address(B)).message as PeriodicAllowance).periodReset;
    kit.pass(15n);
    use(kit, 1n);
    expect(reset()).toEqual(after(20n));
    kit.pass(30n);
    use(kit, 1n);
    expect(reset()).toEqual(after(55n));
  });

  it('never lets a period spend more than its share, nor all periods more than the total', () => {
    const step = fc.record({ wait: fc.bigInt(0n, 25n), fee: fc.bigInt(1n, 8n) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.option(fc.bigInt(1n, 60n)), (steps, total) => {
        const kit = new AppKit();
        grant(kit, periodic(10n, total ?? undefined));
        const spent: { at: bigint; fee: bigint }[] = [];
        for (const { wait, fee } of steps) {
          kit.pass(wait);
          try {
            use(kit, fee);
          } catch (e) {
            if (!(e instanceof GoErrorBase)) throw e;
            continue;
          }
          spent.push({ at: kit.time.seconds, fee });
        }
        const sum = (list: typeof spent): bigint => list.reduce((n, { fee }) => n + fee, 0n);
        // A window as long as a period touches two periods at most.
        for (const { at } of spent) {
          expect(sum(spent.filter((s) => s.at >= at && s.at < at + 10n))).toBeLessThanOrEqual(20n);
        }
        if (total !== null) expect(sum(spent)).toBeLessThanOrEqual(total);
        if (total !== null && sum(spent) === total) expect(has(kit)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an allowance for some messages', () => {
  it('is for those alone, and charges for looking', () => {
    const kit = new AppKit();
    grant(kit, allowed(basicAny(10n), '/a', SEND));
    const meter = GasMeter.infinite();
    const { feegrant } = kit.keepers;
    const ctx = kit.ctx();
    const cost = (types: string[]): bigint => {
      const before = meter.gasConsumed();
      const msgs = types.map((typeUrl) => ({ typeUrl }));
      try {
        feegrant.useGrantedFees(ctx.with({ gasMeter: meter }).cacheContext().ctx, address(A), address(B), [], msgs);
      } catch (e) {
        if (!(e instanceof GoErrorBase)) throw e;
      }
      return meter.gasConsumed() - before;
    };
    // The first message that is not allowed ends it: the second is not charged for.
    expect(cost(['/b', SEND])).toBe(cost(['/b']));
    expect(cost([SEND, SEND]) - cost([SEND])).toBe(10n);
    expect(refusal(() => use(kit, 1n, [SEND, '/b']))).toBe(
      'feegrant/7: message does not exist in allowed messages: message not allowed',
    );
    use(kit, 4n);
    expect(refusal(() => use(kit, 7n))).toBe('feegrant/2: basic allowance: fee limit exceeded');
    use(kit, 6n, []);
    expect(has(kit)).toBe(false);
  });
});

describe('the queue of expirations', () => {
  it('keeps the entry of a revoked allowance, which takes a later one with it', () => {
    const kit = new AppKit();
    grant(kit, basicAny(10n, after(10n)));
    revoke(kit);
    expect(queue(kit)).toBe(1);
    grant(kit, basicAny(10n));
    kit.pass(11n);
    kit.endBlock('feegrant');
    expect(queue(kit)).toBe(0);
    expect(has(kit)).toBe(false);
  });

  it('loses the entry of the opposite allowance instead, which then outlives its time', () => {
    const kit = new AppKit();
    grant(kit, basicAny(10n, after(10n)));
    grant(kit, basicAny(10n, after(10n)), B, A);
    revoke(kit);
    kit.pass(11n);
    kit.endBlock('feegrant');
    expect(has(kit, B, A)).toBe(true);
  });

  it('is worked off in portions', () => {
    const kit = new AppKit();
    for (let n = 10; n < 10 + 210; n++) grant(kit, basicAny(10n, after(10n)), A, n);
    kit.pass(11n);
    kit.send(MsgPruneAllowances, { pruner: bech32(B) });
    expect(queue(kit)).toBe(210 - 75);
    kit.endBlock('feegrant');
    expect(queue(kit)).toBe(0);
    expect(kit.pairs('feegrant')).toEqual([]);
  });
});

describe('grants are refused', () => {
  const cases: [string, (kit: AppKit) => unknown, string][] = [
    [
      'to oneself',
      (kit) => kit.send(MsgGrantAllowance, { granter: bech32(A), grantee: bech32(A).toUpperCase() }),
      'sdk/7: cannot self-grant fee authorization: invalid address',
    ],
    [
      'twice',
      (kit) => {
        grant(kit, basicAny());
        grant(kit, basicAny());
      },
      'sdk/18: fee allowance already exists: invalid request',
    ],
    [
      'of the past',
      (kit) => grant(kit, basicAny(1n, after(-1n))),
      'sdk/18: expiration is before current block time: invalid request',
    ],
    ['of zero', (kit) => grant(kit, basicAny(0n)), 'sdk/10: send amount is invalid: 0uakt: invalid coins'],
    [
      'of nothing',
      (kit) => grant(kit, undefined),
      'panic: runtime error: invalid memory address or nil pointer dereference',
    ],
    [
      'of an empty value',
      (kit) => grant(kit, { typeUrl: '', value: new Uint8Array(0) }),
      'feegrant/5: failed to get allowance: no allowance',
    ],
    [
      'for no messages',
      (kit) => grant(kit, allowed(basicAny())),
      "feegrant/6: allowed messages shouldn't be empty: allowed messages are empty",
    ],
    [
      'for messages without allowance',
      (kit) => grant(kit, allowed(undefined, SEND)),
      'feegrant/5: allowance should not be empty: no allowance',
    ],
    [
      'of a period in other coins',
      (kit) =>
        grant(
          kit,
          packAny(PeriodicAllowance, {
            basic: basic(5n),
            period: SECOND,
            periodSpendLimit: [{ denom: 'uact', amount: 1n }],
            periodCanSpend: [],
            periodReset: START,
          }),
        ),
      'sdk/10: period spend limit has different currency than basic spend limit: invalid coins',
    ],
    [
      'to a module',
      (kit) =>
        kit.send(MsgGrantAllowance, {
          granter: bech32(A),
          grantee: MODULE,
          allowance: basicAny(),
        }),
      `sdk/4: ${MODULE} is not allowed to receive funds: unauthorized`,
    ],
    ['and revoked when there is none', (kit) => revoke(kit), 'sdk/38: fee-grant not found: not found'],
  ];
  it.each(cases)('%s', (_name, run, text) => {
    expect(refusal(() => run(new AppKit()))).toBe(text);
  });
});

it('queries answer by grantee and by granter', () => {
  const kit = new AppKit();
  for (const from of [5, 3, 4]) grant(kit, basicAny(), from, B);
  grant(kit, basicAny(), 3, 6);
  const server = feegrantQueryServer(kit.keepers.feegrant);
  const byGrantee = server.allowances(kit.ctx(), QueryAllowancesRequest.create({ grantee: bech32(B) }));
  expect(byGrantee.allowances.map((g) => g.granter)).toEqual([3, 4, 5].map(bech32));
  const byGranter = server.allowancesByGranter(
    kit.ctx(),
    QueryAllowancesByGranterRequest.create({ granter: bech32(3) }),
  );
  expect(byGranter.allowances.map((g) => g.grantee)).toEqual([2, 6].map(bech32));
});

it('genesis gives back what it is given, and refuses what expired', () => {
  const kit = new AppKit();
  grant(kit, basicAny(5n, after(10n)));
  grant(kit, allowed(periodic(3n), SEND), A, 7);
  const state = exportGenesis(kit.keepers.feegrant, kit.ctx());
  const other = new AppKit();
  initGenesis(other.keepers.feegrant, other.ctx(), state);
  expect(other.pairs('feegrant')).toEqual(kit.pairs('feegrant'));
  const late = new AppKit();
  late.pass(11n);
  expect(refusal(() => initGenesis(late.keepers.feegrant, late.ctx(), state))).toBe(
    'sdk/18: expiration is before current block time: invalid request',
  );
});
