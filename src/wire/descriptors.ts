/**
 * The descriptors of all files, read from the compressed set when first asked for. JSON, REST, reflection and the strict
 * checks stand on them; encoding and decoding do not.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InternalError } from '../core/errors.ts';
import {
  boolOption,
  type EnumDesc,
  type FieldDesc,
  type FileDesc,
  type MessageDesc,
  type MethodDesc,
  rawFields,
  readFile,
  type ServiceDesc,
  textOption,
} from './descriptor-set.ts';
import { camel, goCamel, goPackage } from './go-names.ts';
import {
  FILE_GO_PACKAGE,
  GOGO_CUSTOMTYPE,
  GOGO_EMBED,
  GOGO_NULLABLE,
  GOGO_STDDURATION,
  GOGO_STDTIME,
  HTTP_RULE,
} from './options.ts';

/** FieldDescriptorProto.Type. */
export const FieldType = {
  DOUBLE: 1,
  FLOAT: 2,
  INT64: 3,
  UINT64: 4,
  INT32: 5,
  FIXED64: 6,
  FIXED32: 7,
  BOOL: 8,
  STRING: 9,
  GROUP: 10,
  MESSAGE: 11,
  BYTES: 12,
  UINT32: 13,
  ENUM: 14,
  SFIXED32: 15,
  SFIXED64: 16,
  SINT32: 17,
  SINT64: 18,
} as const;

/** How the generated code holds a value. */
export type Representation = 'plain' | 'int' | 'dec' | 'time' | 'duration' | 'descriptor';

/** A field of a message. */
export class FieldInfo {
  readonly desc: FieldDesc;
  /** Name in the .proto file. */
  readonly name: string;
  /** Name in the generated code. */
  readonly property: string;
  readonly number: number;
  readonly type: number;
  readonly repeated: boolean;
  /** gogoproto.nullable: a pointer in Go. */
  readonly nullable: boolean;
  readonly embed: boolean;
  readonly representation: Representation;
  /** proto3 `optional`. */
  readonly optional: boolean;
  /** The oneof it belongs to, as a property of the generated message. */
  readonly oneof: string | undefined;
  /** The oneof's name in the .proto file. */
  readonly oneofName: string | undefined;

  constructor(desc: FieldDesc, owner: MessageDesc) {
    this.desc = desc;
    this.name = desc.name;
    this.property = camel(desc.name);
    this.number = desc.number;
    this.type = desc.type;
    this.repeated = desc.label === 3;
    this.nullable = boolOption(desc.options, GOGO_NULLABLE) ?? true;
    this.embed = boolOption(desc.options, GOGO_EMBED) ?? false;
    this.optional = desc.proto3Optional;
    const oneof = desc.oneof >= 0 && !desc.proto3Optional ? owner.oneofs[desc.oneof]!.name : undefined;
    this.oneofName = oneof;
    this.oneof = oneof === undefined ? undefined : camel(oneof);
    const custom = textOption(desc.options, GOGO_CUSTOMTYPE);
    if (custom !== undefined && /\.Int$/.test(custom)) this.representation = 'int';
    else if (custom !== undefined && /\.(Legacy)?Dec$/.test(custom)) this.representation = 'dec';
    else if (boolOption(desc.options, GOGO_STDTIME)) this.representation = 'time';
    else if (boolOption(desc.options, GOGO_STDDURATION)) this.representation = 'duration';
    else if (desc.typeName.startsWith('.google.protobuf.') && isDescriptor(desc.typeName)) {
      this.representation = 'descriptor';
    } else this.representation = 'plain';
  }

  private resolved: MessageInfo | undefined;
  /** The message type of the field; of the entries, for a map. */
  get message(): MessageInfo {
    this.resolved ??= messageInfo(this.desc.typeName.slice(1));
    return this.resolved;
  }
  private resolvedEnum: EnumInfo | undefined;
  get enum(): EnumInfo {
    this.resolvedEnum ??= enumInfo(this.desc.typeName.slice(1));
    return this.resolvedEnum;
  }
  private mapEntry: boolean | undefined;
  get isMap(): boolean {
    this.mapEntry ??= this.type === FieldType.MESSAGE && this.repeated && this.message.desc.mapEntry;
    return this.mapEntry;
  }
}

function isDescriptor(typeName: string): boolean {
  return file('google/protobuf/descriptor.proto').messages.some((m) => `.google.protobuf.${m.name}` === typeName);
}

/** A message type. */
export class MessageInfo {
  readonly typeName: string;
  readonly desc: MessageDesc;
  readonly file: FileDesc;
  /** As Go prints a pointer to the type: `*types.MsgSend`. */
  readonly goType: string;

  constructor(typeName: string, desc: MessageDesc, file: FileDesc, goName: string) {
    this.typeName = typeName;
    this.desc = desc;
    this.file = file;
    this.goType = `*${goPackage(file.name, file.package, textOption(file.options, FILE_GO_PACKAGE) ?? '')}.${goName}`;
  }

  private declared: FieldInfo[] | undefined;
  /** In the order of the .proto file. */
  get fields(): readonly FieldInfo[] {
    this.declared ??= this.desc.fields.map((f) => new FieldInfo(f, this.desc));
    return this.declared;
  }
  private numbers: Map<number, FieldInfo> | undefined;
  get byNumber(): ReadonlyMap<number, FieldInfo> {
    this.numbers ??= new Map(this.fields.map((f) => [f.number, f]));
    return this.numbers;
  }
}

