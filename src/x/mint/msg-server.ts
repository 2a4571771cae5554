import type { Context } from '../../core/context.ts';
import type { MsgServer } from '../../wire/gen/cosmos/mint/v1beta1/tx.ts';
import { ErrInvalidSigner } from '../gov/errors.ts';
import type { MintKeeper } from './keeper.ts';
import { validateParams } from './params.ts';

/** Source: cosmos-sdk x/mint/keeper/msg_server.go. */
export function mintMsgServer(k: MintKeeper): MsgServer<Context> {
  return {
    updateParams(ctx, msg) {
      if (k.authority !== msg.authority) {
        throw ErrInvalidSigner.wrap(`invalid authority; expected ${k.authority}, got ${msg.authority}`);
      }
      validateParams(msg.params);
      k.setParams(ctx, msg.params);
      return {};
    },
  };
}
