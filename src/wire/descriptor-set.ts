/**
 * Reads a FileDescriptorSet (google/protobuf/descriptor.proto) into plain objects. Options stay raw bytes: most of them
 * are extensions, which whoever asks reads by number with {@link rawFields}.
 */

/** One field on the wire: number, wire type and value. */
export interface RawField {
  readonly number: number;
  readonly wireType: number;
  /** As a signed 64-bit number; exact up to 2^53. */
  readonly varint: number;
  readonly bytes: Uint8Array;
}

export interface FieldDesc {
  readonly name: string;
  readonly number: number;
  /** 1 optional, 2 required, 3 repeated. */
  readonly label: number;
  /** FieldDescriptorProto.Type. */
  readonly type: number;
  /** Full name of the message or enum, with a leading dot; empty for scalars. */
  readonly typeName: string;
  /** For extensions: what they extend, with a leading dot. */
  readonly extendee: string;
  readonly jsonName: string;
  /** Index among the message's oneofs, or -1. */
  readonly oneof: number;
  readonly proto3Optional: boolean;
  readonly options: Uint8Array;
}

export interface MessageDesc {
  readonly name: string;
  readonly fields: FieldDesc[];
  readonly nested: MessageDesc[];
  readonly enums: EnumDesc[];
  readonly extensions: FieldDesc[];
  readonly oneofs: { readonly name: string; readonly options: Uint8Array }[];
  readonly mapEntry: boolean;
  readonly options: Uint8Array;
}

export interface EnumDesc {
  readonly name: string;
  readonly values: { readonly name: string; readonly number: number; readonly options: Uint8Array }[];
  readonly options: Uint8Array;
}

export interface MethodDesc {
  readonly name: string;
  readonly input: string;
  readonly output: string;
  readonly clientStreaming: boolean;
  readonly serverStreaming: boolean;
  readonly options: Uint8Array;
}

export interface ServiceDesc {
  readonly name: string;
  readonly methods: MethodDesc[];
  readonly options: Uint8Array;
}

export interface FileDesc {
  readonly name: string;
  readonly package: string;
  readonly dependencies: string[];
  readonly messages: MessageDesc[];
  readonly enums: EnumDesc[];
  readonly services: ServiceDesc[];
  readonly extensions: FieldDesc[];
  readonly syntax: string;
  readonly options: Uint8Array;
  /** The FileDescriptorProto itself. */
  readonly bytes: Uint8Array;
}

const NONE: Uint8Array = new Uint8Array(0);
const utf8 = new TextDecoder();

