import { type EventManager, event } from '../../../core/events.ts';
import type { Channel, Packet } from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import { heightString } from '../client/height.ts';
import { orderString } from './names.ts';

/** Source: ibc-go modules/core/04-channel/keeper/events.go. */

const MESSAGE = event('message', ['module', 'ibc_channel']);

type Attribute = readonly [key: string, value: string];

function emit(to: EventManager, type: string, ...attributes: readonly Attribute[]): void {
  to.emit(event(type, ...attributes));
  to.emit(MESSAGE);
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export function emitChannelOpenInitEvent(to: EventManager, portId: string, channelId: string, channel: Channel): void {
  emit(
    to,
    'channel_open_init',
    ['port_id', portId],
    ['channel_id', channelId],
    ['counterparty_port_id', channel.counterparty.portId],
    ['connection_id', channel.connectionHops[0]!],
    ['version', channel.version],
  );
}

function endAttributes(portId: string, channelId: string, channel: Channel): Attribute[] {
  return [
    ['port_id', portId],
    ['channel_id', channelId],
    ['counterparty_port_id', channel.counterparty.portId],
    ['counterparty_channel_id', channel.counterparty.channelId],
    ['connection_id', channel.connectionHops[0]!],
  ];
}

export function emitChannelOpenTryEvent(to: EventManager, portId: string, channelId: string, channel: Channel): void {
  emit(to, 'channel_open_try', ...endAttributes(portId, channelId, channel), ['version', channel.version]);
}

export function emitChannelOpenAckEvent(to: EventManager, portId: string, channelId: string, channel: Channel): void {
  emit(to, 'channel_open_ack', ...endAttributes(portId, channelId, channel));
}

export function emitChannelOpenConfirmEvent(
  to: EventManager,
  portId: string,
  channelId: string,
  channel: Channel,
): void {
  emit(to, 'channel_open_confirm', ...endAttributes(portId, channelId, channel));
}

export function emitChannelCloseInitEvent(to: EventManager, portId: string, channelId: string, channel: Channel): void {
  emit(to, 'channel_close_init', ...endAttributes(portId, channelId, channel));
}

export function emitChannelCloseConfirmEvent(
  to: EventManager,
  portId: string,
  channelId: string,
  channel: Channel,
): void {
  emit(to, 'channel_close_confirm', ...endAttributes(portId, channelId, channel));
}

/** An ordered channel closes when a packet of it times out. */
export function emitChannelClosedEvent(to: EventManager, packet: Packet, channel: Channel): void {
  const end = endAttributes(packet.sourcePort, packet.sourceChannel, channel);
  emit(to, 'channel_close', ...end, ['packet_channel_ordering', orderString(channel.ordering)]);
}

function packetAttributes(packet: Packet): Attribute[] {
  return [
    ['packet_timeout_height', heightString(packet.timeoutHeight)],
    ['packet_timeout_timestamp', `${packet.timeoutTimestamp}`],
    ['packet_sequence', `${packet.sequence}`],
    ['packet_src_port', packet.sourcePort],
    ['packet_src_channel', packet.sourceChannel],
    ['packet_dst_port', packet.destinationPort],
    ['packet_dst_channel', packet.destinationChannel],
  ];
}

function channelAttributes(channel: Channel): Attribute[] {
  return [
    ['packet_channel_ordering', orderString(channel.ordering)],
    ['packet_connection', channel.connectionHops[0]!],
    ['connection_id', channel.connectionHops[0]!],
  ];
}

export function emitSendPacketEvent(to: EventManager, packet: Packet, channel: Channel): void {
  const data = ['packet_data_hex', hex(packet.data)] as const;
  emit(to, 'send_packet', data, ...packetAttributes(packet), ...channelAttributes(channel));
}

export function emitRecvPacketEvent(to: EventManager, packet: Packet, channel: Channel): void {
  const data = ['packet_data_hex', hex(packet.data)] as const;
  emit(to, 'recv_packet', data, ...packetAttributes(packet), ...channelAttributes(channel));
}

export function emitWriteAcknowledgementEvent(
  to: EventManager,
  packet: Packet,
  channel: Channel,
  acknowledgement: Uint8Array,
): void {
  emit(
    to,
    'write_acknowledgement',
    ['packet_data_hex', hex(packet.data)],
    ...packetAttributes(packet),
    ['packet_ack_hex', hex(acknowledgement)],
    ...channelAttributes(channel),
  );
}

export function emitAcknowledgePacketEvent(to: EventManager, packet: Packet, channel: Channel): void {
  emit(to, 'acknowledge_packet', ...packetAttributes(packet), ...channelAttributes(channel));
}

export function emitTimeoutPacketEvent(to: EventManager, packet: Packet, channel: Channel): void {
  emit(
    to,
    'timeout_packet',
    ...packetAttributes(packet),
    ['connection_id', channel.connectionHops[0]!],
    ['packet_channel_ordering', orderString(channel.ordering)],
  );
}
