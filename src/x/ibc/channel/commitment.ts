import { sha256 } from '../../../crypto/hash.ts';
import { concatBytes, u64be } from '../../../store/keys.ts';
import type { Packet } from '../../../wire/gen/ibc/core/channel/v1/channel.ts';

/** What a chain stores of a packet that it sent: SHA-256 of timeouts and the data's hash. Source: ibc-go modules/core/04-channel/types/packet.go. */
export function commitPacket({ timeoutTimestamp, timeoutHeight, data }: Packet): Uint8Array {
  const { revisionNumber, revisionHeight } = timeoutHeight;
  return sha256(concatBytes(u64be(timeoutTimestamp), u64be(revisionNumber), u64be(revisionHeight), sha256(data)));
}

/** What a chain stores of its answer to a packet. */
export function commitAcknowledgement(acknowledgement: Uint8Array): Uint8Array {
  return sha256(acknowledgement);
}
