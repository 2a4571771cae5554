import type { Context } from '../../core/context.ts';
import { type Deployment, Deployment_State as DeploymentState } from '../../wire/gen/akash/deployment/v1/deployment.ts';
import { type Group, Group_State as GroupState } from '../../wire/gen/akash/deployment/v1beta4/group.ts';
import type { Account } from '../../wire/gen/akash/escrow/types/v1/account.ts';
import type { Payment } from '../../wire/gen/akash/escrow/types/v1/payment.ts';
import { State } from '../../wire/gen/akash/escrow/types/v1/state.ts';
import { type Lease, Lease_State as LeaseState } from '../../wire/gen/akash/market/v1/lease.ts';
import { type Bid, Bid_State as BidState } from '../../wire/gen/akash/market/v1beta5/bid.ts';
import { type Order, Order_State as OrderState } from '../../wire/gen/akash/market/v1beta5/order.ts';
import { deploymentAccountId, deploymentIdText } from '../deployment/ids.ts';
import { accountIdText, paymentIdText } from '../escrow/keys.ts';
import { bidAccountId, bidIdText, groupIdOf, leasePaymentId, orderIdOf, orderIdText } from './ids.ts';
import type { MarketKeeper } from './keeper.ts';

/**
 * What must hold after every block. Each returns the violations it finds, none when all is well. They read all of the stores:
 * for tests, the simulator and the development engine.
 */

/** Accounts and payments by their ids as text. */
export interface Escrow {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly payments: ReadonlyMap<string, Payment>;
}

export interface Deployments {
  getDeployment(ctx: Context, id: Deployment['id']): Deployment | undefined;
  getGroup(ctx: Context, id: Group['id']): Group | undefined;
  withDeployments(ctx: Context, fn: (deployment: Deployment) => boolean): void;
}

/** An active order has one active bid, an active bid an active lease, and the other way round. */
export function leasesAgree(orders: readonly Order[], bids: readonly Bid[], leases: readonly Lease[]): string[] {
  const active = {
    order: orders.filter((o) => o.state === OrderState.active).map((o) => orderIdText(o.id)),
    bid: bids.filter((b) => b.state === BidState.active),
    lease: leases.filter((l) => l.state === LeaseState.active).map((l) => bidIdText(l.id)),
  };
  const violations: string[] = [];
  const compare = (a: readonly string[], b: readonly string[], what: string): void => {
    const left = new Set(b);
    for (const id of a) if (!left.delete(id)) violations.push(`${id} is active as ${what}`);
    for (const id of left) violations.push(`${id} is not active as ${what}`);
  };
  compare(
    active.bid.map((b) => orderIdText(orderIdOf(b.id))),
    active.order,
    'a bid and not as an order',
  );
  compare(
    active.bid.map((b) => bidIdText(b.id)),
    active.lease,
    'a bid and not as a lease',
  );
  const prices = new Map(bids.map((b) => [bidIdText(b.id), b.price]));
  for (const { id, price } of leases) {
    const bid = prices.get(bidIdText(id));
    if (bid === undefined || bid.denom !== price.denom || !bid.amount.equal(price.amount)) {
      violations.push(`lease ${bidIdText(id)} has not the price of its bid`);
    }
  }
  return violations;
}

/** Every bid is on an order; a lost one not on an open one. */
export function bidsHaveOrders(orders: readonly Order[], bids: readonly Bid[]): string[] {
  const states = new Map(orders.map((o) => [orderIdText(o.id), o.state]));
  return bids.flatMap(({ id, state }) => {
    const order = states.get(orderIdText(orderIdOf(id)));
    if (order === undefined) return [`bid ${bidIdText(id)} is on no order`];
    return state === BidState.lost && order === OrderState.open ? [`bid ${bidIdText(id)} lost an open order`] : [];
  });
}

/**
 * A group has one order at a time that is open or active, and its orders are numbered from 1.
 */
export function ordersAreNumbered(ctx: Context, orders: readonly Order[], d: Deployments): string[] {
  const groups = new Map<string, { last: number; live: number }>();
  return orders.flatMap(({ id, state }) => {
    const found: string[] = [];
    const name = `${id.owner}/${id.dseq}/${id.gseq}`;
    let group = groups.get(name);
    if (group === undefined) {
      group = { last: 0, live: 0 };
      groups.set(name, group);
      if (d.getGroup(ctx, groupIdOf(id)) === undefined) found.push(`order ${orderIdText(id)} is of no group`);
    }
    if (id.oseq !== ++group.last) found.push(`order ${orderIdText(id)} is number ${group.last} of its group`);
    if (state !== OrderState.closed && ++group.live > 1) found.push(`group ${name} has ${group.live} orders at a time`);
    return found;
  });
}

