import { ErrInvalidRequest } from '../../core/sdk-errors.ts';
import { coinProblem } from '../../math/coin.ts';
import type { MsgCreateValidator } from '../../wire/gen/cosmos/staking/v1beta1/tx.ts';
import { isNil } from '../../wire/nil.ts';
import { validateCommissionRates } from './commission.ts';
import { isEmptyDescription } from './description.ts';
import { ErrEmptyValidatorPubKey, ErrSelfDelegationBelowMinimum } from './errors.ts';

const RATES = ['rate', 'maxRate', 'maxChangeRate'] as const;

/** The stateless checks of MsgCreateValidator after its address. Source: cosmos-sdk x/staking/types/msg.go. */
export function validateCreateValidator(msg: MsgCreateValidator): void {
  if (msg.pubkey === undefined) throw ErrEmptyValidatorPubKey.error();
  if (coinProblem(msg.value) !== undefined || msg.value.amount <= 0n) {
    throw ErrInvalidRequest.wrap('invalid delegation amount');
  }
  if (isEmptyDescription(msg.description)) throw ErrInvalidRequest.wrap('empty description');
  if (RATES.every((f) => isNil(msg.commission, f))) throw ErrInvalidRequest.wrap('empty commission');
  validateCommissionRates(msg.commission);
  if (msg.minSelfDelegation <= 0n) {
    throw ErrInvalidRequest.wrap('minimum self delegation must be a positive integer');
  }
  if (msg.value.amount < msg.minSelfDelegation) throw ErrSelfDelegationBelowMinimum.error();
}
