import { InternalError } from '../core/errors.ts';
import { EventManager } from '../core/events.ts';
import type { Codec, MsgHandler, MsgRouter, ServiceDescriptor, ServiceMethod } from '../core/module.ts';

type Method = (ctx: unknown, request: object) => object;
type ValidateBasic = (msg: object) => void;

/** Finds a service method's implementation. Absent: a function that refuses, so that nothing pretends to be built. */
export function implementationOf(implementation: object, { local, path }: ServiceMethod): Method {
  const method = (implementation as Record<string, unknown>)[local];
  if (typeof method === 'function') return method.bind(implementation) as Method;
  return () => {
    throw new InternalError(`${path} is not built yet`);
  };
}

/** Routes messages to the modules' message servers. Source: cosmos-sdk baseapp/msg_service_router.go. */
export class MsgServiceRouter implements MsgRouter {
  private readonly routes = new Map<string, MsgHandler>();
  private readonly checks = new Map<string, ValidateBasic>();

  /** Throws when a message is routed twice. */
  registerService(service: ServiceDescriptor, implementation: object): void {
    for (const method of Object.values(service.methods)) {
      const typeUrl = `/${method.requestType.typeName}`;
      if (this.routes.has(typeUrl)) throw new InternalError(`two handlers for ${typeUrl}`);
      this.routes.set(
        typeUrl,
        this.makeHandler(typeUrl, method.responseType, implementationOf(implementation, method)),
      );
    }
  }

  /** Throws when a message type gets two checks. */
  registerValidateBasic(typeName: string, check: ValidateBasic): void {
    const typeUrl = `/${typeName}`;
    if (this.checks.has(typeUrl)) throw new InternalError(`two ValidateBasic for ${typeUrl}`);
    this.checks.set(typeUrl, check);
  }

  handler(typeUrl: string): MsgHandler | undefined {
    return this.routes.get(typeUrl);
  }

  /** The stateless checks of a message type, or undefined when the reference has none. */
  validateBasic(typeUrl: string): ValidateBasic | undefined {
    return this.checks.get(typeUrl);
  }

  private makeHandler(typeUrl: string, responseType: Codec, method: Method): MsgHandler {
    const responseUrl = `/${responseType.typeName}`;
    const encode = responseType.encode as (message: object) => Uint8Array;
    return (ctx, msg) => {
      const eventManager = new EventManager();
      // The message was checked before the ante chain already; messages inside others (authz, gov) are checked here alone.
      this.checks.get(typeUrl)?.(msg);
      const response = method(ctx.with({ eventManager }), msg);
      return { response: { typeUrl: responseUrl, value: encode(response) }, events: eventManager.events() };
    };
  }
}
