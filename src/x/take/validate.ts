import { wrapError } from '../../core/errors.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import type { MsgUpdateParams } from '../../wire/gen/akash/take/v1/paramsmsg.ts';
import { validateParams } from './params.ts';

/** Source: chain-sdk go/node/take/v1/msgs.go. */
export function validateUpdateParams(msg: MsgUpdateParams): void {
  try {
    accAddressFromBech32(msg.authority);
  } catch (e) {
    throw wrapError(e, 'invalid authority address');
  }
  validateParams(msg.params);
}
