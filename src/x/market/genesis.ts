import type { Context } from '../../core/context.ts';
import { GoErrorBase, GoPanic } from '../../core/errors.ts';
import type { IndexedMap } from '../../core/indexed-map.ts';
import type { GenesisState } from '../../wire/gen/akash/market/v1beta5/genesis.ts';
import { ErrBidExists, ErrOrderExists } from './errors.ts';
import { bidIdText, orderIdText } from './ids.ts';
import type { MarketKeeper } from './keeper.ts';
import { defaultParams } from './params.ts';

/** Genesis section → state. What is wrong with it is a panic. Source: node x/market/genesis.go. */
export function initGenesis(ctx: Context, k: MarketKeeper, { params, orders, bids, leases }: GenesisState): void {
  for (const order of orders) {
    const where = `orders init. order id ${orderIdText(order.id)}`;
    add(ctx, k.orders, order, where, ErrOrderExists.error().message);
  }
  for (const bid of bids) {
    add(ctx, k.bids, bid, `bids init. bid id ${bidIdText(bid.id)}`, ErrBidExists.error().message);
  }
  for (const lease of leases) {
    add(ctx, k.leases, lease, `leases init. lease id ${bidIdText(lease.id)}`, 'lease exists');
  }
  try {
    k.setParams(ctx, params);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(e.message);
    throw e;
  }
}

function add<K, V extends { id: K }>(
  ctx: Context,
  map: IndexedMap<K, V>,
  record: V,
  where: string,
  exists: string,
): void {
  const panic = (why: string): GoPanic => new GoPanic(`market genesis ${where}: ${why}`);
  try {
    if (map.has(ctx, record.id)) throw panic(exists);
    map.set(ctx, record.id, record);
  } catch (e) {
    if (e instanceof GoErrorBase) throw panic(e.message);
    throw e;
  }
}

/** State → genesis section. */
export function exportGenesis(ctx: Context, k: MarketKeeper): GenesisState {
  const genesis: GenesisState = { params: k.getParams(ctx), orders: [], leases: [], bids: [] };
  const into =
    <T>(list: T[]) =>
    (record: T): boolean => {
      list.push(record);
      return false;
    };
  k.withLeases(ctx, into(genesis.leases));
  k.withOrders(ctx, into(genesis.orders));
  k.withBids(ctx, into(genesis.bids));
  return genesis;
}

export function defaultGenesis(): GenesisState {
  return { params: defaultParams(), orders: [], leases: [], bids: [] };
}
