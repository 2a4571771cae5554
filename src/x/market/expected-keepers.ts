import type { Context } from '../../core/context.ts';
import type { Msg } from '../../core/module.ts';
import type { DecCoin } from '../../math/dec-coin.ts';
import type { AuditedProvider } from '../../wire/gen/akash/audit/v1/audit.ts';
import type { Deployment, DeploymentID } from '../../wire/gen/akash/deployment/v1/deployment.ts';
import type { GroupID } from '../../wire/gen/akash/deployment/v1/group.ts';
import type { Group } from '../../wire/gen/akash/deployment/v1beta4/group.ts';
import type { Account as AccountID, Payment as PaymentID } from '../../wire/gen/akash/escrow/id/v1/id.ts';
import type { Account } from '../../wire/gen/akash/escrow/types/v1/account.ts';
import type { Depositor } from '../../wire/gen/akash/escrow/types/v1/deposit.ts';
import type { Payment } from '../../wire/gen/akash/escrow/types/v1/payment.ts';
import type { MsgCreateBid } from '../../wire/gen/akash/market/v1beta5/bidmsg.ts';
import type { Provider } from '../../wire/gen/akash/provider/v1beta4/provider.ts';

/** Every method throws a Go error when the account or payment does not exist, or its state does not allow it. */
export interface EscrowKeeper {
  getAccount(ctx: Context, id: AccountID): Account;
  getPayment(ctx: Context, id: PaymentID): Payment;
  accountCreate(ctx: Context, id: AccountID, owner: Uint8Array, deposits: readonly Depositor[]): void;
  accountClose(ctx: Context, id: AccountID): void;
  paymentCreate(ctx: Context, id: PaymentID, owner: Uint8Array, rate: DecCoin): void;
  paymentWithdraw(ctx: Context, id: PaymentID): void;
  paymentClose(ctx: Context, id: PaymentID): void;
  /** Who pays the deposit of a message. */
  authorizeDeposits(ctx: Context, msg: Msg & { readonly message: MsgCreateBid }, signer: Uint8Array): Depositor[];
}

/** What handling messages needs of deployments. */
export interface DeploymentKeeper {
  getGroup(ctx: Context, id: GroupID): Group | undefined;
  /** Pauses the group of a lease that its provider closed. */
  onBidClosed(ctx: Context, id: GroupID): void;
  /** The group of a lease that its tenant closed. */
  onLeaseClosed(ctx: Context, id: GroupID): Group;
}

/** What the hooks of escrow need of deployments. */
export interface HookDeploymentKeeper {
  getDeployment(ctx: Context, id: DeploymentID): Deployment | undefined;
  getGroups(ctx: Context, id: DeploymentID): Group[];
  closeDeployment(ctx: Context, deployment: Deployment): void;
  onCloseGroup(ctx: Context, group: Group, state: number): void;
}

export interface ProviderKeeper {
  get(ctx: Context, owner: Uint8Array): Provider | undefined;
}

export interface AuditKeeper {
  /** What auditors say of a provider; empty when nobody does. */
  getProviderAttributes(ctx: Context, owner: Uint8Array): AuditedProvider[];
}
