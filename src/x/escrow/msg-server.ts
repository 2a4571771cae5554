import type { Context } from '../../core/context.ts';
import { accAddressFromBech32, mustAddress } from '../../crypto/address.ts';
import type { MsgServer } from '../../wire/gen/akash/escrow/v1/service.ts';
import { DEPOSIT_MSG_TYPE } from './deposit-authorization.ts';
import type { EscrowKeeper } from './keeper.ts';

/** akash.escrow.v1.Msg. Anyone may deposit into any account. Source: node x/escrow/handler/server.go. */
export function escrowMsgServer(k: EscrowKeeper): MsgServer<Context> {
  return {
    accountDeposit(ctx, message) {
      const signer = mustAddress(accAddressFromBech32, message.signer);
      const deposits = k.authorizeDeposits(ctx, { typeUrl: DEPOSIT_MSG_TYPE, message }, signer);
      k.accountDeposit(ctx, message.id, deposits);
      return {};
    },
  };
}
