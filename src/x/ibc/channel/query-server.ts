import type { Context } from '../../../core/context.ts';
import { textBytes } from '../../../core/go-text.ts';
import { filteredPaginate, paginate } from '../../../store/pagination.ts';
import type { PageRequest } from '../../../wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import {
  Channel,
  type IdentifiedChannel,
  Order,
  type PacketState,
} from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import type { QueryServer } from '../../../wire/gen/ibc/core/channel/v1/query.ts';
import type { ConnectionEnd } from '../../../wire/gen/ibc/core/connection/v1/connection.ts';
import { ClientState, ConsensusState } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import { packAny } from '../../../wire/registry.ts';
import { EMPTY_BYTES } from '../../../wire/runtime.ts';
import { textFromBytes } from '../../../wire/utf8.ts';
import { ErrClientNotFound, ErrConsensusStateNotFound } from '../client/errors.ts';
import { getSelfHeight } from '../client/height.ts';
import { ErrConnectionNotFound } from '../connection/errors.ts';
import { CHANNEL_END_PREFIX, packetAcknowledgementPrefixKey, packetCommitmentPrefixKey } from '../host/keys.ts';
import { parseUint } from '../host/parse.ts';
import { connectionIdentifierValidator } from '../host/validate.ts';
import { asInvalidArgument, checkPortAndChannel, invalidArgument, notFound, notFoundText } from '../query.ts';
import {
  ErrChannelNotFound,
  ErrInvalidChannelOrdering,
  ErrSequenceReceiveNotFound,
  ErrSequenceSendNotFound,
} from './errors.ts';
import type { ChannelKeeper } from './keeper.ts';
import { orderString } from './names.ts';
import { channelPathOf } from './path.ts';

