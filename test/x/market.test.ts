import { describe, expect, it } from 'vitest';
import { Dec } from '../../src/math/dec.ts';
import { Deployment_State as DeploymentState } from '../../src/wire/gen/akash/deployment/v1/deployment.ts';
import { MsgCreateDeployment } from '../../src/wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import { Group_State as GroupState } from '../../src/wire/gen/akash/deployment/v1beta4/group.ts';
import { MsgPauseGroup, MsgStartGroup } from '../../src/wire/gen/akash/deployment/v1beta4/groupmsg.ts';
import { State } from '../../src/wire/gen/akash/escrow/types/v1/state.ts';
import { Lease_State as LeaseState } from '../../src/wire/gen/akash/market/v1/lease.ts';
import { LeaseClosedReason } from '../../src/wire/gen/akash/market/v1/types.ts';
import { Bid_State as BidState } from '../../src/wire/gen/akash/market/v1beta5/bid.ts';
import { MsgCloseBid, MsgCreateBid } from '../../src/wire/gen/akash/market/v1beta5/bidmsg.ts';
import { MsgCloseLease, MsgCreateLease, MsgWithdrawLease } from '../../src/wire/gen/akash/market/v1beta5/leasemsg.ts';
import { Order_State as OrderState } from '../../src/wire/gen/akash/market/v1beta5/order.ts';
import { MsgUpdateParams } from '../../src/wire/gen/akash/market/v1beta5/paramsmsg.ts';
import { matchRequirements, matchResourcesRequirements } from '../../src/x/deployment/group-spec.ts';
import { defaultParams } from '../../src/x/market/params.ts';
import { address, bech32, refusal } from './app-kit.ts';
import { attribute, bidId, DEPOSIT, deposit, group, MarketKit, RICH, resource, TENANT } from './market-kit.ts';

const names = (events: readonly { type: string }[]): string[] =>
  events.map((e) => e.type).filter((t) => t.startsWith('akash.'));
const groupId = { owner: bech32(TENANT), dseq: 1n, gseq: 1 };

describe('a lease', () => {
  it('is made of a bid, pays by the block and is closed by its tenant', () => {
    const kit = new MarketKit();
    const id = kit.leased();
    expect(kit.orderOf(id)?.state).toBe(OrderState.active);
    expect(kit.bidOf(id).state).toBe(BidState.active);
    expect(kit.leaseOf(id)).toMatchObject({ state: LeaseState.active, createdAt: kit.height, closedOn: 0n });
    expect(kit.balance(address(2))).toBe(RICH - DEPOSIT);
    kit.blocks(100n);
    kit.withdraw(id);
    // 1,000 in 100 blocks, less 4 %.
    expect(kit.balance(address(2))).toBe(RICH - DEPOSIT + 960n);
    kit.blocks(50n);
    const { events } = kit.closeLease(id);
    expect(names(events)).toEqual([
      'akash.market.v1.EventLeaseClosed',
      'akash.market.v1.EventBidClosed',
      'akash.market.v1.EventOrderClosed',
      'akash.market.v1.EventOrderCreated',
    ]);
    expect(kit.balance(address(2))).toBe(RICH + 960n + 480n);
    expect(kit.payment(id)).toMatchObject({ state: State.closed, withdrawn: { denom: 'uakt', amount: 1_500n } });
    // The tenant's group stays open: it gets the next order.
    expect(kit.orderOf(bidId(2, 1n, 2))?.state).toBe(OrderState.open);
    expect(kit.violations()).toEqual([]);
  });

  it('is closed by its provider, which pauses the group', () => {
    const kit = new MarketKit();
    const id = kit.leased();
    kit.blocks(1n);
    kit.closeBid(id);
    expect(kit.leaseOf(id)).toMatchObject({ state: LeaseState.closed, reason: 10_000, closedOn: kit.height });
    expect(kit.groupOf().state).toBe(GroupState.paused);
    kit.send(MsgStartGroup, { id: groupId });
    expect(kit.orderOf(bidId(2, 1n, 2))?.state).toBe(OrderState.open);
    expect(kit.refused(MsgCloseBid, { id, reason: 10_000 })).toBe('market/10: lease not active');
  });

  it('ends with its deployment', () => {
    const kit = new MarketKit();
    const id = kit.leased();
    kit.blocks(10n);
    kit.closeDeployment();
    expect(kit.leaseOf(id)).toMatchObject({
      state: LeaseState.closed,
      reason: LeaseClosedReason.lease_closed_owner,
    });
    expect(kit.deploymentOf().state).toBe(DeploymentState.closed);
    expect(kit.balance(address(TENANT))).toBe(RICH - 100n);
    expect(kit.violations()).toEqual([]);
  });

  it('ends when its account runs dry', () => {
    const kit = new MarketKit();
    const id = kit.leased(2, 100_000n);
    kit.blocks(6n);
    kit.withdraw(id);
    expect(kit.leaseOf(id)).toMatchObject({
      state: LeaseState.insufficient_funds,
      reason: LeaseClosedReason.lease_closed_reason_insufficient_funds,
    });
    expect(kit.account()).toMatchObject({ state: State.overdrawn, deposits: [] });
    expect(kit.payment(id).unsettled.amount.truncateInt()).toBe(100_000n);
    expect(kit.groupOf().state).toBe(GroupState.insufficient_funds);
    expect(kit.deploymentOf().state).toBe(DeploymentState.closed);
    expect(kit.violations()).toEqual([]);
  });
});

