import type { Context } from '../../../core/context.ts';
import { GoError } from '../../../core/errors.ts';
import type { IdentifiedConnection } from '../../../wire/gen/ibc/core/connection/v1/connection.ts';
import type { GenesisState } from '../../../wire/gen/ibc/core/connection/v1/genesis.ts';
import { clientIdentifierValidator, connectionIdentifierValidator } from '../host/validate.ts';
import { errorf } from '../wrapped.ts';
import { parseConnectionSequence } from './identifier.ts';
import type { ConnectionKeeper } from './keeper.ts';
import { LOCALHOST_CONNECTION_ID } from './keys.ts';
import { stateString } from './state.ts';
import { validateIdentifiedConnection, validateParams } from './validate.ts';
import { versionsString } from './version.ts';

/** Source: ibc-go modules/core/03-connection/genesis.go, types/genesis.go. */

export function defaultGenesis(): GenesisState {
  return {
    connections: [],
    clientConnectionPaths: [],
    nextConnectionSequence: 0n,
    params: { maxExpectedTimePerBlock: 30_000_000_000n },
  };
}

/** Genesis section → state. */
export function initGenesis(k: ConnectionKeeper, ctx: Context, genesis: GenesisState): void {
  for (const { id, ...connection } of genesis.connections) k.setConnection(ctx, id, connection);
  for (const { clientId, paths } of genesis.clientConnectionPaths) k.setClientConnectionPaths(ctx, clientId, paths);
  k.setNextConnectionSequence(ctx, genesis.nextConnectionSequence);
  k.setParams(ctx, genesis.params);
  k.createSentinelLocalhostConnection(ctx);
}

/** State → genesis section. */
export function exportGenesis(k: ConnectionKeeper, ctx: Context): GenesisState {
  return {
    connections: k.getAllConnections(ctx),
    clientConnectionPaths: k.getAllClientConnectionPaths(ctx),
    nextConnectionSequence: k.getNextConnectionSequence(ctx),
    params: k.getParams(ctx),
  };
}

/** Throws GoError. */
export function validateGenesis(genesis: GenesisState): void {
  let last = 0n;
  genesis.connections.forEach((connection, i) => {
    if (connection.id !== LOCALHOST_CONNECTION_ID) {
      const sequence = parseConnectionSequence(connection.id);
      if (sequence > last) last = sequence;
    }
    errorf(`invalid connection ${connectionText(connection)} index ${i}`, () =>
      validateIdentifiedConnection(connection),
    );
  });
  genesis.clientConnectionPaths.forEach(({ clientId, paths }, i) => {
    errorf(`invalid client connection path ${i}`, () => clientIdentifierValidator(clientId));
    for (const id of paths) {
      errorf(`invalid client connection ID (${id}) in connection paths ${i}`, () => connectionIdentifierValidator(id));
    }
  });
  if (last !== 0n && last >= genesis.nextConnectionSequence) {
    throw new GoError(
      `next connection sequence ${genesis.nextConnectionSequence} must be greater than maximum sequence used in connection identifier ${last}`,
    );
  }
  validateParams(genesis.params);
}

/** As Go prints the struct with `%v`. */
function connectionText({ id, clientId, versions, state, counterparty, delayPeriod }: IdentifiedConnection): string {
  const { clientId: otherClient, connectionId: otherConnection, prefix } = counterparty;
  const other = `{${otherClient} ${otherConnection} {[${prefix.keyPrefix.join(' ')}]}}`;
  return `{${id} ${clientId} ${versionsString(versions)} ${stateString(state)} ${other} ${delayPeriod}}`;
}
