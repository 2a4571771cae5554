import { Order } from '../../../wire/gen/akash/market/v1beta5/order.ts';
import { Query } from '../../../wire/gen/akash/market/v1beta5/query.ts';
import type { FlagSpec, Flags } from '../../frame.ts';
import { addressFlag, BID_FLAGS, bidId, ORDER_FLAGS, orderId, unsignedFlag } from '../ids.ts';
import { page, type QuerySpec, queryCommands, text } from './spec.ts';

const { methods } = Query;
const state = (states: string): FlagSpec => text('state', `in this state: ${states}`);

/** As in the reference the first group and order are meant unless other numbers are given; 0 stands for all. */
const orderFilters = (f: Flags): object => ({
  owner: addressFlag(f, 'owner'),
  dseq: unsignedFlag(f, 'dseq', 64),
  gseq: Number(unsignedFlag(f, 'gseq', 32)),
  oseq: Number(unsignedFlag(f, 'oseq', 32)),
  state: f.text('state'),
});

const bidFilters = (f: Flags): object => ({ ...orderFilters(f), provider: addressFlag(f, 'provider'), bseq: 0 });

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'market order list',
    summary: 'orders',
    paged: true,
    flags: [...ORDER_FLAGS, state('open, active or closed')],
    ask: (_, f) => ({ method: methods.Orders, request: { filters: orderFilters(f), ...page(f) } }),
  },
  {
    path: 'market order get',
    summary: 'an order',
    required: ['owner', 'dseq'],
    flags: ORDER_FLAGS,
    ask: (_, f) => ({
      method: methods.Order,
      request: { id: orderId(f) },
      show: ['order', Order],
    }),
  },
  {
    path: 'market bid list',
    summary: 'bids with their escrow accounts',
    paged: true,
    flags: [...BID_FLAGS, state('open, active, lost or closed')],
    ask: (_, f) => ({ method: methods.Bids, request: { filters: bidFilters(f), ...page(f) } }),
  },
  {
    path: 'market bid get',
    summary: 'a bid with its escrow account',
    required: ['owner', 'dseq', 'provider'],
    flags: BID_FLAGS,
    ask: (_, f) => ({ method: methods.Bid, request: { id: bidId(f) } }),
  },
  {
    path: 'market lease list',
    summary: 'leases with their payments',
    paged: true,
    flags: [...BID_FLAGS, state('active, insufficient_funds or closed')],
    ask: (_, f) => ({ method: methods.Leases, request: { filters: bidFilters(f), ...page(f) } }),
  },
  {
    path: 'market lease get',
    summary: 'a lease with its payment',
    required: ['owner', 'dseq', 'provider'],
    flags: BID_FLAGS,
    ask: (_, f) => ({ method: methods.Lease, request: { id: bidId(f) } }),
  },
  { path: 'market params', summary: 'parameters', ask: () => ({ method: methods.Params, request: {} }) },
];

export const COMMANDS = queryCommands(QUERIES);
export const GROUPS = [
  { path: ['query', 'market', 'order'], summary: 'Orders' },
  { path: ['query', 'market', 'bid'], summary: 'Bids' },
  { path: ['query', 'market', 'lease'], summary: 'Leases' },
];
