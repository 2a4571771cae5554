import type { Configurator } from '../../../core/module.ts';
import {
  type Channel,
  type Counterparty,
  type IdentifiedChannel,
  Order,
  State,
} from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import * as tx from '../../../wire/gen/ibc/core/channel/v1/tx.ts';
import { ErrInvalidProof } from '../commitment/errors.ts';
import { ErrInvalidSequence } from '../errors.ts';
import {
  channelIdentifierValidator,
  connectionIdentifierValidator,
  portIdentifierValidator,
} from '../host/validate.ts';
import { validateSigner } from '../signer.ts';
import { wrapped } from '../wrapped.ts';
import {
  ErrInvalidAcknowledgement,
  ErrInvalidChannelIdentifier,
  ErrInvalidChannelOrdering,
  ErrInvalidChannelState,
  ErrInvalidCounterparty,
  ErrTooManyConnectionHops,
} from './errors.ts';
import { isValidChannelId } from './identifier.ts';
import { orderString, stateString } from './names.ts';
import { validatePacket } from './validate-packet.ts';

/** Source: ibc-go modules/core/04-channel/types/msgs.go, channel.go. */

/** Throws SdkError. */
export function validateChannel({ state, ordering, connectionHops, counterparty }: Channel): void {
  if (state === State.STATE_UNINITIALIZED_UNSPECIFIED) throw ErrInvalidChannelState.error();
  if (ordering !== Order.ORDER_ORDERED && ordering !== Order.ORDER_UNORDERED) {
    throw ErrInvalidChannelOrdering.wrap(orderString(ordering));
  }
  if (connectionHops.length !== 1) {
    throw ErrTooManyConnectionHops.wrap('current IBC version only supports one connection hop');
  }
  wrapped('invalid connection hop ID', () => connectionIdentifierValidator(connectionHops[0]!));
  validateCounterparty(counterparty);
}

/** Throws SdkError. */
export function validateCounterparty({ portId, channelId }: Counterparty): void {
  wrapped('invalid counterparty port ID', () => portIdentifierValidator(portId));
  if (channelId !== '') {
    wrapped('invalid counterparty channel ID', () => channelIdentifierValidator(channelId));
  }
}

/** Throws SdkError. */
export function validateIdentifiedChannel(channel: IdentifiedChannel): void {
  wrapped('invalid channel ID', () => channelIdentifierValidator(channel.channelId));
  wrapped('invalid port ID', () => portIdentifierValidator(channel.portId));
  validateChannel(channel);
}

function validatePort(portId: string): void {
  wrapped('invalid port ID', () => portIdentifierValidator(portId));
}

function validateEnd(portId: string, channelId: string): void {
  validatePort(portId);
  if (!isValidChannelId(channelId)) throw ErrInvalidChannelIdentifier.error();
}

function validateProof(proof: Uint8Array, what: string): void {
  if (proof.length === 0) throw ErrInvalidProof.wrap(`cannot submit an empty ${what}`);
}

function validateState(channel: Channel, state: State, name: string): void {
  if (channel.state === state) return;
  throw ErrInvalidChannelState.wrap(
    `channel state must be ${name} in MsgChannelOpen${name === 'INIT' ? 'Init' : 'Try'}. expected: ${stateString(state)}, got: ${stateString(channel.state)}`,
  );
}

function openInit(msg: tx.MsgChannelOpenInit): void {
  validatePort(msg.portId);
  validateState(msg.channel, State.STATE_INIT, 'INIT');
  if (msg.channel.counterparty.channelId !== '') {
    throw ErrInvalidCounterparty.wrap('counterparty channel identifier must be empty');
  }
  validateSigner(msg.signer);
  validateChannel(msg.channel);
}

function openTry(msg: tx.MsgChannelOpenTry): void {
  validatePort(msg.portId);
  if (msg.previousChannelId !== '') {
    throw ErrInvalidChannelIdentifier.wrap(
      'previous channel identifier must be empty, this field has been deprecated as crossing hellos are no longer supported',
    );
  }
  validateProof(msg.proofInit, 'init proof');
  validateState(msg.channel, State.STATE_TRYOPEN, 'TRYOPEN');
  wrapped('invalid counterparty channel ID', () => channelIdentifierValidator(msg.channel.counterparty.channelId));
  validateSigner(msg.signer);
  validateChannel(msg.channel);
}

function openAck(msg: tx.MsgChannelOpenAck): void {
  validateEnd(msg.portId, msg.channelId);
  wrapped('invalid counterparty channel ID', () => channelIdentifierValidator(msg.counterpartyChannelId));
  validateProof(msg.proofTry, 'try proof');
  validateSigner(msg.signer);
}

function openConfirm(msg: tx.MsgChannelOpenConfirm): void {
  validateEnd(msg.portId, msg.channelId);
  validateProof(msg.proofAck, 'acknowledgement proof');
  validateSigner(msg.signer);
}

function closeInit(msg: tx.MsgChannelCloseInit): void {
  validateEnd(msg.portId, msg.channelId);
  validateSigner(msg.signer);
}

function closeConfirm(msg: tx.MsgChannelCloseConfirm): void {
  validateEnd(msg.portId, msg.channelId);
  validateProof(msg.proofInit, 'init proof');
  validateSigner(msg.signer);
}

function recvPacket(msg: tx.MsgRecvPacket): void {
  validateProof(msg.proofCommitment, 'commitment proof');
  validateSigner(msg.signer);
  validatePacket(msg.packet);
}

function validateNextSequence(sequence: bigint): void {
  if (sequence === 0n) throw ErrInvalidSequence.wrap('next sequence receive cannot be 0');
}

function timeout(msg: tx.MsgTimeout): void {
  validateProof(msg.proofUnreceived, 'unreceived proof');
  validateNextSequence(msg.nextSequenceRecv);
  validateSigner(msg.signer);
  validatePacket(msg.packet);
}

function timeoutOnClose(msg: tx.MsgTimeoutOnClose): void {
  validateNextSequence(msg.nextSequenceRecv);
  validateProof(msg.proofUnreceived, 'unreceived proof');
  validateProof(msg.proofClose, 'proof of closed counterparty channel end');
  validateSigner(msg.signer);
  validatePacket(msg.packet);
}

function acknowledgement(msg: tx.MsgAcknowledgement): void {
  validateProof(msg.proofAcked, 'acknowledgement proof');
  if (msg.acknowledgement.length === 0) throw ErrInvalidAcknowledgement.wrap('ack bytes cannot be empty');
  validateSigner(msg.signer);
  validatePacket(msg.packet);
}

export function registerChannelChecks(cfg: Configurator): void {
  cfg.validateBasic(tx.MsgChannelOpenInit, openInit);
  cfg.validateBasic(tx.MsgChannelOpenTry, openTry);
  cfg.validateBasic(tx.MsgChannelOpenAck, openAck);
  cfg.validateBasic(tx.MsgChannelOpenConfirm, openConfirm);
  cfg.validateBasic(tx.MsgChannelCloseInit, closeInit);
  cfg.validateBasic(tx.MsgChannelCloseConfirm, closeConfirm);
  cfg.validateBasic(tx.MsgRecvPacket, recvPacket);
  cfg.validateBasic(tx.MsgTimeout, timeout);
  cfg.validateBasic(tx.MsgTimeoutOnClose, timeoutOnClose);
  cfg.validateBasic(tx.MsgAcknowledgement, acknowledgement);
}
