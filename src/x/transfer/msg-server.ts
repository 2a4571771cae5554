import type { Context } from '../../core/context.ts';
import { InternalError } from '../../core/errors.ts';
import { textBytes } from '../../core/go-text.ts';
import { accAddressFromBech32, accAddressToBech32 } from '../../crypto/address.ts';
import type { FungibleTokenPacketData } from '../../wire/gen/ibc/applications/transfer/v1/packet.ts';
import type { Token } from '../../wire/gen/ibc/applications/transfer/v1/token.ts';
import type { MsgServer, MsgTransfer } from '../../wire/gen/ibc/applications/transfer/v1/tx.ts';
import { MsgSendPacket, MsgSendPacketResponse } from '../../wire/gen/ibc/core/channel/v2/tx.ts';
import { ErrUnauthorized } from '../ibc/errors.ts';
import { wrapped } from '../ibc/wrapped.ts';
import { UNBOUNDED_SPEND_LIMIT } from './authorization.ts';
import { denomPath } from './denom.ts';
import { ErrInvalidAmount, ErrSendDisabled } from './errors.ts';
import { emitTransferEvent } from './events.ts';
import type { TransferKeeper } from './keeper.ts';
import { PORT_ID, VERSION } from './keys.ts';
import { marshalPacketData, packetDataJson, validatePacketData } from './packet-data.ts';
import { sendTransfer, tokenFromCoin } from './relay.ts';

/** Source: ibc-go modules/apps/transfer/keeper/msg_server.go. */
export function transferMsgServer(k: TransferKeeper): MsgServer<Context> {
  return {
    transfer(ctx, msg) {
      if (!k.getParams(ctx).sendEnabled) throw ErrSendDisabled.error();
      const sender = accAddressFromBech32(msg.sender);
      let coin = msg.token;
      if (coin.amount === UNBOUNDED_SPEND_LIMIT) {
        coin = { denom: coin.denom, amount: k.bank.spendableCoin(ctx, sender, coin.denom).amount };
        if (coin.amount === 0n) throw ErrInvalidAmount.wrap(`empty spendable balance for ${coin.denom}`);
      }
      const token = tokenFromCoin(k, ctx, coin);
      const { receiver, memo } = msg;
      const data: FungibleTokenPacketData = {
        denom: denomPath(token.denom),
        amount: token.amount,
        sender: accAddressToBech32(sender),
        receiver,
        memo,
      };
      wrapped(`failed to validate ${VERSION} packet data`, () => validatePacketData(data));
      // PARITY: ibc-go modules/apps/transfer/keeper/msg_server.go: what is no channel is taken for a client.
      const isChannel = k.channels.getChannel(ctx, msg.sourcePort, msg.sourceChannel) !== undefined;
      const sequence = isChannel ? overChannel(k, ctx, msg, token, data) : overClient(k, ctx, msg, data);
      return { sequence };
    },
    updateParams(ctx, msg) {
      if (k.authority !== msg.signer) throw ErrUnauthorized.wrap(`expected ${k.authority}, got ${msg.signer}`);
      k.setParams(ctx, msg.params);
      return {};
    },
  };
}

/** PARITY: ibc-go modules/apps/transfer/keeper/msg_server.go: whatever encoding was asked for, channels get JSON. */
function overChannel(
  k: TransferKeeper,
  ctx: Context,
  msg: MsgTransfer,
  token: Token,
  data: FungibleTokenPacketData,
): bigint {
  const { sourceChannel, timeoutHeight, timeoutTimestamp } = msg;
  sendTransfer(k, ctx, PORT_ID, sourceChannel, token, accAddressFromBech32(data.sender));
  const bytes = textBytes(packetDataJson(data));
  const sequence = k.channels.sendPacket(ctx, PORT_ID, sourceChannel, timeoutHeight, timeoutTimestamp, bytes);
  emitTransferEvent(ctx.eventManager, { token, sender: data.sender, receiver: data.receiver, memo: data.memo });
  return sequence;
}

/** Version 2 of packets is a message of its own, which takes the coins in turn. */
function overClient(k: TransferKeeper, ctx: Context, msg: MsgTransfer, data: FungibleTokenPacketData): bigint {
  const encoding = msg.encoding === '' ? 'application/json' : msg.encoding;
  const value = marshalPacketData(data, encoding);
  const payload = { sourcePort: PORT_ID, destinationPort: PORT_ID, version: VERSION, encoding, value };
  const send = MsgSendPacket.create({
    sourceClient: msg.sourceChannel,
    timeoutTimestamp: msg.timeoutTimestamp,
    payloads: [payload],
    signer: data.sender,
  });
  const handler = k.router.handler(`/${MsgSendPacket.typeName}`);
  if (handler === undefined) throw new InternalError('no handler for packets of version 2');
  const { response, events } = handler(ctx, send);
  ctx.eventManager.emitAll(events);
  return MsgSendPacketResponse.decode(response.value).sequence;
}
