import type { Context } from '../../../core/context.ts';
import { GoErrorBase } from '../../../core/errors.ts';
import { equalBytes } from '../../../store/keys.ts';
import {
  Acknowledgement,
  type Channel,
  Order,
  type Packet,
  State,
} from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import { fromJson } from '../../../wire/json.ts';
import { ErrClientNotActive, ErrInvalidHeight } from '../client/errors.ts';
import { getSelfHeight, isZeroHeight } from '../client/height.ts';
import { type Proof, verifyPacketAcknowledgement, verifyPacketCommitment } from '../connection/verify.ts';
import { wrapped } from '../wrapped.ts';
import { acknowledgementBytes } from './acknowledgement.ts';
import { commitAcknowledgement, commitPacket } from './commitment.ts';
import {
  ErrAcknowledgementExists,
  ErrChannelNotFound,
  ErrInvalidAcknowledgement,
  ErrInvalidChannelState,
  ErrInvalidPacket,
  ErrNoOpMsg,
  ErrPacketReceived,
  ErrPacketSequenceOutOfOrder,
  ErrSequenceAckNotFound,
  ErrSequenceReceiveNotFound,
  ErrSequenceSendNotFound,
} from './errors.ts';
import {
  emitAcknowledgePacketEvent,
  emitRecvPacketEvent,
  emitSendPacketEvent,
  emitWriteAcknowledgementEvent,
} from './events.ts';
import { connectionOf, openConnectionOf } from './hop.ts';
import type { ChannelKeeper } from './keeper.ts';
import { stateString } from './names.ts';
import { isElapsed, timeoutElapsed } from './timeout.ts';
import { validatePacket } from './validate-packet.ts';

/** A packet's way: sent, received, answered. All throw GoError; ErrNoOpMsg when it was done before. Source: ICS-4; ibc-go modules/core/04-channel/keeper/packet.go. */

export function sendPacket(
  k: ChannelKeeper,
  ctx: Context,
  sourcePort: string,
  sourceChannel: string,
  timeoutHeight: Height,
  timeoutTimestamp: bigint,
  data: Uint8Array,
): bigint {
  const channel = k.getChannel(ctx, sourcePort, sourceChannel);
  if (channel === undefined) throw ErrChannelNotFound.wrap(sourceChannel);
  checkOpen(channel);
  const sequence = k.getNextSequenceSend(ctx, sourcePort, sourceChannel);
  if (sequence === undefined) {
    throw ErrSequenceSendNotFound.wrap(`source port: ${sourcePort}, source channel: ${sourceChannel}`);
  }
  const packet: Packet = {
    sequence,
    sourcePort,
    sourceChannel,
    destinationPort: channel.counterparty.portId,
    destinationChannel: channel.counterparty.channelId,
    data,
    timeoutHeight,
    timeoutTimestamp,
  };
  wrapped('constructed packet failed basic validation', () => validatePacket(packet));
  const { clientId } = connectionOf(k, ctx, channel);
  const status = k.clients.getClientStatus(ctx, clientId);
  if (status !== 'Active') {
    throw ErrClientNotActive.wrap(`cannot send packet using client (${clientId}) with status ${status}`);
  }
  const latestHeight = k.clients.getClientLatestHeight(ctx, clientId);
  if (isZeroHeight(latestHeight)) {
    throw ErrInvalidHeight.wrap(`cannot send packet using client (${clientId}) with zero height`);
  }
  const latestTimestamp = k.clients.getClientTimestampAtHeight(ctx, clientId, latestHeight);
  if (isElapsed(packet, latestHeight, latestTimestamp)) {
    throw timeoutElapsed(packet, latestHeight, latestTimestamp).wrap('invalid packet timeout');
  }
  k.setNextSequenceSend(ctx, sourcePort, sourceChannel, sequence + 1n);
  k.setPacketCommitment(ctx, sourcePort, sourceChannel, sequence, commitPacket(packet));
  emitSendPacketEvent(ctx.eventManager, packet, channel);
  return sequence;
}

