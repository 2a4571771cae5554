import type { Context } from '../../../core/context.ts';
import { GoPanic } from '../../../core/errors.ts';
import { textBytes } from '../../../core/go-text.ts';
import type { KVStore, StoreKey } from '../../../core/store.ts';
import { prefixEndBytes, readU64be, u64be } from '../../../store/keys.ts';
import { PrefixStore } from '../../../store/prefix.ts';
import {
  Channel,
  type IdentifiedChannel,
  type Packet,
  type PacketState,
} from '../../../wire/gen/ibc/core/channel/v1/channel.ts';
import type { PacketSequence } from '../../../wire/gen/ibc/core/channel/v1/genesis.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import { textFromBytes } from '../../../wire/utf8.ts';
import type { ConnectionKeeper } from '../connection/keeper.ts';
import {
  CHANNEL_END_PREFIX,
  channelKey,
  nextSequenceAckKey,
  nextSequenceRecvKey,
  nextSequenceSendKey,
  packetAcknowledgementKey,
  packetCommitmentKey,
  packetReceiptKey,
  recvStartSequenceKey,
} from '../host/keys.ts';
import { parseUint } from '../host/parse.ts';
import type { ClientKeeper } from './expected-keepers.ts';
import { formatChannelIdentifier } from './identifier.ts';
import { NEXT_CHANNEL_SEQUENCE_KEY } from './keys.ts';
import { sendPacket } from './packet.ts';
import { channelPathOf } from './path.ts';

const RECEIPT = Uint8Array.of(1);

export interface ChannelKeeperDeps {
  readonly storeKey: StoreKey;
  readonly clientKeeper: ClientKeeper;
  readonly connectionKeeper: ConnectionKeeper;
}

/** Channels, and what is known of their packets. Source: ibc-go modules/core/04-channel/keeper/keeper.go. */
export class ChannelKeeper {
  readonly clients: ClientKeeper;
  readonly connections: ConnectionKeeper;
  private readonly storeKey: StoreKey;

  constructor(deps: ChannelKeeperDeps) {
    this.storeKey = deps.storeKey;
    this.clients = deps.clientKeeper;
    this.connections = deps.connectionKeeper;
  }

  private store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  /** For listings: what lies behind a prefix. */
  prefixStore(ctx: Context, prefix: Uint8Array): KVStore {
    return new PrefixStore(this.store(ctx), prefix);
  }

  /** For applications: sends data over a channel and returns the packet's sequence. Throws GoError. */
  sendPacket(
    ctx: Context,
    sourcePort: string,
    sourceChannel: string,
    timeoutHeight: Height,
    timeoutTimestamp: bigint,
    data: Uint8Array,
  ): bigint {
    return sendPacket(this, ctx, sourcePort, sourceChannel, timeoutHeight, timeoutTimestamp, data);
  }

  // ---- channels

  hasChannel(ctx: Context, portId: string, channelId: string): boolean {
    return this.store(ctx).has(channelKey(portId, channelId));
  }

  getChannel(ctx: Context, portId: string, channelId: string): Channel | undefined {
    const value = this.value(ctx, channelKey(portId, channelId));
    return value && Channel.decode(value);
  }

  setChannel(ctx: Context, portId: string, channelId: string, channel: Channel): void {
    this.store(ctx).set(channelKey(portId, channelId), Channel.encode(channel));
  }

  getAllChannels(ctx: Context): IdentifiedChannel[] {
    const all: IdentifiedChannel[] = [];
    this.iterate(ctx, CHANNEL_END_PREFIX, (key, value) => {
      all.push({ ...Channel.decode(value), ...channelPathOf(key) });
      return true;
    });
    return all;
  }

  generateChannelIdentifier(ctx: Context): string {
    const sequence = this.getNextChannelSequence(ctx);
    this.setNextChannelSequence(ctx, sequence + 1n);
    return formatChannelIdentifier(sequence);
  }

  getNextChannelSequence(ctx: Context): bigint {
    const value = this.value(ctx, NEXT_CHANNEL_SEQUENCE_KEY);
    if (value === undefined) throw new GoPanic('next channel sequence is nil');
    return readU64be(value);
  }

  setNextChannelSequence(ctx: Context, sequence: bigint): void {
    this.setSequence(ctx, NEXT_CHANNEL_SEQUENCE_KEY, sequence);
  }

  // ---- sequences of a channel

  getNextSequenceSend(ctx: Context, portId: string, channelId: string): bigint | undefined {
    return this.sequence(ctx, nextSequenceSendKey(portId, channelId));
  }

  setNextSequenceSend(ctx: Context, portId: string, channelId: string, sequence: bigint): void {
    this.setSequence(ctx, nextSequenceSendKey(portId, channelId), sequence);
  }

  getNextSequenceRecv(ctx: Context, portId: string, channelId: string): bigint | undefined {
    return this.sequence(ctx, nextSequenceRecvKey(portId, channelId));
  }

