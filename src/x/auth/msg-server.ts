import type { Context } from '../../core/context.ts';
import { GoError } from '../../core/errors.ts';
import type { MsgServer, MsgUpdateParams, MsgUpdateParamsResponse } from '../../wire/gen/cosmos/auth/v1beta1/tx.ts';
import type { AccountKeeper } from './keeper.ts';
import { validateParams } from './params.ts';

/** Source: cosmos-sdk x/auth/keeper/msg_server.go. */
export class AuthMsgServer implements MsgServer<Context> {
  private readonly keeper: AccountKeeper;

  constructor(keeper: AccountKeeper) {
    this.keeper = keeper;
  }

  updateParams(ctx: Context, msg: MsgUpdateParams): MsgUpdateParamsResponse {
    const { authority } = this.keeper;
    if (authority !== msg.authority) {
      throw new GoError(
        `expected gov account as only signer for proposal message; invalid authority; expected ${authority}, got ${msg.authority}`,
      );
    }
    validateParams(msg.params);
    this.keeper.setParams(ctx, msg.params);
    return {};
  }
}