/** An active lease is of an open group of an active deployment, and its payment is open. */
export function leasesAreServed(ctx: Context, leases: readonly Lease[], d: Deployments, escrow: Escrow): string[] {
  return leases.flatMap(({ id, state }) => {
    if (state !== LeaseState.active) return [];
    const found: string[] = [];
    const wrong = (what: string): void => void found.push(`lease ${bidIdText(id)} is active, ${what}`);
    if (d.getGroup(ctx, groupIdOf(id))?.state !== GroupState.open) wrong('its group not open');
    if (d.getDeployment(ctx, id)?.state !== DeploymentState.active) wrong('its deployment not');
    if (escrow.payments.get(paymentIdText(leasePaymentId(id)))?.state.state !== State.open) {
      wrong('its payment not open');
    }
    return found;
  });
}

/** Every lease has a payment to its provider at its price, and there is no other payment. */
export function leasesArePaid(leases: readonly Lease[], { payments }: Escrow): string[] {
  const left = new Set(payments.keys());
  const found = leases.flatMap(({ id, price }) => {
    const name = paymentIdText(leasePaymentId(id));
    left.delete(name);
    const payment = payments.get(name);
    if (payment === undefined) return [`lease ${bidIdText(id)} has no payment`];
    const { owner, rate } = payment.state;
    const right = owner === id.provider && rate.denom === price.denom && rate.amount.equal(price.amount);
    return right ? [] : [`the payment of lease ${bidIdText(id)} is ${rate.amount}${rate.denom} to ${owner}`];
  });
  return [...found, ...[...left].map((name) => `payment ${name} is of no lease`)];
}

/** An open or active bid has an open account, any other a closed one. */
export function bidsHaveDeposits(bids: readonly Bid[], { accounts }: Escrow): string[] {
  return bids.flatMap(({ id, state }) => {
    const wanted = state === BidState.open || state === BidState.active ? State.open : State.closed;
    const account = accounts.get(accountIdText(bidAccountId(id)))?.state;
    if (account?.state !== wanted) {
      return [`bid ${bidIdText(id)} in state ${state} has an account in state ${account?.state}`];
    }
    return account.owner === id.provider ? [] : [`the account of bid ${bidIdText(id)} is of ${account.owner}`];
  });
}

/** A deployment is active as long as its account is open. */
export function deploymentsHaveDeposits(ctx: Context, d: Deployments, { accounts }: Escrow): string[] {
  const violations: string[] = [];
  d.withDeployments(ctx, ({ id, state }) => {
    const account = accounts.get(accountIdText(deploymentAccountId(id)))?.state;
    if ((state === DeploymentState.active) !== (account?.state === State.open)) {
      violations.push(`deployment ${deploymentIdText(id)} in state ${state} has an account in state ${account?.state}`);
    } else if (account?.owner !== id.owner) {
      violations.push(`the account of deployment ${deploymentIdText(id)} is of ${account?.owner}`);
    }
    return false;
  });
  return violations;
}

/** Every account is that of a deployment or of a bid. */
export function accountsAreKnown(ctx: Context, bids: readonly Bid[], d: Deployments, { accounts }: Escrow): string[] {
  const left = new Set(accounts.keys());
  for (const { id } of bids) left.delete(accountIdText(bidAccountId(id)));
  d.withDeployments(ctx, ({ id }) => {
    left.delete(accountIdText(deploymentAccountId(id)));
    return false;
  });
  return [...left].map((name) => `account ${name} is of no deployment and no bid`);
}

/** All invariants of the market, and of deployments as far as they concern it. */
export function marketInvariants(
  k: MarketKeeper,
  d: Deployments,
  records: { readonly accounts: readonly Account[]; readonly payments: readonly Payment[] },
  ctx: Context,
): string[] {
  const orders: Order[] = [];
  const bids: Bid[] = [];
  const leases: Lease[] = [];
  const into =
    <T>(list: T[]) =>
    (record: T): boolean => {
      list.push(record);
      return false;
    };
  k.withOrders(ctx, into(orders));
  k.withBids(ctx, into(bids));
  k.withLeases(ctx, into(leases));
  const escrow: Escrow = {
    accounts: new Map(records.accounts.map((a) => [accountIdText(a.id), a])),
    payments: new Map(records.payments.map((p) => [paymentIdText(p.id), p])),
  };
  return [
    ...leasesAgree(orders, bids, leases),
    ...bidsHaveOrders(orders, bids),
    ...ordersAreNumbered(ctx, orders, d),
    ...leasesAreServed(ctx, leases, d, escrow),
    ...leasesArePaid(leases, escrow),
    ...bidsHaveDeposits(bids, escrow),
    ...deploymentsHaveDeposits(ctx, d, escrow),
    ...accountsAreKnown(ctx, bids, d, escrow),
    ...k.orders.indexViolations(ctx),
    ...k.bids.indexViolations(ctx),
    ...k.leases.indexViolations(ctx),
  ];
}
