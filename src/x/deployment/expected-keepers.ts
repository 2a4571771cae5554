import type { Context } from '../../core/context.ts';
import type { Msg } from '../../core/module.ts';
import type { GroupID } from '../../wire/gen/akash/deployment/v1/group.ts';
import type { MsgCreateDeployment } from '../../wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import type { GroupSpec } from '../../wire/gen/akash/deployment/v1beta4/groupspec.ts';
import type { Account as AccountID } from '../../wire/gen/akash/escrow/id/v1/id.ts';
import type { Account } from '../../wire/gen/akash/escrow/types/v1/account.ts';
import type { Depositor } from '../../wire/gen/akash/escrow/types/v1/deposit.ts';

export interface EscrowKeeper {
  /** Throws when there is none. */
  getAccount(ctx: Context, id: AccountID): Account;
  /** Makes an account and takes its deposits. */
  accountCreate(ctx: Context, id: AccountID, owner: Uint8Array, deposits: readonly Depositor[]): void;
  /** Settles and closes an account. */
  accountClose(ctx: Context, id: AccountID): void;
  /** Who pays the deposit of a message. */
  authorizeDeposits(
    ctx: Context,
    msg: Msg & { readonly message: MsgCreateDeployment },
    signer: Uint8Array,
  ): Depositor[];
}

export interface MarketKeeper {
  /** Opens an order for a group. */
  createOrder(ctx: Context, id: GroupID, spec: GroupSpec): unknown;
  /** Closes the group's active order with its bids and leases. */
  onGroupClosed(ctx: Context, id: GroupID, state: number): void;
}
