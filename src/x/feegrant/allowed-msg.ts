import type { Context } from '../../core/context.ts';
import { AllowedMsgAllowance } from '../../wire/gen/cosmos/feegrant/v1beta1/feegrant.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';
import { type Allowance, type AllowanceType, allowanceOf, type PaidMessage } from './allowance.ts';
import { ErrMessageNotAllowed, ErrNoAllowance, ErrNoMessages } from './errors.ts';

/** Gas for each allowed type, and for each message of the transaction. */
const GAS_PER_MESSAGE = 10;

/** How the allowance inside works. */
interface InnerAllowances {
  kindOf(allowance: Allowance): AllowanceType<object>;
  pack(allowance: Allowance): Any;
}

/** Another allowance, but only for transactions whose messages are all of the given types. */
export const allowedMsgAllowance = ({ kindOf, pack }: InnerAllowances): AllowanceType<AllowedMsgAllowance> => ({
  type: AllowedMsgAllowance,
  accept(ctx, a, fee, msgs) {
    if (!allAllowed(ctx, a.allowedMessages, msgs)) {
      const error = ErrMessageNotAllowed.wrap('message does not exist in allowed messages');
      return { remove: false, error, updated: a };
    }
    const inner = allowanceOf(a.allowance);
    const judged = kindOf(inner).accept(ctx, inner.message, fee, msgs);
    if (judged.error !== undefined || judged.remove) return { ...judged, updated: a };
    const allowance = pack({ typeUrl: inner.typeUrl, message: judged.updated });
    return { remove: false, updated: { ...a, allowance } };
  },
  validateBasic(a) {
    if (a.allowance === undefined) throw ErrNoAllowance.wrap('allowance should not be empty');
    if (a.allowedMessages.length === 0) throw ErrNoMessages.wrap("allowed messages shouldn't be empty");
    const inner = allowanceOf(a.allowance);
    kindOf(inner).validateBasic(inner.message);
  },
  expiresAt(a) {
    const inner = allowanceOf(a.allowance);
    return kindOf(inner).expiresAt(inner.message);
  },
});

/** Charges before it looks, and stops at the first message that is not allowed. */
function allAllowed(ctx: Context, allowed: readonly string[], msgs: readonly PaidMessage[]): boolean {
  const types = new Set<string>();
  for (const type of allowed) {
    ctx.gasMeter.consumeGas(GAS_PER_MESSAGE, 'check msg');
    types.add(type);
  }
  return msgs.every(({ typeUrl }) => {
    ctx.gasMeter.consumeGas(GAS_PER_MESSAGE, 'check msg');
    return types.has(typeUrl);
  });
}
