import type { Context } from '../../../core/context.ts';
import { GoPanic } from '../../../core/errors.ts';
import { type Channel, type Counterparty, State } from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import type { ConnectionEnd } from '../../../wire/gen/ibc/core/connection/v1/connection.ts';
import { ErrClientNotActive } from '../client/errors.ts';
import { ErrInvalidVersion } from '../connection/errors.ts';
import { type Proof, verifyChannelState } from '../connection/verify.ts';
import { versionString, versionsString } from '../connection/version.ts';
import { ErrChannelNotFound, ErrInvalidChannelState, ErrTooManyConnectionHops } from './errors.ts';
import {
  emitChannelCloseConfirmEvent,
  emitChannelCloseInitEvent,
  emitChannelOpenAckEvent,
  emitChannelOpenConfirmEvent,
  emitChannelOpenInitEvent,
  emitChannelOpenTryEvent,
} from './events.ts';
import { checkOpen, connectionOf, openConnectionOf } from './hop.ts';
import type { ChannelKeeper } from './keeper.ts';
import { orderString, stateString } from './names.ts';

/**
 * The steps in which two chains open and close a channel: each is a check, then, when the application agrees, a change. All throw GoError.
 * Source: ICS-4; ibc-go modules/core/04-channel/keeper/handshake.go.
 */

/** What a channel is opened with. */
export type Proposal = Pick<Channel, 'ordering' | 'connectionHops' | 'counterparty'>;

/** Returns the channel's name. */
export function chanOpenInit(k: ChannelKeeper, ctx: Context, proposal: Proposal): string {
  const connection = connectionOf(k, ctx, proposal);
  checkVersion(connection, proposal.ordering);
  checkActive(k, ctx, connection);
  return k.generateChannelIdentifier(ctx);
}

function checkVersion({ versions }: ConnectionEnd, ordering: number): void {
  const [version] = versions;
  if (versions.length !== 1 || version === undefined) {
    throw ErrInvalidVersion.wrap(
      `single version must be negotiated on connection before opening channel, got: ${versionsString(versions)}`,
    );
  }
  const order = orderString(ordering);
  if (!version.features.includes(order)) {
    throw ErrInvalidVersion.wrap(
      `connection version ${versionString(version)} does not support channel ordering: ${order}`,
    );
  }
}

function checkActive(k: ChannelKeeper, ctx: Context, { clientId }: ConnectionEnd): void {
  const status = k.clients.getClientStatus(ctx, clientId);
  if (status !== 'Active') throw ErrClientNotActive.wrap(`client (${clientId}) status is ${status}`);
}

export function writeOpenInitChannel(
  k: ChannelKeeper,
  ctx: Context,
  portId: string,
  channelId: string,
  { ordering, connectionHops, counterparty }: Proposal,
  version: string,
): void {
  const channel: Channel = { state: State.STATE_INIT, ordering, counterparty, connectionHops, version };
  k.setChannel(ctx, portId, channelId, channel);
  setFirstSequences(k, ctx, portId, channelId);
  emitChannelOpenInitEvent(ctx.eventManager, portId, channelId, channel);
}

function setFirstSequences(k: ChannelKeeper, ctx: Context, portId: string, channelId: string): void {
  k.setNextSequenceSend(ctx, portId, channelId, 1n);
  k.setNextSequenceRecv(ctx, portId, channelId, 1n);
  k.setNextSequenceAck(ctx, portId, channelId, 1n);
}

/** Returns the channel's name. */
export function chanOpenTry(
  k: ChannelKeeper,
  ctx: Context,
  portId: string,
  proposal: Proposal,
  counterpartyVersion: string,
  proof: Proof,
): string {
  const { ordering, connectionHops, counterparty } = proposal;
  if (connectionHops.length !== 1) throw ErrTooManyConnectionHops.wrap(`expected 1, got ${connectionHops.length}`);
  const channelId = k.generateChannelIdentifier(ctx);
  const connection = openConnectionOf(k, ctx, proposal);
  checkVersion(connection, ordering);
  const expected = otherEnd(connection, State.STATE_INIT, ordering, { portId, channelId: '' }, counterpartyVersion);
  verifyChannelState(k.connections, ctx, connection, proof, counterparty.portId, counterparty.channelId, expected);
  return channelId;
}

/** What the other chain must have. */
function otherEnd(
  connection: ConnectionEnd,
  state: State,
  ordering: number,
  counterparty: Counterparty,
  version: string,
): Channel {
  return { state, ordering, counterparty, connectionHops: [connection.counterparty.connectionId], version };
}

export function writeOpenTryChannel(
  k: ChannelKeeper,
  ctx: Context,
  portId: string,
  channelId: string,
  { ordering, connectionHops, counterparty }: Proposal,
  version: string,
): void {
  setFirstSequences(k, ctx, portId, channelId);
  const channel: Channel = { state: State.STATE_TRYOPEN, ordering, counterparty, connectionHops, version };
  k.setChannel(ctx, portId, channelId, channel);
  emitChannelOpenTryEvent(ctx.eventManager, portId, channelId, channel);
}

