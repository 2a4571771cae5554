import type { Context } from '../../core/context.ts';
import { GoErrorBase } from '../../core/errors.ts';
import { Deployment_State as DeploymentState } from '../../wire/gen/akash/deployment/v1/deployment.ts';
import { Group_State as GroupState } from '../../wire/gen/akash/deployment/v1beta4/group.ts';
import type { Account } from '../../wire/gen/akash/escrow/types/v1/account.ts';
import type { Payment } from '../../wire/gen/akash/escrow/types/v1/payment.ts';
import { State } from '../../wire/gen/akash/escrow/types/v1/state.ts';
import { type LeaseID, Lease_State as LeaseState } from '../../wire/gen/akash/market/v1/lease.ts';
import { LeaseClosedReason } from '../../wire/gen/akash/market/v1/types.ts';
import { Bid_State as BidState } from '../../wire/gen/akash/market/v1beta5/bid.ts';
import { deploymentIdFromAccount } from '../deployment/ids.ts';
import { ErrLeaseNotFound, ErrOrderNotFound } from './errors.ts';
import type { HookDeploymentKeeper } from './expected-keepers.ts';
import { leaseIdFromPayment, orderIdOf } from './ids.ts';
import type { MarketKeeper } from './keeper.ts';

/** What follows in deployments and the market when an escrow account or payment is over. Source: node x/market/hooks/hooks.go. */
export function escrowHooks(deployments: HookDeploymentKeeper, market: MarketKeeper) {
  return {
    /**
     * Closes the account's deployment with its groups.
     *
     * PARITY: node x/market/hooks/hooks.go: an account of a bid is an error.
     */
    onEscrowAccountClosed(ctx: Context, account: Account): void {
      const id = deploymentIdFromAccount(account.id);
      const deployment = deployments.getDeployment(ctx, id);
      if (deployment === undefined || deployment.state !== DeploymentState.active) return;
      deployments.closeDeployment(ctx, deployment);
      const overdrawn = account.state.state === State.overdrawn;
      const state = overdrawn ? GroupState.insufficient_funds : GroupState.closed;
      for (const group of deployments.getGroups(ctx, deployment.id)) {
        if (group.state === GroupState.closed) continue;
        deployments.onCloseGroup(ctx, group, state);
        market.onGroupClosed(ctx, group.id, state);
      }
    },

    /** Closes the payment's lease with its order and bid. */
    onEscrowPaymentClosed(ctx: Context, payment: Payment): void {
      const id = leaseIdOf(payment);
      if (id === undefined) return;
      const bid = market.getBid(ctx, id);
      if (bid === undefined || bid.state !== BidState.active) return;
      const order = market.getOrder(ctx, orderIdOf(id));
      if (order === undefined) throw ErrOrderNotFound.error();
      const lease = market.getLease(ctx, id);
      if (lease === undefined) throw ErrLeaseNotFound.error();
      market.onOrderClosed(ctx, order);
      market.onBidClosed(ctx, bid);
      if (payment.state.state === State.overdrawn) {
        const reason = LeaseClosedReason.lease_closed_reason_insufficient_funds;
        market.onLeaseClosed(ctx, lease, LeaseState.insufficient_funds, reason);
      } else {
        market.onLeaseClosed(ctx, lease, LeaseState.closed, LeaseClosedReason.lease_closed_reason_unspecified);
      }
    },
  };
}

/** Undefined for a payment that is no lease's. */
function leaseIdOf(payment: Payment): LeaseID | undefined {
  try {
    return leaseIdFromPayment(payment.id);
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
}
