import type { Context } from '../../../core/context.ts';
import type { Height } from '../../../wire/gen/ibc/core/client/v1/client.ts';
import type { MerklePath } from '../../../wire/gen/ibc/core/commitment/v2/commitment.ts';
import type { Header, Misbehaviour } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';

/** Source: ibc-go modules/core/exported/client.go. */

export const SOLOMACHINE = '06-solomachine';
export const TENDERMINT = '07-tendermint';
/** Both the type and the only client of it. */
export const LOCALHOST = '09-localhost';

/** Whether a client may be used. Unauthorized: its type is not among the allowed ones. */
export type Status = 'Active' | 'Frozen' | 'Expired' | 'Unknown' | 'Unauthorized';

/** What moves a client on: a header, or proof that its chain signed what it must not. */
export type ClientMessage =
  | { readonly $case: 'header'; readonly header: Header }
  | { readonly $case: 'misbehaviour'; readonly misbehaviour: Misbehaviour };

/** What proves that another chain has, or has not, a key. Delays in nanoseconds and blocks. */
export interface Membership {
  readonly height: Height;
  readonly delayTimePeriod: bigint;
  readonly delayBlockPeriod: bigint;
  readonly proof: Uint8Array;
  readonly path: MerklePath;
}

/** One kind of light client. Failing methods throw GoError. */
export interface LightClientModule {
  initialize(ctx: Context, clientId: string, clientState: Uint8Array, consensusState: Uint8Array): void;
  verifyClientMessage(ctx: Context, clientId: string, message: ClientMessage): void;
  /** Of a message that verified. */
  checkForMisbehaviour(ctx: Context, clientId: string, message: ClientMessage): boolean;
  updateStateOnMisbehaviour(ctx: Context, clientId: string, message: ClientMessage): void;
  /** The heights whose consensus states are known now. */
  updateState(ctx: Context, clientId: string, message: ClientMessage): Height[];
  verifyMembership(ctx: Context, clientId: string, what: Membership, value: Uint8Array): void;
  verifyNonMembership(ctx: Context, clientId: string, what: Membership): void;
  status(ctx: Context, clientId: string): Status;
  /** Zero when there is no such client. */
  latestHeight(ctx: Context, clientId: string): Height;
  /** Nanoseconds since 1970. */
  timestampAtHeight(ctx: Context, clientId: string, height: Height): bigint;
  recoverClient(ctx: Context, clientId: string, substituteClientId: string): void;
  verifyUpgradeAndUpdateState(
    ctx: Context,
    clientId: string,
    newClient: Uint8Array,
    newConsensusState: Uint8Array,
    upgradeClientProof: Uint8Array,
    upgradeConsensusStateProof: Uint8Array,
  ): void;
}