/** An enum type. */
export class EnumInfo {
  readonly typeName: string;
  /** As gogoproto registers it: a type inside a message is `package.Outer_Inner`. */
  readonly goName: string;
  /** As Go prints the type: `v1.Outer_Inner`. */
  readonly goType: string;
  readonly desc: EnumDesc;
  readonly names = new Map<number, string>();
  readonly numbers = new Map<string, number>();

  constructor(typeName: string, goName: string, file: FileDesc, desc: EnumDesc) {
    this.typeName = typeName;
    this.goName = file.package === '' ? goName : `${file.package}.${goName}`;
    this.goType = `${goPackage(file.name, file.package, textOption(file.options, FILE_GO_PACKAGE) ?? '')}.${goName}`;
    this.desc = desc;
    for (const v of desc.values) {
      if (!this.names.has(v.number)) this.names.set(v.number, v.name);
      this.numbers.set(v.name, v.number);
    }
  }
}

/** One HTTP route of a method (google.api.http). */
export interface HttpRule {
  /** GET, PUT, POST, DELETE or PATCH. */
  readonly verb: string;
  readonly path: string;
  /** The field that the body fills: `*` is all, empty is none. */
  readonly body: string;
}

interface Index {
  readonly files: Map<string, FileDesc>;
  readonly messages: Map<string, MessageInfo>;
  readonly enums: Map<string, EnumInfo>;
}

let loaded: Index | undefined;
let set: Uint8Array | undefined;

/** The whole FileDescriptorSet. */
export function descriptorSet(): Uint8Array {
  set ??= gunzipSync(readFileSync(new URL('./gen/descriptors.binpb.gz', import.meta.url)));
  return set;
}

function index(): Index {
  if (loaded !== undefined) return loaded;
  const files = new Map<string, FileDesc>();
  const out: Index = { files, messages: new Map(), enums: new Map() };
  loaded = out;
  for (const f of rawFields(descriptorSet())) {
    const parsed = readFile(f.bytes);
    files.set(parsed.name, parsed);
    const prefix = parsed.package === '' ? '' : `${parsed.package}.`;
    const add = (d: MessageDesc, scope: string, goScope: string) => {
      const name = scope + d.name;
      const goName = goScope + goCamel(d.name);
      out.messages.set(name, new MessageInfo(name, d, parsed, goName));
      for (const n of d.nested) add(n, `${name}.`, `${goName}_`);
      for (const e of d.enums) {
        const full = `${name}.${e.name}`;
        out.enums.set(full, new EnumInfo(full, `${goName}_${goCamel(e.name)}`, parsed, e));
      }
    };
    for (const d of parsed.messages) add(d, prefix, '');
    for (const e of parsed.enums) {
      out.enums.set(prefix + e.name, new EnumInfo(prefix + e.name, goCamel(e.name), parsed, e));
    }
  }
  return out;
}

/** Every file, dependencies first. */
export function files(): FileDesc[] {
  return [...index().files.values()];
}

/** One file by its path. */
export function file(name: string): FileDesc {
  const f = findFile(name);
  if (f === undefined) throw new InternalError(`no proto file ${name}`);
  return f;
}

/** One file by its path, if it exists. */
export function findFile(name: string): FileDesc | undefined {
  return index().files.get(name);
}

/** A message type by full name. Throws InternalError. */
export function messageInfo(typeName: string): MessageInfo {
  const m = index().messages.get(typeName);
  if (m === undefined) throw new InternalError(`no message ${typeName}`);
  return m;
}

/** A message type by full name, if it exists. */
export function findMessage(typeName: string): MessageInfo | undefined {
  return index().messages.get(typeName);
}

/** An enum type by full name. Throws InternalError. */
export function enumInfo(typeName: string): EnumInfo {
  const e = index().enums.get(typeName);
  if (e === undefined) throw new InternalError(`no enum ${typeName}`);
  return e;
}

/** Every service with its full name and file. */
export function serviceInfos(): { readonly typeName: string; readonly desc: ServiceDesc; readonly file: FileDesc }[] {
  return files().flatMap((f) => f.services.map((desc) => ({ typeName: `${f.package}.${desc.name}`, desc, file: f })));
}

const VERBS: { readonly [number: number]: string } = { 2: 'GET', 3: 'PUT', 4: 'POST', 5: 'DELETE', 6: 'PATCH' };

function readRule(bytes: Uint8Array, out: HttpRule[]): void {
  const rule = { verb: '', path: '', body: '' };
  const more: Uint8Array[] = [];
  const text = new TextDecoder();
  for (const f of rawFields(bytes)) {
    const verb = VERBS[f.number];
    if (verb !== undefined) {
      rule.verb = verb;
      rule.path = text.decode(f.bytes);
    } else if (f.number === 7) rule.body = text.decode(f.bytes);
    else if (f.number === 11) more.push(f.bytes);
  }
  out.push(rule);
  for (const m of more) readRule(m, out);
}

/** The HTTP routes of a method, additional bindings after the main one. */
export function httpRules(method: MethodDesc): HttpRule[] {
  const out: HttpRule[] = [];
  for (const f of rawFields(method.options)) if (f.number === HTTP_RULE) readRule(f.bytes, out);
  return out;
}
