import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, GoPanic, type RegisteredError } from '../../core/errors.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import { coinString } from '../../math/coin.ts';
import { decCoinIsLT } from '../../math/dec-coin.ts';
import { type Deposit, Source } from '../../wire/gen/akash/base/deposit/v1/deposit.ts';
import { Group_State as GroupState } from '../../wire/gen/akash/deployment/v1beta4/group.ts';
import type { GroupSpec } from '../../wire/gen/akash/deployment/v1beta4/groupspec.ts';
import { type Lease, Lease_State as LeaseState } from '../../wire/gen/akash/market/v1/lease.ts';
import { LeaseClosedReason } from '../../wire/gen/akash/market/v1/types.ts';
import { type Bid, Bid_State as BidState } from '../../wire/gen/akash/market/v1beta5/bid.ts';
import { MsgCreateBid } from '../../wire/gen/akash/market/v1beta5/bidmsg.ts';
import { type Order, Order_State as OrderState } from '../../wire/gen/akash/market/v1beta5/order.ts';
import type { Params } from '../../wire/gen/akash/market/v1beta5/params.ts';
import type { MsgServer } from '../../wire/gen/akash/market/v1beta5/service.ts';
import { groupPrice, isValidDecCoin, matchRequirements, matchResourcesRequirements } from '../deployment/group-spec.ts';
import { ErrInvalidSigner } from '../gov/errors.ts';
import * as errors from './errors.ts';
import type { AuditKeeper, DeploymentKeeper, EscrowKeeper, ProviderKeeper } from './expected-keepers.ts';
import { bidAccountId, groupIdOf, leasePaymentId, orderIdOf } from './ids.ts';
import { ignoringErrors, type MarketKeeper } from './keeper.ts';

const CREATE_BID_URL = `/${MsgCreateBid.typeName}`;

export interface MarketMsgDeps {
  readonly keeper: MarketKeeper;
  readonly escrowKeeper: EscrowKeeper;
  readonly deploymentKeeper: DeploymentKeeper;
  readonly providerKeeper: ProviderKeeper;
  readonly auditKeeper: AuditKeeper;
}

/** `found`, or the error when there is nothing. */
function mustFind<T>(found: T | undefined, error: RegisteredError): T {
  if (found === undefined) throw error.error();
  return found;
}

/** PARITY: node x/market/handler/server.go: errors made by `fmt.Errorf("%w: ...")` lose their code. */
function uncoded(error: RegisteredError, detail: string): GoError {
  const front = error.error();
  return new GoError(`${front.message}: ${detail}`, front);
}

/** akash.market.v1beta5.Msg. Source: node x/market/handler/server.go. */
export function marketMsgServer(deps: MarketMsgDeps): MsgServer<Context> {
  const { keeper: k, escrowKeeper: escrow, deploymentKeeper: deployments } = deps;
  return {
    createBid(ctx, msg) {
      const params = k.getParams(ctx);
      checkMinDeposit(params, msg.deposit);
      const orderId = orderIdOf(msg.id);
      // PARITY: node x/market/handler/server.go: the count is compared before this bid, so one more than the limit gets in.
      if (k.bidCountForOrder(ctx, orderId) > params.orderMaxBids) {
        throw uncoded(errors.ErrInvalidBid, `too many existing bids (${params.orderMaxBids})`);
      }
      if (msg.id.bseq !== 0) throw errors.ErrInvalidBid.error();
      const order = mustFind(k.getOrder(ctx, orderId), errors.ErrOrderNotFound);
      validateCanBid(order);
      checkOffer(order.spec, msg);
      const provider = providerAddress(msg.id.provider);
      const { attributes } = mustFind(deps.providerKeeper.get(ctx, provider), errors.ErrUnknownProvider);
      const audited = deps.auditKeeper.getProviderAttributes(ctx, provider);
      if (!matchRequirements(order.spec, attributes, audited)) throw errors.ErrAttributeMismatch.error();
      if (!matchResourcesRequirements(order.spec, attributes)) throw errors.ErrCapabilitiesMismatch.error();
      const deposits = escrow.authorizeDeposits(ctx, { typeUrl: CREATE_BID_URL, message: msg }, provider);
      const bid = k.createBid(ctx, msg.id, msg.price, msg.resourcesOffer);
      escrow.accountCreate(ctx, bidAccountId(bid.id), provider, deposits);
      return {};
    },

    closeBid(ctx, msg) {
      const bid = mustFind(k.getBid(ctx, msg.id), errors.ErrUnknownBid);
      const order = mustFind(k.getOrder(ctx, orderIdOf(msg.id)), errors.ErrUnknownOrderForBid);
      if (bid.state === BidState.open) {
        ignoringErrors(() => k.onBidClosed(ctx, bid));
        return {};
      }
      const lease = mustFind(k.getLease(ctx, msg.id), errors.ErrUnknownLeaseForBid);
      if (lease.state !== LeaseState.active) throw errors.ErrLeaseNotActive.error();
      if (bid.state !== BidState.active) throw errors.ErrBidNotActive.error();
      deployments.onBidClosed(ctx, groupIdOf(order.id));
      closeLease(k, ctx, { order, bid, lease }, msg.reason);
      ignoringErrors(() => escrow.paymentClose(ctx, leasePaymentId(lease.id)));
      return {};
    },

    withdrawLease(ctx, msg) {
      mustFind(k.getLease(ctx, msg.id), errors.ErrUnknownLease);
      escrow.paymentWithdraw(ctx, leasePaymentId(msg.id));
      return {};
    },

    createLease(ctx, { bidId }) {
      const bid = mustFind(k.getBid(ctx, bidId), errors.ErrBidNotFound);
      if (bid.state !== BidState.open) throw errors.ErrBidNotOpen.error();
      const orderId = orderIdOf(bidId);
      const order = mustFind(k.getOrder(ctx, orderId), errors.ErrOrderNotFound);
      if (order.state !== OrderState.open) throw errors.ErrOrderNotOpen.error();
      const group = mustFind(deployments.getGroup(ctx, groupIdOf(order.id)), errors.ErrGroupNotFound);
      if (group.state !== GroupState.open) throw errors.ErrGroupNotOpen.error();
      const provider = accAddressFromBech32(bidId.provider);
      escrow.paymentCreate(ctx, leasePaymentId(bidId), provider, bid.price);
      k.createLease(ctx, bid);
      k.onOrderMatched(ctx, order);
      k.onBidMatched(ctx, bid);
      // PARITY: node x/market/handler/server.go: closing a bid's account ends in an error of its hook, which ends the loop: of the other
      // bids the first is lost, with its deposit given back, and the rest stay open.
      k.withBidsForOrder(ctx, orderId, BidState.open, (other) => {
        k.onBidLost(ctx, other);
        return !succeeds(() => escrow.accountClose(ctx, bidAccountId(other.id)));
      });
      return {};
    },

    closeLease(ctx, { id }) {
      const order = mustFind(k.getOrder(ctx, orderIdOf(id)), errors.ErrOrderNotFound);
      if (order.state !== OrderState.active) throw errors.ErrOrderClosed.error();
      const bid = mustFind(k.getBid(ctx, id), errors.ErrBidNotFound);
      if (bid.state !== BidState.active) throw errors.ErrBidNotActive.error();
      const lease = mustFind(k.getLease(ctx, id), errors.ErrLeaseNotFound);
      if (lease.state !== LeaseState.active) throw errors.ErrOrderClosed.error();
      // PARITY: node x/market/handler/server.go: the reason that the message gives is not looked at.
      closeLease(k, ctx, { order, bid, lease }, LeaseClosedReason.lease_closed_owner);
      escrow.paymentClose(ctx, leasePaymentId(lease.id));
      const group = deployments.onLeaseClosed(ctx, groupIdOf(id));
      if (group.state === GroupState.open) k.createOrder(ctx, group.id, group.groupSpec);
      return {};
    },

    updateParams(ctx, msg) {
      if (k.authority !== msg.authority) {
        throw ErrInvalidSigner.wrap(`invalid authority; expected ${k.authority}, got ${msg.authority}`);
      }
      k.setParams(ctx, msg.params);
      return {};
    },
  };
}