/** The fields of a message in the order they are written. For trusted input. */
export function rawFields(bytes: Uint8Array): RawField[] {
  const out: RawField[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let pos = 0;
  const varint = (): number => {
    let v = 0;
    let unit = 1;
    for (let i = 0; ; i++) {
      const b = bytes[pos++];
      if (b === undefined) throw new RangeError('descriptor is cut short');
      // The tenth byte holds the sign.
      v += i === 9 ? -unit : (b & 0x7f) * unit;
      unit *= 128;
      if (b < 0x80) return v;
    }
  };
  while (pos < bytes.length) {
    const tag = varint();
    const number = tag >>> 3;
    const wireType = tag & 7;
    if (wireType === 0) out.push({ number, wireType, varint: varint(), bytes: NONE });
    else if (wireType === 2) {
      const length = varint();
      out.push({ number, wireType, varint: 0, bytes: bytes.subarray(pos, pos + length) });
      pos += length;
    } else if (wireType === 5) {
      out.push({ number, wireType, varint: view.getUint32(pos, true), bytes: NONE });
      pos += 4;
    } else if (wireType === 1) {
      out.push({ number, wireType, varint: Number(view.getBigUint64(pos, true)), bytes: NONE });
      pos += 8;
    } else throw new RangeError(`descriptor has wire type ${wireType}`);
  }
  return out;
}

const int = (f: RawField): number => f.varint | 0;
const text = (f: RawField): string => utf8.decode(f.bytes);

function readField(bytes: Uint8Array): FieldDesc {
  const d = {
    name: '',
    number: 0,
    label: 1,
    type: 0,
    typeName: '',
    extendee: '',
    jsonName: '',
    oneof: -1,
    proto3Optional: false,
    options: NONE,
  };
  for (const f of rawFields(bytes)) {
    if (f.number === 1) d.name = text(f);
    else if (f.number === 2) d.extendee = text(f);
    else if (f.number === 3) d.number = int(f);
    else if (f.number === 4) d.label = int(f);
    else if (f.number === 5) d.type = int(f);
    else if (f.number === 6) d.typeName = text(f);
    else if (f.number === 8) d.options = f.bytes;
    else if (f.number === 9) d.oneof = int(f);
    else if (f.number === 10) d.jsonName = text(f);
    else if (f.number === 17) d.proto3Optional = f.varint !== 0;
  }
  return d;
}

function readEnum(bytes: Uint8Array): EnumDesc {
  const d = { name: '', values: [] as { name: string; number: number; options: Uint8Array }[], options: NONE };
  for (const f of rawFields(bytes)) {
    if (f.number === 1) d.name = text(f);
    else if (f.number === 3) d.options = f.bytes;
    else if (f.number === 2) {
      const v = { name: '', number: 0, options: NONE };
      for (const g of rawFields(f.bytes)) {
        if (g.number === 1) v.name = text(g);
        else if (g.number === 2) v.number = int(g);
        else if (g.number === 3) v.options = g.bytes;
      }
      d.values.push(v);
    }
  }
  return d;
}

function readMessage(bytes: Uint8Array): MessageDesc {
  const d = {
    name: '',
    fields: [] as FieldDesc[],
    nested: [] as MessageDesc[],
    enums: [] as EnumDesc[],
    extensions: [] as FieldDesc[],
    oneofs: [] as { name: string; options: Uint8Array }[],
    mapEntry: false,
    options: NONE,
  };
  for (const f of rawFields(bytes)) {
    if (f.number === 1) d.name = text(f);
    else if (f.number === 2) d.fields.push(readField(f.bytes));
    else if (f.number === 3) d.nested.push(readMessage(f.bytes));
    else if (f.number === 4) d.enums.push(readEnum(f.bytes));
    else if (f.number === 6) d.extensions.push(readField(f.bytes));
    else if (f.number === 7) {
      d.options = f.bytes;
      d.mapEntry = rawFields(f.bytes).some((o) => o.number === 7 && o.varint !== 0);
    } else if (f.number === 8) {
      const o = { name: '', options: NONE };
      for (const g of rawFields(f.bytes)) {
        if (g.number === 1) o.name = text(g);
        else if (g.number === 2) o.options = g.bytes;
      }
      d.oneofs.push(o);
    }
  }
  return d;
}

function readService(bytes: Uint8Array): ServiceDesc {
  const d = { name: '', methods: [] as MethodDesc[], options: NONE };
  for (const f of rawFields(bytes)) {
    if (f.number === 1) d.name = text(f);
    else if (f.number === 3) d.options = f.bytes;
    else if (f.number === 2) {
      const m = { name: '', input: '', output: '', clientStreaming: false, serverStreaming: false, options: NONE };
      for (const g of rawFields(f.bytes)) {
        if (g.number === 1) m.name = text(g);
        else if (g.number === 2) m.input = text(g);
        else if (g.number === 3) m.output = text(g);
        else if (g.number === 4) m.options = g.bytes;
        else if (g.number === 5) m.clientStreaming = g.varint !== 0;
        else if (g.number === 6) m.serverStreaming = g.varint !== 0;
      }
      d.methods.push(m);
    }
  }
  return d;
}

/** Reads one FileDescriptorProto. */
export function readFile(bytes: Uint8Array): FileDesc {
  const d = {
    name: '',
    package: '',
    dependencies: [] as string[],
    messages: [] as MessageDesc[],
    enums: [] as EnumDesc[],
    services: [] as ServiceDesc[],
    extensions: [] as FieldDesc[],
    syntax: 'proto2',
    options: NONE,
    bytes,
  };
  for (const f of rawFields(bytes)) {
    if (f.number === 1) d.name = text(f);
    else if (f.number === 2) d.package = text(f);
    else if (f.number === 3) d.dependencies.push(text(f));
    else if (f.number === 4) d.messages.push(readMessage(f.bytes));
    else if (f.number === 5) d.enums.push(readEnum(f.bytes));
    else if (f.number === 6) d.services.push(readService(f.bytes));
    else if (f.number === 7) d.extensions.push(readField(f.bytes));
    else if (f.number === 8) d.options = f.bytes;
    else if (f.number === 12) d.syntax = text(f);
  }
  return d;
}

/** Reads a FileDescriptorSet. */
export function readFileSet(bytes: Uint8Array): FileDesc[] {
  return rawFields(bytes)
    .filter((f) => f.number === 1)
    .map((f) => readFile(f.bytes));
}

/** The last value of an option, if it was given. */
export function option(options: Uint8Array, number: number): RawField | undefined {
  return rawFields(options).findLast((f) => f.number === number);
}
/** A bool option. */
export function boolOption(options: Uint8Array, number: number): boolean | undefined {
  const f = option(options, number);
  return f && f.varint !== 0;
}
/** A string option. */
export function textOption(options: Uint8Array, number: number): string | undefined {
  const f = option(options, number);
  return f && text(f);
}
/** All values of a repeated string option. */
export function textOptions(options: Uint8Array, number: number): string[] {
  return rawFields(options)
    .filter((f) => f.number === number)
    .map(text);
}
