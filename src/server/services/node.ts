import { format as formatDecCoins } from '../../math/dec-coin.ts';
import { Service, StatusResponse } from '../../wire/gen/cosmos/base/node/v1beta1/query.ts';
import type { NodeClient } from '../node-client.ts';
import type { CallInfo, NodeService, NodeSettings, QueryableApp } from './types.ts';

/** `cosmos.base.node.v1beta1.Service`. Source: cosmos-sdk client/grpc/node. */
export function nodeService(node: NodeClient, app: QueryableApp, settings: NodeSettings): NodeService {
  return {
    service: Service,
    methods: {
      config: () => ({
        minimumGasPrice: formatDecCoins(settings.minGasPrices),
        pruningKeepRecent: settings.pruningKeepRecent,
        pruningInterval: settings.pruningInterval,
        haltHeight: settings.haltHeight,
      }),
      async status(_req: object, call: CallInfo) {
        const last = app.lastBlock();
        const height = call.height === 0n ? last.height : call.height;
        const header = height === 0n ? undefined : (await node.block(height)).block.header;
        return StatusResponse.create({
          height,
          timestamp: header?.time ?? last.time,
          ...(header ? { appHash: header.appHash, validatorHash: header.nextValidatorsHash } : {}),
        });
      },
    },
  };
}
