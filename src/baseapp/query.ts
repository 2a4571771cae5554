import { type BlockHeader, Context } from '../core/context.ts';
import { GoErrorBase, GoPanic } from '../core/errors.ts';
import { GasMeter } from '../core/gas.ts';
import { textBytes } from '../core/go-text.ts';
import { ErrInvalidHeight, ErrInvalidRequest, ErrNotFound, ErrUnknownRequest } from '../core/sdk-errors.ts';
import type { CacheMultiStore } from '../core/store.ts';
import type { RootMultiStore } from '../store/multistore.ts';
import type { RequestQuery, ResponseQuery } from '../wire/gen/tendermint/abci/types.ts';
import { ConsensusParams } from '../wire/gen/tendermint/types/params.ts';
import type { NodeOptions } from './node-options.ts';
import type { GrpcQueryRouter } from './query-router.ts';
import { grpcErrorToSdkError, queryFailure, queryPanic, queryResponse } from './responses.ts';
import { simulationJson } from './simulation.ts';
import type { TxOutcome } from './types.ts';

const BROADCAST_PATH = '/cosmos.tx.v1beta1.Service/BroadcastTx';

export interface QueryDeps {
  readonly name: string;
  readonly node: NodeOptions;
  readonly store: RootMultiStore;
  readonly queryRouter: GrpcQueryRouter;
  readonly checkHeader: () => BlockHeader;
  readonly simulate: (bytes: Uint8Array) => TxOutcome;
}

/** ABCI queries, on committed versions. Source: cosmos-sdk baseapp/abci.go Query. */
export class Queries {
  private readonly deps: QueryDeps;

  constructor(deps: QueryDeps) {
    this.deps = deps;
  }

  query(request: RequestQuery): ResponseQuery {
    try {
      const height = request.height === 0n ? this.deps.store.lastCommitId().version : request.height;
      return this.route({ ...request, height });
    } catch (e) {
      if (e instanceof GoErrorBase) return queryFailure(e);
      if (e instanceof GoPanic) return queryPanic(e);
      throw e;
    }
  }

  private route(request: RequestQuery): ResponseQuery {
    if (request.path === BROADCAST_PATH) throw ErrInvalidRequest.wrap("can't route a broadcast tx message");
    const handler = this.deps.queryRouter.route(request.path);
    if (handler !== undefined) {
      const ctx = this.context(request.height, request.prove);
      try {
        return queryResponse({ height: request.height, value: handler(ctx, request.data) });
      } catch (e) {
        if (e instanceof GoErrorBase) return queryFailure(grpcErrorToSdkError(e), request.height);
        throw e;
      }
    }
    const path = splitPath(request.path);
    if (path.length === 0) throw ErrUnknownRequest.wrap('no query path provided');
    switch (path[0]) {
      case 'app':
        return this.appQuery(path, request);
      case 'store':
        return this.storeQuery(path, request);
      case 'p2p':
        return peerQuery(path);
      default:
        throw ErrUnknownRequest.wrap('unknown query path');
    }
  }

  private appQuery(path: readonly string[], request: RequestQuery): ResponseQuery {
    if (path.length < 2) {
      throw ErrUnknownRequest.wrap(
        "expected second parameter to be either 'simulate' or 'version', neither was present",
      );
    }
    const answer = (value: Uint8Array) => queryResponse({ codespace: 'sdk', height: request.height, value });
    switch (path[1]) {
      case 'simulate': {
        const outcome = this.deps.simulate(request.data);
        if (outcome.failure !== undefined) {
          const { code, codespace, log } = outcome.failure;
          return queryResponse({ code, codespace, log: `failed to simulate tx: ${log}` });
        }
        return answer(textBytes(simulationJson(outcome)));
      }
      case 'version':
        return answer(textBytes(this.deps.node.version));
      default:
        throw ErrUnknownRequest.wrap(`unknown query: [${path.join(' ')}]`);
    }
  }

  private storeQuery(path: readonly string[], request: RequestQuery): ResponseQuery {
    if (request.height <= 1n && request.prove) throw proofTooEarly();
    const answer = this.deps.store.query({ ...request, path: `/${path.slice(1).join('/')}` });
    return queryResponse({ ...answer, height: request.height });
  }

  /** A context on the version committed at `height`. Throws Go errors as the reference words them. */
  context(requested: bigint, prove: boolean): Context {
    const { store, name, node } = this.deps;
    if (requested < 0n) {
      throw ErrInvalidRequest.wrap('cannot query with height < 0; please provide a valid height');
    }
    const last = store.lastCommitId().version;
    if (last === 0n) throw ErrInvalidHeight.wrap(`${name} is not ready; please wait for first block`);
    if (requested > last) {
      throw ErrInvalidHeight.wrap('cannot query with height in the future; please provide a valid height');
    }
    if (requested === 1n && prove) throw proofTooEarly();
    // After a restart the reference refuses the latest height until the next block; this answers.
    const height = requested === 0n ? last : requested;
    let multiStore: CacheMultiStore;
    try {
      multiStore = store.cacheMultiStoreWithVersion(height);
    } catch (e) {
      if (!(e instanceof GoErrorBase)) throw e;
      throw ErrNotFound.wrap(`failed to load state at height ${height}; ${e.message} (latest height: ${last})`);
    }
    const header = this.deps.checkHeader();
    const time = store.commitTime(height) ?? header.time;
    return Context.create({
      multiStore,
      header: { ...header, height, time },
      consensusParams: ConsensusParams.create(),
      execMode: 'check',
      isCheckTx: true,
      minGasPrices: node.minGasPrices,
      gasMeter: new GasMeter(node.queryGasLimit),
    });
  }
}

function proofTooEarly(): GoErrorBase {
  return ErrInvalidRequest.wrap('cannot query with proof when height <= 1; please provide a valid height');
}

function splitPath(path: string): string[] {
  const parts = path.split('/');
  if (parts[0] === '') parts.shift();
  return parts;
}

/** No peer filters are set: every well-formed question is answered with an empty response. */
function peerQuery(path: readonly string[]): ResponseQuery {
  if (path.length < 4) throw ErrUnknownRequest.wrap('path should be p2p filter <addr|id> <parameter>');
  if (path[1] !== 'filter') throw ErrUnknownRequest.wrap("expected second parameter to be 'filter'");
  return queryResponse({});
}
