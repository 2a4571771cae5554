import { stringKey } from '../../core/collections-codec.ts';
import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, GrpcCode, GrpcError } from '../../core/errors.ts';
import type { IndexedMap, MultiIndex } from '../../core/indexed-map.ts';
import {
  collectListing,
  indexWalk,
  internally,
  keyBytes,
  openListing,
  partWalk,
  stateWalks,
} from '../../store/listing.ts';
import type { Account } from '../../wire/gen/akash/escrow/types/v1/account.ts';
import type { Payment } from '../../wire/gen/akash/escrow/types/v1/payment.ts';
import type { BidID } from '../../wire/gen/akash/market/v1/bid.ts';
import { type Lease, Lease_State as LeaseState } from '../../wire/gen/akash/market/v1/lease.ts';
import { type Bid, Bid_State as BidState } from '../../wire/gen/akash/market/v1beta5/bid.ts';
import type { BidFilters, OrderFilters } from '../../wire/gen/akash/market/v1beta5/filters.ts';
import { type Order, Order_State as OrderState } from '../../wire/gen/akash/market/v1beta5/order.ts';
import type {
  QueryOrdersRequest,
  QueryOrdersResponse,
  QueryServer,
} from '../../wire/gen/akash/market/v1beta5/query.ts';
import type { PageRequest, PageResponse } from '../../wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import { isAccAddress } from '../deployment/ids.ts';
import { ErrBidNotFound, ErrLeaseNotFound, ErrOrderNotFound } from './errors.ts';
import { bidAccountId, bidIdText, leasePaymentId } from './ids.ts';
import type { MarketKeeper } from './keeper.ts';
import * as keys from './keys.ts';

const NOTHING = new Uint8Array(0);
/** Extra byte of the page key of orders by owner. */
const ORDERS_BY_OWNER = 1;
/** Extra byte of the page keys of bids and leases: what is walked. */
const PATH = { states: 0, provider: 1, owner: 2 } as const;

/** akash.market.v1beta5.Query. Source: node x/market/keeper/grpc_query.go. */
export function marketQueryServer(k: MarketKeeper): QueryServer<Context> {
  return {
    orders: (ctx, req) => orders(k, ctx, req),
    order(ctx, { id }) {
      assertAddress('owner', id.owner);
      const order = k.getOrder(ctx, id);
      if (order === undefined) throw ErrOrderNotFound.error();
      return { order };
    },
    bids(ctx, { filters, pagination }) {
      const maps = { map: k.bids, byState: keys.bidsByState, byProvider: keys.bidsByProvider, states: BidState };
      const listing = listBids(ctx, filters, pagination, { ...maps, answer: (bid) => bidAnswer(k, ctx, bid) });
      return { bids: listing.results, pagination: listing.pagination };
    },
    bid(ctx, { id }) {
      assertAddress('owner', id.owner);
      assertAddress('provider', id.provider);
      const bid = k.getBid(ctx, id);
      if (bid === undefined) throw ErrBidNotFound.error();
      return { bid, escrowAccount: k.escrowKeeper.getAccount(ctx, bidAccountId(id)) };
    },
    leases(ctx, { filters, pagination }) {
      const maps = {
        map: k.leases,
        byState: keys.leasesByState,
        byProvider: keys.leasesByProvider,
        states: LeaseState,
      };
      // PARITY: chain-sdk go/node/market/v1/filters.go: of leases the bid sequence is not looked at.
      const anyBid = { ...filters, bseq: 0 };
      const listing = listBids(ctx, anyBid, pagination, { ...maps, answer: (lease) => leaseAnswer(k, ctx, lease) });
      return { leases: listing.results, pagination: listing.pagination };
    },
    lease(ctx, { id }) {
      assertAddress('owner', id.owner);
      assertAddress('provider', id.provider);
      const lease = k.getLease(ctx, id);
      if (lease === undefined) throw ErrLeaseNotFound.error();
      return { lease, escrowPayment: k.escrowKeeper.getPayment(ctx, leasePaymentId(lease.id)) };
    },
    params: (ctx) => ({ params: k.getParams(ctx) }),
  };
}

function assertAddress(what: string, text: string): void {
  if (!isAccAddress(text)) throw new GrpcError(GrpcCode.InvalidArgument, `invalid ${what} address`);
}

function fetching<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`${e.message}: fetching ${what}`, e);
    throw e;
  }
}

