import { GrpcCode, GrpcError } from '../../core/errors.ts';
import type { ServiceDescriptor } from '../../core/module.ts';
import { format as formatDecCoins } from '../../math/dec-coin.ts';
import { Service as NodeQueries, StatusResponse } from '../../wire/gen/cosmos/base/node/v1beta1/query.ts';
import {
  type ABCIQueryRequest,
  Service as CometQueries,
  GetNodeInfoResponse,
} from '../../wire/gen/cosmos/base/tendermint/v1beta1/query.ts';
import {
  type SimulateRequest,
  type TxDecodeRequest,
  Service as TxQueries,
} from '../../wire/gen/cosmos/tx/v1beta1/service.ts';
import { Tx } from '../../wire/gen/cosmos/tx/v1beta1/tx.ts';
import { RequestQuery } from '../../wire/gen/tendermint/abci/types.ts';
import { decodeTx } from '../../wire/tx.ts';
import type { NodeInfo } from '../node-client.ts';
import { versionReport } from '../version.ts';
import type { NodeSettings, QueryableApp } from './types.ts';

/** Where services are registered, so that `abci_query` reaches them: CosmJS simulates and Hermes identifies the node this way. */
export interface QueryRegistrar {
  registerService(service: ServiceDescriptor, implementation: object): void;
}

function elsewhere(what: string): () => never {
  return () => {
    throw new GrpcError(
      GrpcCode.Unimplemented,
      `${what} is not answered by ABCI queries: ask the gRPC server, or CometBFT's RPC`,
    );
  };
}

/**
 * Registers the node's own services for ABCI queries. These are answered at once, so what needs the block maker's own records is left to
 * the gRPC server and the RPC.
 */
export function registerAbciServices(
  router: QueryRegistrar,
  app: QueryableApp,
  settings: NodeSettings,
  info: NodeInfo,
): void {
  router.registerService(TxQueries as unknown as ServiceDescriptor, {
    simulate(_: unknown, req: SimulateRequest) {
      const bytes = req.txBytes.length > 0 ? req.txBytes : req.tx ? Tx.encode(req.tx) : undefined;
      if (!bytes) throw new GrpcError(GrpcCode.InvalidArgument, 'empty txBytes is not allowed');
      return app.simulate(bytes);
    },
    txDecode(_: unknown, req: TxDecodeRequest) {
      if (req.txBytes.length === 0) throw new GrpcError(GrpcCode.InvalidArgument, 'invalid empty tx bytes');
      decodeTx(req.txBytes);
      return { tx: Tx.decode(req.txBytes) };
    },
    getTx: elsewhere('GetTx'),
    getTxsEvent: elsewhere('GetTxsEvent'),
    getBlockWithTxs: elsewhere('GetBlockWithTxs'),
    broadcastTx: elsewhere('BroadcastTx'),
    txEncode: elsewhere('TxEncode'),
    txEncodeAmino: elsewhere('TxEncodeAmino'),
    txDecodeAmino: elsewhere('TxDecodeAmino'),
  });
  router.registerService(NodeQueries as unknown as ServiceDescriptor, {
    config: () => ({
      minimumGasPrice: formatDecCoins(settings.minGasPrices),
      pruningKeepRecent: settings.pruningKeepRecent,
      pruningInterval: settings.pruningInterval,
      haltHeight: settings.haltHeight,
    }),
    status() {
      const last = app.lastBlock();
      return StatusResponse.create({ height: last.height, timestamp: last.time, appHash: last.appHash });
    },
  });
  router.registerService(CometQueries as unknown as ServiceDescriptor, {
    getNodeInfo: () =>
      GetNodeInfoResponse.create({
        defaultNodeInfo: {
          protocolVersion: { p2p: info.p2pVersion, block: info.blockVersion, app: info.appVersion },
          defaultNodeId: info.id,
          listenAddr: info.listenAddress,
          network: info.network,
          version: info.version,
          channels: info.channels,
          moniker: info.moniker,
          other: { txIndex: info.txIndex, rpcAddress: info.rpcAddress },
        },
        applicationVersion: versionReport(),
      }),
    getSyncing: elsewhere('GetSyncing'),
    getLatestBlock: elsewhere('GetLatestBlock'),
    getBlockByHeight: elsewhere('GetBlockByHeight'),
    getLatestValidatorSet: elsewhere('GetLatestValidatorSet'),
    getValidatorSetByHeight: elsewhere('GetValidatorSetByHeight'),
    abciQuery(_: unknown, req: ABCIQueryRequest) {
      const r = app.query(
        RequestQuery.create({ path: req.path, data: req.data, height: req.height, prove: req.prove }),
      );
      return { ...r };
    },
  });
}
