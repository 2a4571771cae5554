import type { Context } from '../../../core/context.ts';
import { sha256 } from '../../../crypto/hash.ts';
import { u64be } from '../../../store/keys.ts';
import { Channel } from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import { ConnectionEnd } from '../../../wire/gen/ibc/core/connection/v1/connection.ts';
import { applyPrefix } from '../commitment/prefix.ts';
import {
  channelKey,
  connectionKey,
  nextSequenceRecvKey,
  packetAcknowledgementKey,
  packetCommitmentKey,
  packetReceiptKey,
} from '../host/keys.ts';
import { wrapped } from '../wrapped.ts';
import type { ConnectionKeeper } from './keeper.ts';

/** What the other end of a connection has in its store, by proof. All throw GoError. Source: ibc-go modules/core/03-connection/keeper/verify.go. */

/** A proof and the height of the other chain that it is of. */
export interface Proof {
  readonly height: Height;
  readonly bytes: Uint8Array;
}

/** One packet of one end of a channel. */
export interface PacketOf {
  readonly portId: string;
  readonly channelId: string;
  readonly sequence: bigint;
}

/** PARITY: ibc-go modules/core/03-connection/keeper/verify.go: handshakes do not wait for the connection's delay. */
const NO_DELAY = { time: 0n, blocks: 0n };

function verifyMembership(
  k: ConnectionKeeper,
  ctx: Context,
  connection: ConnectionEnd,
  proof: Proof,
  key: Uint8Array,
  value: Uint8Array,
  what: string,
  delay = NO_DELAY,
): void {
  const path = applyPrefix(connection.counterparty.prefix, key);
  const { clientId } = connection;
  wrapped(`failed ${what} verification for client (${clientId})`, () =>
    k.clients.verifyMembership(ctx, clientId, proof.height, delay.time, delay.blocks, proof.bytes, path, value),
  );
}

export function verifyConnectionState(
  k: ConnectionKeeper,
  ctx: Context,
  connection: ConnectionEnd,
  proof: Proof,
  connectionId: string,
  expected: ConnectionEnd,
): void {
  const value = ConnectionEnd.encode(expected);
  verifyMembership(k, ctx, connection, proof, connectionKey(connectionId), value, 'connection state');
}

export function verifyChannelState(
  k: ConnectionKeeper,
  ctx: Context,
  connection: ConnectionEnd,
  proof: Proof,
  portId: string,
  channelId: string,
  expected: Channel,
): void {
  verifyMembership(k, ctx, connection, proof, channelKey(portId, channelId), Channel.encode(expected), 'channel state');
}

export function verifyPacketCommitment(
  k: ConnectionKeeper,
  ctx: Context,
  connection: ConnectionEnd,
  proof: Proof,
  { portId, channelId, sequence }: PacketOf,
  commitment: Uint8Array,
): void {
  const delay = delayOf(k, ctx, connection);
  const key = packetCommitmentKey(portId, channelId, sequence);
  verifyMembership(k, ctx, connection, proof, key, commitment, 'packet commitment', delay);
}

export function verifyPacketAcknowledgement(
  k: ConnectionKeeper,
  ctx: Context,
  connection: ConnectionEnd,
  proof: Proof,
  { portId, channelId, sequence }: PacketOf,
  acknowledgement: Uint8Array,
): void {
  const delay = delayOf(k, ctx, connection);
  const key = packetAcknowledgementKey(portId, channelId, sequence);
  verifyMembership(k, ctx, connection, proof, key, sha256(acknowledgement), 'packet acknowledgement', delay);
}

export function verifyPacketReceiptAbsence(
  k: ConnectionKeeper,
  ctx: Context,
  connection: ConnectionEnd,
  proof: Proof,
  { portId, channelId, sequence }: PacketOf,
): void {
  const delay = delayOf(k, ctx, connection);
  const path = applyPrefix(connection.counterparty.prefix, packetReceiptKey(portId, channelId, sequence));
  const { clientId } = connection;
  wrapped(`failed packet receipt absence verification for client (${clientId})`, () =>
    k.clients.verifyNonMembership(ctx, clientId, proof.height, delay.time, delay.blocks, proof.bytes, path),
  );
}

export function verifyNextSequenceRecv(
  k: ConnectionKeeper,
  ctx: Context,
  connection: ConnectionEnd,
  proof: Proof,
  portId: string,
  channelId: string,
  sequence: bigint,
): void {
  const delay = delayOf(k, ctx, connection);
  const key = nextSequenceRecvKey(portId, channelId);
  verifyMembership(k, ctx, connection, proof, key, u64be(sequence), 'next sequence receive', delay);
}

/** How long proofs of packets have to have been known. */
function delayOf(k: ConnectionKeeper, ctx: Context, { delayPeriod }: ConnectionEnd): typeof NO_DELAY {
  return { time: delayPeriod, blocks: blockDelay(k, ctx, delayPeriod) };
}

/** PARITY: ibc-go modules/core/03-connection/keeper/verify.go: the quotient is one of float64, which both are rounded to first. */
function blockDelay(k: ConnectionKeeper, ctx: Context, delayPeriod: bigint): bigint {
  const expected = k.getParams(ctx).maxExpectedTimePerBlock;
  return expected === 0n ? 0n : BigInt.asUintN(64, BigInt(Math.ceil(Number(delayPeriod) / Number(expected))));
}
