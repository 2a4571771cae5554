import { type Event, event } from '../../core/events.ts';

/** Source: cosmos-sdk x/slashing/types/events.go. Addresses are consensus addresses in bech32. */
export type SlashReason = 'unspecified' | 'double_sign' | 'missing_signature';

/** A validator missed a block. */
export function livenessEvent(e: { address: string; missedBlocks: bigint; height: bigint }): Event {
  return event(
    'liveness',
    ['address', e.address],
    ['missed_blocks', e.missedBlocks.toString()],
    ['height', e.height.toString()],
  );
}

/** A validator was slashed for downtime and is jailed. */
export function downtimeSlashEvent(e: { address: string; power: bigint; burnedCoins: bigint }): Event {
  return event(
    'slash',
    ['address', e.address],
    ['power', e.power.toString()],
    ['reason', 'missing_signature'],
    ['jailed', e.address],
    ['burned_coins', e.burnedCoins.toString()],
  );
}

/**
 * A validator was slashed on behalf of another module.
 *
 * PARITY: cosmos-sdk x/slashing/keeper/keeper.go: the coins burned are the validator's alone, without what unbonding stake lost.
 */
export function slashEvent(e: { address: string; power: bigint; reason: SlashReason; burnedCoins: bigint }): Event {
  return event(
    'slash',
    ['address', e.address],
    ['power', e.power.toString()],
    ['reason', e.reason],
    ['burned_coins', e.burnedCoins.toString()],
  );
}

/**
 * A validator was jailed on behalf of another module.
 *
 * PARITY: cosmos-sdk x/slashing/keeper/keeper.go: a second `slash` event, while downtime tells both in one.
 */
export function jailEvent(address: string): Event {
  return event('slash', ['jailed', address]);
}
