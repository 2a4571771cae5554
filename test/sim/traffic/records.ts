import type { Deployment } from '../../../src/wire/gen/akash/deployment/v1/deployment.ts';
import type { Group } from '../../../src/wire/gen/akash/deployment/v1beta4/group.ts';
import type { Lease } from '../../../src/wire/gen/akash/market/v1/lease.ts';
import type { Bid } from '../../../src/wire/gen/akash/market/v1beta5/bid.ts';
import type { Order } from '../../../src/wire/gen/akash/market/v1beta5/order.ts';
import type { Provider } from '../../../src/wire/gen/akash/provider/v1beta4/provider.ts';
import { all, type World } from './world.ts';

/** The marketplace's records as they were committed last. */

export function deployments(w: World): readonly Deployment[] {
  const { deployment } = w.chain.app.keepers;
  return w.look('deployments', () => all((visit) => deployment.withDeployments(w.ctx(), visit)));
}

export function groups(w: World): readonly Group[] {
  const { deployment } = w.chain.app.keepers;
  return w.look('groups', () => all((visit) => deployment.groups.walk(w.ctx(), visit)));
}

export function orders(w: World): readonly Order[] {
  return w.look('orders', () => all((visit) => w.chain.app.keepers.market.withOrders(w.ctx(), visit)));
}

export function bids(w: World): readonly Bid[] {
  return w.look('bids', () => all((visit) => w.chain.app.keepers.market.withBids(w.ctx(), visit)));
}

export function leases(w: World): readonly Lease[] {
  return w.look('leases', () => all((visit) => w.chain.app.keepers.market.withLeases(w.ctx(), visit)));
}

export function providers(w: World): readonly Provider[] {
  return w.look('providers', () => all((visit) => w.chain.app.keepers.provider.withProviders(w.ctx(), visit)));
}

/** Those in one of some states. */
export function inState<T extends { readonly state: number }>(records: readonly T[], ...states: number[]): T[] {
  return records.filter((r) => states.includes(r.state));
}