  setNextSequenceRecv(ctx: Context, portId: string, channelId: string, sequence: bigint): void {
    this.setSequence(ctx, nextSequenceRecvKey(portId, channelId), sequence);
  }

  getNextSequenceAck(ctx: Context, portId: string, channelId: string): bigint | undefined {
    return this.sequence(ctx, nextSequenceAckKey(portId, channelId));
  }

  setNextSequenceAck(ctx: Context, portId: string, channelId: string, sequence: bigint): void {
    this.setSequence(ctx, nextSequenceAckKey(portId, channelId), sequence);
  }

  /** Packets below were received before the channel was upgraded, which older versions did. */
  getRecvStartSequence(ctx: Context, portId: string, channelId: string): bigint {
    return this.sequence(ctx, recvStartSequenceKey(portId, channelId)) ?? 0n;
  }

  /**
   * The sequences of all channels under one prefix.
   *
   * PARITY: ibc-go modules/core/04-channel/keeper/keeper.go IteratePacketSequence: ends at the first key that is not of a channel. Clients
   * of version 2 have keys under `nextSequenceSend` that sort before those of channels.
   */
  getAllPacketSequences(ctx: Context, prefix: string): PacketSequence[] {
    const all: PacketSequence[] = [];
    this.iterate(ctx, prefix, (key, value) => {
      const path = channelPathOf(key, false);
      if (path !== undefined) all.push({ ...path, sequence: readU64be(value) });
      return path !== undefined;
    });
    return all;
  }

  // ---- packets

  hasPacketReceipt(ctx: Context, portId: string, channelId: string, sequence: bigint): boolean {
    return this.value(ctx, packetReceiptKey(portId, channelId, sequence)) !== undefined;
  }

  setPacketReceipt(ctx: Context, portId: string, channelId: string, sequence: bigint): void {
    this.store(ctx).set(packetReceiptKey(portId, channelId, sequence), RECEIPT);
  }

  getPacketCommitment(ctx: Context, portId: string, channelId: string, sequence: bigint): Uint8Array | undefined {
    return this.value(ctx, packetCommitmentKey(portId, channelId, sequence));
  }

  setPacketCommitment(ctx: Context, portId: string, channelId: string, sequence: bigint, hash: Uint8Array): void {
    this.store(ctx).set(packetCommitmentKey(portId, channelId, sequence), hash);
  }

  deletePacketCommitment(ctx: Context, { sourcePort, sourceChannel, sequence }: Packet): void {
    this.store(ctx).delete(packetCommitmentKey(sourcePort, sourceChannel, sequence));
  }

  hasPacketAcknowledgement(ctx: Context, portId: string, channelId: string, sequence: bigint): boolean {
    return this.store(ctx).has(packetAcknowledgementKey(portId, channelId, sequence));
  }

  getPacketAcknowledgement(ctx: Context, portId: string, channelId: string, sequence: bigint): Uint8Array | undefined {
    return this.value(ctx, packetAcknowledgementKey(portId, channelId, sequence));
  }

  setPacketAcknowledgement(ctx: Context, portId: string, channelId: string, sequence: bigint, hash: Uint8Array): void {
    this.store(ctx).set(packetAcknowledgementKey(portId, channelId, sequence), hash);
  }

  /** Commitments, acknowledgements or receipts of all channels, in order of key: of text, so 10 comes before 2. */
  getAllPacketStates(ctx: Context, prefix: string): PacketState[] {
    const all: PacketState[] = [];
    this.iterate(ctx, prefix, (key, value) => {
      const parts = textFromBytes(key).split('/');
      all.push({ portId: parts[2]!, channelId: parts[4]!, sequence: lastSequence(parts), data: value });
      return true;
    });
    return all;
  }

  // ---- access

  /** A value; an empty one counts as absent. */
  private value(ctx: Context, key: Uint8Array): Uint8Array | undefined {
    const value = this.store(ctx).get(key);
    return value === undefined || value.length === 0 ? undefined : value;
  }

  private sequence(ctx: Context, key: Uint8Array): bigint | undefined {
    const value = this.value(ctx, key);
    return value && readU64be(value);
  }

  private setSequence(ctx: Context, key: Uint8Array, sequence: bigint): void {
    this.store(ctx).set(key, u64be(BigInt.asUintN(64, sequence)));
  }

  /** Until `visit` returns false. */
  private iterate(ctx: Context, prefix: string, visit: (key: Uint8Array, value: Uint8Array) => boolean): void {
    const bytes = textBytes(prefix);
    const it = this.store(ctx).iterator(bytes, prefixEndBytes(bytes));
    try {
      for (; it.valid(); it.next()) if (!visit(it.key(), it.value())) return;
    } finally {
      it.close();
    }
  }
}

function lastSequence(parts: readonly string[]): bigint {
  return parseUint(parts[parts.length - 1]!);
}
