import { accAddressFromBech32 } from '../../../src/crypto/address.ts';
import { Dec } from '../../../src/math/dec.ts';
import { Group_State as GroupState } from '../../../src/wire/gen/akash/deployment/v1beta4/group.ts';
import { type Lease, Lease_State as LeaseState } from '../../../src/wire/gen/akash/market/v1/lease.ts';
import { LeaseClosedReason } from '../../../src/wire/gen/akash/market/v1/types.ts';
import { type Bid, Bid_State as BidState } from '../../../src/wire/gen/akash/market/v1beta5/bid.ts';
import { MsgCloseBid, MsgCreateBid } from '../../../src/wire/gen/akash/market/v1beta5/bidmsg.ts';
import {
  MsgCloseLease,
  MsgCreateLease,
  MsgWithdrawLease,
} from '../../../src/wire/gen/akash/market/v1beta5/leasemsg.ts';
import { type Order, Order_State as OrderState } from '../../../src/wire/gen/akash/market/v1beta5/order.ts';
import type { Provider } from '../../../src/wire/gen/akash/provider/v1beta4/provider.ts';
import { groupPrice, matchRequirements, matchResourcesRequirements } from '../../../src/x/deployment/group-spec.ts';
import { groupIdText } from '../../../src/x/deployment/ids.ts';
import { orderIdText } from '../../../src/x/market/ids.ts';
import type { Account } from '../chain.ts';
import { deposit } from './deposits.ts';
import { bids, groups, inState, leases, orders, providers } from './records.ts';
import { type Action, action, type Made, type World } from './world.ts';

/** Bids on orders, and the leases made of them. */
export const LEASES: readonly Action[] = [
  action(22, 'bid', bid),
  action(12, 'lease', (w) => {
    const b = w.pick(w.once(12) ? bids(w) : takable(w));
    return b && w.send(MsgCreateLease, { bidId: b.id });
  }),
  action(10, 'withdraw', (w) => withdrawLease(w)),
  action(3, 'close lease', (w) => {
    const l = lease(w);
    return l && w.send(MsgCloseLease, { id: l.id, reason: LeaseClosedReason.lease_closed_owner });
  }),
  action(4, 'close bid', (w) => {
    const live = inState(bids(w), BidState.open, BidState.active);
    const b = (w.once(12) ? undefined : w.pick(live)) ?? w.pick(bids(w));
    const reason = w.once(20) ? 0 : LeaseClosedReason.lease_closed_reason_unstable;
    return b && w.send(MsgCloseBid, { id: b.id, reason });
  }),
];

/** The open bids on open orders of open groups. */
function takable(w: World): readonly Bid[] {
  const open = new Set(inState(groups(w), GroupState.open).map((g) => groupIdText(g.id)));
  const wanted = new Set(
    inState(orders(w), OrderState.open)
      .filter((o) => open.has(groupIdText(o.id)))
      .map((o) => orderIdText(o.id)),
  );
  return inState(bids(w), BidState.open).filter((b) => wanted.has(orderIdText(b.id)));
}

/** An active lease, now and then any. */
function lease(w: World, provider?: Account): Lease | undefined {
  const those = leases(w).filter((l) => provider === undefined || l.id.provider === provider.text);
  return (w.once(12) ? undefined : w.pick(inState(those, LeaseState.active))) ?? w.pick(those);
}

/** What a lease has earned, to its provider. */
export function withdrawLease(w: World, provider?: Account): Made | undefined {
  const l = lease(w, provider);
  return l && w.send(MsgWithdrawLease, { id: l.id });
}

/** The providers that may bid on an order. */
function able(w: World, { id, spec }: Order): readonly Provider[] {
  const { audit } = w.chain.app.keepers;
  return providers(w).filter(({ owner, attributes }) => {
    if (owner === id.owner || !matchResourcesRequirements(spec, attributes)) return false;
    return matchRequirements(spec, attributes, audit.getProviderAttributes(w.ctx(), accAddressFromBech32(owner)));
  });
}

/** A bid that mostly is good: of a provider, on an open order, below its price, in its denomination. */
function bid(w: World): Made | undefined {
  const open = inState(orders(w), OrderState.open);
  const order = (w.once(15) ? undefined : w.pick(open.slice(-12))) ?? w.pick(orders(w));
  if (order === undefined) return undefined;
  const provider = w.once(20) ? w.anyone().text : w.pick(w.once(12) ? providers(w) : able(w, order))?.owner;
  if (provider === undefined) return undefined;
  const most = groupPrice(order.spec);
  const amount = most.amount.mul(Dec.withPrec(BigInt(w.once(15) ? 150 : 1 + w.below(100)), 2));
  const offered = w.once(3)
    ? order.spec.resources.map(({ resource, count }) => ({ resources: resource, count, prices: undefined }))
    : [];
  return w.send(MsgCreateBid, {
    id: { ...order.id, provider, bseq: 0 },
    price: { denom: w.once(40) ? w.currency() : most.denom, amount },
    deposit: deposit(w, w.once(40) ? w.currency() : 'uakt', w.once(15) ? 0n : 500_000n),
    resourcesOffer: w.once(30) ? offered.map((o) => ({ ...o, count: o.count + 1 })) : offered,
  });
}
