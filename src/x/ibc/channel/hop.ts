import type { Context } from '../../../core/context.ts';
import type { Channel } from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import { type ConnectionEnd, State } from '../../../wire/gen/ibc/core/connection/v1/connection.ts';
import { ErrConnectionNotFound, ErrInvalidConnectionState } from '../connection/errors.ts';
import { stateString } from '../connection/state.ts';
import type { ChannelKeeper } from './keeper.ts';

/** The connection that a channel goes over. Throws SdkError. */
export function connectionOf(
  k: ChannelKeeper,
  ctx: Context,
  { connectionHops }: Pick<Channel, 'connectionHops'>,
): ConnectionEnd {
  const connection = k.connections.getConnection(ctx, connectionHops[0]!);
  if (connection === undefined) throw ErrConnectionNotFound.wrap(connectionHops[0]!);
  return connection;
}

/** The same, which has to be open. Throws SdkError. */
export function openConnectionOf(
  k: ChannelKeeper,
  ctx: Context,
  channel: Pick<Channel, 'connectionHops'>,
): ConnectionEnd {
  const connection = connectionOf(k, ctx, channel);
  checkOpen(connection);
  return connection;
}

export function checkOpen({ state }: ConnectionEnd): void {
  if (state !== State.STATE_OPEN) {
    throw ErrInvalidConnectionState.wrap(`connection state is not OPEN (got ${stateString(state)})`);
  }
}