/** Source: ibc-go modules/core/04-channel/keeper/grpc_query.go. */
export function channelQueryServer(k: ChannelKeeper): QueryServer<Context> {
  const answered = (ctx: Context) => ({ proof: EMPTY_BYTES, proofHeight: getSelfHeight(ctx) });
  const channelStore = (ctx: Context) => k.prefixStore(ctx, textBytes(CHANNEL_END_PREFIX));

  const channelOf = (ctx: Context, portId: string, channelId: string): Channel => {
    checkPortAndChannel(portId, channelId);
    const channel = k.getChannel(ctx, portId, channelId);
    if (channel === undefined) throw notFound(ErrChannelNotFound.wrap(end(portId, channelId)));
    return channel;
  };
  const connectionOf = (ctx: Context, { connectionHops }: Channel): ConnectionEnd => {
    const connection = k.connections.getConnection(ctx, connectionHops[0]!);
    if (connection === undefined) throw notFound(ErrConnectionNotFound.wrap(`connection-id: ${connectionHops[0]}`));
    return connection;
  };
  const checkChannel = (ctx: Context, portId: string, channelId: string): void => {
    if (!k.hasChannel(ctx, portId, channelId)) {
      throw notFound(ErrChannelNotFound.wrap(`port ID (${portId}) channel ID (${channelId})`));
    }
  };
  const checkPacket = (ctx: Context, portId: string, channelId: string, sequence: bigint): void => {
    checkPortAndChannel(portId, channelId);
    if (sequence === 0n) throw invalidArgument('packet sequence cannot be 0');
    checkChannel(ctx, portId, channelId);
  };
  const packetStates = (ctx: Context, prefix: Uint8Array, page: PageRequest | undefined, of: ChannelEnd) => {
    const results: PacketState[] = [];
    const pagination = paginate(k.prefixStore(ctx, prefix), page, (key, value) => {
      const text = textFromBytes(key);
      results.push({ ...of, sequence: parseUint(text.slice(text.lastIndexOf('/') + 1)), data: value });
    });
    return { results, pagination };
  };

  return {
    channel(ctx, { portId, channelId }) {
      return { channel: channelOf(ctx, portId, channelId), ...answered(ctx) };
    },
    channels(ctx, req) {
      const channels: IdentifiedChannel[] = [];
      const pagination = paginate(channelStore(ctx), req.pagination, (key, value) => {
        channels.push({ ...Channel.decode(value), ...channelPathOf(key) });
      });
      return { channels, pagination, height: getSelfHeight(ctx) };
    },
    connectionChannels(ctx, req) {
      asInvalidArgument(() => connectionIdentifierValidator(req.connection));
      const channels: IdentifiedChannel[] = [];
      // PARITY: ibc-go modules/core/04-channel/keeper/grpc_query.go: those outside the page are listed too.
      const pagination = filteredPaginate(channelStore(ctx), req.pagination, (key, value) => {
        const channel = Channel.decode(value);
        if (channel.connectionHops[0] !== req.connection) return false;
        channels.push({ ...channel, ...channelPathOf(key) });
        return true;
      });
      return { channels, pagination, height: getSelfHeight(ctx) };
    },
    channelClientState(ctx, { portId, channelId }) {
      checkPortAndChannel(portId, channelId);
      const channel = k.getChannel(ctx, portId, channelId);
      if (channel === undefined) {
        throw notFound(ErrChannelNotFound.wrap(`port-id: ${portId}, channel-id: ${channelId}`));
      }
      const { clientId } = connectionOf(ctx, channel);
      const state = k.clients.getClientState(ctx, clientId);
      if (state === undefined) throw notFound(ErrClientNotFound.wrap(`client-id: ${clientId}`));
      return { identifiedClientState: { clientId, clientState: packAny(ClientState, state) }, ...answered(ctx) };
    },
    channelConsensusState(ctx, req) {
      const { clientId } = connectionOf(ctx, channelOf(ctx, req.portId, req.channelId));
      const height = { revisionNumber: req.revisionNumber, revisionHeight: req.revisionHeight };
      const state = k.clients.getClientConsensusState(ctx, clientId, height);
      if (state === undefined) throw notFound(ErrConsensusStateNotFound.wrap(`client-id: ${clientId}`));
      return { consensusState: packAny(ConsensusState, state), clientId, ...answered(ctx) };
    },
    packetCommitment(ctx, { portId, channelId, sequence }) {
      checkPacket(ctx, portId, channelId, sequence);
      const commitment = k.getPacketCommitment(ctx, portId, channelId, sequence);
      if (commitment === undefined) throw notFoundText('packet commitment hash not found');
      return { commitment, ...answered(ctx) };
    },
    packetCommitments(ctx, { portId, channelId, pagination: page }) {
      checkPortAndChannel(portId, channelId);
      checkChannel(ctx, portId, channelId);
      const prefix = packetCommitmentPrefixKey(portId, channelId);
      const { results, pagination } = packetStates(ctx, prefix, page, { portId, channelId });
      return { commitments: results, pagination, height: getSelfHeight(ctx) };
    },
    packetReceipt(ctx, { portId, channelId, sequence }) {
      checkPacket(ctx, portId, channelId, sequence);
      return { received: k.hasPacketReceipt(ctx, portId, channelId, sequence), ...answered(ctx) };
    },
    packetAcknowledgement(ctx, { portId, channelId, sequence }) {
      checkPacket(ctx, portId, channelId, sequence);
      const acknowledgement = k.getPacketAcknowledgement(ctx, portId, channelId, sequence);
      if (acknowledgement === undefined) throw notFoundText('packet acknowledgement hash not found');
      return { acknowledgement, ...answered(ctx) };
    },
    packetAcknowledgements(ctx, { portId, channelId, pagination: page, packetCommitmentSequences }) {
      checkPortAndChannel(portId, channelId);
      checkChannel(ctx, portId, channelId);
      if (packetCommitmentSequences.length > 0) {
        const acknowledgements: PacketState[] = [];
        for (const sequence of packetCommitmentSequences) {
          const data = k.getPacketAcknowledgement(ctx, portId, channelId, sequence);
          if (data !== undefined) acknowledgements.push({ portId, channelId, sequence, data });
        }
        return { acknowledgements, pagination: undefined, height: getSelfHeight(ctx) };
      }
      const prefix = packetAcknowledgementPrefixKey(portId, channelId);
      const { results, pagination } = packetStates(ctx, prefix, page, { portId, channelId });
      return { acknowledgements: results, pagination, height: getSelfHeight(ctx) };
    },
    unreceivedPackets(ctx, { portId, channelId, packetCommitmentSequences }) {
      const { ordering } = channelOf(ctx, portId, channelId);
      const isUnreceived = unreceivedTest(k, ctx, portId, channelId, ordering);
      const sequences = packetCommitmentSequences.filter((sequence, i) => {
        checkSequence(sequence, i);
        return isUnreceived(sequence);
      });
      return { sequences, height: getSelfHeight(ctx) };
    },
    unreceivedAcks(ctx, { portId, channelId, packetAckSequences }) {
      checkPortAndChannel(portId, channelId);
      checkChannel(ctx, portId, channelId);
      const sequences = packetAckSequences.filter((sequence, i) => {
        checkSequence(sequence, i);
        return k.getPacketCommitment(ctx, portId, channelId, sequence) !== undefined;
      });
      return { sequences, height: getSelfHeight(ctx) };
    },
    nextSequenceReceive(ctx, { portId, channelId }) {
      const { ordering } = channelOf(ctx, portId, channelId);
      // PARITY: ibc-go modules/core/04-channel/keeper/grpc_query.go: unordered channels answer 0.
      if (ordering === Order.ORDER_UNORDERED) return { nextSequenceReceive: 0n, ...answered(ctx) };
      const nextSequenceReceive = k.getNextSequenceRecv(ctx, portId, channelId);
      if (nextSequenceReceive === undefined) throw notFound(ErrSequenceReceiveNotFound.wrap(end(portId, channelId)));
      return { nextSequenceReceive, ...answered(ctx) };
    },
    nextSequenceSend(ctx, { portId, channelId }) {
      checkPortAndChannel(portId, channelId);
      const nextSequenceSend = k.getNextSequenceSend(ctx, portId, channelId);
      if (nextSequenceSend === undefined) throw notFound(ErrSequenceSendNotFound.wrap(end(portId, channelId)));
      return { nextSequenceSend, ...answered(ctx) };
    },
  };
}

interface ChannelEnd {
  readonly portId: string;
  readonly channelId: string;
}

const end = (portId: string, channelId: string): string => `port-id: ${portId}, channel-id ${channelId}`;

function checkSequence(sequence: bigint, i: number): void {
  if (sequence === 0n) throw invalidArgument(`packet sequence ${i} cannot be 0`);
}

function unreceivedTest(
  k: ChannelKeeper,
  ctx: Context,
  portId: string,
  channelId: string,
  ordering: number,
): (sequence: bigint) => boolean {
  if (ordering === Order.ORDER_UNORDERED) {
    return (sequence) => !k.hasPacketReceipt(ctx, portId, channelId, sequence);
  }
  if (ordering !== Order.ORDER_ORDERED) {
    throw invalidArgument(
      ErrInvalidChannelOrdering.wrap(`channel order ${orderString(ordering)} is not supported`).message,
    );
  }
  const next = k.getNextSequenceRecv(ctx, portId, channelId);
  if (next === undefined) {
    throw notFound(ErrSequenceReceiveNotFound.wrap(`destination port: ${portId}, destination channel: ${channelId}`));
  }
  return (sequence) => sequence >= next;
}
