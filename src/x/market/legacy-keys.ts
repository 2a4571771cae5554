import { concatBytes, u32be, u64be } from '../../store/keys.ts';
import type { BidID } from '../../wire/gen/akash/market/v1/bid.ts';
import { type LeaseID, Lease_State as LeaseState } from '../../wire/gen/akash/market/v1/lease.ts';
import type { OrderID } from '../../wire/gen/akash/market/v1/order.ts';
import { Bid_State as BidState } from '../../wire/gen/akash/market/v1beta5/bid.ts';
import { addressPart, stateByte } from '../deployment/legacy-keys.ts';

/**
 * The layout up to consensus version 7, by state; owners and providers are their address with a length byte before it. A state that is none
 * has no byte. Source: node x/market/keeper/keys/key.go.
 */
// 0x11 0x00 | state | owner | dseq u64be | gseq u32be | oseq u32be -> Order
export const LEGACY_ORDER_PREFIX: Uint8Array = Uint8Array.of(0x11, 0x00);
// 0x12 0x00 | state | owner | dseq | gseq | oseq | provider | bseq u32be -> Bid
export const LEGACY_BID_PREFIX: Uint8Array = Uint8Array.of(0x12, 0x00);
// 0x12 0x01 | state | provider | bseq | dseq | gseq | oseq | owner -> key of the bid
export const LEGACY_BID_REVERSE_PREFIX: Uint8Array = Uint8Array.of(0x12, 0x01);
// 0x13 0x00, 0x13 0x01: leases as bids
export const LEGACY_LEASE_PREFIX: Uint8Array = Uint8Array.of(0x13, 0x00);
export const LEGACY_LEASE_REVERSE_PREFIX: Uint8Array = Uint8Array.of(0x13, 0x01);

const NOTHING = new Uint8Array(0);
const LAST = { order: 3, bid: 4, lease: 3 } as const;

function orderPart(id: OrderID): Uint8Array {
  return concatBytes(addressPart(id.owner), sequences(id));
}

function sequences(id: OrderID): Uint8Array {
  return concatBytes(u64be(id.dseq), u32be(id.gseq), u32be(id.oseq));
}

function forward(prefix: Uint8Array, state: Uint8Array, id: BidID): Uint8Array {
  return concatBytes(prefix, state, orderPart(id), addressPart(id.provider), u32be(id.bseq));
}

function reverse(prefix: Uint8Array, state: Uint8Array, id: BidID): Uint8Array {
  return concatBytes(prefix, state, addressPart(id.provider), u32be(id.bseq), sequences(id), addressPart(id.owner));
}

export function legacyOrderKey(state: number, id: OrderID): Uint8Array {
  return concatBytes(LEGACY_ORDER_PREFIX, stateByte(state, LAST.order), orderPart(id));
}

export function legacyBidKey(state: number, id: BidID): Uint8Array {
  return forward(LEGACY_BID_PREFIX, stateByte(state, LAST.bid), id);
}

export function legacyBidReverseKey(state: number, id: BidID): Uint8Array {
  return reverse(LEGACY_BID_REVERSE_PREFIX, stateByte(state, LAST.bid), id);
}

/** The reverse key that a bid had: only while open or active; else empty. */
export function legacyBidStateReverseKey(state: number, id: BidID): Uint8Array {
  return state === BidState.open || state === BidState.active ? legacyBidReverseKey(state, id) : NOTHING;
}

export function legacyLeaseKey(state: number, id: LeaseID): Uint8Array {
  return forward(LEGACY_LEASE_PREFIX, stateByte(state, LAST.lease), id);
}

export function legacyLeaseReverseKey(state: number, id: LeaseID): Uint8Array {
  return reverse(LEGACY_LEASE_REVERSE_PREFIX, stateByte(state, LAST.lease), id);
}

/** The reverse key that a lease had: only while active; else empty. */
export function legacyLeaseStateReverseKey(state: number, id: LeaseID): Uint8Array {
  return state === LeaseState.active ? legacyLeaseReverseKey(state, id) : NOTHING;
}
