import { type EventManager, event } from '../../../core/events.ts';
import type { ConnectionEnd, Counterparty } from '../../../wire/gen/ibc/core/connection/v1/connection.ts';

/** Source: ibc-go modules/core/03-connection/keeper/events.go. */

const MESSAGE = event('message', ['module', 'ibc_connection']);

export function emitConnectionOpenInitEvent(
  to: EventManager,
  connectionId: string,
  clientId: string,
  counterparty: Counterparty,
): void {
  to.emit(
    event(
      'connection_open_init',
      ['connection_id', connectionId],
      ['client_id', clientId],
      ['counterparty_client_id', counterparty.clientId],
    ),
  );
  to.emit(MESSAGE);
}

function emitStep(
  to: EventManager,
  type: string,
  connectionId: string,
  clientId: string,
  counterparty: Counterparty,
): void {
  to.emit(
    event(
      type,
      ['connection_id', connectionId],
      ['client_id', clientId],
      ['counterparty_client_id', counterparty.clientId],
      ['counterparty_connection_id', counterparty.connectionId],
    ),
  );
  to.emit(MESSAGE);
}

export function emitConnectionOpenTryEvent(
  to: EventManager,
  connectionId: string,
  clientId: string,
  counterparty: Counterparty,
): void {
  emitStep(to, 'connection_open_try', connectionId, clientId, counterparty);
}

export function emitConnectionOpenAckEvent(to: EventManager, connectionId: string, end: ConnectionEnd): void {
  emitStep(to, 'connection_open_ack', connectionId, end.clientId, end.counterparty);
}

export function emitConnectionOpenConfirmEvent(to: EventManager, connectionId: string, end: ConnectionEnd): void {
  emitStep(to, 'connection_open_confirm', connectionId, end.clientId, end.counterparty);
}
