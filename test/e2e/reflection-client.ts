/**
 * A gRPC client that knows nothing of the chain: it asks the server's reflection for descriptors and encodes with protobufjs. None of
 * this project's own codecs takes part.
 */
import { Client, credentials } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import descriptorModule from 'protobufjs/ext/descriptor/index.js';

const descriptor = descriptorModule as unknown as {
  FileDescriptorProto: protobuf.Type;
  FileDescriptorSet: protobuf.Type;
};

const REFLECTION = `
syntax = "proto3";
package grpc.reflection.VERSION;
message ServerReflectionRequest { string host = 1; oneof message_request { string file_by_filename = 3; string file_containing_symbol = 4; string list_services = 7; } }
message ServerReflectionResponse { oneof message_response { FileDescriptorResponse file_descriptor_response = 4; ListServiceResponse list_services_response = 6; ErrorResponse error_response = 7; } }
message FileDescriptorResponse { repeated bytes file_descriptor_proto = 1; }
message ListServiceResponse { repeated ServiceResponse service = 1; }
message ServiceResponse { string name = 1; }
message ErrorResponse { int32 error_code = 1; string error_message = 2; }
`;

interface ReflectionAnswer {
  fileDescriptorResponse?: { fileDescriptorProto: Uint8Array[] };
  listServicesResponse?: { service: { name: string }[] };
  errorResponse?: { errorCode: number; errorMessage: string };
}

/** A connection to one server, over one version of its reflection. */
export class ReflectionClient {
  private readonly client: Client;
  private readonly version: 'v1' | 'v1alpha';
  private readonly types: protobuf.Root;

  constructor(address: string, version: 'v1' | 'v1alpha') {
    this.client = new Client(address, credentials.createInsecure());
    this.version = version;
    this.types = protobuf.parse(REFLECTION.replace('VERSION', version)).root;
  }

  close(): void {
    this.client.close();
  }

  private ask(request: object): Promise<ReflectionAnswer> {
    const Request = this.types.lookupType(`grpc.reflection.${this.version}.ServerReflectionRequest`);
    const Response = this.types.lookupType(`grpc.reflection.${this.version}.ServerReflectionResponse`);
    return new Promise((resolve, reject) => {
      const stream = this.client.makeBidiStreamRequest(
        `/grpc.reflection.${this.version}.ServerReflection/ServerReflectionInfo`,
        (m: object) => Buffer.from(Request.encode(Request.create(m)).finish()),
        (b: Buffer) => Response.toObject(Response.decode(b)) as ReflectionAnswer,
      );
      stream.on('data', (r: ReflectionAnswer) => {
        if (r.errorResponse) reject(new Error(`${r.errorResponse.errorCode}: ${r.errorResponse.errorMessage}`));
        else resolve(r);
        stream.end();
      });
      stream.on('error', reject);
      stream.write(request);
    });
  }

  async services(): Promise<string[]> {
    return (await this.ask({ listServices: '*' })).listServicesResponse!.service.map((s) => s.name);
  }

  /** Calls a unary method with a JSON-like request in proto names. */
  async call(service: string, method: string, request: object): Promise<Record<string, unknown>> {
    const files = (await this.ask({ fileContainingSymbol: service })).fileDescriptorResponse!.fileDescriptorProto;
    const set = {
      file: files.map((f) => descriptor.FileDescriptorProto.toObject(descriptor.FileDescriptorProto.decode(f))),
    };
    // Extensions describe options only; protobufjs cannot hold two of the same number.
    for (const f of set.file) f.extension = [];
    const root = (protobuf.Root as unknown as { fromDescriptor(s: object): protobuf.Root })
      .fromDescriptor(descriptor.FileDescriptorSet.fromObject(set))
      .resolveAll();
    const found = root.lookupService(service).methods[method]!;
    const Request = root.lookupType(found.requestType);
    const Response = root.lookupType(found.responseType);
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(
        `/${service}/${method}`,
        (m: object) => Buffer.from(Request.encode(Request.fromObject(m)).finish()),
        (b: Buffer) =>
          Response.toObject(Response.decode(b), { longs: String, enums: String, defaults: true }) as Record<
            string,
            unknown
          >,
        request,
        (e, v) => (e ? reject(e) : resolve(v!)),
      );
    });
  }
}
