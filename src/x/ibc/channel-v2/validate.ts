import { trimSpace } from '../../../core/go-text.ts';
import type { Configurator } from '../../../core/module.ts';
import type { Acknowledgement, Packet, Payload } from '../../../wire/gen/ibc/core/channel/v2/packet.ts';
import * as tx from '../../../wire/gen/ibc/core/channel/v2/tx.ts';
import { MAX_PAYLOAD_SIZE } from '../channel/validate-packet.ts';
import { ErrInvalidProof } from '../commitment/errors.ts';
import { channelIdentifierValidator, clientIdentifierValidator, portIdentifierValidator } from '../host/validate.ts';
import { validateSigner } from '../signer.ts';
import { wrapped } from '../wrapped.ts';
import { ErrInvalidAcknowledgement, ErrInvalidPacket, ErrInvalidPayload, ErrInvalidTimeout } from './errors.ts';

/** Source: ibc-go modules/core/04-channel/v2/types/msgs.go, packet.go, acknowledgement.go. */

export function validatePayload(p: Payload): void {
  wrapped('invalid source port ID', () => portIdentifierValidator(p.sourcePort));
  wrapped('invalid destination port ID', () => portIdentifierValidator(p.destinationPort));
  if (trimSpace(p.version) === '') throw ErrInvalidPayload.wrap('payload version cannot be empty');
  if (trimSpace(p.encoding) === '') throw ErrInvalidPayload.wrap('payload encoding cannot be empty');
  if (p.value.length === 0) throw ErrInvalidPayload.wrap('payload value cannot be empty');
}

/** Throws SdkError. */
export function validatePacket(p: Packet): void {
  const [payload] = p.payloads;
  if (payload === undefined || p.payloads.length !== 1) {
    throw ErrInvalidPacket.wrap('payloads must contain exactly one payload');
  }
  wrapped('invalid Payload', () => validatePayload(payload));
  if (payload.value.length > MAX_PAYLOAD_SIZE) {
    throw ErrInvalidPacket.wrap(`packet data bytes cannot exceed ${MAX_PAYLOAD_SIZE} bytes`);
  }
  // PARITY: ibc-go modules/core/04-channel/v2/types/packet.go: clients are judged by what names of channels may be.
  wrapped('invalid source ID', () => channelIdentifierValidator(p.sourceClient));
  wrapped('invalid destination ID', () => channelIdentifierValidator(p.destinationClient));
  if (p.sequence === 0n) throw ErrInvalidPacket.wrap('packet sequence cannot be 0');
  if (p.timeoutTimestamp === 0n) throw ErrInvalidPacket.wrap('packet timeout timestamp cannot be 0');
}

function validateAcknowledgement({ appAcknowledgements }: Acknowledgement): void {
  const [ack] = appAcknowledgements;
  if (ack === undefined || appAcknowledgements.length !== 1) {
    throw ErrInvalidAcknowledgement.wrap('app acknowledgements must be of length one');
  }
  if (ack.length === 0) throw ErrInvalidAcknowledgement.wrap('app acknowledgement cannot be empty');
}

function validateProof(proof: Uint8Array, why: string): void {
  if (proof.length === 0) throw ErrInvalidProof.wrap(why);
}

function sendPacket(msg: tx.MsgSendPacket): void {
  clientIdentifierValidator(msg.sourceClient);
  if (msg.timeoutTimestamp === 0n) throw ErrInvalidTimeout.wrap('timeout must not be 0');
  if (msg.payloads.length !== 1) {
    throw ErrInvalidPayload.wrap(`payloads must be of length 1, got ${msg.payloads.length} instead`);
  }
  validatePayload(msg.payloads[0]!);
  validateSigner(msg.signer);
}

function recvPacket(msg: tx.MsgRecvPacket): void {
  validateProof(msg.proofCommitment, 'proof commitment can not be empty');
  validateSigner(msg.signer);
  validatePacket(msg.packet);
}

function acknowledgement(msg: tx.MsgAcknowledgement): void {
  validateProof(msg.proofAcked, 'cannot submit an empty acknowledgement proof');
  validateAcknowledgement(msg.acknowledgement);
  validateSigner(msg.signer);
  validatePacket(msg.packet);
}

function timeout(msg: tx.MsgTimeout): void {
  validateProof(msg.proofUnreceived, 'proof unreceived can not be empty');
  validateSigner(msg.signer);
  validatePacket(msg.packet);
}

export function registerChannelChecksV2(cfg: Configurator): void {
  cfg.validateBasic(tx.MsgSendPacket, sendPacket);
  cfg.validateBasic(tx.MsgRecvPacket, recvPacket);
  cfg.validateBasic(tx.MsgAcknowledgement, acknowledgement);
  cfg.validateBasic(tx.MsgTimeout, timeout);
}
