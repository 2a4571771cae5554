import type { Context } from '../../core/context.ts';
import { GoErrorBase, GoPanic, nilPointer } from '../../core/errors.ts';
import { textBytes, trimSpace } from '../../core/go-text.ts';
import { equalBytes } from '../../store/keys.ts';
import { Acknowledgement, Order } from '../../wire/gen/ibc/core/channel/v1/channel.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { newErrorAcknowledgement, newResultAcknowledgement } from '../ibc/channel/acknowledgement.ts';
import { ErrInvalidChannelOrdering } from '../ibc/channel/errors.ts';
import { parseChannelSequence } from '../ibc/channel/identifier.ts';
import { orderString } from '../ibc/channel/names.ts';
import { ErrInvalidRequest, ErrInvalidType, ErrUnknownRequest } from '../ibc/errors.ts';
import { ErrInvalidPort } from '../ibc/port/errors.ts';
import type { IbcModule } from '../ibc/port/router.ts';
import { hexBytes } from './denom.ts';
import { ErrInvalidVersion, ErrMaxTransferChannels } from './errors.ts';
import { emitOnAcknowledgementPacketEvent, emitOnRecvPacketEvent, emitOnTimeoutEvent } from './events.ts';
import type { TransferKeeper } from './keeper.ts';
import { VERSION } from './keys.ts';
import { NO_TRANSFER, type Transfer, unmarshalPacketData } from './packet-data.ts';
import { onAcknowledgementPacket, onRecvPacket, refundPacketTokens } from './relay.ts';

/** Beyond it the addresses of escrow accounts would not be safe from collisions. */
const MAX_CHANNEL_SEQUENCE = 0xffff_ffffn;
const OK = Uint8Array.of(1);

/** Token transfer as an application on channels. Source: ibc-go modules/apps/transfer/ibc_module.go. */
export function transferIbcModule(k: TransferKeeper): IbcModule {
  return {
    onChanOpenInit(ctx, order, _hops, portId, channelId, _counterparty, version) {
      validateChannel(k, ctx, order, portId, channelId);
      if (trimSpace(version) === '') return VERSION;
      if (version !== VERSION) throw ErrInvalidVersion.wrap(`expected one of [${VERSION}], got ${version}`);
      return version;
    },
    onChanOpenTry(ctx, order, _hops, portId, channelId) {
      validateChannel(k, ctx, order, portId, channelId);
      // Another version is answered with ours, which the other side may take.
      return VERSION;
    },
    onChanOpenAck(_ctx, _portId, _channelId, _counterpartyChannelId, counterpartyVersion) {
      if (counterpartyVersion === VERSION) return;
      throw ErrInvalidVersion.wrap(
        `invalid counterparty version: expected one of [${VERSION}], got ${counterpartyVersion}`,
      );
    },
    onChanOpenConfirm() {},
    onChanCloseInit() {
      throw ErrInvalidRequest.wrap('user cannot close channel');
    },
    onChanCloseConfirm() {},
    onRecvPacket(ctx, channelVersion, packet) {
      let transfer: Transfer = NO_TRANSFER;
      try {
        transfer = unmarshalPacketData(packet.data, channelVersion);
        const source = { portId: packet.sourcePort, channelId: packet.sourceChannel };
        const destination = { portId: packet.destinationPort, channelId: packet.destinationChannel };
        onRecvPacket(k, ctx, transfer, source, destination);
      } catch (e) {
        // PARITY: ibc-go modules/apps/transfer/ibc_module.go: the deferred event asks an answer that is not there yet, so every panic,
        // out of gas among them, becomes that of a nil pointer.
        if (e instanceof GoPanic) throw nilPointer();
        if (!(e instanceof GoErrorBase)) throw e;
        emitOnRecvPacketEvent(ctx.eventManager, transfer, false, e.message);
        return newErrorAcknowledgement(e);
      }
      emitOnRecvPacketEvent(ctx.eventManager, transfer, true, undefined);
      return newResultAcknowledgement(OK);
    },
    onAcknowledgementPacket(ctx, channelVersion, packet, acknowledgement) {
      const ack = readAcknowledgement(acknowledgement);
      const transfer = unmarshalPacketData(packet.data, channelVersion);
      const bytes = textBytes(toJson(Acknowledgement, ack));
      if (!equalBytes(bytes, acknowledgement)) {
        throw ErrInvalidType.wrap(
          `acknowledgement did not marshal to expected bytes: ${hexBytes(bytes)} ≠ ${hexBytes(acknowledgement)}`,
        );
      }
      onAcknowledgementPacket(k, ctx, packet.sourcePort, packet.sourceChannel, transfer, ack);
      emitOnAcknowledgementPacketEvent(ctx.eventManager, transfer, ack);
    },
    onTimeoutPacket(ctx, channelVersion, packet) {
      const transfer = unmarshalPacketData(packet.data, channelVersion);
      refundPacketTokens(k, ctx, packet.sourcePort, packet.sourceChannel, transfer);
      emitOnTimeoutEvent(ctx.eventManager, transfer);
    },
  };
}

function validateChannel(k: TransferKeeper, ctx: Context, order: number, portId: string, channelId: string): void {
  const sequence = parseChannelSequence(channelId);
  if (sequence > MAX_CHANNEL_SEQUENCE) {
    throw ErrMaxTransferChannels.wrap(
      `channel sequence ${sequence} is greater than max allowed transfer channels ${MAX_CHANNEL_SEQUENCE}`,
    );
  }
  if (order !== Order.ORDER_UNORDERED) {
    throw ErrInvalidChannelOrdering.wrap(`expected ORDER_UNORDERED channel, got ${orderString(order)} `);
  }
  const bound = k.getPort(ctx);
  if (bound !== portId) throw ErrInvalidPort.wrap(`invalid port: ${portId}, expected ${bound}`);
}

function readAcknowledgement(bytes: Uint8Array): Acknowledgement {
  try {
    return fromJson(Acknowledgement, bytes);
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
    throw ErrUnknownRequest.wrap(`cannot unmarshal ICS-20 transfer packet acknowledgement: ${e.message}`);
  }
}
