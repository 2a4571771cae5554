import type { Context } from '../../../core/context.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import type { Config } from '../../../wire/gen/ibc/core/client/v2/config.ts';
import type { CounterpartyInfo } from '../../../wire/gen/ibc/core/client/v2/counterparty.ts';
import type { MerklePath } from '../../../wire/gen/ibc/core/commitment/v2/commitment.ts';
import type { Status } from '../client/light-client.ts';

export interface ClientKeeper {
  getClientStatus(ctx: Context, clientId: string): Status;
  getClientLatestHeight(ctx: Context, clientId: string): Height;
  getClientTimestampAtHeight(ctx: Context, clientId: string, height: Height): bigint;
  verifyMembership(
    ctx: Context,
    clientId: string,
    height: Height,
    delayTimePeriod: bigint,
    delayBlockPeriod: bigint,
    proof: Uint8Array,
    path: MerklePath,
    value: Uint8Array,
  ): void;
  verifyNonMembership(
    ctx: Context,
    clientId: string,
    height: Height,
    delayTimePeriod: bigint,
    delayBlockPeriod: bigint,
    proof: Uint8Array,
    path: MerklePath,
  ): void;
}

export interface ClientV2Keeper {
  getClientCounterparty(ctx: Context, clientId: string): CounterpartyInfo | undefined;
  getConfig(ctx: Context, clientId: string): Config;
}
