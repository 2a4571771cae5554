import type { Packet } from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import { isZeroHeight } from '../client/height.ts';
import { channelIdentifierValidator, portIdentifierValidator } from '../host/validate.ts';
import { wrapped } from '../wrapped.ts';
import { ErrInvalidPacket } from './errors.ts';

/** Most bytes that a packet may carry. */
export const MAX_PAYLOAD_SIZE = 262144;

/** Throws SdkError. Source: ibc-go modules/core/04-channel/types/packet.go. */
export function validatePacket(p: Packet): void {
  wrapped('invalid source port ID', () => portIdentifierValidator(p.sourcePort));
  wrapped('invalid destination port ID', () => portIdentifierValidator(p.destinationPort));
  wrapped('invalid source channel ID', () => channelIdentifierValidator(p.sourceChannel));
  wrapped('invalid destination channel ID', () => channelIdentifierValidator(p.destinationChannel));
  if (p.sequence === 0n) throw ErrInvalidPacket.wrap('packet sequence cannot be 0');
  if (isZeroHeight(p.timeoutHeight) && p.timeoutTimestamp === 0n) {
    throw ErrInvalidPacket.wrap('packet timeout height and packet timeout timestamp cannot both be 0');
  }
  if (p.data.length === 0) throw ErrInvalidPacket.wrap('packet data bytes cannot be empty');
  if (p.data.length > MAX_PAYLOAD_SIZE) {
    throw ErrInvalidPacket.wrap(`packet data bytes cannot exceed ${MAX_PAYLOAD_SIZE} bytes`);
  }
}
