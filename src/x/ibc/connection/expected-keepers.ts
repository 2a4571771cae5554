import type { Context } from '../../../core/context.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import type { MerklePath } from '../../../wire/gen/ibc/core/commitment/v2/commitment.ts';
import type { ClientState, ConsensusState } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import type { Status } from '../client/light-client.ts';

export interface ClientKeeper {
  getClientStatus(ctx: Context, clientId: string): Status;
  getClientState(ctx: Context, clientId: string): ClientState | undefined;
  getClientConsensusState(ctx: Context, clientId: string, height: Height): ConsensusState | undefined;
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
  iterateClientStates(ctx: Context, prefix: string, visit: (clientId: string, state: ClientState) => boolean): void;
}
