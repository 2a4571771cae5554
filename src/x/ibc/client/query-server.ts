import type { Context } from '../../../core/context.ts';
import { GoErrorBase, GrpcCode, GrpcError, type RegisteredError } from '../../../core/errors.ts';
import { compareText, textBytes } from '../../../core/go-text.ts';
import { accAddressToBech32 } from '../../../crypto/address.ts';
import { filteredPaginate } from '../../../store/pagination.ts';
import { PrefixStore } from '../../../store/prefix.ts';
import type { PageRequest, PageResponse } from '../../../wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import type {
  ConsensusStateWithHeight,
  Height,
  IdentifiedClientState,
} from '../../../wire/gen/ibc/core/client/v1/client.ts';
import type * as q from '../../../wire/gen/ibc/core/client/v1/query.ts';
import { ClientState, ConsensusState } from '../../../wire/gen/ibc/lightclients/tendermint/v1/tendermint.ts';
import { packAny } from '../../../wire/registry.ts';
import { EMPTY_BYTES } from '../../../wire/runtime.ts';
import { textFromBytes } from '../../../wire/utf8.ts';
import {
  ErrNoUpgradedClientFound,
  ErrNoUpgradedConsensusStateFound,
  ErrNoUpgradePlanFound,
} from '../../upgrade/errors.ts';
import { clientIdentifierValidator } from '../host/validate.ts';
import { decodeClientState, decodeConsensusState } from './codec.ts';
import { ErrClientNotActive, ErrClientNotFound, ErrConsensusStateNotFound, ErrInvalidClientType } from './errors.ts';
import { getSelfHeight, heightString, isZeroHeight, newHeight, parseHeight } from './height.ts';
import { parseClientIdentifier } from './identifier.ts';
import type { ClientKeeper } from './keeper.ts';
import { CLIENT_STORE_PREFIX } from './keys.ts';
import { type LightClientModule, LOCALHOST, SOLOMACHINE } from './light-client.ts';

/** Kinds of clients whose proofs anybody could make. */
const NOT_VERIFIABLE = [LOCALHOST, SOLOMACHINE];
const VERIFY_GAS = 'verify membership query';

/** Source: ibc-go modules/core/02-client/keeper/grpc_query.go. */
export class ClientQueryServer implements q.QueryServer<Context> {
  private readonly keeper: ClientKeeper;

  constructor(keeper: ClientKeeper) {
    this.keeper = keeper;
  }

  clientState(ctx: Context, req: q.QueryClientStateRequest): q.QueryClientStateResponse {
    checkClientId(req.clientId);
    const state = this.keeper.getClientState(ctx, req.clientId);
    if (state === undefined) throw notFound(ErrClientNotFound, req.clientId);
    return { clientState: packAny(ClientState, state), proof: EMPTY_BYTES, proofHeight: getSelfHeight(ctx) };
  }

  /** PARITY: ibc-go 02-client/keeper/grpc_query.go: what is outside the page is listed as well. */
  clientStates(ctx: Context, req: q.QueryClientStatesRequest): q.QueryClientStatesResponse {
    const clientStates: IdentifiedClientState[] = [];
    const store = new PrefixStore(this.keeper.store(ctx), textBytes(CLIENT_STORE_PREFIX));
    const pagination = filteredPaginate(store, req.pagination, (key, value) => {
      const parts = textFromBytes(key).split('/');
      if (parts[parts.length - 1] !== 'clientState') return false;
      const state = decodeClientState(value);
      const clientId = parts[1]!;
      clientIdentifierValidator(clientId);
      clientStates.push({ clientId, clientState: packAny(ClientState, state) });
      return true;
    });
    clientStates.sort((a, b) => compareText(a.clientId, b.clientId));
    return { clientStates, pagination };
  }

  consensusState(ctx: Context, req: q.QueryConsensusStateRequest): q.QueryConsensusStateResponse {
    checkClientId(req.clientId);
    const height = newHeight(req.revisionNumber, req.revisionHeight);
    if (!req.latestHeight && req.revisionHeight === 0n) {
      throw new GrpcError(GrpcCode.InvalidArgument, 'consensus state height cannot be 0');
    }
    const state = req.latestHeight
      ? this.keeper.getLatestClientConsensusState(ctx, req.clientId)
      : this.keeper.getClientConsensusState(ctx, req.clientId, height);
    if (state === undefined) {
      throw notFound(ErrConsensusStateNotFound, `client-id: ${req.clientId}, height: ${heightString(height)}`);
    }
    return { consensusState: packAny(ConsensusState, state), proof: EMPTY_BYTES, proofHeight: getSelfHeight(ctx) };
  }

  consensusStates(ctx: Context, req: q.QueryConsensusStatesRequest): q.QueryConsensusStatesResponse {
    const consensusStates: ConsensusStateWithHeight[] = [];
    const pagination = this.paginateHeights(ctx, req.clientId, req.pagination, (height, value) => {
      consensusStates.push({ height, consensusState: packAny(ConsensusState, decodeConsensusState(value)) });
    });
    return { consensusStates, pagination };
  }

  consensusStateHeights(ctx: Context, req: q.QueryConsensusStateHeightsRequest): q.QueryConsensusStateHeightsResponse {
    const consensusStateHeights: Height[] = [];
    const pagination = this.paginateHeights(ctx, req.clientId, req.pagination, (height) => {
      consensusStateHeights.push(height);
    });
    return { consensusStateHeights, pagination };
  }

