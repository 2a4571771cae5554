import type { Context } from '../../core/context.ts';
import type { MsgServer } from '../../wire/gen/akash/take/v1/service.ts';
import { ErrInvalidSigner } from '../gov/errors.ts';
import type { TakeKeeper } from './keeper.ts';

/** Source: node x/take/handler/server.go. */
export function takeMsgServer(k: TakeKeeper): MsgServer<Context> {
  return {
    updateParams(ctx, msg) {
      if (k.authority !== msg.authority) {
        throw ErrInvalidSigner.wrap(`invalid authority; expected ${k.authority}, got ${msg.authority}`);
      }
      k.setParams(ctx, msg.params);
      return {};
    },
  };
}
