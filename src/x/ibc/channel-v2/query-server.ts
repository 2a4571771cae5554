import type { Context } from '../../../core/context.ts';
import { paginate } from '../../../store/pagination.ts';
import type { PageRequest } from '../../../wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import type { PacketState } from '../../../wire/gen/ibc/core/channel/v2/genesis.ts';
import type { QueryServer } from '../../../wire/gen/ibc/core/channel/v2/query.ts';
import { EMPTY_BYTES } from '../../../wire/runtime.ts';
import { getSelfHeight } from '../client/height.ts';
import { packetAcknowledgementPrefixKeyV2, packetCommitmentPrefixKeyV2 } from '../host/keys.ts';
import { clientIdentifierValidator } from '../host/validate.ts';
import { asInvalidArgument, invalidArgument, notFound, notFoundText } from '../query.ts';
import { ErrInvalidPacket, ErrSequenceSendNotFound } from './errors.ts';
import { type ChannelKeeperV2, readSequence } from './keeper.ts';

const SLASH = 0x2f;

/** Source: ibc-go modules/core/04-channel/v2/keeper/grpc_query.go. */
export function channelQueryServerV2(k: ChannelKeeperV2): QueryServer<Context> {
  const answered = (ctx: Context) => ({ proof: EMPTY_BYTES, proofHeight: getSelfHeight(ctx) });
  const checkClient = (clientId: string): void => asInvalidArgument(() => clientIdentifierValidator(clientId));
  const checkPacket = (clientId: string, sequence: bigint): void => {
    checkClient(clientId);
    if (sequence === 0n) throw invalidArgument('packet sequence cannot be 0');
  };
  const packetStates = (ctx: Context, clientId: string, prefix: Uint8Array, page: PageRequest | undefined) => {
    const results: PacketState[] = [];
    const pagination = paginate(k.prefixStore(ctx, prefix), page, (key, data) => {
      results.push({ clientId, sequence: listedSequence(key), data });
    });
    return { results, pagination };
  };
  return {
    nextSequenceSend(ctx, { clientId }) {
      checkClient(clientId);
      const nextSequenceSend = k.getNextSequenceSend(ctx, clientId);
      if (nextSequenceSend === undefined) throw notFound(ErrSequenceSendNotFound.wrap(`client-id ${clientId}`));
      return { nextSequenceSend, ...answered(ctx) };
    },
    packetCommitment(ctx, { clientId, sequence }) {
      checkPacket(clientId, sequence);
      const commitment = k.getPacketCommitment(ctx, clientId, sequence);
      if (commitment === undefined) throw notFoundText('packet commitment hash not found');
      return { commitment, ...answered(ctx) };
    },
    packetCommitments(ctx, { clientId, pagination: page }) {
      checkClient(clientId);
      const { results, pagination } = packetStates(ctx, clientId, packetCommitmentPrefixKeyV2(clientId), page);
      return { commitments: results, pagination, height: getSelfHeight(ctx) };
    },
    packetAcknowledgement(ctx, { clientId, sequence }) {
      checkPacket(clientId, sequence);
      const acknowledgement = k.getPacketAcknowledgement(ctx, clientId, sequence);
      if (acknowledgement === undefined) throw notFoundText('packet acknowledgement hash not found');
      return { acknowledgement, ...answered(ctx) };
    },
    packetAcknowledgements(ctx, { clientId, pagination: page, packetCommitmentSequences }) {
      checkClient(clientId);
      if (packetCommitmentSequences.length > 0) {
        const acknowledgements: PacketState[] = [];
        for (const sequence of packetCommitmentSequences) {
          const data = k.getPacketAcknowledgement(ctx, clientId, sequence);
          if (data !== undefined) acknowledgements.push({ clientId, sequence, data });
        }
        return { acknowledgements, pagination: undefined, height: getSelfHeight(ctx) };
      }
      const { results, pagination } = packetStates(ctx, clientId, packetAcknowledgementPrefixKeyV2(clientId), page);
      return { acknowledgements: results, pagination, height: getSelfHeight(ctx) };
    },
    packetReceipt(ctx, { clientId, sequence }) {
      checkPacket(clientId, sequence);
      return { received: k.hasPacketReceipt(ctx, clientId, sequence), ...answered(ctx) };
    },
    unreceivedPackets(ctx, { clientId, sequences: asked }) {
      checkClient(clientId);
      const sequences = asked.filter((sequence, i) => {
        if (sequence === 0n) throw invalidArgument(`packet sequence ${i} cannot be 0`);
        return !k.hasPacketReceipt(ctx, clientId, sequence);
      });
      return { sequences, height: getSelfHeight(ctx) };
    },
    unreceivedAcks(ctx, { clientId, packetAckSequences }) {
      checkClient(clientId);
      const sequences = packetAckSequences.filter((sequence) => {
        if (sequence === 0n) throw invalidArgument('packet sequence cannot be 0');
        return k.getPacketCommitment(ctx, clientId, sequence) !== undefined;
      });
      return { sequences, height: getSelfHeight(ctx) };
    },
  };
}

/**
 * The sequence of a listed key.
 *
 * PARITY: ibc-go modules/core/04-channel/v2/keeper/grpc_query.go: the binary key is taken for text and cut at slashes, so a sequence with a
 * byte 0x2f fails: 47 is an error, 0x2f00 a panic.
 */
function listedSequence(key: Uint8Array): bigint {
  const sequence = readSequence(key.subarray(key.lastIndexOf(SLASH) + 1));
  if (sequence === 0n) throw ErrInvalidPacket.error();
  return sequence;
}
