import { GoError } from '../../core/errors.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import { Dec } from '../../math/dec.ts';
import type { MsgUpdateParams } from '../../wire/gen/akash/staking/v1beta3/paramsmsg.ts';
import { present } from '../../wire/nil.ts';
import { wrapped } from '../ibc/wrapped.ts';

/** Throws GoError; a missing rate panics. Source: chain-sdk go/node/staking/v1beta3/{msgs,params}.go. */
export function validateUpdateParams({ authority, params }: MsgUpdateParams): void {
  wrapped('invalid authority address', () => accAddressFromBech32(authority));
  const rate = present(params, 'minCommissionRate');
  if (rate.isNegative()) throw new GoError(`min commission rate cannot be negative: ${rate}`);
  if (rate.gt(Dec.one)) throw new GoError(`min commission rate is too large: ${rate}`);
}
