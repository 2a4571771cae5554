import type { Context } from '../../core/context.ts';
import { equalFold } from '../../core/fold.ts';
import { ErrInvalidAddress, ErrInvalidRequest } from '../../core/sdk-errors.ts';
import { accAddressCodec } from '../../crypto/address.ts';
import type { MsgServer } from '../../wire/gen/cosmos/feegrant/v1beta1/tx.ts';
import { allowanceOf } from './allowance.ts';
import { allowanceType } from './allowance-types.ts';
import { pruneEvent } from './events.ts';
import type { FeegrantKeeper } from './keeper.ts';

/** Allowances that one MsgPruneAllowances deletes at most. */
const PRUNED_BY_MESSAGE = 75;

/** cosmos.feegrant.v1beta1.Msg. */
export function feegrantMsgServer(k: FeegrantKeeper): MsgServer<Context> {
  return {
    grantAllowance(ctx, msg) {
      if (equalFold(msg.grantee, msg.granter)) throw ErrInvalidAddress.wrap('cannot self-grant fee authorization');
      const grantee = accAddressCodec.toBytes(msg.grantee);
      const granter = accAddressCodec.toBytes(msg.granter);
      if (k.findAllowance(ctx, granter, grantee) !== undefined) {
        throw ErrInvalidRequest.wrap('fee allowance already exists');
      }
      const allowance = allowanceOf(msg.allowance);
      allowanceType(allowance).validateBasic(allowance.message);
      k.grantAllowance(ctx, granter, grantee, allowance);
      return {};
    },
    revokeAllowance(ctx, msg) {
      if (msg.grantee === msg.granter) throw ErrInvalidAddress.wrap('addresses must be different');
      const grantee = accAddressCodec.toBytes(msg.grantee);
      const granter = accAddressCodec.toBytes(msg.granter);
      k.revokeAllowance(ctx, granter, grantee);
      return {};
    },
    pruneAllowances(ctx, msg) {
      k.removeExpiredAllowances(ctx, PRUNED_BY_MESSAGE);
      ctx.eventManager.emit(pruneEvent(msg.pruner));
      return {};
    },
  };
}
