import { type Event, event } from '../../core/events.ts';
import { type Coin, format as coinsText } from '../../math/coin.ts';
import { type DecCoin, format as decCoinsText } from '../../math/dec-coin.ts';

/** Source: cosmos-sdk x/distribution/types/events.go. Addresses are bech32 text. */

export function setWithdrawAddressEvent(withdrawAddress: string): Event {
  return event('set_withdraw_address', ['withdraw_address', withdrawAddress]);
}

/** A validator earned commission. */
export function commissionEvent(amount: readonly DecCoin[], validator: string): Event {
  return event('commission', ['amount', decCoinsText(amount)], ['validator', validator]);
}

/** A validator and its delegators earned rewards, commission included. */
export function rewardsEvent(amount: readonly DecCoin[], validator: string): Event {
  return event('rewards', ['amount', decCoinsText(amount)], ['validator', validator]);
}

export function withdrawRewardsEvent(amount: readonly Coin[], validator: string, delegator: string): Event {
  return event('withdraw_rewards', ['amount', coinsText(amount)], ['validator', validator], ['delegator', delegator]);
}

export function withdrawCommissionEvent(amount: readonly Coin[]): Event {
  return event('withdraw_commission', ['amount', coinsText(amount)]);
}
