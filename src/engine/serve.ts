import type { AkashApp } from '../app/app.ts';
import { GoError } from '../core/errors.ts';
import { zeroTime } from '../core/time.ts';
import { startGrpcServer } from '../server/grpc/server.ts';
import type { NodeClient, NodeInfo } from '../server/node-client.ts';
import { registerAbciServices } from '../server/services/abci.ts';
import { cometService } from '../server/services/comet.ts';
import { nodeService } from '../server/services/node.ts';
import { txService } from '../server/services/tx.ts';
import type { NodeSettings, QueryableApp } from '../server/services/types.ts';
import { versionReport } from '../server/version.ts';
import { services } from '../wire/gen/services.ts';

/** The application as the servers see it. */
export function queryable(app: AkashApp): QueryableApp {
  const { base } = app;
  return {
    query: (request) => base.query(request),
    grpcQuery(path, request, height) {
      const handler = base.queryRouter.route(path);
      if (!handler) throw new GoError(`unknown query path ${path}`);
      const ctx = base.queryContext(height);
      return { value: handler(ctx, request), height: ctx.blockHeight };
    },
    simulate(tx) {
      const o = base.simulate(tx);
      if (o.failure || !o.result)
        throw new GoError(`rpc error: code = Unknown desc = ${o.failure?.log ?? ''} with gas used: '${o.gasUsed}'`);
      return {
        gasInfo: { gasWanted: o.gasWanted, gasUsed: o.gasUsed },
        result: {
          data: o.result.data,
          log: '',
          events: o.result.events.map((e) => ({
            type: e.type,
            attributes: e.attributes.map((a) => ({ key: a.key, value: a.value, index: false })),
          })),
          msgResponses: o.result.msgResponses.map((r) => ({ ...r })),
        },
      };
    },
    lastBlock() {
      const { lastBlockHeight, lastBlockAppHash } = base.info();
      return {
        height: lastBlockHeight,
        time: app.store.commitTime(lastBlockHeight) ?? zeroTime,
        appHash: lastBlockAppHash,
      };
    },
  };
}

/** Registers the services that ABCI queries reach. Once per application, before it is used. */
export function registerNodeQueries(app: AkashApp, settings: NodeSettings, info: NodeInfo): void {
  registerAbciServices(app.base.queryRouter, queryable(app), settings, info);
}

export interface GrpcSettings {
  readonly host: string;
  readonly port: number;
  readonly maxReceive: number;
  readonly maxSend: number;
}

/** Starts the gRPC server over an application and whoever makes its blocks. */
export function serveGrpc(
  app: AkashApp,
  node: NodeClient,
  settings: NodeSettings,
  grpc: GrpcSettings,
): ReturnType<typeof startGrpcServer> {
  const q = queryable(app);
  const own = [txService(node, q), cometService(node, q, versionReport()), nodeService(node, q, settings)];
  const ownNames = new Set(own.map((s) => s.service.typeName));
  const built = new Set([...app.base.queryRouter.paths()].map((p) => p.split('/')[1]!));
  const queries = services.filter((s) => built.has(s.typeName) && !ownNames.has(s.typeName));
  return startGrpcServer(q, queries, own, grpc);
}
