import type { Context } from '../../../core/context.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import type { ClientState, ConsensusState } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import type { Status } from '../client/light-client.ts';

export interface ClientKeeper {
  getClientStatus(ctx: Context, clientId: string): Status;
  getClientState(ctx: Context, clientId: string): ClientState | undefined;
  getClientConsensusState(ctx: Context, clientId: string, height: Height): ConsensusState | undefined;
  getClientLatestHeight(ctx: Context, clientId: string): Height;
  getClientTimestampAtHeight(ctx: Context, clientId: string, height: Height): bigint;
}
