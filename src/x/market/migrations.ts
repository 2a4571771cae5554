import type { Context } from '../../core/context.ts';
import { Lease } from '../../wire/gen/akash/market/v1/lease.ts';
import { Bid } from '../../wire/gen/akash/market/v1beta5/bid.ts';
import { Order } from '../../wire/gen/akash/market/v1beta5/order.ts';
import { moveAll } from '../deployment/migrations.ts';
import type { MarketKeeper } from './keeper.ts';
import * as legacy from './legacy-keys.ts';

/** Version 7 to 8: from keys that hold the state to indexes by state. Source: node upgrades/software/v1.2.0/market.go. */
export function migrate7to8(ctx: Context, k: MarketKeeper): void {
  const store = k.store(ctx);
  moveAll(store, legacy.LEGACY_ORDER_PREFIX, (value) => {
    const order = Order.decode(value);
    k.orders.set(ctx, order.id, order);
  });
  moveAll(store, legacy.LEGACY_BID_PREFIX, (value) => {
    const bid = Bid.decode(value);
    k.bids.set(ctx, bid.id, bid);
  });
  moveAll(store, legacy.LEGACY_BID_REVERSE_PREFIX, () => undefined);
  moveAll(store, legacy.LEGACY_LEASE_PREFIX, (value) => {
    const lease = Lease.decode(value);
    k.leases.set(ctx, lease.id, lease);
  });
  moveAll(store, legacy.LEGACY_LEASE_REVERSE_PREFIX, () => undefined);
}
