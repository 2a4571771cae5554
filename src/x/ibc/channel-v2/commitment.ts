import { textBytes } from '../../../core/go-text.ts';
import { sha256 } from '../../../crypto/hash.ts';
import { concatBytes, u64be } from '../../../store/keys.ts';
import type { Acknowledgement, Packet, Payload } from '../../../wire/gen/ibc/core/channel/v2/packet.ts';

/** Source: ibc-go modules/core/04-channel/v2/types/commitment.go. */

const VERSION = Uint8Array.of(2);

/** SHA-256 of 0x02 and the hashes of destination, timeout and payloads. */
export function commitPacket({ destinationClient, timeoutTimestamp, payloads }: Packet): Uint8Array {
  const app = sha256(concatBytes(...payloads.map(hashPayload)));
  return sha256(concatBytes(VERSION, sha256(textBytes(destinationClient)), sha256(u64be(timeoutTimestamp)), app));
}

function hashPayload({ sourcePort, destinationPort, version, encoding, value }: Payload): Uint8Array {
  const texts = [sourcePort, destinationPort, version, encoding].map((text) => sha256(textBytes(text)));
  return sha256(concatBytes(...texts, sha256(value)));
}

/** SHA-256 of 0x02 and the hashes of the applications' answers. */
export function commitAcknowledgement({ appAcknowledgements }: Acknowledgement): Uint8Array {
  return sha256(concatBytes(VERSION, ...appAcknowledgements.map(sha256)));
}
