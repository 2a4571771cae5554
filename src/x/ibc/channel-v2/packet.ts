import type { Context } from '../../../core/context.ts';
import { GoErrorBase, GoPanic } from '../../../core/errors.ts';
import { concatBytes, equalBytes } from '../../../store/keys.ts';
import type { Acknowledgement, Packet, Payload } from '../../../wire/gen/ibc/core/channel/v2/packet.ts';
import type { CounterpartyInfo } from '../../../wire/gen/ibc/core/client/v2/counterparty.ts';
import type { MerklePath } from '../../../wire/gen/ibc/core/commitment/v2/commitment.ts';
import { bytesString } from '../channel/packet.ts';
import { ErrClientNotActive, ErrInvalidHeight } from '../client/errors.ts';
import { isZeroHeight } from '../client/height.ts';
import { ErrCounterpartyNotFound, ErrInvalidCounterparty } from '../client-v2/errors.ts';
import type { Proof } from '../connection/verify.ts';
import { packetAcknowledgementKeyV2, packetCommitmentKeyV2, packetReceiptKeyV2 } from '../host/keys.ts';
import { wrapped } from '../wrapped.ts';
import { commitAcknowledgement, commitPacket } from './commitment.ts';
import {
  ErrInvalidPacket,
  ErrInvalidTimeout,
  ErrNoOpMsg,
  ErrSequenceSendNotFound,
  ErrTimeoutElapsed,
  ErrTimeoutNotReached,
} from './errors.ts';
import type { ChannelKeeperV2 } from './keeper.ts';
import { validatePacket } from './validate.ts';

/**
 * Packets of version 2, as far as they get on a chain that has no applications for them: each of these steps is followed by a panic, so
 * their events are never seen. All throw GoError; ErrNoOpMsg when it was done before. Source: ibc-go modules/core/04-channel/v2/keeper/packet.go.
 */

const MAX_TIMEOUT_DELTA = 24n * 3600n;
const NANOS = 1_000_000_000n;
/** Seconds from Go's year 1 to 1970. */
const UNIX_TO_INTERNAL = 62_135_596_800n;

export function sendPacket(
  k: ChannelKeeperV2,
  ctx: Context,
  sourceClient: string,
  timeoutTimestamp: bigint,
  payloads: Payload[],
): void {
  const counterparty = counterpartyOf(k, ctx, sourceClient);
  checkTimeout(ctx, timeoutTimestamp);
  const sequence = k.getNextSequenceSend(ctx, sourceClient);
  if (sequence === undefined) throw ErrSequenceSendNotFound.wrap(`source client: ${sourceClient}`);
  const destinationClient = counterparty.clientId;
  const packet: Packet = { sequence, sourceClient, destinationClient, timeoutTimestamp, payloads };
  try {
    validatePacket(packet);
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
    throw ErrInvalidPacket.wrap(`constructed packet failed basic validation: ${e.message}`);
  }
  const status = k.clients.getClientStatus(ctx, sourceClient);
  if (status !== 'Active') throw ErrClientNotActive.wrap(`client (${sourceClient}) status is ${status}`);
  const latestHeight = k.clients.getClientLatestHeight(ctx, sourceClient);
  if (isZeroHeight(latestHeight)) {
    throw ErrInvalidHeight.wrap(`cannot send packet using client (${sourceClient}) with zero height`);
  }
  const latest = unixSeconds(k.clients.getClientTimestampAtHeight(ctx, sourceClient, latestHeight));
  if (latest >= timeoutTimestamp) {
    throw ErrTimeoutElapsed.wrap(`latest timestamp: ${latest}, timeout timestamp: ${timeoutTimestamp}`);
  }
  k.setNextSequenceSend(ctx, sourceClient, sequence + 1n);
  k.setPacketCommitment(ctx, sourceClient, sequence, commitPacket(packet));
}

/** The timeout, in seconds since 1970, is after the block and at most a day after it. As Go's 64-bit times compare. */
function checkTimeout(ctx: Context, timeoutTimestamp: bigint): void {
  const { seconds } = ctx.blockTime;
  const timeout = BigInt.asIntN(64, BigInt.asIntN(64, timeoutTimestamp) + UNIX_TO_INTERNAL);
  const isAfter = (limit: bigint): boolean => timeout > limit;
  if (!isAfter(seconds + UNIX_TO_INTERNAL)) {
    throw ErrTimeoutElapsed.wrap(
      `timeout is less than or equal the current block timestamp, ${timeoutTimestamp} <= ${seconds}`,
    );
  }
  if (isAfter(seconds + UNIX_TO_INTERNAL + MAX_TIMEOUT_DELTA)) {
    throw ErrInvalidTimeout.wrap('timeout exceeds the maximum expected value');
  }
}

/** Whole seconds of 64-bit nanoseconds, rounded down. */
function unixSeconds(nanos: bigint): bigint {
  const n = BigInt.asIntN(64, nanos);
  const seconds = n / NANOS;
  return BigInt.asUintN(64, n % NANOS < 0n ? seconds - 1n : seconds);
}

