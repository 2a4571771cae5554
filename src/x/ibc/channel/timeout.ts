import type { SdkError } from '../../../core/errors.ts';
import type { Packet } from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import { compareHeights, heightString, isZeroHeight } from '../client/height.ts';
import { ErrTimeoutElapsed, ErrTimeoutNotReached } from './errors.ts';

/** When a packet is void: at a height or time of the receiving chain, zero for never. Times in nanoseconds. Source: ibc-go modules/core/04-channel/types/timeout.go. */

type Timeouts = Pick<Packet, 'timeoutHeight' | 'timeoutTimestamp'>;

function heightElapsed({ timeoutHeight }: Timeouts, height: Height): boolean {
  return !isZeroHeight(timeoutHeight) && compareHeights(height, timeoutHeight) >= 0;
}

export function isElapsed(t: Timeouts, height: Height, timestamp: bigint): boolean {
  return heightElapsed(t, height) || (t.timeoutTimestamp !== 0n && timestamp >= t.timeoutTimestamp);
}

const heights = (t: Timeouts, height: Height): string =>
  `current height: ${heightString(height)}, timeout height ${heightString(t.timeoutHeight)}`;
const timestamps = (t: Timeouts, timestamp: bigint): string =>
  `current timestamp: ${timestamp}, timeout timestamp ${t.timeoutTimestamp}`;

export function timeoutElapsed(t: Timeouts, height: Height, timestamp: bigint): SdkError {
  return ErrTimeoutElapsed.wrap(heightElapsed(t, height) ? heights(t, height) : timestamps(t, timestamp));
}

export function timeoutNotReached(t: Timeouts, height: Height, timestamp: bigint): SdkError {
  const byHeight = !isZeroHeight(t.timeoutHeight) && !heightElapsed(t, height);
  return ErrTimeoutNotReached.wrap(byHeight ? heights(t, height) : timestamps(t, timestamp));
}