describe('oddities of leases', () => {
  it('only the first other bid is lost', () => {
    const kit = new MarketKit();
    kit.deploy();
    for (const n of [2, 3, 4, 5]) {
      kit.provider(n);
      kit.bid(bidId(n));
    }
    kit.lease(bidId(4));
    // In the order of their addresses as text.
    const [first, second, third] = [2, 3, 5].sort((a, b) => (bech32(a) < bech32(b) ? -1 : 1));
    const states = [first!, second!, third!].map((n) => kit.bidOf(bidId(n)).state);
    expect(states).toEqual([BidState.lost, BidState.open, BidState.open]);
    expect(kit.bidAccount(bidId(first!)).state).toBe(State.closed);
    expect(kit.balance(address(first!))).toBe(RICH);
    expect(kit.balance(address(second!))).toBe(RICH - DEPOSIT);
    expect(kit.violations()).toEqual([]);
  });

  it('a lease closed in the block of its creation keeps being paid for', () => {
    const kit = new MarketKit();
    const id = kit.leased();
    kit.closeLease(id);
    expect(kit.leaseOf(id).state).toBe(LeaseState.closed);
    expect(kit.payment(id).state).toBe(State.open);
    kit.blocks(10n);
    kit.withdraw(id);
    expect(kit.payment(id).withdrawn.amount).toBe(100n);
  });

  it('so does one that is closed in the block of another settlement', () => {
    const kit = new MarketKit();
    const id = kit.leased();
    kit.blocks(5n);
    kit.withdraw(id);
    kit.closeLease(id);
    expect(kit.leaseOf(id).state).toBe(LeaseState.closed);
    expect(kit.payment(id).state).toBe(State.open);
    kit.blocks(10n);
    kit.withdraw(id);
    expect(kit.payment(id).withdrawn.amount).toBe(150n);
  });

  it('a second withdrawal in a block panics', () => {
    const kit = new MarketKit();
    const id = kit.leased();
    kit.blocks(1n);
    kit.withdraw(id);
    expect(kit.refused(MsgWithdrawLease, { id })).toBe(
      `panic: couldn't find payment aid:<scope:deployment xid:"${bech32(TENANT)}/1" > xid:"1/1/${bech32(2)}" `,
    );
  });

  it('a deployment closed in the block of its lease leaves the payment open for good', () => {
    const kit = new MarketKit();
    const id = kit.leased();
    kit.closeDeployment();
    expect(kit.account().state).toBe(State.closed);
    expect(kit.payment(id).state).toBe(State.open);
    kit.blocks(5n);
    expect(kit.refused(MsgWithdrawLease, { id })).toBe('escrow/2: account closed');
  });

  it('a new lease loses what others of the deployment were due', () => {
    const kit = new MarketKit();
    kit.provider(2);
    kit.deploy(1n, [group(1_000n), group(1_000n, { name: 'east' })]);
    const first = bidId(2, 1n, 1, 1);
    const second = bidId(2, 1n, 1, 2);
    for (const id of [first, second]) kit.bid(id);
    kit.lease(first);
    kit.blocks(10n);
    kit.lease(second);
    // 100 have left the deposit and are nobody's.
    expect(kit.account().transferred[0]?.amount.truncateInt()).toBe(100n);
    expect(kit.payment(first).balance.amount.isZero()).toBe(true);
    kit.blocks(10n);
    kit.withdraw(first);
    expect(kit.payment(first).withdrawn.amount).toBe(100n);
    expect(kit.violations()).toEqual([]);
  });

  it('closing a lease ignores the reason given', () => {
    const kit = new MarketKit();
    const id = kit.leased();
    kit.blocks(1n);
    kit.send(MsgCloseLease, { id, reason: 10_001 });
    expect(kit.leaseOf(id).reason).toBe(LeaseClosedReason.lease_closed_owner);
  });

  it('a group whose funds ran out can be started, but not leased', () => {
    const kit = new MarketKit();
    const id = kit.leased(2, 100_000n);
    kit.blocks(6n);
    kit.withdraw(id);
    kit.send(MsgStartGroup, { id: groupId });
    expect(kit.groupOf().state).toBe(GroupState.open);
    const next = bidId(2, 1n, 2);
    kit.bid(next);
    expect(kit.refused(MsgCreateLease, { bidId: next })).toBe('escrow/4: account overdrawn');
  });

  it('pausing a group leaves its open order, so that it cannot be started', () => {
    const kit = new MarketKit();
    kit.deploy();
    kit.send(MsgPauseGroup, { id: groupId });
    expect(kit.orderOf(bidId(2))?.state).toBe(OrderState.open);
    expect(kit.refused(MsgStartGroup, { id: groupId })).toBe(
      'undefined/1: order active: create order: active order exists',
    );
  });

  it('closing a deployment leaves open orders and the bids on them', () => {
    const kit = new MarketKit();
    kit.provider(2);
    kit.deploy();
    kit.bid(bidId(2));
    kit.closeDeployment();
    expect(kit.groupOf().state).toBe(GroupState.closed);
    expect(kit.orderOf(bidId(2))?.state).toBe(OrderState.open);
    expect(kit.bidOf(bidId(2)).state).toBe(BidState.open);
    expect(kit.refused(MsgCreateLease, { bidId: bidId(2) })).toBe('market/17: group not open');
    expect(kit.violations()).toEqual([]);
  });
});

