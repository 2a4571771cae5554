import type { Context } from '../../../core/context.ts';
import { GoPanic } from '../../../core/errors.ts';
import type { KVStore, StoreKey } from '../../../core/store.ts';
import { prefixEndBytes, readU64be, u64be } from '../../../store/keys.ts';
import { PrefixStore } from '../../../store/prefix.ts';
import type { PacketState } from '../../../wire/gen/ibc/core/channel/v2/genesis.ts';
import { Packet } from '../../../wire/gen/ibc/core/channel/v2/packet.ts';
import {
  nextSequenceSendKeyV2,
  packetAcknowledgementKeyV2,
  packetCommitmentKeyV2,
  packetReceiptKeyV2,
} from '../host/keys.ts';
import type { ClientKeeper, ClientV2Keeper } from './expected-keepers.ts';
import { asyncPacketKey } from './keys.ts';

const RECEIPT = Uint8Array.of(2);

export interface ChannelKeeperV2Deps {
  readonly storeKey: StoreKey;
  readonly clientKeeper: ClientKeeper;
  readonly clientV2Keeper: ClientV2Keeper;
}

/** What is known of packets of version 2, which go from client to client. Source: ibc-go modules/core/04-channel/v2/keeper/keeper.go. */
export class ChannelKeeperV2 {
  readonly clients: ClientKeeper;
  readonly clientsV2: ClientV2Keeper;
  private readonly storeKey: StoreKey;

  constructor(deps: ChannelKeeperV2Deps) {
    this.storeKey = deps.storeKey;
    this.clients = deps.clientKeeper;
    this.clientsV2 = deps.clientV2Keeper;
  }

  private store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  /** For listings: what lies behind a prefix. */
  prefixStore(ctx: Context, prefix: Uint8Array): KVStore {
    return new PrefixStore(this.store(ctx), prefix);
  }

  /** A value; an empty one counts as absent. */
  private value(ctx: Context, key: Uint8Array): Uint8Array | undefined {
    const value = this.store(ctx).get(key);
    return value === undefined || value.length === 0 ? undefined : value;
  }

  getNextSequenceSend(ctx: Context, clientId: string): bigint | undefined {
    const value = this.value(ctx, nextSequenceSendKeyV2(clientId));
    return value && readU64be(value);
  }

  setNextSequenceSend(ctx: Context, clientId: string, sequence: bigint): void {
    this.store(ctx).set(nextSequenceSendKeyV2(clientId), u64be(BigInt.asUintN(64, sequence)));
  }

  hasPacketReceipt(ctx: Context, clientId: string, sequence: bigint): boolean {
    return this.store(ctx).has(packetReceiptKeyV2(clientId, sequence));
  }

  setPacketReceipt(ctx: Context, clientId: string, sequence: bigint): void {
    this.store(ctx).set(packetReceiptKeyV2(clientId, sequence), RECEIPT);
  }

  getPacketCommitment(ctx: Context, clientId: string, sequence: bigint): Uint8Array | undefined {
    return this.value(ctx, packetCommitmentKeyV2(clientId, sequence));
  }

  setPacketCommitment(ctx: Context, clientId: string, sequence: bigint, commitment: Uint8Array): void {
    this.store(ctx).set(packetCommitmentKeyV2(clientId, sequence), commitment);
  }

  deletePacketCommitment(ctx: Context, clientId: string, sequence: bigint): void {
    this.store(ctx).delete(packetCommitmentKeyV2(clientId, sequence));
  }

  getPacketAcknowledgement(ctx: Context, clientId: string, sequence: bigint): Uint8Array | undefined {
    return this.value(ctx, packetAcknowledgementKeyV2(clientId, sequence));
  }

  setPacketAcknowledgement(ctx: Context, clientId: string, sequence: bigint, hash: Uint8Array): void {
    this.store(ctx).set(packetAcknowledgementKeyV2(clientId, sequence), hash);
  }

  setAsyncPacket(ctx: Context, clientId: string, sequence: bigint, packet: Packet): void {
    this.store(ctx).set(asyncPacketKey(clientId, sequence), Packet.encode(packet));
  }

  /** Everything of one kind that a client has, in order of sequence. */
  getAllPacketStates(ctx: Context, clientId: string, prefix: Uint8Array): PacketState[] {
    const all: PacketState[] = [];
    const it = this.store(ctx).iterator(prefix, prefixEndBytes(prefix));
    try {
      for (; it.valid(); it.next()) {
        all.push({ clientId, sequence: sequenceOf(it.key().subarray(prefix.length)), data: it.value() });
      }
    } finally {
      it.close();
    }
    return all;
  }
}

function sequenceOf(bytes: Uint8Array): bigint {
  if (bytes.length > 8) throw new GoPanic('sequence is too long - expected 8 bytes');
  return readSequence(bytes);
}

/** Big-endian; no bytes are 0, too few of them a panic. */
export function readSequence(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  if (bytes.length < 8) throw new GoPanic(`runtime error: index out of range [7] with length ${bytes.length}`);
  return readU64be(bytes);
}
