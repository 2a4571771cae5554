import type { Context } from '../../../core/context.ts';
import { GoError } from '../../../core/errors.ts';
import type { GenesisState, PacketSequence, PacketState } from '../../../wire/gen/ibc/core/channel/v2/genesis.ts';
import { Packet } from '../../../wire/gen/ibc/core/channel/v2/packet.ts';
import { EMPTY_BYTES } from '../../../wire/runtime.ts';
import { bytesString } from '../channel/packet.ts';
import {
  packetAcknowledgementPrefixKeyV2,
  packetCommitmentPrefixKeyV2,
  packetReceiptPrefixKeyV2,
} from '../host/keys.ts';
import { clientIdentifierValidator } from '../host/validate.ts';
import { errorf } from '../wrapped.ts';
import type { ChannelKeeperV2 } from './keeper.ts';
import { asyncPacketPrefixKey } from './keys.ts';

/** Source: ibc-go modules/core/04-channel/v2/genesis.go, types/genesis.go. */

export function defaultGenesis(): GenesisState {
  return { acknowledgements: [], commitments: [], receipts: [], asyncPackets: [], sendSequences: [] };
}

/** Genesis section → state. */
export function initGenesis(k: ChannelKeeperV2, ctx: Context, genesis: GenesisState): void {
  for (const { clientId, sequence, data } of genesis.acknowledgements) {
    k.setPacketAcknowledgement(ctx, clientId, sequence, data);
  }
  for (const { clientId, sequence, data } of genesis.commitments) {
    k.setPacketCommitment(ctx, clientId, sequence, data);
  }
  for (const { clientId, sequence } of genesis.receipts) k.setPacketReceipt(ctx, clientId, sequence);
  for (const { clientId, sequence, data } of genesis.asyncPackets) {
    k.setAsyncPacket(ctx, clientId, sequence, Packet.decode(data));
  }
  for (const { clientId, sequence } of genesis.sendSequences) k.setNextSequenceSend(ctx, clientId, sequence);
}

/** State → genesis section. `clientIds` are all clients in order. */
export function exportGenesis(k: ChannelKeeperV2, ctx: Context, clientIds: readonly string[]): GenesisState {
  const statesOf = (prefixOf: (clientId: string) => Uint8Array): PacketState[] =>
    clientIds.flatMap((clientId) => k.getAllPacketStates(ctx, clientId, prefixOf(clientId)));
  const sendSequences: PacketSequence[] = [];
  for (const clientId of clientIds) {
    const sequence = k.getNextSequenceSend(ctx, clientId);
    if (sequence !== undefined) sendSequences.push({ clientId, sequence });
  }
  return {
    acknowledgements: statesOf(packetAcknowledgementPrefixKeyV2),
    commitments: statesOf(packetCommitmentPrefixKeyV2),
    receipts: statesOf(packetReceiptPrefixKeyV2),
    asyncPackets: statesOf(asyncPacketPrefixKey),
    sendSequences,
  };
}

/** Throws GoError. */
export function validateGenesis(genesis: GenesisState): void {
  validateStates(genesis.acknowledgements, 'acknowledgement', 'acknowledgement', ' ack');
  genesis.receipts.forEach((receipt, i) => {
    errorf(`invalid acknowledgement ${stateText(receipt)} ack index ${i}`, () => validateState(receipt));
  });
  genesis.commitments.forEach((commitment, i) => {
    errorf(`invalid commitment ${stateText(commitment)} index ${i}`, () => validateState(commitment));
    checkData(commitment, `acknowledgement ${stateText(commitment)} ack index ${i}`);
  });
  validateStates(genesis.asyncPackets, 'async packet', 'async packet', '');
  genesis.sendSequences.forEach((s, i) => {
    errorf(`invalid send sequence {${s.clientId} ${s.sequence}} index ${i}`, () => validateFields(s));
  });
}

function validateStates(states: readonly PacketState[], what: string, whatData: string, kind: string): void {
  states.forEach((state, i) => {
    const text = `${stateText(state)}${kind} index ${i}`;
    errorf(`invalid ${what} ${text}`, () => validateState(state));
    checkData(state, `${whatData} ${text}`);
  });
}

function validateState(state: PacketState): void {
  if (state.data === EMPTY_BYTES) throw new GoError('data bytes cannot be nil');
  validateFields(state);
}

function validateFields({ clientId, sequence }: PacketSequence): void {
  errorf('invalid channel Id', () => clientIdentifierValidator(clientId));
  if (sequence === 0n) throw new GoError('sequence cannot be 0');
}

function checkData({ data }: PacketState, what: string): void {
  if (data.length === 0) throw new GoError(`invalid ${what}: data bytes cannot be empty`);
}

/** As Go prints the struct with `%v`. */
function stateText({ clientId, sequence, data }: PacketState): string {
  return `{${clientId} ${sequence} ${bytesString(data)}}`;
}
