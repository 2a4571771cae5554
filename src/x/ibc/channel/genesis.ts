import type { Context } from '../../../core/context.ts';
import { GoError, GoErrorBase, type RegisteredError } from '../../../core/errors.ts';
import type { IdentifiedChannel, PacketState } from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import type { GenesisState, PacketSequence } from '../../../wire/gen/ibc/core/channel/v1/genesis.ts';
import { EMPTY_BYTES } from '../../../wire/runtime.ts';
import { ErrInvalidSequence } from '../errors.ts';
import {
  NEXT_SEQUENCE_ACK_PREFIX,
  NEXT_SEQUENCE_RECV_PREFIX,
  NEXT_SEQUENCE_SEND_PREFIX,
  PACKET_ACK_PREFIX,
  PACKET_COMMITMENT_PREFIX,
  PACKET_RECEIPT_PREFIX,
} from '../host/keys.ts';
import { channelIdentifierValidator, portIdentifierValidator } from '../host/validate.ts';
import { errorf } from '../wrapped.ts';
import { ErrInvalidAcknowledgement, ErrInvalidCommitment } from './errors.ts';
import { parseChannelSequence } from './identifier.ts';
import type { ChannelKeeper } from './keeper.ts';
import { orderString, stateString } from './names.ts';
import { bytesString } from './packet.ts';
import { validateIdentifiedChannel } from './validate.ts';

/** Source: ibc-go modules/core/04-channel/genesis.go, types/genesis.go. */

export function defaultGenesis(): GenesisState {
  return {
    channels: [],
    acknowledgements: [],
    commitments: [],
    receipts: [],
    sendSequences: [],
    recvSequences: [],
    ackSequences: [],
    nextChannelSequence: 0n,
  };
}

/** Genesis section → state. */
export function initGenesis(k: ChannelKeeper, ctx: Context, genesis: GenesisState): void {
  for (const { portId, channelId, ...channel } of genesis.channels) k.setChannel(ctx, portId, channelId, channel);
  for (const p of genesis.acknowledgements) k.setPacketAcknowledgement(ctx, p.portId, p.channelId, p.sequence, p.data);
  for (const p of genesis.commitments) k.setPacketCommitment(ctx, p.portId, p.channelId, p.sequence, p.data);
  for (const p of genesis.receipts) k.setPacketReceipt(ctx, p.portId, p.channelId, p.sequence);
  for (const s of genesis.sendSequences) k.setNextSequenceSend(ctx, s.portId, s.channelId, s.sequence);
  for (const s of genesis.recvSequences) k.setNextSequenceRecv(ctx, s.portId, s.channelId, s.sequence);
  for (const s of genesis.ackSequences) k.setNextSequenceAck(ctx, s.portId, s.channelId, s.sequence);
  k.setNextChannelSequence(ctx, genesis.nextChannelSequence);
}

/** State → genesis section. */
export function exportGenesis(k: ChannelKeeper, ctx: Context): GenesisState {
  return {
    channels: k.getAllChannels(ctx),
    acknowledgements: k.getAllPacketStates(ctx, PACKET_ACK_PREFIX),
    commitments: k.getAllPacketStates(ctx, PACKET_COMMITMENT_PREFIX),
    receipts: k.getAllPacketStates(ctx, PACKET_RECEIPT_PREFIX),
    sendSequences: k.getAllPacketSequences(ctx, NEXT_SEQUENCE_SEND_PREFIX),
    recvSequences: k.getAllPacketSequences(ctx, NEXT_SEQUENCE_RECV_PREFIX),
    ackSequences: k.getAllPacketSequences(ctx, NEXT_SEQUENCE_ACK_PREFIX),
    nextChannelSequence: k.getNextChannelSequence(ctx),
  };
}

/** Throws GoError. */
export function validateGenesis(genesis: GenesisState): void {
  let last = 0n;
  genesis.channels.forEach((channel, i) => {
    const sequence = parseChannelSequence(channel.channelId);
    if (sequence > last) last = sequence;
    errorf(`invalid channel ${channelText(channel)} channel index ${i}`, () => validateIdentifiedChannel(channel));
  });
  if (last !== 0n && last >= genesis.nextChannelSequence) {
    throw ErrInvalidSequence.wrap(
      `next channel sequence ${genesis.nextChannelSequence} must be greater than maximum sequence used in channel identifier ${last}`,
    );
  }
  genesis.acknowledgements.forEach((ack, i) => {
    const what = `${packetStateText(ack)} ack index ${i}`;
    as(ErrInvalidAcknowledgement, what, () => validateState(ack));
    checkData(ack, what);
  });
  genesis.receipts.forEach((receipt, i) => {
    as(ErrInvalidAcknowledgement, `${packetStateText(receipt)} ack index ${i}`, () => validateState(receipt));
  });
  genesis.commitments.forEach((commitment, i) => {
    const text = packetStateText(commitment);
    as(ErrInvalidCommitment, `${text} index ${i}`, () => validateState(commitment));
    checkData(commitment, `${text} ack index ${i}`);
  });
  genesis.sendSequences.forEach((s, i) => {
    as(ErrInvalidSequence, `invalid send sequence ${sequenceText(s)} index ${i}`, () => validateFields(s));
  });
  genesis.recvSequences.forEach((s, i) => {
    errorf(`invalid receive sequence ${sequenceText(s)} index ${i}`, () => validateFields(s));
  });
  genesis.ackSequences.forEach((s, i) => {
    as(ErrInvalidAcknowledgement, `sequence ${sequenceText(s)} index ${i}`, () => validateFields(s));
  });
}

function validateState(state: PacketState): void {
  if (state.data === EMPTY_BYTES) throw new GoError('data bytes cannot be nil');
  validateFields(state);
}

function validateFields({ portId, channelId, sequence }: PacketSequence): void {
  errorf('invalid port Id', () => portIdentifierValidator(portId));
  errorf('invalid channel Id', () => channelIdentifierValidator(channelId));
  if (sequence === 0n) throw new GoError('sequence cannot be 0');
}

function checkData({ data }: PacketState, what: string): void {
  if (data.length === 0) throw ErrInvalidAcknowledgement.wrap(`${what}: data bytes cannot be empty`);
}

/** errorsmod.Wrapf of a kind with the text of another error. */
function as(kind: RegisteredError, detail: string, f: () => void): void {
  try {
    f();
  } catch (e) {
    if (e instanceof GoErrorBase) throw kind.wrap(`${detail}: ${e.message}`);
    throw e;
  }
}

// As Go prints the structs with %v.

function channelText({ state, ordering, counterparty, connectionHops, version, portId, channelId }: IdentifiedChannel) {
  const other = `{${counterparty.portId} ${counterparty.channelId}}`;
  const hops = `[${connectionHops.join(' ')}]`;
  return `{${stateString(state)} ${orderString(ordering)} ${other} ${hops} ${version} ${portId} ${channelId}}`;
}

function packetStateText({ portId, channelId, sequence, data }: PacketState): string {
  return `{${portId} ${channelId} ${sequence} ${bytesString(data)}}`;
}

function sequenceText({ portId, channelId, sequence }: PacketSequence): string {
  return `{${portId} ${channelId} ${sequence}}`;
}
