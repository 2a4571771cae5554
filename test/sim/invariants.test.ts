import { beforeAll, describe, expect, it } from 'vitest';
import type { AkashApp } from '../../src/app/app.ts';
import type { Context } from '../../src/core/context.ts';
import { consAddressToBech32, moduleAddress } from '../../src/crypto/address.ts';
import { Dec } from '../../src/math/dec.ts';
import { prefixIterator } from '../../src/store/prefix.ts';
import { Certificate } from '../../src/wire/gen/akash/cert/v1/cert.ts';
import { Deployment_State as DeploymentState } from '../../src/wire/gen/akash/deployment/v1/deployment.ts';
import { Group_State as GroupState } from '../../src/wire/gen/akash/deployment/v1beta4/group.ts';
import type { Account } from '../../src/wire/gen/akash/escrow/types/v1/account.ts';
import { PaymentState } from '../../src/wire/gen/akash/escrow/types/v1/payment.ts';
import { State } from '../../src/wire/gen/akash/escrow/types/v1/state.ts';
import { type Lease, Lease_State as LeaseState } from '../../src/wire/gen/akash/market/v1/lease.ts';
import { type Bid, Bid_State as BidState } from '../../src/wire/gen/akash/market/v1beta5/bid.ts';
import { Order_State as OrderState } from '../../src/wire/gen/akash/market/v1beta5/order.ts';
import { Params as TakeParams } from '../../src/wire/gen/akash/take/v1/params.ts';
import { Equivocation } from '../../src/wire/gen/cosmos/evidence/v1beta1/evidence.ts';
import { accountNumberKey, GLOBAL_ACCOUNT_NUMBER_KEY } from '../../src/x/auth/keys.ts';
import { authorizationOf } from '../../src/x/authz/grant.ts';
import * as authzKeys from '../../src/x/authz/keys.ts';
import { denomAddressKey } from '../../src/x/bank/keys.ts';
import { CERT_PREFIX } from '../../src/x/cert/keys.ts';
import { deploymentAccountId } from '../../src/x/deployment/ids.ts';
import { escrowRecords } from '../../src/x/escrow/invariants.ts';
import { accountKey, paymentKey } from '../../src/x/escrow/keys.ts';
import { bidAccountId, groupIdOf, leasePaymentId, orderIdOf } from '../../src/x/market/ids.ts';
import { ordersByState } from '../../src/x/market/keys.ts';
import { PROVIDER_PREFIX } from '../../src/x/provider/keys.ts';
import { PARAMS_KEY as TAKE_PARAMS_KEY } from '../../src/x/take/keys.ts';
import { Random } from '../store/random.ts';
import { SimChain } from './chain.ts';
import { violations } from './invariants.ts';
import { simulate } from './simulate.ts';
import { all } from './traffic/world.ts';
import { Traffic } from './traffic.ts';

let chain: SimChain;

beforeAll(async () => {
  const random = new Random(3);
  chain = await SimChain.start(random, { validators: 6, users: 8 });
  const traffic = new Traffic(chain, random);
  for (let i = 0; i < 60; i++) {
    traffic.disturb();
    const sent = Array.from({ length: random.below(21) }, () => traffic.next());
    await chain.block(sent.map((s) => chain.tx(s.from, s.msgs, s.granter)));
  }
  expect(violations(chain.app, chain.ctx())).toEqual([]);
});

/** What a state that was tampered with is found to violate. */
type Tamper = (app: AkashApp, ctx: Context) => void;

/** One that there must be, or the test shows nothing. */
function one<T>(found: readonly T[], what: string): T {
  const [first] = found;
  if (first === undefined) throw new Error(`there is no ${what} in this state`);
  return first;
}

const lease = (app: AkashApp, ctx: Context): Lease =>
  one(
    all<Lease>((visit) => app.keepers.market.withLeases(ctx, visit)).filter((l) => l.state === LeaseState.active),
    'active lease',
  );
const openBid = (app: AkashApp, ctx: Context): Bid =>
  one(
    all<Bid>((visit) => app.keepers.market.withBids(ctx, visit)).filter((b) => b.state === BidState.open),
    'open bid',
  );
