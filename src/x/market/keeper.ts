import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase } from '../../core/errors.ts';
import { IndexedMap } from '../../core/indexed-map.ts';
import { Item } from '../../core/item.ts';
import type { KVStore, StoreKey } from '../../core/store.ts';
import type { DecCoin } from '../../math/dec-coin.ts';
import type { GroupID } from '../../wire/gen/akash/deployment/v1/group.ts';
import { Group_State as GroupState } from '../../wire/gen/akash/deployment/v1beta4/group.ts';
import type { GroupSpec } from '../../wire/gen/akash/deployment/v1beta4/groupspec.ts';
import type { BidID } from '../../wire/gen/akash/market/v1/bid.ts';
import { Lease, type LeaseID, Lease_State as LeaseState } from '../../wire/gen/akash/market/v1/lease.ts';
import type { OrderID } from '../../wire/gen/akash/market/v1/order.ts';
import { LeaseClosedReason } from '../../wire/gen/akash/market/v1/types.ts';
import { Bid, Bid_State as BidState } from '../../wire/gen/akash/market/v1beta5/bid.ts';
import { Order, Order_State as OrderState } from '../../wire/gen/akash/market/v1beta5/order.ts';
import { Params } from '../../wire/gen/akash/market/v1beta5/params.ts';
import { ErrBidExists, ErrOrderActive, ErrOrderExists } from './errors.ts';
import * as events from './events.ts';
import type { EscrowKeeper } from './expected-keepers.ts';
import { bidAccountId, leasePaymentId, makeOrderId } from './ids.ts';
import * as keys from './keys.ts';
import { validateParams } from './params.ts';

export interface MarketKeeperDeps {
  readonly storeKey: StoreKey;
  readonly escrowKeeper: EscrowKeeper;
  /** Bech32 text of the account that may update the parameters. */
  readonly authority: string;
}

/** States of bids that count towards the most that an order may have. PARITY: lost bids do not count, closed ones do. */
const COUNTED: readonly number[] = [BidState.open, BidState.active, BidState.closed];

/** Orders, the bids on them, and the leases made of both. Source: node x/market/keeper/keeper.go. */
export class MarketKeeper {
  readonly authority: string;
  readonly escrowKeeper: EscrowKeeper;
  readonly orders: IndexedMap<OrderID, Order>;
  readonly bids: IndexedMap<BidID, Bid>;
  readonly leases: IndexedMap<LeaseID, Lease>;
  private readonly params: Item<Params>;
  private readonly storeKey: StoreKey;

  constructor({ storeKey, escrowKeeper, authority }: MarketKeeperDeps) {
    this.storeKey = storeKey;
    this.authority = authority;
    this.escrowKeeper = escrowKeeper;
    this.params = new Item(storeKey, keys.PARAMS_KEY, Params);
    this.orders = new IndexedMap({
      storeKey,
      prefix: keys.ORDER_PREFIX,
      key: keys.orderKey,
      value: Order,
      indexes: [keys.ordersByState, keys.ordersByGroupState],
    });
    this.bids = new IndexedMap({
      storeKey,
      prefix: keys.BID_PREFIX,
      key: keys.bidKey,
      value: Bid,
      indexes: [keys.bidsByState, keys.bidsByProvider, keys.bidsByOrderState],
    });
    this.leases = new IndexedMap({
      storeKey,
      prefix: keys.LEASE_PREFIX,
      key: keys.bidKey,
      value: Lease,
      indexes: [keys.leasesByState, keys.leasesByProvider],
    });
  }

  /** The store itself, for migrations. */
  store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  getParams(ctx: Context): Params {
    return this.params.find(ctx) ?? Params.create();
  }

  /** Throws GoError when they are not acceptable. */
  setParams(ctx: Context, params: Params): void {
    validateParams(params);
    this.params.set(ctx, params);
  }

  // ---- making

  /** Opens the next order of a group. Throws GoError while one is open or active. */
  createOrder(ctx: Context, group: GroupID, spec: GroupSpec): Order {
    let busy = false;
    for (const state of [OrderState.active, OrderState.open]) {
      this.withOrdersForGroup(ctx, group, state, () => {
        busy = true;
        return true;
      });
    }
    let oseq = 1;
    this.withOrdersForGroup(ctx, group, OrderState.closed, () => {
      oseq++;
      return false;
    });
    if (busy) {
      const error = ErrOrderActive.error();
      // PARITY: node x/market/keeper/keeper.go: wrapped with `%w`, so the error loses its code.
      throw new GoError(`${error.message}: create order: active order exists`, error);
    }
    const id = makeOrderId(group, oseq);
    if (this.orders.has(ctx, id)) throw ErrOrderExists.error();
    const order: Order = { id, state: OrderState.open, spec, createdAt: ctx.blockHeight };
    this.orders.set(ctx, id, order);
    ctx.eventManager.emit(events.orderCreated(id));
    return order;
  }

  /** Throws ErrBidExists. */
  createBid(ctx: Context, id: BidID, price: DecCoin, resourcesOffer: Bid['resourcesOffer']): Bid {
    if (this.bids.has(ctx, id)) throw ErrBidExists.error();
    const bid: Bid = { id, state: BidState.open, price, createdAt: ctx.blockHeight, resourcesOffer };
    this.bids.set(ctx, id, bid);
    ctx.eventManager.emit(events.bidCreated(bid));
    return bid;
  }

