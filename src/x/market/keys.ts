import { fieldsKey, int32Key, type KeyCodec, stringKey, uint32Key, uint64Key } from '../../core/collections-codec.ts';
import type { MultiIndex } from '../../core/indexed-map.ts';
import type { GroupID } from '../../wire/gen/akash/deployment/v1/group.ts';
import type { BidID } from '../../wire/gen/akash/market/v1/bid.ts';
import type { Lease } from '../../wire/gen/akash/market/v1/lease.ts';
import type { OrderID } from '../../wire/gen/akash/market/v1/order.ts';
import type { Bid } from '../../wire/gen/akash/market/v1beta5/bid.ts';
import type { Order } from '../../wire/gen/akash/market/v1beta5/order.ts';

/**
 * Layout of the `market` store. Owners and providers are bech32 text followed by 0x00; sequences are u64be (dseq) and u32be; a state
 * is an int32 with its sign bit turned. Source: node x/market/keeper/{indexes.go,keys}, chain-sdk go/node/market/v1/key.go.
 */
export const MODULE_NAME = 'market';
export const STORE_KEY = MODULE_NAME;

// 0x04 0x00 -> Params
export const PARAMS_KEY: Uint8Array = Uint8Array.of(0x04, 0x00);

/** A group's orders in one state. */
export type GroupState = GroupID & { readonly state: number };
/** An order's bids in one state. */
export type OrderState = OrderID & { readonly state: number };

// 0x11 0x01 | owner | dseq | gseq | oseq -> Order
export const ORDER_PREFIX: Uint8Array = Uint8Array.of(0x11, 0x01);
export const orderKey: KeyCodec<OrderID> = fieldsKey<OrderID>([
  ['owner', stringKey],
  ['dseq', uint64Key],
  ['gseq', uint32Key],
  ['oseq', uint32Key],
]);

// 0x11 0x02 | state | order -> (empty)
export const ordersByState: MultiIndex<number, Order> = {
  prefix: Uint8Array.of(0x11, 0x02),
  codec: int32Key,
  of: (order) => order.state,
};

// 0x11 0x03 | owner | dseq | gseq | state | order -> (empty)
export const ordersByGroupState: MultiIndex<GroupState, Order> = {
  prefix: Uint8Array.of(0x11, 0x03),
  codec: fieldsKey<GroupState>([
    ['owner', stringKey],
    ['dseq', uint64Key],
    ['gseq', uint32Key],
    ['state', int32Key],
  ]),
  of: ({ id, state }) => ({ ...id, state }),
};

// 0x12 0x02 | owner | dseq | gseq | oseq | provider | bseq -> Bid
export const BID_PREFIX: Uint8Array = Uint8Array.of(0x12, 0x02);
/** Of bids and of leases. */
export const bidKey: KeyCodec<BidID> = fieldsKey<BidID>([
  ['owner', stringKey],
  ['dseq', uint64Key],
  ['gseq', uint32Key],
  ['oseq', uint32Key],
  ['provider', stringKey],
  ['bseq', uint32Key],
]);

// 0x12 0x03 | state | bid -> (empty)
export const bidsByState: MultiIndex<number, Bid> = {
  prefix: Uint8Array.of(0x12, 0x03),
  codec: int32Key,
  of: (bid) => bid.state,
};

// 0x12 0x04 | provider | bid -> (empty)
export const bidsByProvider: MultiIndex<string, Bid> = {
  prefix: Uint8Array.of(0x12, 0x04),
  codec: stringKey,
  of: (bid) => bid.id.provider,
};

// 0x12 0x05 | owner | dseq | gseq | oseq | state | bid -> (empty)
export const bidsByOrderState: MultiIndex<OrderState, Bid> = {
  prefix: Uint8Array.of(0x12, 0x05),
  codec: fieldsKey<OrderState>([
    ['owner', stringKey],
    ['dseq', uint64Key],
    ['gseq', uint32Key],
    ['oseq', uint32Key],
    ['state', int32Key],
  ]),
  of: ({ id, state }) => ({ ...id, state }),
};

// 0x13 0x02 | owner | dseq | gseq | oseq | provider | bseq -> Lease
export const LEASE_PREFIX: Uint8Array = Uint8Array.of(0x13, 0x02);

// 0x13 0x03 | state | lease -> (empty)
export const leasesByState: MultiIndex<number, Lease> = {
  prefix: Uint8Array.of(0x13, 0x03),
  codec: int32Key,
  of: (lease) => lease.state,
};

// 0x13 0x04 | provider | lease -> (empty)
export const leasesByProvider: MultiIndex<string, Lease> = {
  prefix: Uint8Array.of(0x13, 0x04),
  codec: stringKey,
  of: (lease) => lease.id.provider,
};
