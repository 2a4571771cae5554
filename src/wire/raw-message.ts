/**
 * Messages as the reference's signing code reads them: from bytes again, with protobuf-go. A field is set when it is on the
 * wire, and some types are known by their descriptors only.
 */
import { GoError } from '../core/errors.ts';
import { textOption } from './descriptor-set.ts';
import { type FieldInfo, FieldType, type MessageInfo } from './descriptors.ts';
import { goCamel } from './go-names.ts';
import { FILE_GO_PACKAGE } from './options.ts';
import { Reader } from './runtime.ts';

/** A message in its protobuf form. Several parts, when a field came more than once, are merged. */
export type Raw = readonly Uint8Array[];
/** One value of a field as it was read. */
export type Value = bigint | number | boolean | string | Uint8Array | Raw;

/** The fields of a message that are set. */
export type Fields = Map<FieldInfo, Value | Value[]>;

/** Whether the reference has code of its own for the type. That code does not check that strings are UTF-8. */
export function isPulsar(info: MessageInfo): boolean {
  return (textOption(info.file.options, FILE_GO_PACKAGE) ?? '').startsWith('cosmossdk.io/api/');
}

/** The Go file that holds a proto file's code. */
function goFile(name: string): string {
  return `${name.slice(name.lastIndexOf('/') + 1, -'.proto'.length)}.pb.go`;
}

/**
 * PARITY: cosmos/gogoproto registers the files of a Go package in the order of their names, and a file cannot see those that
 * come later: a message of theirs is known by name only, and prints as {}.
 */
export function isPlaceholder(owner: MessageInfo, f: FieldInfo): boolean {
  if (f.type !== FieldType.MESSAGE || f.isMap || isPulsar(owner)) return false;
  const other = f.message.file;
  if (other === owner.file) return false;
  const pkg = textOption(owner.file.options, FILE_GO_PACKAGE);
  return pkg === textOption(other.options, FILE_GO_PACKAGE) && goFile(other.name) > goFile(owner.file.name);
}

function wireTypeOf(type: number): number {
  switch (type) {
    case FieldType.STRING:
    case FieldType.BYTES:
    case FieldType.MESSAGE:
      return 2;
    case FieldType.FIXED64:
    case FieldType.SFIXED64:
    case FieldType.DOUBLE:
      return 1;
    case FieldType.FIXED32:
    case FieldType.SFIXED32:
    case FieldType.FLOAT:
      return 5;
    default:
      return 0;
  }
}

function readScalar(r: Reader, end: number, f: FieldInfo): Value {
  switch (f.type) {
    case FieldType.INT64:
      return r.int64(end);
    case FieldType.UINT64:
      return r.uint64(end);
    case FieldType.INT32:
    case FieldType.ENUM:
      return r.int32(end);
    case FieldType.UINT32:
      return r.uint32(end);
    case FieldType.BOOL:
      return r.bool(end);
    case FieldType.BYTES:
      return r.view(end);
    case FieldType.STRING:
      return r.string(end);
    default:
      // Nothing that is signed has such a field.
      throw new GoError(`unknown type ${f.type}`);
  }
}

/** The fields of a message. A oneof keeps only its last field. */
export function readFields(info: MessageInfo, raw: Raw, dynamic: boolean): Fields {
  const out: Fields = new Map();
  const checked = dynamic || !isPulsar(info);
  for (const part of raw) {
    const r = new Reader(part);
    const end = part.length;
    while (r.pos < end) {
      const tag = r.tag(end);
      const number = Math.floor(tag / 8);
      const wireType = tag - number * 8;
      const f = info.byNumber.get(number);
      const wanted = f === undefined ? -1 : wireTypeOf(f.type);
      const packed = f?.repeated === true && wireType === 2 && wanted !== 2;
      if (f === undefined || (wireType !== wanted && !packed)) {
        if (f !== undefined && !checked) {
          throw new GoError(`proto: wrong wireType = ${wireType} for field ${goCamel(f.name)}`);
        }
        r.skip(wireType, end);
        continue;
      }
      if (packed) {
        const stop = r.field(end);
        const list = (out.get(f) ?? []) as Value[];
        while (r.pos < stop) list.push(readScalar(r, stop, f));
        out.set(f, list);
        continue;
      }
      if (f.oneofName !== undefined) {
        for (const other of out.keys()) if (other.oneofName === f.oneofName && other !== f) out.delete(other);
      }
      let value: Value;
      if (f.type === FieldType.MESSAGE) {
        const old = f.repeated ? undefined : (out.get(f) as Raw | undefined);
        value = [...(old ?? []), r.view(end)];
      } else value = readScalar(r, end, f);
      if (checked && typeof value === 'string' && !value.isWellFormed()) {
        throw new GoError(`proto:\u00a0field ${info.typeName}.${f.name} contains invalid UTF-8`);
      }
      if (f.repeated) {
        const list = out.get(f) as Value[] | undefined;
        if (list === undefined) out.set(f, [value]);
        else list.push(value);
      } else out.set(f, value);
    }
  }
  return out;
}

/** Whether a scalar is at its zero value, and so not set. */
export function isZero(value: Value): boolean {
  if (value instanceof Uint8Array) return value.length === 0;
  return value === 0 || value === 0n || value === '' || value === false;
}
