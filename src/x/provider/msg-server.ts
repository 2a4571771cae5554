import type { Context } from '../../core/context.ts';
import { GoErrorBase } from '../../core/errors.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import type { MsgServer } from '../../wire/gen/akash/provider/v1beta4/service.ts';
import { ErrInternal, ErrProviderExists, ErrProviderNotFound } from './errors.ts';
import type { ProviderKeeper } from './keeper.ts';
import { validateProvider } from './validate.ts';

/** Source: node x/provider/handler/server.go. */
export function providerMsgServer(k: ProviderKeeper): MsgServer<Context> {
  return {
    createProvider(ctx, msg) {
      validateProvider('MsgCreate', msg);
      if (k.get(ctx, accAddressFromBech32(msg.owner)) !== undefined) {
        throw ErrProviderExists.wrap(`id: ${msg.owner}`);
      }
      asInternal(() => k.create(ctx, msg));
      return {};
    },

    updateProvider(ctx, msg) {
      validateProvider('MsgUpdate', msg);
      if (k.get(ctx, accAddressFromBech32(msg.owner)) === undefined) {
        throw ErrProviderNotFound.wrap(`id: ${msg.owner}`);
      }
      asInternal(() => k.update(ctx, msg));
      return {};
    },

    deleteProvider(ctx, msg) {
      if (k.get(ctx, accAddressFromBech32(msg.owner)) === undefined) throw ErrProviderNotFound.error();
      // PARITY: node x/provider/handler/server.go: nobody can be deleted.
      throw ErrInternal.wrap('NOTIMPLEMENTED');
    },
  };
}

function asInternal(f: () => void): void {
  try {
    f();
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInternal.wrap(`err: ${e.message}`);
    throw e;
  }
}