/** Returns the version of the channel's application. */
export function recvPacket(k: ChannelKeeper, ctx: Context, packet: Packet, proof: Proof): string {
  const channel = k.getChannel(ctx, packet.destinationPort, packet.destinationChannel);
  if (channel === undefined) throw ErrChannelNotFound.wrap(packet.destinationChannel);
  checkOpen(channel);
  const { portId, channelId } = channel.counterparty;
  if (packet.sourcePort !== portId) {
    throw ErrInvalidPacket.wrap(
      `packet source port doesn't match the counterparty's port (${packet.sourcePort} ≠ ${portId})`,
    );
  }
  if (packet.sourceChannel !== channelId) {
    throw ErrInvalidPacket.wrap(
      `packet source channel doesn't match the counterparty's channel (${packet.sourceChannel} ≠ ${channelId})`,
    );
  }
  const connection = openConnectionOf(k, ctx, channel);
  const [height, timestamp] = [getSelfHeight(ctx), unixNanos(ctx)];
  if (isElapsed(packet, height, timestamp)) {
    throw timeoutElapsed(packet, height, timestamp).wrap('packet timeout elapsed');
  }
  const of = { portId: packet.sourcePort, channelId: packet.sourceChannel, sequence: packet.sequence };
  wrapped("couldn't verify counterparty packet commitment", () =>
    verifyPacketCommitment(k.connections, ctx, connection, proof, of, commitPacket(packet)),
  );
  applyReplayProtection(k, ctx, packet, channel);
  emitRecvPacketEvent(ctx.eventManager, packet, channel);
  return channel.version;
}

/** Nanoseconds since 1970 as 64 bits hold them. */
function unixNanos(ctx: Context): bigint {
  const { seconds, nanos } = ctx.blockTime;
  return BigInt.asUintN(64, seconds * 1_000_000_000n + BigInt(nanos));
}

function applyReplayProtection(k: ChannelKeeper, ctx: Context, packet: Packet, channel: Channel): void {
  const { destinationPort, destinationChannel, sequence } = packet;
  checkStartSequence(k, ctx, packet);
  if (channel.ordering === Order.ORDER_UNORDERED) {
    if (k.hasPacketReceipt(ctx, destinationPort, destinationChannel, sequence)) {
      emitRecvPacketEvent(ctx.eventManager, packet, channel);
      throw ErrNoOpMsg.error();
    }
    k.setPacketReceipt(ctx, destinationPort, destinationChannel, sequence);
  } else if (channel.ordering === Order.ORDER_ORDERED) {
    const next = k.getNextSequenceRecv(ctx, destinationPort, destinationChannel);
    if (next === undefined) {
      throw ErrSequenceReceiveNotFound.wrap(
        `destination port: ${destinationPort}, destination channel: ${destinationChannel}`,
      );
    }
    if (sequence < next) {
      emitRecvPacketEvent(ctx.eventManager, packet, channel);
      throw ErrNoOpMsg.error();
    }
    if (sequence !== next) {
      throw ErrPacketSequenceOutOfOrder.wrap(`packet sequence ≠ next receive sequence (${sequence} ≠ ${next})`);
    }
    k.setNextSequenceRecv(ctx, destinationPort, destinationChannel, next + 1n);
  }
}

function checkStartSequence(
  k: ChannelKeeper,
  ctx: Context,
  { destinationPort, destinationChannel, sequence }: Packet,
): void {
  if (sequence < k.getRecvStartSequence(ctx, destinationPort, destinationChannel)) {
    throw ErrPacketReceived.wrap('packet already processed in previous channel upgrade');
  }
}

/** Notes the application's answer to a packet. */
export function writeAcknowledgement(
  k: ChannelKeeper,
  ctx: Context,
  packet: Packet,
  acknowledgement: Acknowledgement,
): void {
  const { destinationPort, destinationChannel, sequence } = packet;
  const channel = k.getChannel(ctx, destinationPort, destinationChannel);
  if (channel === undefined) throw ErrChannelNotFound.wrap(destinationChannel);
  checkOpen(channel);
  checkStartSequence(k, ctx, packet);
  if (k.hasPacketAcknowledgement(ctx, destinationPort, destinationChannel, sequence)) {
    throw ErrAcknowledgementExists.error();
  }
  const bytes = acknowledgementBytes(acknowledgement);
  k.setPacketAcknowledgement(ctx, destinationPort, destinationChannel, sequence, commitAcknowledgement(bytes));
  emitWriteAcknowledgementEvent(ctx.eventManager, packet, channel, bytes);
}

