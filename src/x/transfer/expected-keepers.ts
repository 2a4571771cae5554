import type { Context } from '../../core/context.ts';
import type { Coin } from '../../math/coin.ts';
import type { Metadata } from '../../wire/gen/cosmos/bank/v1beta1/bank.ts';
import type { Channel } from '../../wire/gen/ibc/core/channel/v1/channel.ts';
import type { Height } from '../../wire/gen/ibc/core/client/v1/client.ts';

export interface BankKeeper {
  sendCoins(ctx: Context, from: Uint8Array, to: Uint8Array, amount: readonly Coin[]): void;
  mintCoins(ctx: Context, moduleName: string, amount: readonly Coin[]): void;
  burnCoins(ctx: Context, moduleName: string, amount: readonly Coin[]): void;
  sendCoinsFromAccountToModule(ctx: Context, from: Uint8Array, module: string, amount: readonly Coin[]): void;
  blockedAddr(address: Uint8Array): boolean;
  isSendEnabledCoins(ctx: Context, coins: readonly Coin[]): void;
  hasDenomMetaData(ctx: Context, denom: string): boolean;
  setDenomMetaData(ctx: Context, metadata: Metadata): void;
  spendableCoin(ctx: Context, address: Uint8Array, denom: string): Coin;
}

export interface ChannelKeeper {
  getChannel(ctx: Context, portId: string, channelId: string): Channel | undefined;
  hasChannel(ctx: Context, portId: string, channelId: string): boolean;
  sendPacket(
    ctx: Context,
    sourcePort: string,
    sourceChannel: string,
    timeoutHeight: Height,
    timeoutTimestamp: bigint,
    data: Uint8Array,
  ): bigint;
}