function bidAnswer(k: MarketKeeper, ctx: Context, bid: Bid): { bid: Bid; escrowAccount: Account } {
  const escrowAccount = fetching(`escrow account for BidID=${bidIdText(bid.id)}`, () =>
    k.escrowKeeper.getAccount(ctx, bidAccountId(bid.id)),
  );
  return { bid, escrowAccount };
}

function leaseAnswer(k: MarketKeeper, ctx: Context, lease: Lease): { lease: Lease; escrowPayment: Payment } {
  const escrowPayment = fetching(`escrow payment for LeaseID=${bidIdText(lease.id)}`, () =>
    k.escrowKeeper.getPayment(ctx, leasePaymentId(lease.id)),
  );
  return { lease, escrowPayment };
}

/** Whether the fields of a filter that are set are those of an id. */
function matches(filters: Omit<OrderFilters, 'state'>, id: Order['id']): boolean {
  return (
    (filters.owner === '' || filters.owner === id.owner) &&
    (filters.dseq === 0n || filters.dseq === id.dseq) &&
    (filters.gseq === 0 || filters.gseq === id.gseq) &&
    (filters.oseq === 0 || filters.oseq === id.oseq)
  );
}

function orders(k: MarketKeeper, ctx: Context, req: QueryOrdersRequest): QueryOrdersResponse {
  const { filters } = req;
  const page = openListing(req.pagination, { states: OrderState, state: filters.state, key: keys.orderKey });
  const { from } = page;
  const owner = from === undefined ? filters.owner : page.extra[0] === ORDERS_BY_OWNER ? from.owner : '';
  const { dseq, gseq, oseq } = filters;
  if (owner !== '' && from === undefined && dseq !== 0n && gseq !== 0 && oseq !== 0) {
    const found = internally(() => k.orders.find(ctx, filters));
    const wanted = found !== undefined && page.states.includes(found.state) ? [found] : [];
    return { orders: wanted, pagination: { nextKey: NOTHING, total: BigInt(wanted.length) } };
  }
  const listing = collectListing<Order, Order>(page, {
    walks:
      owner === ''
        ? stateWalks(ctx, k.orders, page, keys.ordersByState)
        : partWalk(ctx, k.orders, page, stringKey, owner),
    extra: owner === '' ? NOTHING : Uint8Array.of(ORDERS_BY_OWNER),
    keyOf: (order) => keyBytes(keys.orderKey, order.id),
    accept: (order) => page.states.includes(order.state) && matches(filters, order.id),
    answer: (order) => order,
  });
  return { orders: listing.results, pagination: listing.pagination };
}

/** Records of bids, that is bids and leases, and how they are found. */
interface BidListing<V extends { id: BidID; state: number }, R> {
  readonly map: IndexedMap<BidID, V>;
  readonly byState: MultiIndex<number, V>;
  readonly byProvider: MultiIndex<string, V>;
  readonly states: Readonly<Record<string, number>>;
  answer(value: V): R;
}

/** Bids or leases of an owner, else of a provider, else of all. A page key says which of these it goes on with. */
function listBids<V extends { id: BidID; state: number }, R>(
  ctx: Context,
  filters: BidFilters,
  pagination: PageRequest | undefined,
  { map, byState, byProvider, states, answer }: BidListing<V, R>,
): { results: R[]; pagination: PageResponse } {
  const page = openListing(pagination, { states, state: filters.state, key: keys.bidKey, extraLength: 1 });
  const { from } = page;
  const path = from === undefined ? pathOf(filters) : page.extra[0]!;
  const { owner, provider } = from ?? filters;
  const walks =
    path === PATH.owner
      ? partWalk(ctx, map, page, stringKey, owner)
      : path === PATH.provider
        ? indexWalk(ctx, map, page, byProvider, provider)
        : stateWalks(ctx, map, page, byState);
  return collectListing(page, {
    walks,
    extra: Uint8Array.of(path === PATH.owner || path === PATH.provider ? path : PATH.states),
    keyOf: ({ id }) => keyBytes(keys.bidKey, id),
    accept: ({ id, state }) =>
      page.states.includes(state) &&
      matches(filters, id) &&
      (filters.provider === '' || filters.provider === id.provider) &&
      (filters.bseq === 0 || filters.bseq === id.bseq),
    answer,
  });
}

function pathOf({ owner, provider }: BidFilters): number {
  if (owner !== '') return PATH.owner;
  return provider === '' ? PATH.states : PATH.provider;
}
