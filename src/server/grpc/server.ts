import {
  type handleBidiStreamingCall,
  Metadata,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { GoErrorBase, GoPanic, GrpcError, SdkError } from '../../core/errors.ts';
import {
  ServerReflection as ReflectionV1,
  ServerReflectionRequest,
  ServerReflectionResponse,
} from '../../wire/gen/grpc/reflection/v1/reflection.ts';
import { ServerReflection as ReflectionV1Alpha } from '../../wire/gen/grpc/reflection/v1alpha/reflection.ts';
import type { Message, MethodType, ServiceType } from '../../wire/runtime.ts';
import type { CallInfo, NodeService, QueryableApp } from '../services/types.ts';
import { Reflection } from './reflection.ts';

export interface GrpcServerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Bytes of a request. */
  readonly maxReceive: number;
  /** Bytes of an answer. */
  readonly maxSend: number;
}

export interface GrpcServer {
  /** `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

/** Header by which a caller chooses the height, and by which every answer tells it. */
const HEIGHT_HEADER = 'x-cosmos-block-height';

const passBytes = (b: Buffer): Buffer => b;
const view = (b: Uint8Array): Buffer => Buffer.from(b.buffer, b.byteOffset, b.length);

/**
 * Serves the application's query services (through ABCI queries, so that both doors give the same answers), the node's own services
 * and reflection. Rejects when the port is taken.
 */
export async function startGrpcServer(
  app: QueryableApp,
  queryServices: readonly ServiceType[],
  nodeServices: readonly NodeService[],
  options: GrpcServerOptions,
): Promise<GrpcServer> {
  const server = new Server({
    'grpc.max_receive_message_length': options.maxReceive,
    'grpc.max_send_message_length': options.maxSend,
  });
  for (const service of queryServices)
    addService(server, service, (method, bytes, call) => appQuery(app, method, bytes, call));
  for (const s of nodeServices)
    addService(server, s.service, (method, bytes, call) => nodeCall(app, s, method, bytes, call));

  const names = [
    ...queryServices.map((s) => s.typeName),
    ...nodeServices.map((s) => s.service.typeName),
    ReflectionV1.typeName,
    ReflectionV1Alpha.typeName,
  ];
  let reflection: Reflection | undefined;
  const load = (): Reflection => {
    reflection ??= Reflection.load(() => [...names].sort((a, b) => (a < b ? -1 : 1)));
    return reflection;
  };
  for (const service of [ReflectionV1, ReflectionV1Alpha]) addReflection(server, service, load);

  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${options.host}:${options.port}`, ServerCredentials.createInsecure(), (e, port) =>
      e ? reject(e) : resolve(port),
    );
  });
  return {
    address: `${options.host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.tryShutdown(() => resolve());
        setTimeout(() => {
          server.forceShutdown();
          resolve();
        }, 1000).unref();
      }),
  };
}

interface Answer {
  readonly bytes: Uint8Array;
  readonly height: bigint;
}

type Handler = (method: MethodType, request: Uint8Array, call: CallInfo) => Answer | Promise<Answer>;

function addService(server: Server, service: ServiceType, handler: Handler): void {
  const definition: Record<string, ServiceDefinition[string]> = {};
  const implementation: UntypedServiceImplementation = {};
  for (const method of Object.values(service.methods)) {
    definition[method.name] = {
      path: method.path,
      requestStream: false,
      responseStream: false,
      requestDeserialize: passBytes,
      requestSerialize: passBytes,
      responseDeserialize: passBytes,
      responseSerialize: view,
    };
    implementation[method.name] = (
      call: { metadata: Metadata; request: Buffer; sendMetadata(m: Metadata): void },
      callback: (e: object | null, r?: Uint8Array) => void,
    ) => {
      void (async () => {
        try {
          const answer = await handler(method, call.request, { height: heightOf(call.metadata) });
          const headers = new Metadata();
          headers.set(HEIGHT_HEADER, `${answer.height}`);
          call.sendMetadata(headers);
          callback(null, answer.bytes);
        } catch (e) {
          callback(grpcStatus(e));
        }
      })();
    };
  }
  server.addService(definition as ServiceDefinition, implementation);
}

function heightOf(metadata: Metadata): bigint {
  const text = metadata.get(HEIGHT_HEADER)[0];
  if (text === undefined || text === '') return 0n;
  if (!/^[+-]?\d+$/.test(String(text)))
    throw {
      code: status.INVALID_ARGUMENT,
      details: `Baseapp.RegisterGRPCServer: invalid height header "${HEIGHT_HEADER}": strconv.ParseInt: parsing "${text}": invalid syntax: invalid request`,
    };
  const height = BigInt(String(text));
  if (height < 0n)
    throw { code: status.INVALID_ARGUMENT, details: `${HEIGHT_HEADER}: height must not be negative: invalid request` };
  return height;
}

/** A query of a module. */
function appQuery(app: QueryableApp, method: MethodType, data: Uint8Array, call: CallInfo): Answer {
  const r = app.grpcQuery(method.path, data, call.height);
  return { bytes: r.value, height: r.height };
}

async function nodeCall(
  app: QueryableApp,
  s: NodeService,
  method: MethodType,
  data: Uint8Array,
  call: CallInfo,
): Promise<Answer> {
  const implementation = s.methods[method.local];
  if (!implementation) throw { code: status.UNIMPLEMENTED, details: `method ${method.name} not implemented` };
  const request: Message = method.requestType.decode(data);
  const response = await implementation(request as never, call);
  return {
    bytes: method.responseType.encode(response),
    height: call.height === 0n ? app.lastBlock().height : call.height,
  };
}

/** The status that an error is answered with: its own, Unknown for other Go errors, Internal for panics. */
function grpcStatus(e: unknown): object {
  if (e instanceof GrpcError) return { code: e.grpcCode, details: e.desc };
  if (e instanceof GoErrorBase)
    return {
      code: e instanceof SdkError ? (e.registered.grpcCode ?? status.UNKNOWN) : status.UNKNOWN,
      details: e.message,
    };
  if (e instanceof GoPanic) return { code: status.INTERNAL, details: e.message };
  if (typeof e === 'object' && e !== null && 'code' in e && 'details' in e) return e;
  return { code: status.UNKNOWN, details: e instanceof Error ? e.message : String(e) };
}

function addReflection(server: Server, service: ServiceType, load: () => Reflection): void {
  const method = Object.values(service.methods)[0]!;
  const handle: handleBidiStreamingCall<ServerReflectionRequest, Uint8Array> = (call) => {
    call.on('data', (request: ServerReflectionRequest) => {
      call.write(ServerReflectionResponse.encode(load().answer(request)));
    });
    call.on('end', () => call.end());
    call.on('error', () => call.end());
  };
  server.addService(
    {
      [method.name]: {
        path: method.path,
        requestStream: true,
        responseStream: true,
        requestDeserialize: (b: Buffer) => ServerReflectionRequest.decode(b),
        requestSerialize: (m: ServerReflectionRequest) => view(ServerReflectionRequest.encode(m)),
        responseDeserialize: passBytes,
        responseSerialize: view,
      },
    } as ServiceDefinition,
    { [method.name]: handle } as UntypedServiceImplementation,
  );
}