const setAccount = (app: AkashApp, ctx: Context, { id, state }: Account): void =>
  app.keepers.escrow.saveAccount(ctx, { id, state });
const openAccount = (app: AkashApp, ctx: Context): Account =>
  one(
    escrowRecords(app.keepers.escrow, ctx).accounts.filter((a) => a.state.deposits.length > 0),
    'account with a deposit',
  );
const firstKey = (app: AkashApp, ctx: Context, store: keyof AkashApp['keys'], prefix: Uint8Array): Uint8Array => {
  const it = prefixIterator(ctx.kvStore(app.keys[store]), prefix);
  const key = it.key();
  it.close();
  return key;
};
/** Coins leave a module account for a user. */
const leak =
  (module: string): Tamper =>
  ({ keepers: { bank } }, ctx) =>
    bank.sendCoins(ctx, moduleAddress(module), chain.users[0]!.address, [{ denom: 'uakt', amount: 1n }]);

const TAMPERED: readonly (readonly [what: string, tamper: Tamper, found: RegExp])[] = [
  [
    'coins out of nothing',
    ({ keepers: { bank } }, ctx) => bank.setSupply(ctx, { ...bank.getSupply(ctx, 'uakt'), amount: 1n }),
    /the supply is 1uakt, balances add up to/,
  ],
  [
    'a holder not in the index',
    ({ keys }, ctx) => ctx.kvStore(keys.bank).delete(denomAddressKey('uakt', chain.users[0]!.address)),
    /uakt is not in the index of holders/,
  ],
  [
    'a holder of nothing in the index',
    ({ keys }, ctx) => ctx.kvStore(keys.bank).set(denomAddressKey('uother', chain.users[0]!.address), Uint8Array.of(0)),
    /uother is in the index of holders but has no balance/,
  ],
  [
    'an account without its number',
    ({ keys }, ctx) => ctx.kvStore(keys.acc).delete(accountNumberKey(1n)),
    /account number 1 is not that of/,
  ],
  [
    'account numbers that begin anew',
    ({ keys }, ctx) => ctx.kvStore(keys.acc).delete(GLOBAL_ACCOUNT_NUMBER_KEY),
    /the next account number is 0, \d+ is taken/,
  ],
  ['stake that leaves the bonded pool', leak('bonded_tokens_pool'), /the bonded pool holds \d+, bonded tokens are/],
  ['stake that leaves the other', leak('not_bonded_tokens_pool'), /the not bonded pool holds \d+, tokens not bonded/],
  [
    'a validator without power',
    ({ keepers: { staking } }, ctx) =>
      staking.deleteValidatorByPowerIndex(ctx, one(staking.getBondedValidatorsByPower(ctx), 'validator')),
    /has power \d+, in the index undefined/,
  ],
  [
    'shares out of nothing',
    ({ keepers: { staking } }, ctx) => {
      const d = one(staking.getAllDelegations(ctx), 'delegation');
      staking.setDelegation(ctx, { ...d, shares: d.shares.add(Dec.one) });
    },
    /has \S+ shares, its delegations/,
  ],
  [
    'a delegation of nothing',
    ({ keepers: { staking } }, ctx) =>
      staking.setDelegation(ctx, { ...one(staking.getAllDelegations(ctx), 'delegation'), shares: Dec.zero }),
    /has 0\.0+ shares/,
  ],
  ['rewards that leak', leak('distribution'), /the module account holds \S+ instead of/],
  [
    'rewards that nobody is owed',
    ({ keepers: { distribution } }, ctx) => {
      const { communityPool } = distribution.getFeePool(ctx);
      distribution.setFeePool(ctx, {
        communityPool: communityPool.map((c) => ({ ...c, amount: c.amount.add(Dec.one) })),
      });
    },
    /the module account holds \S+ instead of/,
  ],
  [
    'rewards below nothing',
    ({ keepers: { staking, distribution } }, ctx) => {
      const operator = one(staking.getBondedValidatorsByPower(ctx), 'validator').operatorBytes();
      distribution.setValidatorOutstandingRewards(ctx, operator, {
        rewards: [{ denom: 'uakt', amount: Dec.fromInt(-1n) }],
      });
    },
    /has outstanding rewards of -1\.0+uakt/,
  ],
  [
    'rewards gone before they are paid',
    ({ keepers: { staking, distribution } }, ctx) => {
      const operator = one(staking.getBondedValidatorsByPower(ctx), 'validator').operatorBytes();
      distribution.setValidatorOutstandingRewards(ctx, operator, { rewards: [] });
    },
    /cannot pay|more than there is/,
  ],
  [
    'a delegation that does not earn',
    ({ keepers: { distribution } }, ctx) => {
      let done = false;
      distribution.iterateDelegatorStartingInfos(ctx, (operator, delegator) => {
        if (!done) distribution.deleteDelegatorStartingInfo(ctx, operator, delegator);
        done = true;
        return true;
      });
    },
    /has no starting info/,
  ],
  [
    'a record that nothing refers to',
    ({ keepers: { staking, distribution } }, ctx) => {
      const operator = one(staking.getBondedValidatorsByPower(ctx), 'validator').operatorBytes();
      distribution.setValidatorHistoricalRewards(ctx, operator, 999n, { cumulativeRewardRatio: [], referenceCount: 1 });
    },
    /historical rewards are referred to \d+ times instead of/,
  ],
  [
    'a missed block that was not counted',
    ({ keepers: { slashing, staking } }, ctx) => {
      const address = one(staking.getBondedValidatorsByPower(ctx), 'validator').getConsAddr();
      const info = slashing.getValidatorSigningInfo(ctx, address);
      slashing.setValidatorSigningInfo(ctx, address, { ...info, missedBlocksCounter: info.missedBlocksCounter + 1n });
    },
    /counts \d+ of \d+ missed blocks/,
  ],
  [
    'the signing info of another',
    ({ keepers: { slashing, staking } }, ctx) => {
      const [a, b] = staking.getBondedValidatorsByPower(ctx).map((v) => v.getConsAddr());
      slashing.setValidatorSigningInfo(ctx, a!, slashing.getValidatorSigningInfo(ctx, b!));
    },
    /has the signing info of/,
  ],
  [
    'an offender at large',
    ({ keepers: { evidence, staking } }, ctx) => {
      const consensusAddress = one(staking.getBondedValidatorsByPower(ctx), 'validator').getConsAddr();
      evidence.setEvidence(
        ctx,
        Equivocation.create({ consensusAddress: consAddressToBech32(consensusAddress), height: 3n }),
      );
    },
    /is not tombstoned/,
  ],
  [
    'inflation beyond its bounds',
    ({ keepers: { mint } }, ctx) => mint.setMinter(ctx, { ...mint.getMinter(ctx), inflation: Dec.fromInt(2n) }),
    /inflation 2\.0+ is not between/,
  ],
  ['deposits that leave governance', leak('gov'), /governance holds \S+ of deposits of/],
  [
    'a deposit that no proposal counts',
    ({ keepers: { gov } }, ctx) => {
      gov.setDeposit(ctx, { proposalId: 9999n, depositor: chain.users[0]!.text, amount: [] });
    },
    /there are deposits on proposal 9999, which is not there/,
  ],
  [
    'a proposal that counts too much',
    ({ keepers: { gov } }, ctx) => {
      let id = 0n;
      gov.iterateDeposits(ctx, undefined, (_depositor, d) => {
        id = d.proposalId;
      });
      const totalDeposit = [{ denom: 'uakt', amount: 1n }];
      gov.setProposal(ctx, { ...gov.getProposal(ctx, id), totalDeposit });
    },
    /has a total of 1uakt, its deposits are/,
  ],
  [
    'a grant that its grantee does not find',
    ({ keys, keepers: { authz } }, ctx) => {
      const found: Uint8Array[] = [];
      authz.iterateGrants(ctx, (granter, grantee, grant) => {
        const a = authorizationOf(grant);
        found.push(authzKeys.granteeGranterKey(grantee, granter, authz.types.of(a).msgTypeUrl(a.message)));
      });
      ctx.kvStore(keys.authz).delete(one(found, 'grant'));
    },
    /is not under its grantee/,
  ],
  [
    'a grant that never expires',
    (app, ctx) => {
      const store = ctx.kvStore(app.keys.authz);
      for (;;) {
        const it = prefixIterator(store, authzKeys.QUEUE_PREFIX);
        if (!it.valid()) return it.close();
        const key = it.key();
        it.close();
        store.delete(key);
      }
    },
    /will not expire/,
  ],
  ['deposits that leave escrow', leak('escrow'), /the escrow module lacks 1\.0+uakt/],
  [
    'funds that are not the deposits',
    (app, ctx) => {
      const { id, state } = openAccount(app, ctx);
      setAccount(app, ctx, {
        id,
        state: { ...state, funds: state.funds.map((f) => ({ ...f, amount: f.amount.add(Dec.one) })) },
      });
    },
    /account \S+ has funds of \S+, deposits of/,
  ],
  [
    'an account in two states',
    (app, ctx) => {
      const { id } = openAccount(app, ctx);
      const store = ctx.kvStore(app.keys.escrow);
      store.set(accountKey(State.closed, id), store.get(accountKey(State.open, id))!);
    },
    /account \S+ stands under two states/,
  ],
  [
    'a payment that is owed and open',
    (app, ctx) => {
      const { id, state } = app.keepers.escrow.getPayment(ctx, leasePaymentId(lease(app, ctx).id));
      app.keepers.escrow.savePayment(ctx, {
        id,
        state: { ...state, unsettled: { ...state.unsettled, amount: Dec.one } },
      });
    },
    /payment \S+ is owed 1\.0+ and not overdrawn/,
  ],
  [
    'a lease that ended without its bid',
    (app, ctx) => {
      const l = lease(app, ctx);
      app.keepers.market.leases.set(ctx, l.id, { ...l, state: LeaseState.closed });
    },
    /is active as a bid and not as a lease/,
  ],
  [
    'an order that ended without its bid',
    (app, ctx) => {
      const order = app.keepers.market.getOrder(ctx, orderIdOf(lease(app, ctx).id))!;
      app.keepers.market.onOrderClosed(ctx, order);
    },
    /is active as a bid and not as an order/,
  ],
  [
    'an order matched with nothing',
    (app, ctx) =>
      app.keepers.market.onOrderMatched(ctx, app.keepers.market.getOrder(ctx, orderIdOf(openBid(app, ctx).id))!),
    /is not active as a bid and not as an order/,
  ],
  [
    'a bid that lost an open order',
    (app, ctx) => {
      const { market } = app.keepers;
      const bid = one(
        all<Bid>((visit) => market.withBids(ctx, visit)).filter(
          (b) => b.state === BidState.open && market.getOrder(ctx, orderIdOf(b.id))?.state === OrderState.open,
        ),
        'open bid on an open order',
      );
      market.onBidLost(ctx, bid);
    },
    /lost an open order/,
  ],
  [
    'a lease at another price',
    (app, ctx) => {
      const l = lease(app, ctx);
      app.keepers.market.leases.set(ctx, l.id, { ...l, price: { ...l.price, amount: l.price.amount.add(Dec.one) } });
    },
    /has not the price of its bid/,
  ],
  [
    'a lease whose group is closed',
    ({ keepers }, ctx) => {
      const group = keepers.deployment.getGroup(ctx, groupIdOf(lease(chain.app, ctx).id))!;
      keepers.deployment.onCloseGroup(ctx, group, GroupState.closed);
    },
    /is active, its group not open/,
  ],
  [
    'a lease whose deployment is closed',
    ({ keepers }, ctx) =>
      keepers.deployment.closeDeployment(ctx, keepers.deployment.getDeployment(ctx, lease(chain.app, ctx).id)!),
    /is active, its deployment not/,
  ],
  [
    'a lease that is not paid any more',
    (app, ctx) => {
      const id = leasePaymentId(lease(app, ctx).id);
      const store = ctx.kvStore(app.keys.escrow);
      const value = PaymentState.decode(store.get(paymentKey(State.open, id))!);
      store.delete(paymentKey(State.open, id));
      store.set(paymentKey(State.closed, id), PaymentState.encode({ ...value, state: State.closed }));
    },
    /is active, its payment not open/,
  ],
  [
    'a lease without a payment',
    (app, ctx) => ctx.kvStore(app.keys.escrow).delete(paymentKey(State.open, leasePaymentId(lease(app, ctx).id))),
    /lease \S+ has no payment/,
  ],
  [
    'a payment to somebody else',
    (app, ctx) => {
      const { id, state } = app.keepers.escrow.getPayment(ctx, leasePaymentId(lease(app, ctx).id));
      app.keepers.escrow.savePayment(ctx, { id, state: { ...state, owner: chain.operators[9]!.text } });
    },
    /the payment of lease \S+ is \S+ to akash1/,
  ],
  [
    'a payment of no lease',
    (app, ctx) => {
      const { id, state } = app.keepers.escrow.getPayment(ctx, leasePaymentId(lease(app, ctx).id));
      app.keepers.escrow.savePayment(ctx, { id: { ...id, xid: `9/9/${chain.operators[9]!.text}` }, state });
    },
    /payment \S+ is of no lease/,
  ],
  [
    'a bid whose deposit is gone',
    (app, ctx) => ctx.kvStore(app.keys.escrow).delete(accountKey(State.open, bidAccountId(openBid(app, ctx).id))),
    /bid \S+ in state 1 has an account in state undefined/,
  ],
  [
    'a deposit of somebody else',
    (app, ctx) => {
      const { id, state } = app.keepers.escrow.getAccount(ctx, bidAccountId(openBid(app, ctx).id));
      setAccount(app, ctx, { id, state: { ...state, owner: chain.operators[9]!.text } });
    },
    /the account of bid \S+ is of akash1/,
  ],
  [
    'a deployment whose deposit is gone',
    (app, ctx) => ctx.kvStore(app.keys.escrow).delete(accountKey(State.open, deploymentAccountId(lease(app, ctx).id))),
    new RegExp(`deployment \\S+ in state ${DeploymentState.active} has an account in state undefined`),
  ],
  [
    'an account of nothing',
    (app, ctx) => {
      const { state } = openAccount(app, ctx);
      const id = deploymentAccountId({ owner: chain.operators[9]!.text, dseq: 77_777n });
      setAccount(app, ctx, { id, state });
    },
    /account \S+ is of no deployment and no bid/,
  ],
  [
    'an order out of order',
    ({ keepers: { market } }, ctx) => {
      const order = market.getOrder(ctx, orderIdOf(lease(chain.app, ctx).id))!;
      const id = { ...order.id, oseq: 77 };
      market.orders.set(ctx, id, { ...order, id, state: OrderState.closed });
    },
    /order \S+ is number \d+ of its group/,
  ],
  [
    'two orders of a group at a time',
    ({ keepers: { market } }, ctx) => {
      const order = market.getOrder(ctx, orderIdOf(lease(chain.app, ctx).id))!;
      const id = { ...order.id, oseq: order.id.oseq + 1 };
      market.orders.set(ctx, id, { ...order, id, state: OrderState.open });
    },
    /group \S+ has 2 orders at a time/,
  ],
  [
    'a deployment without groups',
    ({ keepers: { deployment } }, ctx) => {
      const id = { owner: chain.operators[9]!.text, dseq: 77_777n };
      deployment.create(ctx, { id, state: DeploymentState.closed, hash: new Uint8Array(32), createdAt: 1n }, []);
    },
    /deployment \S+ has no groups/,
  ],
  [
    'an index that was not kept',
    (app, ctx) => ctx.kvStore(app.keys.market).delete(firstKey(app, ctx, 'market', ordersByState.prefix)),
    /index entry \w+ is missing/,
  ],
  [
    'a provider under the address of another',
    (app, ctx) => {
      const store = ctx.kvStore(app.keys.provider);
      const key = firstKey(app, ctx, 'provider', PROVIDER_PREFIX);
      const other = Uint8Array.from(key, (b, i) => (i < key.length - 1 ? b : b ^ 1));
      store.set(other, store.get(key)!);
    },
    /provider \S+ is stored under/,
  ],
  [
    'a certificate in two states',
    (app, ctx) => {
      const store = ctx.kvStore(app.keys.cert);
      const key = firstKey(app, ctx, 'cert', CERT_PREFIX);
      const certificate = Certificate.decode(store.get(key)!);
      const other = key.slice();
      other[CERT_PREFIX.length] = certificate.state === 1 ? 2 : 1;
      store.set(other, Certificate.encode(certificate));
    },
    /is there in both states/,
  ],
  [
    'a share of more than all',
    (app, ctx) => {
      const params = { ...app.keepers.take.getParams(ctx), defaultTakeRate: 101 };
      ctx.kvStore(app.keys.take).set(TAKE_PARAMS_KEY, TakeParams.encode(params));
    },
    /invalid Take Rate/,
  ],
];

