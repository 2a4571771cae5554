import type { EventManager } from '../../core/events.ts';
import { event } from '../../core/events.ts';
import { marshalJsonString } from '../../core/go-json.ts';
import type { Denom, Hop, Token } from '../../wire/gen/ibc/applications/transfer/v1/token.ts';
import { Acknowledgement } from '../../wire/gen/ibc/core/channel/v1/channel.ts';
import { compactText } from '../../wire/text.ts';
import { textFromBytes } from '../../wire/utf8.ts';
import { denomHash, denomPath, hexBytes } from './denom.ts';
import { MODULE_NAME } from './keys.ts';
import type { Transfer } from './packet-data.ts';

/** Source: ibc-go modules/apps/transfer/internal/events/events.go. */

const PACKET = 'fungible_token_packet';
const MESSAGE = event('message', ['module', MODULE_NAME]);

/** What all events of a packet begin with. */
function packetAttributes({ sender, receiver, token, memo }: Transfer): (readonly [string, string])[] {
  return [
    ['sender', sender],
    ['receiver', receiver],
    ['denom', denomPath(token.denom)],
    ['amount', token.amount],
    ['memo', memo],
  ];
}

export function emitTransferEvent(to: EventManager, transfer: Transfer): void {
  to.emit(event('ibc_transfer', ...packetAttributes(transfer)));
  to.emit(MESSAGE);
}

export function emitOnRecvPacketEvent(
  to: EventManager,
  transfer: Transfer,
  success: boolean,
  error: string | undefined,
): void {
  const attributes = [...packetAttributes(transfer), ['success', String(success)] as const];
  if (error !== undefined) attributes.push(['error', error]);
  to.emit(event(PACKET, ...attributes));
  to.emit(MESSAGE);
}

export function emitOnAcknowledgementPacketEvent(to: EventManager, transfer: Transfer, ack: Acknowledgement): void {
  to.emit(event(PACKET, ...packetAttributes(transfer), ['acknowledgement', compactText(Acknowledgement, ack)]));
  to.emit(MESSAGE);
  const { response } = ack;
  if (response?.$case === 'result') to.emit(event(PACKET, ['success', textFromBytes(response.result)]));
  else if (response?.$case === 'error') to.emit(event(PACKET, ['error', response.error]));
}

export function emitOnTimeoutEvent(to: EventManager, { sender, token, memo }: Transfer): void {
  to.emit(event('timeout', ['receiver', sender], ['refund_tokens', tokenJson(token)], ['memo', memo]));
  to.emit(MESSAGE);
}

export function emitDenomEvent(to: EventManager, denom: Denom): void {
  to.emit(event('denomination', ['denom_hash', hexBytes(denomHash(denom))], ['denom', denomJson(denom)]));
}

/** encoding/json: empty texts are left out, a trace without hops is null. */
function object(members: readonly (readonly [name: string, json: string | undefined])[]): string {
  return `{${members
    .filter(([, json]) => json !== undefined)
    .map(([name, json]) => `"${name}":${json}`)
    .join(',')}}`;
}

function text(s: string): string | undefined {
  return s === '' ? undefined : marshalJsonString(s);
}

function hopJson({ portId, channelId }: Hop): string {
  return object([
    ['port_id', text(portId)],
    ['channel_id', text(channelId)],
  ]);
}

function denomJson({ base, trace }: Denom): string {
  return object([
    ['base', text(base)],
    ['trace', trace.length === 0 ? 'null' : `[${trace.map(hopJson).join(',')}]`],
  ]);
}

function tokenJson({ denom, amount }: Token): string {
  return object([
    ['denom', denomJson(denom)],
    ['amount', text(amount)],
  ]);
}
