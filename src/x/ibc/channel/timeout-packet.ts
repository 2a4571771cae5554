import type { Context } from '../../../core/context.ts';
import { GoPanic, type RegisteredError } from '../../../core/errors.ts';
import { equalBytes } from '../../../store/keys.ts';
import { type Channel, Order, type Packet, State } from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import type { ConnectionEnd } from '../../../wire/gen/ibc/core/connection/v1/connection.ts';
import {
  type Proof,
  verifyChannelState,
  verifyNextSequenceRecv,
  verifyPacketReceiptAbsence,
} from '../connection/verify.ts';
import { commitPacket } from './commitment.ts';
import {
  ErrChannelNotFound,
  ErrInvalidChannelOrdering,
  ErrInvalidPacket,
  ErrNoOpMsg,
  ErrPacketReceived,
} from './errors.ts';
import { emitChannelClosedEvent, emitTimeoutPacketEvent } from './events.ts';
import { connectionOf } from './hop.ts';
import type { ChannelKeeper } from './keeper.ts';
import { orderString } from './names.ts';
import { bytesString, checkDestination } from './packet.ts';
import { isElapsed, timeoutNotReached } from './timeout.ts';

/** A packet that will not be received any more. Throw GoError; ErrNoOpMsg when it was done before. Source: ibc-go modules/core/04-channel/keeper/timeout.go. */

/**
 * Returns the version of the channel's application.
 *
 * PARITY: ibc-go modules/core/04-channel/keeper/timeout.go: the time is judged before it is looked whether the packet is gone.
 */
export function timeoutPacket(
  k: ChannelKeeper,
  ctx: Context,
  packet: Packet,
  proof: Proof,
  nextSequenceRecv: bigint,
): string {
  const channel = channelOf(k, ctx, packet);
  const connection = connectionOf(k, ctx, channel);
  const timestamp = k.clients.getClientTimestampAtHeight(ctx, connection.clientId, proof.height);
  if (!isElapsed(packet, proof.height, timestamp)) {
    throw timeoutNotReached(packet, proof.height, timestamp).wrap('packet timeout not reached');
  }
  checkCommitment(k, ctx, packet, channel);
  const received = `packet already received, next sequence receive > packet sequence (${nextSequenceRecv} > ${packet.sequence})`;
  verifyUnreceived(k, ctx, packet, channel, connection, proof, nextSequenceRecv, ErrPacketReceived, received);
  timeoutExecuted(k, ctx, channel, packet);
  return channel.version;
}

/** A packet on a channel whose other end was closed. Returns the version of the channel's application. */
export function timeoutOnClose(
  k: ChannelKeeper,
  ctx: Context,
  packet: Packet,
  proof: Proof,
  closedProof: Uint8Array,
  nextSequenceRecv: bigint,
): string {
  const channel = channelOf(k, ctx, packet);
  const connection = connectionOf(k, ctx, channel);
  checkCommitment(k, ctx, packet, channel);
  const expected: Channel = {
    state: State.STATE_CLOSED,
    ordering: channel.ordering,
    counterparty: { portId: packet.sourcePort, channelId: packet.sourceChannel },
    connectionHops: [connection.counterparty.connectionId],
    version: channel.version,
  };
  const { portId, channelId } = channel.counterparty;
  const closed = { height: proof.height, bytes: closedProof };
  verifyChannelState(k.connections, ctx, connection, closed, portId, channelId, expected);
  const received = `packet already received, next sequence receive > packet sequence (${nextSequenceRecv} > ${packet.sequence}`;
  verifyUnreceived(k, ctx, packet, channel, connection, proof, nextSequenceRecv, ErrInvalidPacket, received);
  timeoutExecuted(k, ctx, channel, packet);
  return channel.version;
}

function channelOf(k: ChannelKeeper, ctx: Context, packet: Packet): Channel {
  const { sourcePort, sourceChannel } = packet;
  const channel = k.getChannel(ctx, sourcePort, sourceChannel);
  if (channel === undefined) {
    throw ErrChannelNotFound.wrap(`port ID (${sourcePort}) channel ID (${sourceChannel})`);
  }
  checkDestination(channel, packet);
  return channel;
}

function checkCommitment(k: ChannelKeeper, ctx: Context, packet: Packet, channel: Channel): void {
  const commitment = k.getPacketCommitment(ctx, packet.sourcePort, packet.sourceChannel, packet.sequence);
  if (commitment === undefined) {
    emitTimeoutPacketEvent(ctx.eventManager, packet, channel);
    throw ErrNoOpMsg.error();
  }
  const expected = commitPacket(packet);
  if (!equalBytes(commitment, expected)) {
    throw ErrInvalidPacket.wrap(
      `packet commitment bytes are not equal: got (${bytesString(commitment)}), expected (${bytesString(expected)})`,
    );
  }
}

function verifyUnreceived(
  k: ChannelKeeper,
  ctx: Context,
  packet: Packet,
  channel: Channel,
  connection: ConnectionEnd,
  proof: Proof,
  nextSequenceRecv: bigint,
  kind: RegisteredError,
  received: string,
): void {
  const { destinationPort, destinationChannel, sequence } = packet;
  switch (channel.ordering) {
    case Order.ORDER_ORDERED:
      if (nextSequenceRecv > sequence) throw kind.wrap(received);
      verifyNextSequenceRecv(
        k.connections,
        ctx,
        connection,
        proof,
        destinationPort,
        destinationChannel,
        nextSequenceRecv,
      );
      return;
    case Order.ORDER_UNORDERED:
      // PARITY: ICS-23: a proof of absence holds for every key between its neighbours, so that of another packet serves.
      verifyPacketReceiptAbsence(k.connections, ctx, connection, proof, {
        portId: destinationPort,
        channelId: destinationChannel,
        sequence,
      });
      return;
    default:
      throw new GoPanic(ErrInvalidChannelOrdering.wrap(orderString(channel.ordering)).message);
  }
}

/** An ordered channel cannot go on without the packet: it closes. */
function timeoutExecuted(k: ChannelKeeper, ctx: Context, channel: Channel, packet: Packet): void {
  k.deletePacketCommitment(ctx, packet);
  let end = channel;
  if (channel.ordering === Order.ORDER_ORDERED) {
    end = { ...channel, state: State.STATE_CLOSED };
    k.setChannel(ctx, packet.sourcePort, packet.sourceChannel, end);
    emitChannelClosedEvent(ctx.eventManager, packet, end);
  }
  emitTimeoutPacketEvent(ctx.eventManager, packet, end);
}
