import type { Event } from '../../core/events.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';

/**
 * Events are built as literals: a transfer makes four of them. Addresses are bech32 text.
 * Source: cosmos-sdk x/bank/types/events.go.
 */
function ofOne(type: string, role: string, who: string, amount: readonly Coin[]): Event {
  return {
    type,
    attributes: [
      { key: role, value: who },
      { key: 'amount', value: Coins.format(amount) },
    ],
  };
}

export function coinSpentEvent(spender: string, amount: readonly Coin[]): Event {
  return ofOne('coin_spent', 'spender', spender, amount);
}

export function coinReceivedEvent(receiver: string, amount: readonly Coin[]): Event {
  return ofOne('coin_received', 'receiver', receiver, amount);
}

export function coinMintEvent(minter: string, amount: readonly Coin[]): Event {
  return ofOne('coinbase', 'minter', minter, amount);
}

export function coinBurnEvent(burner: string, amount: readonly Coin[]): Event {
  return ofOne('burn', 'burner', burner, amount);
}

export function transferEvent(recipient: string, sender: string, amount: readonly Coin[]): Event {
  return {
    type: 'transfer',
    attributes: [
      { key: 'recipient', value: recipient },
      { key: 'sender', value: sender },
      { key: 'amount', value: Coins.format(amount) },
    ],
  };
}

export function senderEvent(sender: string): Event {
  return { type: 'message', attributes: [{ key: 'sender', value: sender }] };
}
