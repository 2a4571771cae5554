/** The descriptors as the generator sees them: resolved types, Go names, gogoproto options. */
import {
  boolOption,
  type EnumDesc,
  type FieldDesc,
  type FileDesc,
  type MessageDesc,
  type ServiceDesc,
  textOption,
  textOptions,
} from '../src/wire/descriptor-set.ts';
import { camel, goCamel } from '../src/wire/go-names.ts';
import {
  FIELD_PACKED,
  GOGO_CUSTOMNAME,
  GOGO_CUSTOMTYPE,
  GOGO_EMBED,
  GOGO_ENUM_CUSTOMNAME,
  GOGO_NULLABLE,
  GOGO_STDDURATION,
  GOGO_STDTIME,
  GOGO_UNRECOGNIZED,
  MSG_SIGNER,
  SCALAR,
} from '../src/wire/options.ts';

/** Descriptors travel as the bytes they are: their options hold extensions that no generated type would keep. */
const OPAQUE_FILE = 'google/protobuf/descriptor.proto';

export type Kind =
  | { k: 'scalar'; type: number }
  | { k: 'enum'; ref: EnumModel }
  | { k: 'message'; ref: MessageModel; nullable: boolean }
  | { k: 'map'; key: Kind; value: Kind }
  | { k: 'int'; nullable: boolean }
  | { k: 'dec'; nullable: boolean }
  | { k: 'time'; nullable: boolean }
  | { k: 'duration'; nullable: boolean }
  /** A secp256r1 key: bytes that are checked when read. */
  | { k: 'p256'; secret: boolean };

export interface FieldModel {
  name: string;
  protoName: string;
  goName: string;
  number: number;
  repeated: boolean;
  packed: boolean;
  /** proto3 optional or proto2: absence is told from zero. */
  optional: boolean;
  oneof: OneofModel | undefined;
  kind: Kind;
  desc: FieldDesc;
}

export interface OneofModel {
  name: string;
  fields: FieldModel[];
}

export interface MessageModel {
  fullName: string;
  /** Name in TypeScript and in Go. */
  name: string;
  file: FileModel;
  fields: FieldModel[];
  oneofs: OneofModel[];
  signers: string[];
  mapEntry: boolean;
  /** Unknown fields are kept and written back. */
  unrecognized: boolean;
  /** Messages of its type can be inside it, so reading it must not recurse. */
  recursive: boolean;
  desc: MessageDesc;
}

export interface EnumModel {
  fullName: string;
  name: string;
  file: FileModel;
  desc: EnumDesc;
}

export interface FileModel {
  name: string;
  package: string;
  proto3: boolean;
  messages: MessageModel[];
  enums: EnumModel[];
  services: ServiceDesc[];
  desc: FileDesc;
}

export interface Model {
  files: FileModel[];
  /** By full name with a leading dot. */
  types: Map<string, MessageModel | EnumModel>;
}

/** Method names in server interfaces: `ABCIQuery` is `abciQuery`. */
export function lowerCamel(s: string): string {
  return s.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (m) => m.toLowerCase());
}

function kindOf(f: FieldDesc, model: Model): Kind {
  const custom = textOption(f.options, GOGO_CUSTOMTYPE);
  const nullable = boolOption(f.options, GOGO_NULLABLE) ?? true;
  if (custom !== undefined) {
    if (/\.Int$/.test(custom)) return { k: 'int', nullable };
    if (/\.(Legacy)?Dec$/.test(custom)) return { k: 'dec', nullable };
    if (custom === 'ecdsaPK' || custom === 'ecdsaSK') return { k: 'p256', secret: custom === 'ecdsaSK' };
    if (f.type !== 12) throw new Error(`unknown customtype ${custom} of ${f.name}`);
  }
  if (boolOption(f.options, GOGO_STDTIME)) return { k: 'time', nullable };
  if (boolOption(f.options, GOGO_STDDURATION)) return { k: 'duration', nullable };
  if (f.type === 14) return { k: 'enum', ref: model.types.get(f.typeName) as EnumModel };
  if (f.type !== 11) return { k: 'scalar', type: f.type };
  const ref = model.types.get(f.typeName) as MessageModel;
  if (ref === undefined) throw new Error(`unknown type ${f.typeName}`);
  if (ref.file.name === OPAQUE_FILE) return { k: 'scalar', type: 12 };
  if (ref.mapEntry) {
    const [key, value] = [ref.desc.fields.find((x) => x.number === 1)!, ref.desc.fields.find((x) => x.number === 2)!];
    return { k: 'map', key: kindOf(key, model), value: kindOf(value, model) };
  }
  return { k: 'message', ref, nullable };
}

function packable(k: Kind): boolean {
  return k.k === 'enum' || (k.k === 'scalar' && k.type !== 9 && k.type !== 12);
}

