import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type EnumDesc, type FileDesc, type MessageDesc, readFileSet } from '../../wire/descriptor-set.ts';
import type {
  ServerReflectionRequest,
  ServerReflectionResponse,
} from '../../wire/gen/grpc/reflection/v1/reflection.ts';

const NOT_FOUND = 5;

/** Answers reflection requests (both versions have the same messages) over the descriptors of the whole chain. */
export class Reflection {
  private readonly files = new Map<string, FileDesc>();
  private readonly symbols = new Map<string, FileDesc>();
  /** By extended type: field number to file. */
  private readonly extensions = new Map<string, Map<number, FileDesc>>();
  private readonly services: () => readonly string[];

  constructor(files: readonly FileDesc[], services: () => readonly string[]) {
    this.services = services;
    for (const f of files) {
      this.files.set(f.name, f);
      const scope = f.package === '' ? '' : `${f.package}.`;
      for (const m of f.messages) this.addMessage(scope, m, f);
      for (const e of f.enums) this.addEnum(scope, e, f);
      for (const s of f.services) {
        this.symbols.set(scope + s.name, f);
        for (const m of s.methods) this.symbols.set(`${scope}${s.name}.${m.name}`, f);
      }
      this.addExtensions(scope, f.extensions, f);
    }
  }

  static load(services: () => readonly string[]): Reflection {
    const packed = readFileSync(new URL('../../wire/gen/descriptors.binpb.gz', import.meta.url));
    return new Reflection(readFileSet(gunzipSync(packed)), services);
  }

  answer(request: ServerReflectionRequest): ServerReflectionResponse {
    return {
      validHost: request.host,
      originalRequest: request,
      messageResponse: this.messageResponse(request.messageRequest),
    };
  }

  private messageResponse(
    ask: ServerReflectionRequest['messageRequest'],
  ): NonNullable<ServerReflectionResponse['messageResponse']> {
    switch (ask?.$case) {
      case 'listServices':
        return {
          $case: 'listServicesResponse',
          listServicesResponse: { service: this.services().map((name) => ({ name })) },
        };
      case 'fileByFilename':
        return this.withImports(this.files.get(ask.fileByFilename), `unknown file "${ask.fileByFilename}"`);
      case 'fileContainingSymbol':
        return this.withImports(
          this.symbols.get(ask.fileContainingSymbol),
          `unknown symbol "${ask.fileContainingSymbol}"`,
        );
      case 'fileContainingExtension': {
        const { containingType, extensionNumber } = ask.fileContainingExtension;
        const file = this.extensions.get(containingType)?.get(extensionNumber);
        return this.withImports(file, `unknown extension ${extensionNumber} of "${containingType}"`);
      }
      case 'allExtensionNumbersOfType': {
        const type = ask.allExtensionNumbersOfType;
        if (!this.symbols.has(type)) return error(`unknown type "${type}"`);
        const numbers = [...(this.extensions.get(type)?.keys() ?? [])].sort((a, b) => a - b);
        return {
          $case: 'allExtensionNumbersResponse',
          allExtensionNumbersResponse: { baseTypeName: type, extensionNumber: numbers },
        };
      }
      default:
        return { $case: 'errorResponse', errorResponse: { errorCode: 3, errorMessage: 'invalid MessageRequest' } };
    }
  }

  /** The file and everything it imports: clients need the whole graph, and most do not ask again. */
  private withImports(
    file: FileDesc | undefined,
    otherwise: string,
  ): NonNullable<ServerReflectionResponse['messageResponse']> {
    if (!file) return error(otherwise);
    const seen = new Set<string>();
    const out: Uint8Array[] = [];
    const open = [file];
    for (let f = open.shift(); f; f = open.shift()) {
      if (seen.has(f.name)) continue;
      seen.add(f.name);
      out.push(f.bytes);
      for (const name of f.dependencies) {
        const next = this.files.get(name);
        if (next) open.push(next);
      }
    }
    return { $case: 'fileDescriptorResponse', fileDescriptorResponse: { fileDescriptorProto: out } };
  }

  private addMessage(scope: string, m: MessageDesc, f: FileDesc): void {
    const name = scope + m.name;
    this.symbols.set(name, f);
    for (const field of m.fields) this.symbols.set(`${name}.${field.name}`, f);
    for (const n of m.nested) this.addMessage(`${name}.`, n, f);
    for (const e of m.enums) this.addEnum(`${name}.`, e, f);
    this.addExtensions(`${name}.`, m.extensions, f);
  }

  private addEnum(scope: string, e: EnumDesc, f: FileDesc): void {
    this.symbols.set(scope + e.name, f);
    for (const v of e.values) this.symbols.set(scope + v.name, f);
  }

  private addExtensions(scope: string, list: FileDesc['extensions'], f: FileDesc): void {
    for (const x of list) {
      this.symbols.set(scope + x.name, f);
      const type = x.extendee.replace(/^\./, '');
      const byNumber = this.extensions.get(type) ?? new Map<number, FileDesc>();
      byNumber.set(x.number, f);
      this.extensions.set(type, byNumber);
    }
  }
}

function error(text: string): NonNullable<ServerReflectionResponse['messageResponse']> {
  return { $case: 'errorResponse', errorResponse: { errorCode: NOT_FOUND, errorMessage: text } };
}
