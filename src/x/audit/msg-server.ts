import type { Context } from '../../core/context.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import type { MsgServer } from '../../wire/gen/akash/audit/v1/service.ts';
import type { AuditKeeper } from './keeper.ts';
import type { ProviderId } from './keys.ts';

/** Source: node x/audit/handler/msg_server.go. */
export function auditMsgServer(k: AuditKeeper): MsgServer<Context> {
  return {
    signProviderAttributes(ctx, msg) {
      k.createOrUpdateProviderAttributes(ctx, idOf(msg), msg.attributes);
      return {};
    },
    deleteProviderAttributes(ctx, msg) {
      k.deleteProviderAttributes(ctx, idOf(msg), msg.keys);
      return {};
    },
  };
}

function idOf(msg: { readonly owner: string; readonly auditor: string }): ProviderId {
  const auditor = accAddressFromBech32(msg.auditor);
  return { owner: accAddressFromBech32(msg.owner), auditor };
}
