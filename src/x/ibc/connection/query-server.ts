import type { Context } from '../../../core/context.ts';
import { paginate } from '../../../store/pagination.ts';
import { ConnectionEnd, type IdentifiedConnection } from '../../../wire/gen/ibc/core/connection/v1/connection.ts';
import type { QueryServer } from '../../../wire/gen/ibc/core/connection/v1/query.ts';
import { ClientState, ConsensusState } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import { packAny } from '../../../wire/registry.ts';
import { EMPTY_BYTES } from '../../../wire/runtime.ts';
import { ErrClientNotFound, ErrConsensusStateNotFound } from '../client/errors.ts';
import { getSelfHeight } from '../client/height.ts';
import { clientIdentifierValidator, connectionIdentifierValidator } from '../host/validate.ts';
import { asInvalidArgument, notFound } from '../query.ts';
import { ErrClientConnectionPathsNotFound, ErrConnectionNotFound } from './errors.ts';
import { type ConnectionKeeper, connectionIdOf } from './keeper.ts';

/** Source: ibc-go modules/core/03-connection/keeper/grpc_query.go. */
export function connectionQueryServer(k: ConnectionKeeper): QueryServer<Context> {
  const answered = (ctx: Context) => ({ proof: EMPTY_BYTES, proofHeight: getSelfHeight(ctx) });
  const connectionOf = (ctx: Context, id: string): ConnectionEnd => {
    asInvalidArgument(() => connectionIdentifierValidator(id));
    const connection = k.getConnection(ctx, id);
    if (connection === undefined) throw notFound(ErrConnectionNotFound.wrap(`connection-id: ${id}`));
    return connection;
  };
  return {
    connection(ctx, { connectionId }) {
      asInvalidArgument(() => connectionIdentifierValidator(connectionId));
      const connection = k.getConnection(ctx, connectionId);
      if (connection === undefined) throw notFound(ErrConnectionNotFound.wrap(connectionId));
      return { connection, ...answered(ctx) };
    },
    connections(ctx, req) {
      const connections: IdentifiedConnection[] = [];
      const pagination = paginate(k.connectionStore(ctx), req.pagination, (key, value) => {
        connections.push({ id: connectionIdOf(key), ...ConnectionEnd.decode(value) });
      });
      return { connections, pagination, height: getSelfHeight(ctx) };
    },
    clientConnections(ctx, { clientId }) {
      asInvalidArgument(() => clientIdentifierValidator(clientId));
      const connectionPaths = k.getClientConnectionPaths(ctx, clientId);
      if (connectionPaths === undefined) throw notFound(ErrClientConnectionPathsNotFound.wrap(clientId));
      return { connectionPaths, ...answered(ctx) };
    },
    connectionClientState(ctx, req) {
      const { clientId } = connectionOf(ctx, req.connectionId);
      const state = k.clients.getClientState(ctx, clientId);
      if (state === undefined) throw notFound(ErrClientNotFound.wrap(`client-id: ${clientId}`));
      return { identifiedClientState: { clientId, clientState: packAny(ClientState, state) }, ...answered(ctx) };
    },
    connectionConsensusState(ctx, req) {
      const { clientId } = connectionOf(ctx, req.connectionId);
      const height = { revisionNumber: req.revisionNumber, revisionHeight: req.revisionHeight };
      const state = k.clients.getClientConsensusState(ctx, clientId, height);
      if (state === undefined) throw notFound(ErrConsensusStateNotFound.wrap(`client-id: ${clientId}`));
      return { consensusState: packAny(ConsensusState, state), clientId, ...answered(ctx) };
    },
    connectionParams: (ctx) => ({ params: k.getParams(ctx) }),
  };
}
