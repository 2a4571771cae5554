import { type Event, event } from '../../core/events.ts';
import { type Time, toRfc3339Nano } from '../../core/time.ts';
import { type Coin, coinString, format } from '../../math/coin.ts';
import type { Dec } from '../../math/dec.ts';
import { Commission } from '../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { compactText } from '../../wire/text.ts';

/** Events of the staking module. Source: cosmos-sdk x/staking/types/events.go. Addresses are bech32 text. */

/** Times in events are RFC 3339 to the second. */
const seconds = (t: Time): string => toRfc3339Nano({ seconds: t.seconds, nanos: 0 });

export const createValidatorEvent = (validator: string, amount: Coin): Event =>
  event('create_validator', ['validator', validator], ['amount', coinString(amount)]);

export const editValidatorEvent = (commission: Commission, minSelfDelegation: bigint): Event =>
  event(
    'edit_validator',
    ['commission_rate', compactText(Commission, commission)],
    ['min_self_delegation', minSelfDelegation.toString()],
  );

export const delegateEvent = (validator: string, delegator: string, amount: Coin, newShares: Dec): Event =>
  event(
    'delegate',
    ['validator', validator],
    ['delegator', delegator],
    ['amount', coinString(amount)],
    ['new_shares', newShares.toString()],
  );

export const redelegateEvent = (source: string, destination: string, amount: Coin, completion: Time): Event =>
  event(
    'redelegate',
    ['source_validator', source],
    ['destination_validator', destination],
    ['amount', coinString(amount)],
    ['completion_time', seconds(completion)],
  );

export const unbondEvent = (validator: string, delegator: string, amount: Coin, completion: Time): Event =>
  event(
    'unbond',
    ['validator', validator],
    ['delegator', delegator],
    ['amount', coinString(amount)],
    ['completion_time', seconds(completion)],
  );

export const cancelUnbondingEvent = (
  validator: string,
  delegator: string,
  amount: Coin,
  creationHeight: bigint,
): Event =>
  event(
    'cancel_unbonding_delegation',
    ['amount', coinString(amount)],
    ['validator', validator],
    ['delegator', delegator],
    ['creation_height', creationHeight.toString()],
  );

export const completeUnbondingEvent = (balances: readonly Coin[], validator: string, delegator: string): Event =>
  event('complete_unbonding', ['amount', format(balances)], ['validator', validator], ['delegator', delegator]);

export const completeRedelegationEvent = (
  balances: readonly Coin[],
  delegator: string,
  source: string,
  destination: string,
): Event =>
  event(
    'complete_redelegation',
    ['amount', format(balances)],
    ['delegator', delegator],
    ['source_validator', source],
    ['destination_validator', destination],
  );
