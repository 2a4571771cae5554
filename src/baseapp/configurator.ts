import type { Configurator } from '../core/module.ts';
import type { MsgServiceRouter } from './msg-router.ts';
import type { GrpcQueryRouter } from './query-router.ts';

/** Takes the modules' services into the two routers. */
export function configurator(messages: MsgServiceRouter, queries: GrpcQueryRouter): Configurator {
  return {
    msgServer: (service, implementation) => messages.registerService(service, implementation),
    queryServer: (service, implementation) => queries.registerService(service, implementation),
    validateBasic: (type, check) => messages.registerValidateBasic(type.typeName, check as (msg: object) => void),
  };
}
