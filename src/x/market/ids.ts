import { GoError, GoErrorBase } from '../../core/errors.ts';
import { parseUint } from '../../core/go-number.ts';
import { ErrConflict, ErrInvalidAddress, ErrInvalidSequence } from '../../core/sdk-errors.ts';
import { accAddressFromBech32, accAddressToBech32 } from '../../crypto/address.ts';
import type { GroupID } from '../../wire/gen/akash/deployment/v1/group.ts';
import { type Account as AccountID, type Payment as PaymentID, Scope } from '../../wire/gen/akash/escrow/id/v1/id.ts';
import type { BidID } from '../../wire/gen/akash/market/v1/bid.ts';
import type { LeaseID } from '../../wire/gen/akash/market/v1/lease.ts';
import type { OrderID } from '../../wire/gen/akash/market/v1/order.ts';
import { deploymentAccountId, isAccAddress, parseGroupPath, validateGroupId } from '../deployment/ids.ts';
import { ErrInvalidEscrowID } from './errors.ts';

/**
 * Identifiers of orders (owner, dseq, gseq, oseq), bids and leases (those, provider, bseq): their text, checks, escrow accounts and
 * payments. Source: chain-sdk go/node/market/v1/{order,bid,lease,escrow,parse}.go.
 */

/** `owner/dseq/gseq/oseq`. */
export function orderIdText(id: OrderID): string {
  return `${id.owner}/${id.dseq}/${id.gseq}/${id.oseq}`;
}

/** `owner/dseq/gseq/oseq/provider`, of bids and of leases. */
export function bidIdText(id: BidID | LeaseID): string {
  return `${orderIdText(id)}/${id.provider}`;
}

export function makeOrderId({ owner, dseq, gseq }: GroupID, oseq: number): OrderID {
  return { owner, dseq, gseq, oseq };
}

export function orderIdOf({ owner, dseq, gseq, oseq }: BidID | LeaseID): OrderID {
  return { owner, dseq, gseq, oseq };
}

export function groupIdOf({ owner, dseq, gseq }: OrderID | BidID | LeaseID): GroupID {
  return { owner, dseq, gseq };
}

/** Runs a check; what is wrong gets `detail` before it. */
function within(detail: string, check: () => void): void {
  try {
    check();
  } catch (e) {
    if (e instanceof GoErrorBase) throw e.wrap(detail);
    throw e;
  }
}

/** Throws GoError. */
export function validateOrderId(id: OrderID): void {
  within('OrderID: Invalid GroupID', () => validateGroupId(id));
  if (id.oseq === 0) throw ErrInvalidSequence.wrap('OrderID: Invalid Order Sequence');
}

/** Throws GoError. */
export function validateBidId(id: BidID): void {
  within('BidID: Invalid OrderID', () => validateOrderId(id));
  if (!isAccAddress(id.provider)) throw ErrInvalidAddress.wrap('BidID: Invalid Provider Address');
  if (id.owner === id.provider) throw ErrConflict.wrap('BidID: self-bid');
  if (id.bseq !== 0) throw ErrConflict.wrap('BidID: invalid bseq');
}

/** Throws GoError. */
export function validateLeaseId(id: LeaseID): void {
  within('LeaseID: Invalid BidID', () => validateBidId(id));
}

/** The escrow account of a bid's deposit. */
export function bidAccountId(id: BidID): AccountID {
  return { scope: Scope.bid, xid: bidIdText(id) };
}

/** The payment of a lease, out of its deployment's account. */
export function leasePaymentId(id: LeaseID): PaymentID {
  return { aid: deploymentAccountId(id), xid: `${id.gseq}/${id.oseq}/${id.provider}` };
}

/** The lease of a payment. Throws GoError. */
export function leaseIdFromPayment(id: PaymentID): LeaseID {
  if (id.aid.scope !== Scope.deployment) throw ErrInvalidEscrowID.error();
  const xid = `${id.aid.xid}/${id.xid}`;
  const parts = xid.split('/');
  if (parts.length !== 5) throw ErrInvalidEscrowID.wrap(`invalid payment id ${xid}`);
  return parseLeasePath(parts);
}

/** Reads {@link bidIdText} in parts; more of them are passed over. Throws GoError. */
export function parseLeasePath(parts: readonly string[]): LeaseID {
  if (parts.length < 5) throw new GoError('query: invalid path');
  const group = parseGroupPath(parts);
  const oseq = Number(parseUint(parts[3]!, 32));
  const provider = accAddressToBech32(accAddressFromBech32(parts[4]!));
  return { ...group, oseq, provider, bseq: 0 };
}
