import type { Context } from '../../core/context.ts';
import { GoErrorBase, GoPanic } from '../../core/errors.ts';
import { accAddressFromBech32, accAddressToBech32 } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import * as Int from '../../math/int.ts';
import type { Denom, Token } from '../../wire/gen/ibc/applications/transfer/v1/token.ts';
import type { Acknowledgement } from '../../wire/gen/ibc/core/channel/v1/channel.ts';
import { ErrInvalidAddress, ErrInvalidType, ErrUnauthorized } from '../ibc/errors.ts';
import { wrapped } from '../ibc/wrapped.ts';
import { denomHash, hasPrefix, IBC_PREFIX, ibcDenom } from './denom.ts';
import { ErrInvalidAmount, ErrReceiveDisabled, ErrSendDisabled } from './errors.ts';
import { emitDenomEvent } from './events.ts';
import type { TransferKeeper } from './keeper.ts';
import { escrowAddress, MODULE_NAME } from './keys.ts';
import { type Transfer, validateTransfer } from './packet-data.ts';

/**
 * A token that leaves the way it came is burned here, and minted again when that fails; any other is kept in escrow. Vouchers are minted
 * for what arrives, and taken out of escrow when it comes home. Source: ibc-go modules/apps/transfer/keeper/relay.go.
 */

/** Takes the coins of a transfer from the sender. Throws GoError. */
export function sendTransfer(
  k: TransferKeeper,
  ctx: Context,
  sourcePort: string,
  sourceChannel: string,
  token: Token,
  sender: Uint8Array,
): void {
  if (!k.getParams(ctx).sendEnabled) throw ErrSendDisabled.error();
  if (k.isBlockedAddr(sender)) {
    throw ErrUnauthorized.wrap(`${accAddressToBech32(sender)} is not allowed to send funds`);
  }
  const coin = toCoin(token);
  try {
    k.bank.isSendEnabledCoins(ctx, [coin]);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrSendDisabled.wrap(e.message);
    throw e;
  }
  if (hasPrefix(token.denom, sourcePort, sourceChannel)) {
    k.bank.sendCoinsFromAccountToModule(ctx, sender, MODULE_NAME, Coins.newCoins([coin]));
    panicOnError('cannot burn coins after a successful send to a module account', () =>
      k.bank.burnCoins(ctx, MODULE_NAME, Coins.newCoins([coin])),
    );
  } else {
    escrowCoin(k, ctx, sender, escrowAddress(sourcePort, sourceChannel), coin);
  }
}

/** Gives the receiver what a packet brings. Throws GoError. */
export function onRecvPacket(
  k: TransferKeeper,
  ctx: Context,
  transfer: Transfer,
  source: { readonly portId: string; readonly channelId: string },
  destination: { readonly portId: string; readonly channelId: string },
): void {
  wrapped('error validating ICS-20 transfer packet data', () => validateTransfer(transfer));
  if (!k.getParams(ctx).receiveEnabled) throw ErrReceiveDisabled.error();
  const receiver = receiverAddress(transfer.receiver);
  if (k.isBlockedAddr(receiver)) {
    throw ErrUnauthorized.wrap(`${accAddressToBech32(receiver)} is not allowed to receive funds`);
  }
  const { denom } = transfer.token;
  const amount = Int.parse(transfer.token.amount);
  if (amount === undefined) {
    throw ErrInvalidAmount.wrap(`unable to parse transfer amount: ${transfer.token.amount}`);
  }
  if (hasPrefix(denom, source.portId, source.channelId)) {
    const coin = Coins.newCoin(ibcDenom({ base: denom.base, trace: denom.trace.slice(1) }), amount);
    unescrowCoin(k, ctx, escrowAddress(destination.portId, destination.channelId), receiver, coin);
  } else {
    mintVoucher(k, ctx, { base: denom.base, trace: [destination, ...denom.trace] }, amount, receiver);
  }
}