export function recvPacket(k: ChannelKeeperV2, ctx: Context, packet: Packet, proof: Proof): void {
  const { destinationClient, sourceClient, sequence, timeoutTimestamp } = packet;
  const counterparty = counterpartyOf(k, ctx, destinationClient);
  if (counterparty.clientId !== sourceClient) {
    throw ErrInvalidCounterparty.wrap(
      `counterparty id (${counterparty.clientId}) does not match packet source id (${sourceClient})`,
    );
  }
  const now = BigInt.asUintN(64, ctx.blockTime.seconds);
  if (now >= timeoutTimestamp) {
    throw ErrTimeoutElapsed.wrap(`current timestamp: ${now}, timeout timestamp: ${timeoutTimestamp}`);
  }
  if (k.hasPacketReceipt(ctx, destinationClient, sequence)) throw ErrNoOpMsg.error();
  const path = buildMerklePath(counterparty, packetCommitmentKeyV2(sourceClient, sequence));
  const value = commitPacket(packet);
  wrapped(`failed packet commitment verification for client (${destinationClient})`, () =>
    k.clients.verifyMembership(ctx, destinationClient, proof.height, 0n, 0n, proof.bytes, path, value),
  );
  k.setPacketReceipt(ctx, destinationClient, sequence);
}

export function acknowledgePacket(
  k: ChannelKeeperV2,
  ctx: Context,
  packet: Packet,
  acknowledgement: Acknowledgement,
  proof: Proof,
): void {
  const { destinationClient, sourceClient, sequence } = packet;
  const counterparty = destinationOf(k, ctx, packet);
  checkCommitment(
    k,
    ctx,
    packet,
    (stored, expected) => `commitment bytes are not equal: got (${expected}), expected (${stored})`,
  );
  const path = buildMerklePath(counterparty, packetAcknowledgementKeyV2(destinationClient, sequence));
  const value = commitAcknowledgement(acknowledgement);
  wrapped(`failed packet acknowledgement verification for client (${sourceClient})`, () =>
    k.clients.verifyMembership(ctx, sourceClient, proof.height, 0n, 0n, proof.bytes, path, value),
  );
  k.deletePacketCommitment(ctx, sourceClient, sequence);
}

export function timeoutPacket(k: ChannelKeeperV2, ctx: Context, packet: Packet, proof: Proof): void {
  const { destinationClient, sourceClient, sequence, timeoutTimestamp } = packet;
  const counterparty = destinationOf(k, ctx, packet);
  const timestamp = unixSeconds(k.clients.getClientTimestampAtHeight(ctx, sourceClient, proof.height));
  if (timestamp < timeoutTimestamp) {
    throw ErrTimeoutNotReached.wrap(`proof timestamp: ${timestamp}, timeout timestamp: ${timeoutTimestamp}`);
  }
  checkCommitment(
    k,
    ctx,
    packet,
    (stored, expected) => `packet commitment bytes are not equal: got (${stored}), expected (${expected})`,
  );
  const path = buildMerklePath(counterparty, packetReceiptKeyV2(destinationClient, sequence));
  wrapped(`failed packet receipt absence verification for client (${sourceClient})`, () =>
    k.clients.verifyNonMembership(ctx, sourceClient, proof.height, 0n, 0n, proof.bytes, path),
  );
  k.deletePacketCommitment(ctx, sourceClient, sequence);
}

function counterpartyOf(k: ChannelKeeperV2, ctx: Context, clientId: string): CounterpartyInfo {
  const counterparty = k.clientsV2.getClientCounterparty(ctx, clientId);
  if (counterparty === undefined) {
    throw ErrCounterpartyNotFound.wrap(`counterparty not found for client: ${clientId}`);
  }
  return counterparty;
}

/** The counterparty of a packet of this chain, which must be where the packet went. */
function destinationOf(k: ChannelKeeperV2, ctx: Context, packet: Packet): CounterpartyInfo {
  const counterparty = counterpartyOf(k, ctx, packet.sourceClient);
  if (counterparty.clientId !== packet.destinationClient) {
    throw ErrInvalidCounterparty.wrap(
      `counterparty id (${counterparty.clientId}) does not match packet destination id (${packet.destinationClient})`,
    );
  }
  return counterparty;
}

function checkCommitment(
  k: ChannelKeeperV2,
  ctx: Context,
  packet: Packet,
  unequal: (stored: string, expected: string) => string,
): void {
  const stored = k.getPacketCommitment(ctx, packet.sourceClient, packet.sequence);
  if (stored === undefined) throw ErrNoOpMsg.error();
  const expected = commitPacket(packet);
  if (!equalBytes(stored, expected)) {
    throw ErrInvalidPacket.wrap(unequal(bytesString(stored), bytesString(expected)));
  }
}

/** The key is appended to the last part of the counterparty's prefix. */
function buildMerklePath({ merklePrefix }: CounterpartyInfo, key: Uint8Array): MerklePath {
  const last = merklePrefix.at(-1);
  if (last === undefined) throw new GoPanic('cannot build merkle path with empty prefix');
  return { keyPath: [...merklePrefix.slice(0, -1), concatBytes(last, key)] };
}
