import { textBytes } from '../../../core/go-text.ts';
import { u64be } from '../../../store/keys.ts';

/**
 * Where things are in the `ibc` store: these paths are what other chains prove. Source: ICS-24; ibc-go modules/core/24-host.
 */
const channelPath = (portId: string, channelId: string): string => `ports/${portId}/channels/${channelId}`;

// "clients/<client>/<path>"
export const fullClientKey = (clientId: string, path: string): Uint8Array => textBytes(`clients/${clientId}/${path}`);
// "clients/<client>/clientState" -> Any of a client state
export const fullClientStateKey = (clientId: string): Uint8Array => fullClientKey(clientId, 'clientState');
// "clients/<client>/consensusStates/<revision>-<height>" -> Any of a consensus state
export const fullConsensusStateKey = (clientId: string, height: string): Uint8Array =>
  fullClientKey(clientId, `consensusStates/${height}`);
// "clients/<client>/connections" -> ClientPaths
export const clientConnectionsKey = (clientId: string): Uint8Array => fullClientKey(clientId, 'connections');

export const CONNECTION_PREFIX = 'connections';
// "connections/<connection>" -> ConnectionEnd
export const connectionKey = (connectionId: string): Uint8Array => textBytes(`${CONNECTION_PREFIX}/${connectionId}`);

export const CHANNEL_END_PREFIX = 'channelEnds';
// "channelEnds/ports/<port>/channels/<channel>" -> Channel
export const channelKey = (portId: string, channelId: string): Uint8Array =>
  textBytes(`${CHANNEL_END_PREFIX}/${channelPath(portId, channelId)}`);

export const NEXT_SEQUENCE_SEND_PREFIX = 'nextSequenceSend';
export const NEXT_SEQUENCE_RECV_PREFIX = 'nextSequenceRecv';
export const NEXT_SEQUENCE_ACK_PREFIX = 'nextSequenceAck';
// "nextSequenceSend/ports/<port>/channels/<channel>" -> u64be
export const nextSequenceSendKey = (portId: string, channelId: string): Uint8Array =>
  textBytes(`${NEXT_SEQUENCE_SEND_PREFIX}/${channelPath(portId, channelId)}`);
// "nextSequenceRecv/ports/<port>/channels/<channel>" -> u64be
export const nextSequenceRecvKey = (portId: string, channelId: string): Uint8Array =>
  textBytes(`${NEXT_SEQUENCE_RECV_PREFIX}/${channelPath(portId, channelId)}`);
// "nextSequenceAck/ports/<port>/channels/<channel>" -> u64be
export const nextSequenceAckKey = (portId: string, channelId: string): Uint8Array =>
  textBytes(`${NEXT_SEQUENCE_ACK_PREFIX}/${channelPath(portId, channelId)}`);
// "recvStartSequence/ports/<port>/channels/<channel>" -> u64be: what older upgrades of a channel left
export const recvStartSequenceKey = (portId: string, channelId: string): Uint8Array =>
  textBytes(`recvStartSequence/${channelPath(portId, channelId)}`);

export const PACKET_COMMITMENT_PREFIX = 'commitments';
export const PACKET_ACK_PREFIX = 'acks';
export const PACKET_RECEIPT_PREFIX = 'receipts';

export const packetCommitmentPrefixKey = (portId: string, channelId: string): Uint8Array =>
  textBytes(`${PACKET_COMMITMENT_PREFIX}/${channelPath(portId, channelId)}/sequences`);
// "commitments/ports/<port>/channels/<channel>/sequences/<sequence>" -> SHA-256
export const packetCommitmentKey = (portId: string, channelId: string, sequence: bigint): Uint8Array =>
  textBytes(`${PACKET_COMMITMENT_PREFIX}/${channelPath(portId, channelId)}/sequences/${sequence}`);
export const packetAcknowledgementPrefixKey = (portId: string, channelId: string): Uint8Array =>
  textBytes(`${PACKET_ACK_PREFIX}/${channelPath(portId, channelId)}/sequences`);
// "acks/ports/<port>/channels/<channel>/sequences/<sequence>" -> SHA-256
export const packetAcknowledgementKey = (portId: string, channelId: string, sequence: bigint): Uint8Array =>
  textBytes(`${PACKET_ACK_PREFIX}/${channelPath(portId, channelId)}/sequences/${sequence}`);
// "receipts/ports/<port>/channels/<channel>/sequences/<sequence>" -> 0x01
export const packetReceiptKey = (portId: string, channelId: string, sequence: bigint): Uint8Array =>
  textBytes(`${PACKET_RECEIPT_PREFIX}/${channelPath(portId, channelId)}/sequences/${sequence}`);

/** Version 2: client and kind are one text, the sequence is binary. Source: ibc-go modules/core/24-host/v2/packet_keys.go. */
const v2Key = (clientId: string, kind: number, sequence: bigint): Uint8Array => {
  const prefix = v2Prefix(clientId, kind);
  const key = new Uint8Array(prefix.length + 8);
  key.set(prefix);
  key.set(u64be(sequence), prefix.length);
  return key;
};
const v2Prefix = (clientId: string, kind: number): Uint8Array => textBytes(`${clientId}${String.fromCharCode(kind)}`);

export const packetCommitmentPrefixKeyV2 = (clientId: string): Uint8Array => v2Prefix(clientId, 1);
// <client> 0x01 | u64be sequence -> SHA-256
export const packetCommitmentKeyV2 = (clientId: string, sequence: bigint): Uint8Array => v2Key(clientId, 1, sequence);
export const packetReceiptPrefixKeyV2 = (clientId: string): Uint8Array => v2Prefix(clientId, 2);
// <client> 0x02 | u64be sequence -> 0x02
export const packetReceiptKeyV2 = (clientId: string, sequence: bigint): Uint8Array => v2Key(clientId, 2, sequence);
export const packetAcknowledgementPrefixKeyV2 = (clientId: string): Uint8Array => v2Prefix(clientId, 3);
// <client> 0x03 | u64be sequence -> SHA-256
export const packetAcknowledgementKeyV2 = (clientId: string, sequence: bigint): Uint8Array =>
  v2Key(clientId, 3, sequence);
// "nextSequenceSend/<client>" -> u64be
export const nextSequenceSendKeyV2 = (clientId: string): Uint8Array =>
  textBytes(`${NEXT_SEQUENCE_SEND_PREFIX}/${clientId}`);