function checkMinDeposit({ bidMinDeposit: minimum }: Params, deposit: Deposit): void {
  if (deposit.amount.denom === minimum.denom && minimum.amount <= deposit.amount.amount) return;
  const received = `{${coinString(deposit.amount)} [${deposit.sources.map(sourceName).join(' ')}]}`;
  throw uncoded(errors.ErrInvalidDeposit, `mininum:${coinString(minimum)} received:${received}`);
}

function sourceName(source: number): string {
  return Object.entries(Source).find(([, value]) => value === source)?.[0] ?? `${source}`;
}

function validateCanBid(order: Order): void {
  if (order.state === OrderState.open) return;
  throw (order.state === OrderState.active ? errors.ErrOrderActive : errors.ErrOrderClosed).error();
}

/**
 * The price must not be above the order's, and what is offered must be what is asked for.
 *
 * PARITY: node x/market/handler/server.go: a price in another denomination than the order's panics.
 */
function checkOffer(spec: GroupSpec, { price, resourcesOffer }: MsgCreateBid): void {
  if (!isValidDecCoin(price)) throw errors.ErrBidInvalidPrice.error();
  if (decCoinIsLT(groupPrice(spec), price)) throw errors.ErrBidOverOrder.error();
  if (!matchOffer(spec, resourcesOffer)) throw errors.ErrCapabilitiesMismatch.error();
}

/** Whether all that is offered is asked for, in the same count. An offer of nothing matches. */
function matchOffer(spec: GroupSpec, offer: MsgCreateBid['resourcesOffer']): boolean {
  const counts = new Map(spec.resources.map(({ resource, count }) => [resource.id, count]));
  const used = new Set<number>();
  for (const { resources, count } of offer) {
    const wanted = counts.get(resources.id);
    if (wanted === undefined) return false;
    // PARITY: chain-sdk go/node/market/v1beta5/bid.go: the same id twice is a nil dereference.
    if (used.has(resources.id)) throw new GoPanic('runtime error: invalid memory address or nil pointer dereference');
    used.add(resources.id);
    if (wanted !== count) return false;
  }
  return true;
}

function providerAddress(text: string): Uint8Array {
  try {
    return accAddressFromBech32(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw errors.ErrEmptyProvider.error();
    throw e;
  }
}

interface Leased {
  readonly order: Order;
  readonly bid: Bid;
  readonly lease: Lease;
}

/** Closes a lease with its bid and order; errors of a step are dropped. */
function closeLease(k: MarketKeeper, ctx: Context, { order, bid, lease }: Leased, reason: number): void {
  ignoringErrors(() => k.onLeaseClosed(ctx, lease, LeaseState.closed, reason));
  ignoringErrors(() => k.onBidClosed(ctx, bid));
  ignoringErrors(() => k.onOrderClosed(ctx, order));
}

function succeeds(step: () => void): boolean {
  try {
    step();
    return true;
  } catch (e) {
    if (e instanceof GoErrorBase) return false;
    throw e;
  }
}