export function chanOpenAck(
  k: ChannelKeeper,
  ctx: Context,
  portId: string,
  channelId: string,
  counterpartyVersion: string,
  counterpartyChannelId: string,
  proof: Proof,
): void {
  const channel = mustHave(k, ctx, portId, channelId);
  if (channel.state !== State.STATE_INIT) {
    throw ErrInvalidChannelState.wrap(`channel state should be INIT (got ${stateString(channel.state)})`);
  }
  const connection = openConnectionOf(k, ctx, channel);
  const self = { portId, channelId };
  const expected = otherEnd(connection, State.STATE_TRYOPEN, channel.ordering, self, counterpartyVersion);
  const otherPort = channel.counterparty.portId;
  verifyChannelState(k.connections, ctx, connection, proof, otherPort, counterpartyChannelId, expected);
}

export function writeOpenAckChannel(
  k: ChannelKeeper,
  ctx: Context,
  portId: string,
  channelId: string,
  counterpartyVersion: string,
  counterpartyChannelId: string,
): void {
  const channel = mustStillHave(k, ctx, portId, channelId, 'ChanOpenAck');
  const opened: Channel = {
    ...channel,
    state: State.STATE_OPEN,
    version: counterpartyVersion,
    counterparty: { portId: channel.counterparty.portId, channelId: counterpartyChannelId },
  };
  k.setChannel(ctx, portId, channelId, opened);
  emitChannelOpenAckEvent(ctx.eventManager, portId, channelId, opened);
}

export function chanOpenConfirm(k: ChannelKeeper, ctx: Context, portId: string, channelId: string, proof: Proof): void {
  const channel = mustHave(k, ctx, portId, channelId);
  if (channel.state !== State.STATE_TRYOPEN) {
    throw ErrInvalidChannelState.wrap(`channel state is not TRYOPEN (got ${stateString(channel.state)})`);
  }
  verifyOtherEnd(k, ctx, channel, { portId, channelId }, State.STATE_OPEN, proof);
}

function verifyOtherEnd(
  k: ChannelKeeper,
  ctx: Context,
  channel: Channel,
  self: Counterparty,
  state: State,
  proof: Proof,
): void {
  const connection = openConnectionOf(k, ctx, channel);
  const expected = otherEnd(connection, state, channel.ordering, self, channel.version);
  const { portId, channelId } = channel.counterparty;
  verifyChannelState(k.connections, ctx, connection, proof, portId, channelId, expected);
}

export function writeOpenConfirmChannel(k: ChannelKeeper, ctx: Context, portId: string, channelId: string): void {
  const opened = { ...mustStillHave(k, ctx, portId, channelId, 'ChanOpenConfirm'), state: State.STATE_OPEN };
  k.setChannel(ctx, portId, channelId, opened);
  emitChannelOpenConfirmEvent(ctx.eventManager, portId, channelId, opened);
}

export function chanCloseInit(k: ChannelKeeper, ctx: Context, portId: string, channelId: string): void {
  const channel = mustHave(k, ctx, portId, channelId);
  checkNotClosed(channel);
  const connection = connectionOf(k, ctx, channel);
  checkActive(k, ctx, connection);
  checkOpen(connection);
  const closed = { ...channel, state: State.STATE_CLOSED };
  k.setChannel(ctx, portId, channelId, closed);
  emitChannelCloseInitEvent(ctx.eventManager, portId, channelId, closed);
}

export function chanCloseConfirm(
  k: ChannelKeeper,
  ctx: Context,
  portId: string,
  channelId: string,
  proof: Proof,
): void {
  const channel = mustHave(k, ctx, portId, channelId);
  checkNotClosed(channel);
  verifyOtherEnd(k, ctx, channel, { portId, channelId }, State.STATE_CLOSED, proof);
  const closed = { ...channel, state: State.STATE_CLOSED };
  k.setChannel(ctx, portId, channelId, closed);
  emitChannelCloseConfirmEvent(ctx.eventManager, portId, channelId, closed);
}

function checkNotClosed({ state }: Channel): void {
  if (state === State.STATE_CLOSED) throw ErrInvalidChannelState.wrap('channel is already CLOSED');
}

function mustHave(k: ChannelKeeper, ctx: Context, portId: string, channelId: string): Channel {
  const channel = k.getChannel(ctx, portId, channelId);
  if (channel === undefined) throw ErrChannelNotFound.wrap(`port ID (${portId}) channel ID (${channelId})`);
  return channel;
}

/** After the check has found it. */
function mustStillHave(k: ChannelKeeper, ctx: Context, portId: string, channelId: string, step: string): Channel {
  const channel = k.getChannel(ctx, portId, channelId);
  if (channel !== undefined) return channel;
  throw new GoPanic(
    `could not find existing channel when updating channel state in successful ${step} step, channelID: ${channelId}, portID: ${portId}`,
  );
}
