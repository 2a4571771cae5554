import { GrpcCode, GrpcError } from '../../core/errors.ts';
import { consAddressToBech32 } from '../../crypto/address.ts';
import type { PageRequest } from '../../wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import {
  type ABCIQueryRequest,
  type GetBlockByHeightRequest,
  GetBlockByHeightResponse,
  type GetLatestValidatorSetRequest,
  GetLatestValidatorSetResponse,
  GetNodeInfoResponse,
  type GetValidatorSetByHeightRequest,
  Service,
} from '../../wire/gen/cosmos/base/tendermint/v1beta1/query.ts';
import { PubKey as Ed25519PubKey } from '../../wire/gen/cosmos/crypto/ed25519/keys.ts';
import { PubKey as Secp256k1PubKey } from '../../wire/gen/cosmos/crypto/secp256k1/keys.ts';
import { RequestQuery } from '../../wire/gen/tendermint/abci/types.ts';
import type { Block } from '../../wire/gen/tendermint/types/block.ts';
import type { NodeClient } from '../node-client.ts';
import type { VersionReport } from '../version.ts';
import type { NodeService, QueryableApp } from './types.ts';

const invalid = (text: string): GrpcError => new GrpcError(GrpcCode.InvalidArgument, text);

function pageOf(p: PageRequest | undefined): { page: number; limit: number } {
  const limit = p && p.limit > 0n ? Number(p.limit) : 100;
  return { page: Math.floor(Number(p?.offset ?? 0n) / limit) + 1, limit };
}

function sdkBlock(b: Block): NonNullable<GetBlockByHeightResponse['sdkBlock']> {
  return {
    header: { ...b.header, proposerAddress: consAddressToBech32(b.header.proposerAddress) },
    data: b.data,
    evidence: b.evidence,
    lastCommit: b.lastCommit,
  };
}

/** `cosmos.base.tendermint.v1beta1.Service`. Source: cosmos-sdk client/grpc/cmtservice. */
export function cometService(node: NodeClient, app: QueryableApp, version: VersionReport): NodeService {
  const blockAnswer = async (height: bigint | undefined): Promise<GetBlockByHeightResponse> => {
    const { blockId, block } = await node.block(height);
    return GetBlockByHeightResponse.create({ blockId, block, sdkBlock: sdkBlock(block) });
  };
  const validators = async (
    height: bigint | undefined,
    p: PageRequest | undefined,
  ): Promise<GetLatestValidatorSetResponse> => {
    const { page, limit } = pageOf(p);
    const r = await node.validators(height, page, limit);
    return GetLatestValidatorSetResponse.create({
      blockHeight: r.height,
      validators: r.validators.map((v) => ({
        address: consAddressToBech32(v.address),
        pubKey:
          v.pubKeyType === 'ed25519'
            ? { typeUrl: '/cosmos.crypto.ed25519.PubKey', value: Ed25519PubKey.encode({ key: v.pubKey }) }
            : { typeUrl: '/cosmos.crypto.secp256k1.PubKey', value: Secp256k1PubKey.encode({ key: v.pubKey }) },
        votingPower: v.power,
        proposerPriority: v.priority,
      })),
      pagination: { nextKey: new Uint8Array(0), total: BigInt(r.total) },
    });
  };
  return {
    service: Service,
    methods: {
      async getNodeInfo() {
        const n = await node.nodeInfo();
        return GetNodeInfoResponse.create({
          defaultNodeInfo: {
            protocolVersion: { p2p: n.p2pVersion, block: n.blockVersion, app: n.appVersion },
            defaultNodeId: n.id,
            listenAddr: n.listenAddress,
            network: n.network,
            version: n.version,
            channels: n.channels,
            moniker: n.moniker,
            other: { txIndex: n.txIndex, rpcAddress: n.rpcAddress },
          },
          applicationVersion: version,
        });
      },
      async getSyncing() {
        return { syncing: await node.syncing() };
      },
      getLatestBlock: () => blockAnswer(undefined),
      async getBlockByHeight(req: GetBlockByHeightRequest) {
        if (req.height > (await node.latestHeight()))
          throw invalid('requested block height is bigger then the chain length');
        return blockAnswer(req.height);
      },
      getLatestValidatorSet: (req: GetLatestValidatorSetRequest) => validators(undefined, req.pagination),
      async getValidatorSetByHeight(req: GetValidatorSetByHeightRequest) {
        if (req.height > (await node.latestHeight()))
          throw invalid('requested block height is bigger then the chain length');
        return validators(req.height, req.pagination);
      },
      abciQuery(req: ABCIQueryRequest) {
        if (req.path === '') throw invalid('empty query path');
        const [, first] = req.path.split('/');
        if (!['app', 'store', 'p2p', 'custom'].includes(first ?? ''))
          throw invalid(`unsupported ABCI query path: ${req.path}`);
        const r = app.query(
          RequestQuery.create({ path: req.path, data: req.data, height: req.height, prove: req.prove }),
        );
        return {
          code: r.code,
          log: r.log,
          info: r.info,
          index: r.index,
          key: r.key,
          value: r.value,
          proofOps: r.proofOps,
          height: r.height,
          codespace: r.codespace,
        };
      },
    },
  };
}
