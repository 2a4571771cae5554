import type { Event } from '../../core/events.ts';
import type { BidID } from '../../wire/gen/akash/market/v1/bid.ts';
import * as events from '../../wire/gen/akash/market/v1/event.ts';
import type { Lease, LeaseID } from '../../wire/gen/akash/market/v1/lease.ts';
import type { OrderID } from '../../wire/gen/akash/market/v1/order.ts';
import type { Bid } from '../../wire/gen/akash/market/v1beta5/bid.ts';
import { typedEvent } from '../../wire/typed-event.ts';

/** Events of orders, bids and leases. Source: chain-sdk go/node/market/v1/event.pb.go. */

export const orderCreated = (id: OrderID): Event => typedEvent(events.EventOrderCreated, { id });
export const orderClosed = (id: OrderID): Event => typedEvent(events.EventOrderClosed, { id });
export const bidCreated = ({ id, price }: Bid): Event => typedEvent(events.EventBidCreated, { id, price });
export const bidClosed = (id: BidID): Event => typedEvent(events.EventBidClosed, { id });
export const leaseCreated = ({ id, price }: Lease): Event => typedEvent(events.EventLeaseCreated, { id, price });
export const leaseClosed = (id: LeaseID, reason: number): Event => typedEvent(events.EventLeaseClosed, { id, reason });