describe('a bid', () => {
  it('is refused, one reason after the other', () => {
    const kit = new MarketKit();
    kit.deploy();
    const id = bidId(2);
    const bid = (changes: Partial<MsgCreateBid>): string =>
      kit.refused(MsgCreateBid, { ...kit.bidMessage(id), ...changes });
    const price = (amount: bigint, denom = 'uakt') => ({ denom, amount: Dec.fromInt(amount) });
    expect(bid({ deposit: deposit(DEPOSIT - 1n) })).toBe(
      'undefined/1: deposit invalid: mininum:500000uakt received:{499999uakt [balance]}',
    );
    expect(bid({ deposit: deposit(DEPOSIT, [1], 'uusd') })).toMatch(/^undefined\/1: deposit invalid/);
    expect(bid({ id: bidId(2, 9n) })).toBe('market/15: invalid order: order not found');
    expect(bid({ id: { ...id, bseq: 1 } })).toBe('sdk/36: BidID: invalid bseq: conflict');
    expect(bid({ id: { ...id, provider: id.owner } })).toBe('sdk/36: BidID: self-bid: conflict');
    expect(bid({ price: price(0n) })).toBe('market/19: invalid bid: zero price');
    expect(bid({ price: price(101n) })).toBe('market/4: bid price above max order price');
    expect(bid({ price: price(1n, 'x') })).toBe('market/22: bid price is invalid');
    expect(bid({ resourcesOffer: [{ resources: resource(2), count: 1, prices: undefined }] })).toBe(
      'market/32: capabilities mismatch',
    );
    expect(bid({})).toBe('market/30: unknown provider');
    kit.provider(2);
    kit.bid(id);
    expect(bid({})).toBe('market/21: invalid bid: bid exists from provider');
  });

  it('panics with a price in another denomination, and with the same resource twice', () => {
    const kit = new MarketKit();
    kit.provider(2);
    kit.deploy();
    const msg = kit.bidMessage(bidId(2));
    expect(kit.refused(MsgCreateBid, { ...msg, price: { denom: 'uusd', amount: Dec.one } })).toBe(
      'panic: invalid coin denominations; uakt, uusd',
    );
    const offer = { resources: resource(), count: 1, prices: undefined };
    expect(kit.refused(MsgCreateBid, { ...msg, resourcesOffer: [offer, offer] })).toBe(
      'panic: runtime error: invalid memory address or nil pointer dereference',
    );
  });

  it('is one of 21 where 20 are allowed; closed ones count, lost ones do not', () => {
    const kit = new MarketKit();
    kit.deploy();
    for (let n = 10; n < 31; n++) {
      kit.provider(n);
      kit.bid(bidId(n));
    }
    kit.provider(31);
    const late = { ...kit.bidMessage(bidId(31)) };
    const refusedAs = 'undefined/1: invalid bid: too many existing bids (20)';
    expect(kit.refused(MsgCreateBid, late)).toBe(refusedAs);
    kit.closeBid(bidId(10));
    expect(kit.refused(MsgCreateBid, late)).toBe(refusedAs);
    const count = (): number => kit.keepers.market.bidCountForOrder(kit.ctx(), bidId(10));
    expect(count()).toBe(21);
    kit.lease(bidId(12));
    expect(count()).toBe(20);
    expect(kit.refused(MsgCreateBid, late)).toBe('market/23: order active');
  });

  it('is closed only with a reason of the provider, lease or not', () => {
    const kit = new MarketKit();
    kit.provider(2);
    kit.deploy();
    kit.bid(bidId(2));
    for (const reason of [0, 1, 9_999, 20_000]) {
      expect(kit.refused(MsgCloseBid, { id: bidId(2), reason })).toBe(
        `market/33: value "${reason}" range 10000..19999: invalid lease closed reason`,
      );
    }
    kit.closeBid(bidId(2));
    expect(kit.balance(address(2))).toBe(RICH);
    expect(kit.bidAccount(bidId(2)).state).toBe(State.closed);
  });

  it('needs the attributes that the group asks for, signed where it says so', () => {
    const asked = [attribute('region', 'west')];
    const spec = group(1n, { requirements: { signedBy: { allOf: ['a'], anyOf: ['b', 'c'] }, attributes: asked } });
    const signed = (...auditors: string[]) => auditors.map((auditor) => ({ owner: 'p', auditor, attributes: asked }));
    const match = (...auditors: string[]): boolean => matchRequirements(spec, asked, signed(...auditors));
    expect([match(), match('a'), match('b', 'c'), match('a', 'c'), match('a', 'b')]).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
    const other = { owner: 'p', auditor: 'a', attributes: [attribute('region', 'east')] };
    expect(matchRequirements(spec, asked, [...signed('a', 'b'), other])).toBe(false);
    const unsigned = group(1n, { requirements: { signedBy: { allOf: [], anyOf: [] }, attributes: asked } });
    expect(matchRequirements(unsigned, asked, [])).toBe(true);
    expect(matchRequirements(unsigned, [], signed('a'))).toBe(false);
  });

  it('needs the storage and the graphics processors; a star does not reach beyond a slash', () => {
    const spec = (storage: string[], gpu: string[]) => {
      const unit = {
        ...resource(),
        gpu: { units: { val: 1n }, attributes: gpu.map((key) => attribute(key)) },
        storage: [{ ...resource().storage[0]!, attributes: storage.map((key) => attribute(key)) }],
      };
      const price = { denom: 'uakt', amount: Dec.one };
      return group(1n, { resources: [{ resource: unit, count: 1, price }] });
    };
    const has = [
      'capabilities/storage/1/persistent',
      'capabilities/storage/1/class-a',
      'capabilities/storage/2/class-b',
      'capabilities/gpu/vendor/nvidia/model/a100',
    ].map((key) => attribute(key));
    const match = (storage: string[], gpu: string[]) => matchResourcesRequirements(spec(storage, gpu), has);
    expect(match(['persistent', 'class-a'], [])).toBe(true);
    expect(match(['persistent', 'class-b'], [])).toBe(false);
    expect(match([], ['vendor/nvidia/model/*'])).toBe(true);
    expect(match([], ['vendor/*'])).toBe(false);
    expect(match([], ['vendor/amd/model/*', 'vendor/nvidia/model/a100'])).toBe(true);
  });
});

describe('parameters', () => {
  it('are set by governance alone; only the number of bids is checked', () => {
    const kit = new MarketKit();
    const params = { ...defaultParams(), bidMinDeposit: { denom: 'x', amount: -5n } };
    expect(kit.refused(MsgUpdateParams, { authority: bech32(9), params })).toBe(
      `gov/13: invalid authority; expected ${kit.authority}, got ${bech32(9)}: expected gov account as only signer for proposal message`,
    );
    const set = (orderMaxBids: number): string =>
      refusal(() => kit.send(MsgUpdateParams, { authority: kit.authority, params: { ...params, orderMaxBids } }));
    expect(set(0)).toBe('undefined/1: parameter invalid: order max bids too low');
    expect(set(501)).toBe('undefined/1: parameter invalid: order max bids too high');
    kit.send(MsgUpdateParams, { authority: kit.authority, params });
    expect(kit.keepers.market.getParams(kit.ctx())).toEqual(params);
  });
});

it('a deployment may not be made twice', () => {
  const kit = new MarketKit();
  kit.deploy();
  expect(kit.refused(MsgCreateDeployment, kit.deployment())).toBe('deployment/3: Deployment exists');
});