/** Returns the version of the channel's application. */
export function acknowledgePacket(
  k: ChannelKeeper,
  ctx: Context,
  packet: Packet,
  acknowledgement: Uint8Array,
  proof: Proof,
): string {
  const { sourcePort, sourceChannel, sequence } = packet;
  const channel = k.getChannel(ctx, sourcePort, sourceChannel);
  if (channel === undefined) {
    throw ErrChannelNotFound.wrap(`port ID (${sourcePort}) channel ID (${sourceChannel})`);
  }
  checkOpen(channel);
  checkDestination(channel, packet);
  const connection = openConnectionOf(k, ctx, channel);
  const commitment = k.getPacketCommitment(ctx, sourcePort, sourceChannel, sequence);
  if (commitment === undefined) {
    emitAcknowledgePacketEvent(ctx.eventManager, packet, channel);
    throw ErrNoOpMsg.error();
  }
  const expected = commitPacket(packet);
  checkCanonical(acknowledgement);
  if (!equalBytes(commitment, expected)) {
    throw ErrInvalidPacket.wrap(
      `commitment bytes are not equal: got (${bytesString(expected)}), expected (${bytesString(commitment)})`,
    );
  }
  const of = { portId: packet.destinationPort, channelId: packet.destinationChannel, sequence };
  verifyPacketAcknowledgement(k.connections, ctx, connection, proof, of, acknowledgement);
  if (channel.ordering === Order.ORDER_ORDERED) {
    const next = k.getNextSequenceAck(ctx, sourcePort, sourceChannel);
    if (next === undefined) {
      throw ErrSequenceAckNotFound.wrap(`source port: ${sourcePort}, source channel: ${sourceChannel}`);
    }
    if (sequence !== next) {
      throw ErrPacketSequenceOutOfOrder.wrap(`packet sequence ≠ next ack sequence (${sequence} ≠ ${next})`);
    }
    k.setNextSequenceAck(ctx, sourcePort, sourceChannel, next + 1n);
  }
  k.deletePacketCommitment(ctx, packet);
  emitAcknowledgePacketEvent(ctx.eventManager, packet, channel);
  return channel.version;
}

/** An answer that reads as the usual one must be written as that one. Others pass as they are. */
function checkCanonical(acknowledgement: Uint8Array): void {
  let ack: Acknowledgement;
  try {
    ack = fromJson(Acknowledgement, acknowledgement);
  } catch (e) {
    if (e instanceof GoErrorBase) return;
    throw e;
  }
  if (!equalBytes(acknowledgementBytes(ack), acknowledgement)) {
    throw ErrInvalidAcknowledgement.wrap('acknowledgement marshalling error');
  }
}

function checkOpen(channel: Channel): void {
  if (channel.state !== State.STATE_OPEN) {
    throw ErrInvalidChannelState.wrap(`channel is not OPEN (got ${stateString(channel.state)})`);
  }
}

/** Whether a packet of this chain goes where its channel goes. */
export function checkDestination({ counterparty }: Channel, packet: Packet): void {
  const { destinationPort, destinationChannel } = packet;
  if (destinationPort !== counterparty.portId) {
    throw ErrInvalidPacket.wrap(
      `packet destination port doesn't match the counterparty's port (${destinationPort} ≠ ${counterparty.portId})`,
    );
  }
  if (destinationChannel !== counterparty.channelId) {
    throw ErrInvalidPacket.wrap(
      `packet destination channel doesn't match the counterparty's channel (${destinationChannel} ≠ ${counterparty.channelId})`,
    );
  }
}

/** As Go prints bytes with `%v`. */
export function bytesString(bytes: Uint8Array): string {
  return `[${bytes.join(' ')}]`;
}