function receiverAddress(text: string): Uint8Array {
  try {
    return accAddressFromBech32(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidAddress.wrap(`failed to decode receiver address: ${text}`);
    throw e;
  }
}

function mintVoucher(k: TransferKeeper, ctx: Context, denom: Denom, amount: bigint, receiver: Uint8Array): void {
  if (!k.hasDenom(ctx, denomHash(denom))) k.setDenom(ctx, denom);
  const name = ibcDenom(denom);
  if (!k.bank.hasDenomMetaData(ctx, name)) k.setDenomMetadata(ctx, denom);
  emitDenomEvent(ctx.eventManager, denom);
  const voucher = Coins.newCoins([Coins.newCoin(name, amount)]);
  wrapped('failed to mint IBC tokens', () => k.bank.mintCoins(ctx, MODULE_NAME, voucher));
  wrapped(`failed to send coins to receiver ${accAddressToBech32(receiver)}`, () =>
    k.bank.sendCoins(ctx, k.moduleAddress, receiver, voucher),
  );
}

/** Gives the sender back what the other chain refused. Throws GoError. */
export function onAcknowledgementPacket(
  k: TransferKeeper,
  ctx: Context,
  sourcePort: string,
  sourceChannel: string,
  transfer: Transfer,
  { response }: Acknowledgement,
): void {
  if (response === undefined) {
    throw ErrInvalidType.wrap('expected one of [types.Acknowledgement_Result, types.Acknowledgement_Error], got <nil>');
  }
  if (response.$case === 'error') refundPacketTokens(k, ctx, sourcePort, sourceChannel, transfer);
}

/** Gives the sender back what was taken. Throws GoError. */
export function refundPacketTokens(
  k: TransferKeeper,
  ctx: Context,
  sourcePort: string,
  sourceChannel: string,
  transfer: Transfer,
): void {
  const sender = accAddressFromBech32(transfer.sender);
  if (k.isBlockedAddr(sender)) {
    throw ErrUnauthorized.wrap(`${accAddressToBech32(sender)} is not allowed to receive funds`);
  }
  const coin = toCoin(transfer.token);
  if (hasPrefix(transfer.token.denom, sourcePort, sourceChannel)) {
    k.bank.mintCoins(ctx, MODULE_NAME, Coins.newCoins([coin]));
    panicOnError('unable to send coins from module to account despite previously minting coins to module account', () =>
      k.bank.sendCoins(ctx, k.moduleAddress, sender, Coins.newCoins([coin])),
    );
  } else {
    unescrowCoin(k, ctx, escrowAddress(sourcePort, sourceChannel), sender, coin);
  }
}

function escrowCoin(k: TransferKeeper, ctx: Context, sender: Uint8Array, escrow: Uint8Array, coin: Coin): void {
  k.bank.sendCoins(ctx, sender, escrow, Coins.newCoins([coin]));
  k.setTotalEscrowForDenom(ctx, Coins.addCoin(k.getTotalEscrowForDenom(ctx, coin.denom), coin));
}

function unescrowCoin(k: TransferKeeper, ctx: Context, escrow: Uint8Array, receiver: Uint8Array, coin: Coin): void {
  wrapped(
    'unable to unescrow tokens, this may be caused by a malicious counterparty module or a bug: please open an issue on counterparty module',
    () => k.bank.sendCoins(ctx, escrow, receiver, Coins.newCoins([coin])),
  );
  k.setTotalEscrowForDenom(ctx, Coins.subCoin(k.getTotalEscrowForDenom(ctx, coin.denom), coin));
}

/** The token that a coin of this chain is for others. Throws SdkError when its origin is not known. */
export function tokenFromCoin(k: TransferKeeper, ctx: Context, coin: Coin): Token {
  const amount = `${coin.amount}`;
  if (!coin.denom.startsWith(IBC_PREFIX)) return { denom: { base: coin.denom, trace: [] }, amount };
  return { denom: k.getDenomFromIbcDenom(ctx, coin.denom), amount };
}

function toCoin({ denom, amount }: Token): Coin {
  const parsed = Int.parse(amount);
  if (parsed === undefined) throw ErrInvalidAmount.wrap('unable to parse transfer amount (<nil>) into math.Int');
  return Coins.newCoin(ibcDenom(denom), parsed);
}

function panicOnError(why: string, f: () => void): void {
  try {
    f();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(`${why}: ${e.message}`);
    throw e;
  }
}
