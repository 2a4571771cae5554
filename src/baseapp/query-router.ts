import type { Context } from '../core/context.ts';
import { InternalError } from '../core/errors.ts';
import type { ServiceDescriptor } from '../core/module.ts';
import { implementationOf } from './msg-router.ts';

/** Answers one query: request bytes → response bytes. Throws modelled errors. */
export type QueryHandler = (ctx: Context, request: Uint8Array) => Uint8Array;

/** Routes queries by their gRPC path to the modules' query servers. Source: cosmos-sdk baseapp/grpcrouter.go. */
export class GrpcQueryRouter {
  private readonly routes = new Map<string, QueryHandler>();

  /** Throws when a path is routed twice. */
  registerService(service: ServiceDescriptor, implementation: object): void {
    for (const rpc of Object.values(service.methods)) {
      const { path, requestType, responseType } = rpc;
      if (this.routes.has(path)) throw new InternalError(`two handlers for ${path}`);
      const method = implementationOf(implementation, rpc);
      const decode = requestType.decode as (bytes: Uint8Array) => object;
      const encode = responseType.encode as (message: object) => Uint8Array;
      this.routes.set(path, (ctx, request) => encode(method(ctx, decode(request))));
    }
  }

  /** `path` as in gRPC: `/cosmos.bank.v1beta1.Query/Balance`. */
  route(path: string): QueryHandler | undefined {
    return this.routes.get(path);
  }

  paths(): IterableIterator<string> {
    return this.routes.keys();
  }
}
