/** A chain with IBC and token transfer whose two ends of a channel are both its own, over the connection of the chain to itself. */
import { configurator } from '../../src/baseapp/configurator.ts';
import { MsgTransfer } from '../../src/wire/gen/ibc/applications/transfer/v1/tx.ts';
import { Order, type Packet, State } from '../../src/wire/gen/ibc/core/channel/v1/channel.ts';
import {
  MsgAcknowledgement,
  MsgChannelOpenAck,
  MsgChannelOpenConfirm,
  MsgChannelOpenInit,
  MsgChannelOpenTry,
  MsgRecvPacket,
} from '../../src/wire/gen/ibc/core/channel/v1/tx.ts';
import type { Height } from '../../src/wire/gen/ibc/core/client/v1/client.ts';
import type { IbcKeeper } from '../../src/x/ibc/keeper.ts';
import { ibcModule } from '../../src/x/ibc/module.ts';
import type { TransferKeeper } from '../../src/x/transfer/keeper.ts';
import { transferModule } from '../../src/x/transfer/module.ts';
import { AppKit, bech32, type Executed } from './app-kit.ts';

/** What the chain's client of itself takes for a proof. */
export const PROOF = Uint8Array.of(1);
export const SIGNER = bech32(1);
export const RECEIVER = bech32(2);

export class IbcKit extends AppKit {
  readonly ibc: IbcKeeper;
  readonly transfer: TransferKeeper;

  constructor() {
    super();
    this.ibc = this.keepers.ibc;
    this.transfer = this.keepers.transfer;
    const cfg = configurator(this.router, this.queries);
    for (const module of [ibcModule(this.ibc), transferModule(this.transfer)]) {
      module.registerServices?.(cfg);
      module.initGenesis?.(this.ctx(), module.defaultGenesis!());
    }
  }

  get proofHeight(): Height {
    return { revisionNumber: 0n, revisionHeight: this.height };
  }

  /** Opens channel-n to channel-(n+1) of this very chain. */
  openChannel(n = 0): void {
    const [one, other] = [`channel-${n}`, `channel-${n + 1}`];
    const channel = {
      ordering: Order.ORDER_UNORDERED,
      connectionHops: ['connection-localhost'],
      version: 'ics20-1',
    };
    const proof = { proofHeight: this.proofHeight, signer: SIGNER };
    this.send(MsgChannelOpenInit, {
      portId: 'transfer',
      channel: { ...channel, state: State.STATE_INIT, counterparty: { portId: 'transfer', channelId: '' } },
      signer: SIGNER,
    });
    this.send(MsgChannelOpenTry, {
      portId: 'transfer',
      channel: { ...channel, state: State.STATE_TRYOPEN, counterparty: { portId: 'transfer', channelId: one } },
      counterpartyVersion: 'ics20-1',
      proofInit: PROOF,
      ...proof,
    });
    this.send(MsgChannelOpenAck, {
      portId: 'transfer',
      channelId: one,
      counterpartyChannelId: other,
      counterpartyVersion: 'ics20-1',
      proofTry: PROOF,
      ...proof,
    });
    this.send(MsgChannelOpenConfirm, { portId: 'transfer', channelId: other, proofAck: PROOF, ...proof });
  }

  transferMsg(fields: Partial<MsgTransfer> = {}): Partial<MsgTransfer> {
    return {
      sourcePort: 'transfer',
      sourceChannel: 'channel-0',
      token: { denom: 'uakt', amount: 10n },
      sender: SIGNER,
      receiver: RECEIVER,
      timeoutHeight: { revisionNumber: 0n, revisionHeight: 100n },
      ...fields,
    };
  }

  /** Sends coins and returns the packet. */
  sendCoins(fields: Partial<MsgTransfer> = {}): Packet {
    const { events } = this.send(MsgTransfer, this.transferMsg(fields));
    const sent = events.find((e) => e.type === 'send_packet')!;
    const of = (key: string): string => sent.attributes.find((a) => a.key === key)!.value;
    const [revisionNumber, revisionHeight] = of('packet_timeout_height').split('-').map(BigInt);
    return {
      sequence: BigInt(of('packet_sequence')),
      sourcePort: of('packet_src_port'),
      sourceChannel: of('packet_src_channel'),
      destinationPort: of('packet_dst_port'),
      destinationChannel: of('packet_dst_channel'),
      data: Uint8Array.from(Buffer.from(of('packet_data_hex'), 'hex')),
      timeoutHeight: { revisionNumber: revisionNumber!, revisionHeight: revisionHeight! },
      timeoutTimestamp: BigInt(of('packet_timeout_timestamp')),
    };
  }

  receive(packet: Packet): Executed<object> {
    const { proofHeight } = this;
    return this.send(MsgRecvPacket, { packet, proofCommitment: PROOF, proofHeight, signer: SIGNER });
  }

  acknowledge(packet: Packet, acknowledgement: Uint8Array): Executed<object> {
    const { proofHeight } = this;
    return this.send(MsgAcknowledgement, { packet, acknowledgement, proofAcked: PROOF, proofHeight, signer: SIGNER });
  }
}

/** The answer that a packet got. */
export function answerIn(events: Executed<object>['events']): Uint8Array {
  const written = events.find((e) => e.type === 'write_acknowledgement')!;
  const hex = written.attributes.find((a) => a.key === 'packet_ack_hex')!.value;
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}
