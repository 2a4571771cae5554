import { textBytes } from '../../../core/go-text.ts';
import { concatBytes, u64be } from '../../../store/keys.ts';

/** Source: ibc-go modules/core/04-channel/v2/types/keys.go. */
export const asyncPacketPrefixKey = (clientId: string): Uint8Array => textBytes(`${clientId}async_packet`);
// "<client>async_packet" | u64be sequence -> Packet
export const asyncPacketKey = (clientId: string, sequence: bigint): Uint8Array =>
  concatBytes(asyncPacketPrefixKey(clientId), u64be(sequence));
