import type { Context } from '../../core/context.ts';
import { isError } from '../../core/errors.ts';
import { type Deployment, Deployment_State as DeploymentState } from '../../wire/gen/akash/deployment/v1/deployment.ts';
import { type Group, Group_State as GroupState } from '../../wire/gen/akash/deployment/v1beta4/group.ts';
import { State } from '../../wire/gen/akash/escrow/types/v1/state.ts';
import { type Lease, Lease_State as LeaseState } from '../../wire/gen/akash/market/v1/lease.ts';
import { type Bid, Bid_State as BidState } from '../../wire/gen/akash/market/v1beta5/bid.ts';
import { type Order, Order_State as OrderState } from '../../wire/gen/akash/market/v1beta5/order.ts';
import { deploymentAccountId, deploymentIdText } from '../deployment/ids.ts';
import { ErrAccountNotFound, ErrPaymentNotFound } from '../escrow/errors.ts';
import type { EscrowKeeper } from './expected-keepers.ts';
import { bidAccountId, bidIdText, groupIdOf, leasePaymentId, orderIdOf, orderIdText } from './ids.ts';
import type { MarketKeeper } from './keeper.ts';

/**
 * What must hold after every block. Each returns the violations it finds, none when all is well. They read all of the stores:
 * for tests, the simulator and the development engine.
 */

type Accounts = Pick<EscrowKeeper, 'getAccount' | 'getPayment'>;

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

/** An active lease is of an open group of an active deployment, and its payment is open. */
export function leasesAreServed(ctx: Context, leases: readonly Lease[], d: Deployments, escrow: Accounts): string[] {
  return leases.flatMap(({ id, state }) => {
    if (state !== LeaseState.active) return [];
    const found: string[] = [];
    const wrong = (what: string): void => void found.push(`lease ${bidIdText(id)} is active, ${what}`);
    if (d.getGroup(ctx, groupIdOf(id))?.state !== GroupState.open) wrong('its group not open');
    if (d.getDeployment(ctx, id)?.state !== DeploymentState.active) wrong('its deployment not');
    if (paymentState(ctx, escrow, id) !== State.open) wrong('its payment not open');
    return found;
  });
}

/** An open or active bid has an open account, any other a closed one. */
export function bidsHaveDeposits(ctx: Context, bids: readonly Bid[], escrow: Accounts): string[] {
  return bids.flatMap(({ id, state }) => {
    const wanted = state === BidState.open || state === BidState.active ? State.open : State.closed;
    const account = stateOf(() => escrow.getAccount(ctx, bidAccountId(id)).state.state);
    return account === wanted ? [] : [`bid ${bidIdText(id)} in state ${state} has an account in state ${account}`];
  });
}

/** A deployment is active as long as its account is open. */
export function deploymentsHaveDeposits(ctx: Context, d: Deployments, escrow: Accounts): string[] {
  const violations: string[] = [];
  d.withDeployments(ctx, ({ id, state }) => {
    const account = stateOf(() => escrow.getAccount(ctx, deploymentAccountId(id)).state.state);
    if ((state === DeploymentState.active) !== (account === State.open)) {
      violations.push(`deployment ${deploymentIdText(id)} in state ${state} has an account in state ${account}`);
    }
    return false;
  });
  return violations;
}

function paymentState(ctx: Context, escrow: Accounts, id: Lease['id']): number | undefined {
  return stateOf(() => escrow.getPayment(ctx, leasePaymentId(id)).state.state);
}

/** Undefined when there is no record. */
function stateOf(read: () => number): number | undefined {
  try {
    return read();
  } catch (e) {
    if (isError(e, ErrAccountNotFound) || isError(e, ErrPaymentNotFound)) return undefined;
    throw e;
  }
}

/** All invariants of the market, and of deployments as far as they concern it. */
export function marketInvariants(k: MarketKeeper, d: Deployments, escrow: Accounts, ctx: Context): string[] {
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
  return [
    ...leasesAgree(orders, bids, leases),
    ...bidsHaveOrders(orders, bids),
    ...leasesAreServed(ctx, leases, d, escrow),
    ...bidsHaveDeposits(ctx, bids, escrow),
    ...deploymentsHaveDeposits(ctx, d, escrow),
    ...k.orders.indexViolations(ctx),
    ...k.bids.indexViolations(ctx),
    ...k.leases.indexViolations(ctx),
  ];
}
