import type { Context } from '../../../core/context.ts';
import {
  type ConnectionEnd,
  type Counterparty,
  State,
  type Version,
} from '../../../wire/gen/ibc/core/connection/v1/connection.ts';
import { ErrClientNotActive } from '../client/errors.ts';
import { wrapped } from '../wrapped.ts';
import { ErrConnectionNotFound, ErrInvalidConnectionState, ErrInvalidVersion } from './errors.ts';
import {
  emitConnectionOpenAckEvent,
  emitConnectionOpenConfirmEvent,
  emitConnectionOpenInitEvent,
  emitConnectionOpenTryEvent,
} from './events.ts';
import { COMMITMENT_PREFIX, type ConnectionKeeper } from './keeper.ts';
import { stateString } from './state.ts';
import { type Proof, verifyConnectionState } from './verify.ts';
import { COMPATIBLE_VERSIONS, isSupportedVersion, pickVersion, versionString } from './version.ts';

/** The four steps in which two chains agree on a connection. All throw GoError. Source: ICS-3; ibc-go modules/core/03-connection/keeper/handshake.go. */

export function connOpenInit(
  k: ConnectionKeeper,
  ctx: Context,
  clientId: string,
  counterparty: Counterparty,
  version: Version | undefined,
  delayPeriod: bigint,
): string {
  if (version !== undefined && !isSupportedVersion(COMPATIBLE_VERSIONS, version)) {
    throw ErrInvalidVersion.wrap('version is not supported');
  }
  const versions = version === undefined ? [...COMPATIBLE_VERSIONS] : [version];
  const status = k.clients.getClientStatus(ctx, clientId);
  if (status !== 'Active') throw ErrClientNotActive.wrap(`client (${clientId}) status is ${status}`);
  const connectionId = k.generateConnectionIdentifier(ctx);
  k.addConnectionToClient(ctx, clientId, connectionId);
  k.setConnection(ctx, connectionId, { clientId, versions, state: State.STATE_INIT, counterparty, delayPeriod });
  emitConnectionOpenInitEvent(ctx.eventManager, connectionId, clientId, counterparty);
  return connectionId;
}

export function connOpenTry(
  k: ConnectionKeeper,
  ctx: Context,
  counterparty: Counterparty,
  delayPeriod: bigint,
  clientId: string,
  counterpartyVersions: Version[],
  proof: Proof,
): string {
  const connectionId = k.generateConnectionIdentifier(ctx);
  const expected: ConnectionEnd = {
    clientId: counterparty.clientId,
    versions: counterpartyVersions,
    state: State.STATE_INIT,
    counterparty: { clientId, connectionId: '', prefix: COMMITMENT_PREFIX },
    delayPeriod,
  };
  const versions = [pickVersion(COMPATIBLE_VERSIONS, counterpartyVersions)];
  const connection: ConnectionEnd = { clientId, versions, state: State.STATE_TRYOPEN, counterparty, delayPeriod };
  verifyConnectionState(k, ctx, connection, proof, counterparty.connectionId, expected);
  wrapped(`failed to add connection with ID ${connectionId} to client with ID ${clientId}`, () =>
    k.addConnectionToClient(ctx, clientId, connectionId),
  );
  k.setConnection(ctx, connectionId, connection);
  emitConnectionOpenTryEvent(ctx.eventManager, connectionId, clientId, counterparty);
  return connectionId;
}

export function connOpenAck(
  k: ConnectionKeeper,
  ctx: Context,
  connectionId: string,
  version: Version,
  counterpartyConnectionId: string,
  proof: Proof,
): void {
  const connection = mustBe(k, ctx, connectionId, State.STATE_INIT, 'INIT');
  if (!isSupportedVersion(connection.versions, version)) {
    throw ErrInvalidConnectionState.wrap(
      `the counterparty selected version ${versionString(version)} is not supported by versions selected on INIT`,
    );
  }
  const versions = [version];
  const expected = otherEnd(connection, connectionId, State.STATE_TRYOPEN, versions);
  verifyConnectionState(k, ctx, connection, proof, counterpartyConnectionId, expected);
  const opened: ConnectionEnd = {
    ...connection,
    state: State.STATE_OPEN,
    versions,
    counterparty: { ...connection.counterparty, connectionId: counterpartyConnectionId },
  };
  k.setConnection(ctx, connectionId, opened);
  emitConnectionOpenAckEvent(ctx.eventManager, connectionId, opened);
}

export function connOpenConfirm(k: ConnectionKeeper, ctx: Context, connectionId: string, proof: Proof): void {
  const connection = mustBe(k, ctx, connectionId, State.STATE_TRYOPEN, 'TRYOPEN');
  const expected = otherEnd(connection, connectionId, State.STATE_OPEN, connection.versions);
  verifyConnectionState(k, ctx, connection, proof, connection.counterparty.connectionId, expected);
  const opened: ConnectionEnd = { ...connection, state: State.STATE_OPEN };
  k.setConnection(ctx, connectionId, opened);
  emitConnectionOpenConfirmEvent(ctx.eventManager, connectionId, opened);
}

function mustBe(k: ConnectionKeeper, ctx: Context, connectionId: string, state: State, name: string): ConnectionEnd {
  const connection = k.getConnection(ctx, connectionId);
  if (connection === undefined) throw ErrConnectionNotFound.wrap(connectionId);
  if (connection.state !== state) {
    throw ErrInvalidConnectionState.wrap(`connection state is not ${name} (got ${stateString(connection.state)})`);
  }
  return connection;
}

/** What the other chain must have. */
function otherEnd(connection: ConnectionEnd, connectionId: string, state: State, versions: Version[]): ConnectionEnd {
  return {
    clientId: connection.counterparty.clientId,
    versions,
    state,
    counterparty: { clientId: connection.clientId, connectionId, prefix: COMMITMENT_PREFIX },
    delayPeriod: connection.delayPeriod,
  };
}