  /** PARITY: ibc-go 02-client/keeper/grpc_query.go: what is outside the page is listed as well. */
  private paginateHeights(
    ctx: Context,
    clientId: string,
    page: PageRequest | undefined,
    add: (height: Height, value: Uint8Array) => void,
  ): PageResponse {
    checkClientId(clientId);
    const store = new PrefixStore(this.keeper.clientStore(ctx, clientId), textBytes('consensusStates/'));
    return filteredPaginate(store, page, (key, value) => {
      const text = textFromBytes(key);
      if (text.includes('/')) return false;
      add(parseHeight(text), value);
      return true;
    });
  }

  clientStatus(ctx: Context, req: q.QueryClientStatusRequest): q.QueryClientStatusResponse {
    checkClientId(req.clientId);
    return { status: this.keeper.getClientStatus(ctx, req.clientId) };
  }

  clientCreator(ctx: Context, req: q.QueryClientCreatorRequest): q.QueryClientCreatorResponse {
    checkClientId(req.clientId);
    return { creator: accAddressToBech32(this.keeper.getClientCreator(ctx, req.clientId) ?? EMPTY_BYTES) };
  }

  clientParams(ctx: Context): q.QueryClientParamsResponse {
    return { params: this.keeper.getParams(ctx) };
  }

  upgradedClientState(ctx: Context): q.QueryUpgradedClientStateResponse {
    const plan = this.keeper.upgradeKeeper.getUpgradePlan(ctx);
    if (plan === undefined) throw new GrpcError(GrpcCode.NotFound, ErrNoUpgradePlanFound.description);
    const bytes = this.keeper.upgradeKeeper.getUpgradedClient(ctx, plan.height);
    if (bytes === undefined) throw new GrpcError(GrpcCode.NotFound, ErrNoUpgradedClientFound.description);
    const state = asStatus(GrpcCode.Internal, () => decodeClientState(bytes));
    return { upgradedClientState: packAny(ClientState, state) };
  }

  /** PARITY: ibc-go 02-client/keeper/grpc_query.go: takes the height of the block for the height of the plan. */
  upgradedConsensusState(ctx: Context): q.QueryUpgradedConsensusStateResponse {
    const bytes = this.keeper.upgradeKeeper.getUpgradedConsensusState(ctx, ctx.blockHeight);
    if (bytes === undefined) {
      const text = `${ErrNoUpgradedConsensusStateFound.description}, height ${ctx.blockHeight}`;
      throw new GrpcError(GrpcCode.NotFound, text);
    }
    const state = asStatus(GrpcCode.Internal, () => decodeConsensusState(bytes));
    return { upgradedConsensusState: packAny(ConsensusState, state) };
  }

  verifyMembership(ctx: Context, req: q.QueryVerifyMembershipRequest): q.QueryVerifyMembershipResponse {
    const { clientId } = req;
    checkClientId(clientId);
    const { clientType } = asStatus(GrpcCode.InvalidArgument, () => parseClientIdentifier(clientId));
    if (NOT_VERIFIABLE.includes(clientType)) {
      const detail = `verify membership is disabled for client types [${NOT_VERIFIABLE.join(' ')}]`;
      throw new GrpcError(GrpcCode.InvalidArgument, ErrInvalidClientType.wrap(detail).message);
    }
    const { proof, proofHeight, merklePath, value } = req;
    if (proof.length === 0) throw new GrpcError(GrpcCode.InvalidArgument, 'empty proof');
    if (isZeroHeight(proofHeight)) {
      throw new GrpcError(GrpcCode.InvalidArgument, 'proof height must be non-zero');
    }
    if (merklePath.keyPath.length === 0) throw new GrpcError(GrpcCode.InvalidArgument, 'empty merkle path');
    if (value.length === 0) throw new GrpcError(GrpcCode.InvalidArgument, 'empty value');
    const { ctx: cached } = ctx.cacheContext();
    try {
      const module = this.activeRoute(ctx, clientId);
      ctx.gasMeter.consumeGas(3 * ctx.kvGasConfig.readCostPerByte * proof.length, VERIFY_GAS);
      const { timeDelay: delayTimePeriod, blockDelay: delayBlockPeriod } = req;
      const what = { height: proofHeight, delayTimePeriod, delayBlockPeriod, proof, path: merklePath };
      return { success: succeeds(() => module.verifyMembership(cached, clientId, what, value)) };
    } finally {
      // PARITY: ibc-go 02-client/keeper/grpc_query.go: both contexts share a meter, so what was used counts twice.
      ctx.gasMeter.consumeGasBig(cached.gasMeter.gasConsumed(), VERIFY_GAS);
    }
  }

  private activeRoute(ctx: Context, clientId: string): LightClientModule {
    const module = asStatus(GrpcCode.NotFound, () => this.keeper.route(ctx, clientId));
    const status = this.keeper.getClientStatus(ctx, clientId);
    if (status === 'Active') return module;
    const detail = `cannot verify membership using client (${clientId}) with status ${status}`;
    throw new GrpcError(GrpcCode.FailedPrecondition, ErrClientNotActive.wrap(detail).message);
  }
}

/** Whether `f` ends without a Go error; panics pass. */
function succeeds(f: () => void): boolean {
  try {
    f();
    return true;
  } catch (e) {
    if (e instanceof GoErrorBase) return false;
    throw e;
  }
}

function checkClientId(clientId: string): void {
  asStatus(GrpcCode.InvalidArgument, () => clientIdentifierValidator(clientId));
}

function notFound(error: RegisteredError, detail: string): GrpcError {
  return new GrpcError(GrpcCode.NotFound, error.wrap(detail).message);
}

/** Turns a Go error into a gRPC status; panics pass. */
function asStatus<T>(code: number, f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GrpcError(code, e.message);
    throw e;
  }
}
