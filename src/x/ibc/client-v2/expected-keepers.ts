import type { Context } from '../../../core/context.ts';
import type { KVStore } from '../../../core/store.ts';

export interface ClientKeeper {
  clientStore(ctx: Context, clientId: string): KVStore;
  getClientCreator(ctx: Context, clientId: string): Uint8Array | undefined;
}

export interface ChannelKeeperV2 {
  setNextSequenceSend(ctx: Context, clientId: string, sequence: bigint): void;
}