export function buildModel(set: FileDesc[]): Model {
  const model: Model = { files: [], types: new Map() };
  for (const desc of set) {
    const file: FileModel = {
      name: desc.name,
      package: desc.package,
      proto3: desc.syntax === 'proto3',
      messages: [],
      enums: [],
      services: desc.services,
      desc,
    };
    model.files.push(file);
    const prefix = desc.package === '' ? '' : `${desc.package}.`;
    const addEnum = (e: EnumDesc, scope: string, goScope: string) => {
      const name = textOption(e.options, GOGO_ENUM_CUSTOMNAME) ?? goScope + goCamel(e.name);
      const m: EnumModel = { fullName: scope + e.name, name, file, desc: e };
      file.enums.push(m);
      model.types.set(`.${m.fullName}`, m);
    };
    const addMessage = (d: MessageDesc, scope: string, goScope: string) => {
      const m: MessageModel = {
        fullName: scope + d.name,
        name: goScope + goCamel(d.name),
        file,
        fields: [],
        oneofs: [],
        signers: textOptions(d.options, MSG_SIGNER),
        mapEntry: d.mapEntry,
        unrecognized: boolOption(d.options, GOGO_UNRECOGNIZED) ?? `${scope}${d.name}` === 'google.protobuf.Any',
        recursive: false,
        desc: d,
      };
      model.types.set(`.${m.fullName}`, m);
      file.messages.push(m);
      for (const n of d.nested) addMessage(n, `${m.fullName}.`, `${m.name}_`);
      for (const e of d.enums) addEnum(e, `${m.fullName}.`, `${m.name}_`);
    };
    for (const e of desc.enums) addEnum(e, prefix, '');
    for (const d of desc.messages) addMessage(d, prefix, '');
  }
  for (const file of model.files) {
    for (const m of file.messages) {
      const oneofs: OneofModel[] = m.desc.oneofs.map((o) => ({ name: camel(o.name), fields: [] }));
      for (const f of m.desc.fields) {
        const kind = kindOf(f, model);
        const oneof = f.oneof >= 0 && !f.proto3Optional ? oneofs[f.oneof]! : undefined;
        const repeated = f.label === 3;
        const embed = boolOption(f.options, GOGO_EMBED) ?? false;
        const goName =
          textOption(f.options, GOGO_CUSTOMNAME) ??
          (embed && kind.k === 'message' ? goCamel(kind.ref.desc.name) : goCamel(f.name));
        const field: FieldModel = {
          name: camel(f.name),
          protoName: f.name,
          goName,
          number: f.number,
          repeated,
          packed: repeated && packable(kind) && (boolOption(f.options, FIELD_PACKED) ?? file.proto3),
          optional: !repeated && oneof === undefined && (f.proto3Optional || !file.proto3),
          oneof,
          kind,
          desc: f,
        };
        oneof?.fields.push(field);
        m.fields.push(field);
      }
      m.fields.sort((a, b) => a.number - b.number);
      m.oneofs = oneofs.filter((o) => o.fields.length > 0);
    }
  }
  for (const m of model.types.values()) if ('fields' in m) m.recursive = reaches(m, m);
  return model;
}

function children(m: MessageModel): MessageModel[] {
  return m.fields.flatMap((f) => {
    const k = f.kind.k === 'map' ? f.kind.value : f.kind;
    return k.k === 'message' ? [k.ref] : [];
  });
}

function reaches(from: MessageModel, to: MessageModel): boolean {
  const seen = new Set<MessageModel>();
  const todo = children(from);
  for (let m = todo.pop(); m !== undefined; m = todo.pop()) {
    if (m === to) return true;
    if (seen.has(m)) continue;
    seen.add(m);
    todo.push(...children(m));
  }
  return false;
}

/** A path from a message to a field that holds a signer's address. */
export interface SignerPath {
  readonly path: string[];
  /** Whether the address is a validator's. */
  readonly validator: boolean;
}

/** Where the addresses of a message's signers are. */
export function signerPaths(m: MessageModel): SignerPath[] {
  return m.signers.flatMap((protoName) => {
    const f = m.fields.find((x) => x.protoName === protoName);
    if (f === undefined) throw new Error(`${m.fullName}: signer field ${protoName} does not exist`);
    if (f.kind.k === 'message') {
      return signerPaths(f.kind.ref).map((p) => ({ ...p, path: [f.name, ...p.path] }));
    }
    return [{ path: [f.name], validator: textOption(f.desc.options, SCALAR) === 'cosmos.ValidatorAddressString' }];
  });
}

/** Files that get code: ours, and what they refer to. Options' own definitions get none. */
export function filesToGenerate(model: Model): FileModel[] {
  const wanted = new Set<FileModel>();
  const add = (file: FileModel) => {
    if (wanted.has(file)) return;
    wanted.add(file);
    const follow = (k: Kind) => {
      if (k.k === 'message' || k.k === 'enum') add(k.ref.file);
      else if (k.k === 'map') follow(k.value);
    };
    for (const m of file.messages) for (const f of m.fields) follow(f.kind);
    for (const s of file.services) {
      for (const m of s.methods) for (const t of [m.input, m.output]) add(model.types.get(t)!.file);
    }
  };
  for (const f of model.files) {
    const own = !/^(google|gogoproto|amino|cosmos_proto)\//.test(f.name) || /^google\/rpc\//.test(f.name);
    if (own && f.messages.length + f.enums.length + f.services.length > 0) add(f);
  }
  for (const f of model.files)
    if (/^google\/protobuf\/(any|timestamp|duration|wrappers|empty)\.proto$/.test(f.name)) add(f);
  return model.files.filter((f) => wanted.has(f) && f.name !== OPAQUE_FILE);
}