  createLease(ctx: Context, { id, price }: Bid): void {
    const createdAt = ctx.blockHeight;
    const lease: Lease = { id, state: LeaseState.active, price, createdAt, closedOn: 0n, reason: 0 };
    this.leases.set(ctx, id, lease);
    ctx.eventManager.emit(events.leaseCreated(lease));
  }

  // ---- changes of state

  onOrderMatched(ctx: Context, order: Order): void {
    this.orders.set(ctx, order.id, { ...order, state: OrderState.active });
  }

  onBidMatched(ctx: Context, bid: Bid): void {
    this.bids.set(ctx, bid.id, { ...bid, state: BidState.active });
  }

  onBidLost(ctx: Context, bid: Bid): void {
    this.bids.set(ctx, bid.id, { ...bid, state: BidState.lost });
  }

  /**
   * Closes a bid and gives its deposit back.
   *
   * PARITY: node x/market/hooks/hooks.go: the hook of the closed account always fails, for it takes deployments only; the failure is
   * dropped here, behind the refund.
   */
  onBidClosed(ctx: Context, bid: Bid): void {
    if (bid.state === BidState.closed || bid.state === BidState.lost) return;
    this.bids.set(ctx, bid.id, { ...bid, state: BidState.closed });
    ignoringErrors(() => this.escrowKeeper.accountClose(ctx, bidAccountId(bid.id)));
    ctx.eventManager.emit(events.bidClosed(bid.id));
  }

  onOrderClosed(ctx: Context, order: Order): void {
    if (order.state === OrderState.closed) return;
    this.orders.set(ctx, order.id, { ...order, state: OrderState.closed });
    ctx.eventManager.emit(events.orderClosed(order.id));
  }

  /** `state`: closed or insufficient_funds. A lease that is over stays as it is. */
  onLeaseClosed(ctx: Context, lease: Lease, state: number, reason: number): void {
    if (lease.state === LeaseState.closed || lease.state === LeaseState.insufficient_funds) return;
    this.leases.set(ctx, lease.id, { ...lease, state, closedOn: ctx.blockHeight, reason });
    ctx.eventManager.emit(events.leaseClosed(lease.id, reason));
  }

  /**
   * Closes the active order of a group with its bids and leases.
   *
   * PARITY: node x/market/keeper/keeper.go: an open order, and the bids on it, stay open.
   */
  onGroupClosed(ctx: Context, id: GroupID, state: number): void {
    const broke = state === GroupState.insufficient_funds;
    const leaseState = broke ? LeaseState.insufficient_funds : LeaseState.closed;
    const reason = broke
      ? LeaseClosedReason.lease_closed_reason_insufficient_funds
      : LeaseClosedReason.lease_closed_owner;
    this.withOrdersForGroup(ctx, id, OrderState.active, (order) => {
      this.onOrderClosed(ctx, order);
      for (const bidState of [BidState.open, BidState.active]) {
        this.withBidsForOrder(ctx, order.id, bidState, (bid) => {
          this.onBidClosed(ctx, bid);
          const lease = this.getLease(ctx, bid.id);
          if (lease === undefined) return false;
          this.onLeaseClosed(ctx, lease, leaseState, reason);
          ignoringErrors(() => this.escrowKeeper.paymentClose(ctx, leasePaymentId(lease.id)));
          return false;
        });
      }
      return false;
    });
  }

  // ---- reading

  /** Undefined when there is none, or its key cannot be written; as the next two. */
  getOrder(ctx: Context, id: OrderID): Order | undefined {
    return orNone(() => this.orders.find(ctx, id));
  }

  getBid(ctx: Context, id: BidID): Bid | undefined {
    return orNone(() => this.bids.find(ctx, id));
  }

  getLease(ctx: Context, id: LeaseID): Lease | undefined {
    return orNone(() => this.leases.find(ctx, id));
  }

  /** The orders of a group in one state, by sequence, until `fn` returns true. */
  withOrdersForGroup(ctx: Context, group: GroupID, state: number, fn: (order: Order) => boolean): void {
    const { owner, dseq, gseq } = group;
    this.orders.scan(ctx, keys.ordersByGroupState, { owner, dseq, gseq, state }, fn);
  }

  /** The bids on an order in one state, by provider, until `fn` returns true. */
  withBidsForOrder(ctx: Context, order: OrderID, state: number, fn: (bid: Bid) => boolean): void {
    const { owner, dseq, gseq, oseq } = order;
    this.bids.scan(ctx, keys.bidsByOrderState, { owner, dseq, gseq, oseq, state }, fn);
  }

  /** All orders, by owner and sequences, until `fn` returns true; as the next two. */
  withOrders(ctx: Context, fn: (order: Order) => boolean): void {
    this.orders.walk(ctx, fn);
  }

  withBids(ctx: Context, fn: (bid: Bid) => boolean): void {
    this.bids.walk(ctx, fn);
  }

  withLeases(ctx: Context, fn: (lease: Lease) => boolean): void {
    this.leases.walk(ctx, fn);
  }

  /** Bids on an order that count towards its limit. */
  bidCountForOrder(ctx: Context, order: OrderID): number {
    const { owner, dseq, gseq, oseq } = order;
    let n = 0;
    for (const state of COUNTED) n += this.bids.count(ctx, keys.bidsByOrderState, { owner, dseq, gseq, oseq, state });
    return n;
  }
}

function orNone<T>(find: () => T | undefined): T | undefined {
  try {
    return find();
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
}

/** Go errors of a step that are dropped; what it wrote before stays. */
export function ignoringErrors(step: () => void): void {
  try {
    step();
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
  }
}
