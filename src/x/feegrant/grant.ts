import { ErrInvalidAddress } from '../../core/sdk-errors.ts';
import type { Grant } from '../../wire/gen/cosmos/feegrant/v1beta1/feegrant.ts';
import { allowanceOf } from './allowance.ts';
import { allowanceType } from './allowance-types.ts';

/** ValidateBasic of a grant by itself. Throws GoError. Source: cosmossdk.io/x/feegrant grant.go. */
export function validateGrant({ granter, grantee, allowance: any }: Grant): void {
  if (granter === '') throw ErrInvalidAddress.wrap('missing granter address');
  if (grantee === '') throw ErrInvalidAddress.wrap('missing grantee address');
  if (grantee === granter) throw ErrInvalidAddress.wrap('cannot self-grant fee authorization');
  const allowance = allowanceOf(any);
  allowanceType(allowance).validateBasic(allowance.message);
}