describe('a state that was tampered with is noticed', () => {
  it.each(TAMPERED)('%s', (_what, tamper, found) => {
    const { ctx } = chain.ctx().cacheContext();
    tamper(chain.app, ctx);
    expect(violations(chain.app, ctx).join('\n')).toMatch(found);
  });
});

/** Replaces methods of a keeper, so that it breaks a rule from then on. */
function replace<T extends object>(keeper: T, methods: Partial<T>): void {
  Object.assign(keeper, methods);
}

const BROKEN: readonly (readonly [what: string, spoil: (app: AkashApp) => void, found: RegExp])[] = [
  [
    'a payment pays more than it has earned, which is a panic',
    ({ keepers: { take } }) => {
      const rule = take.subtractFees.bind(take);
      replace(take, { subtractFees: (ctx, payment) => ({ ...rule(ctx, payment), earnings: payment }) });
    },
    /recovered: negative decimal coin amount/,
  ],
  [
    'the community takes twice its share',
    ({ keepers: { take } }) => {
      const rule = take.subtractFees.bind(take);
      replace(take, {
        subtractFees(ctx, payment) {
          const { earnings, fees } = rule(ctx, payment);
          const more = { ...fees, amount: fees.amount * 2n };
          return { fees: more, earnings: { ...earnings, amount: earnings.amount - fees.amount } };
        },
      });
    },
    /the community took/,
  ],
  [
    'deposits go back to somebody else',
    ({ keepers: { bank } }) => {
      const rule = bank.sendCoinsFromModuleToAccount.bind(bank);
      replace(bank, {
        sendCoinsFromModuleToAccount(ctx, module, to, coins) {
          rule(ctx, module, module === 'escrow' ? moduleAddress('nobody') : to, coins);
        },
      });
    },
    /was given \d+ by escrow, due were/,
  ],
  [
    'deposits do not go back',
    ({ keepers: { bank } }) => {
      const rule = bank.sendCoinsFromModuleToAccount.bind(bank);
      replace(bank, {
        sendCoinsFromModuleToAccount(ctx, module, to, coins) {
          if (module !== 'escrow') rule(ctx, module, to, coins);
        },
      });
    },
    /the escrow module lacks -\d/,
  ],
  [
    'an order matched with a bid stays open',
    ({ keepers: { market } }) => replace(market, { onOrderMatched() {} }),
    /is active as a bid and not as an order/,
  ],
  [
    'a lease ends and its bid does not',
    ({ keepers: { market } }) => replace(market, { onBidClosed() {} }),
    /is active as a bid and not as/,
  ],
  [
    'slashed stake is not burnt',
    ({ keepers: { bank } }) => replace(bank, { burnCoins() {} }),
    /the (not )?bonded pool holds \d+, (bonded )?tokens/,
  ],
  [
    'rewards are paid and still owed',
    ({ keepers: { distribution } }) => {
      const rule = distribution.setValidatorOutstandingRewards.bind(distribution);
      replace(distribution, {
        setValidatorOutstandingRewards(ctx, operator, outstanding) {
          const before = distribution.getValidatorOutstandingRewards(ctx, operator).rewards;
          const less = before.some((c) =>
            outstanding.rewards.every((r) => r.denom !== c.denom || r.amount.lt(c.amount)),
          );
          if (!less) rule(ctx, operator, outstanding);
        },
      });
    },
    /the module account holds \S* instead of/,
  ],
];

describe('a rule that is broken is noticed', () => {
  it.each(BROKEN)('%s', async (_what, spoil, found) => {
    const { problems } = await simulate(3, 80, spoil);
    expect(problems.join('\n')).toMatch(found);
  });
});
