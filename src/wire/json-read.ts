/**
 * Proto-JSON as the node reads it: the codec's UnmarshalJSON, that is gogoproto's jsonpb and then unpacking.
 *
 * Fields are read in the order of the Go struct, not of the document, so that of several errors the same one is told.
 * Source: cosmos/gogoproto jsonpb.
 */
import { GoError } from '../core/errors.ts';
import { decodeBase64 } from '../core/go-base64.ts';
import { decodeHex } from '../core/go-hex.ts';
import { checkJson } from '../core/go-json.ts';
import { quoteText } from '../core/go-text.ts';
import { fromRfc3339Nano, type Time } from '../core/time.ts';
import { Dec } from '../math/dec.ts';
import * as Int from '../math/int.ts';
import { textOption } from './descriptor-set.ts';
import { type FieldInfo, FieldType, type MessageInfo, messageInfo } from './descriptors.ts';
import { parseDuration } from './go-duration.ts';
import { readFast, type SlowReader } from './json-fast.ts';
import {
  arrayElements,
  firstValue,
  isNull,
  isString,
  mismatch,
  objectMembers,
  quotedAt,
  type Span,
  stringAt,
  textAt,
} from './json-scan.ts';
import { emptyList, markNil, NIL_MESSAGE } from './nil.ts';
import { GOGO_CASTTYPE, GOGO_CUSTOMTYPE } from './options.ts';
import { checkP256Key, checkP256Secret } from './p256.ts';
import { resolveType, unpackInterfaces } from './registry.ts';
import { EMPTY_BYTES, type MessageType, PRESENT_EMPTY_BYTES, ZERO_TIME } from './runtime.ts';
import { bytesFromText } from './utf8.ts';

const OPEN_LIST = 0x5b;

/** Messages inside each other, at most: code that has not been optimised yet has stack for 800. */
const MAX_DEPTH = 600;

type Values = { [property: string]: unknown };
type Bytes = Uint8Array;

/** A message at its zero values, with its nil fields marked. */
function zero(info: MessageInfo): Values {
  const plan = planOf(info);
  const m: Values = {};
  for (const f of plan.order) m[f.property] = f.zero();
  for (const n of plan.nils) markNil(m, n);
  return m;
}

interface FieldPlan {
  readonly field: FieldInfo;
  /** Reads a value over what is there. Answers `old` when null leaves it alone. */
  readonly read: (b: Bytes, span: Span, old: unknown, depth: number) => unknown;
}
interface Plan {
  /** Properties in the order of the generated code. */
  readonly order: { readonly property: string; readonly zero: () => unknown }[];
  /** Properties of Int and Dec fields that are nil until read. */
  readonly nils: string[];
  readonly fields: FieldPlan[];
  readonly oneofs: FieldPlan[];
}

const plans = new Map<string, Plan>();

function planOf(info: MessageInfo): Plan {
  let plan = plans.get(info.typeName);
  if (plan === undefined) {
    plan = makePlan(info);
    plans.set(info.typeName, plan);
  }
  return plan;
}

function makePlan(info: MessageInfo): Plan {
  const plan: Plan = { order: [], nils: [], fields: [], oneofs: [] };
  const seen = new Set<string>();
  for (const f of [...info.fields].sort((a, b) => a.number - b.number)) {
    if (f.oneof !== undefined) {
      if (!seen.has(f.oneof)) plan.order.push({ property: f.oneof, zero: () => undefined });
      seen.add(f.oneof);
      continue;
    }
    plan.order.push({ property: f.property, zero: zeroOf(f) });
    const custom = f.representation === 'int' || f.representation === 'dec';
    if (custom && !f.nullable && !f.repeated) plan.nils.push(f.property);
  }
  for (const f of info.fields) {
    (f.oneof === undefined ? plan.fields : plan.oneofs).push({ field: f, read: reader(f) });
  }
  return plan;
}

function zeroOf(f: FieldInfo): () => unknown {
  if (f.repeated) return () => [];
  if (f.optional) return () => undefined;
  switch (f.representation) {
    case 'int':
    case 'duration':
      return () => (f.nullable ? undefined : 0n);
    case 'dec':
      return () => (f.nullable ? undefined : Dec.zero);
    case 'time':
      return () => (f.nullable ? undefined : ZERO_TIME);
    default:
      break;
  }
  switch (f.type) {
    case FieldType.MESSAGE:
      return f.nullable ? () => undefined : () => zero(f.message);
    case FieldType.STRING:
      return () => '';
    case FieldType.BYTES:
      return () => EMPTY_BYTES;
    case FieldType.BOOL:
      return () => false;
    default:
      return isBig(f.type) ? () => 0n : () => 0;
  }
}

function isBig(type: number): boolean {
  switch (type) {
    case FieldType.INT64:
    case FieldType.UINT64:
    case FieldType.SINT64:
    case FieldType.FIXED64:
    case FieldType.SFIXED64:
      return true;
    default:
      return false;
  }
}

type Read = (b: Bytes, span: Span, old: unknown, depth: number) => unknown;

function reader(f: FieldInfo): Read {
  if (f.isMap) return mapReader(f);
  const one = valueReader(f);
  if (!f.repeated) return one;
  const element = f.nullable && f.type === FieldType.MESSAGE ? () => undefined : elementZero(f);
  return (b, span, old, depth) => {
    if (f.type === FieldType.ENUM && isString(b, span)) {
      enumValue(f, b, span);
      // PARITY: gogoproto jsonpb: the name of a value stands for the list, and cannot be one.
      throw new GoError(`invalid target "slice" for enum ${f.enum.goName}`);
    }
    const items = arrayElements(b, span, '[]json.RawMessage');
    if (items === undefined) return old;
    if (items.length === 0) return emptyList();
    const list: unknown[] = [];
    for (const s of items) list.push(one(b, s, element(), depth) ?? NIL_MESSAGE);
    return list;
  };
}

/** Zero of one element of a repeated field. */
function elementZero(f: FieldInfo): () => unknown {
  if (f.representation === 'int' || f.representation === 'duration') return () => 0n;
  if (f.representation === 'dec') return () => Dec.zero;
  if (f.representation === 'time') return () => ZERO_TIME;
  if (f.type === FieldType.MESSAGE) return () => zero(f.message);
  if (f.type === FieldType.STRING) return () => '';
  if (f.type === FieldType.BYTES) return () => EMPTY_BYTES;
  if (f.type === FieldType.BOOL) return () => false;
  return isBig(f.type) ? () => 0n : () => 0;
}

function mapReader(f: FieldInfo): Read {
  const [keyField, valueField] = [f.message.fields[0]!, f.message.fields[1]!];
  const value = valueReader(valueField);
  return (b, span, old, depth) => {
    const members = objectMembers(b, span, 'map[string]json.RawMessage');
    if (members === undefined) return old;
    return [...members].map(([k, s]) => {
      const key = keyField.type === FieldType.STRING ? k : isBig(keyField.type) ? BigInt(k) : Number(k);
      return [key, value(b, s, elementZero(valueField)(), depth)];
    });
  };
}

/** A value of a pointer field: null leaves it unset. */
function pointer(read: Read): Read {
  return (b, span, old, depth) => (isNull(b, span) ? old : read(b, span, undefined, depth));
}

function valueReader(f: FieldInfo): Read {
  const isPointer = f.nullable && !f.repeated;
  switch (f.representation) {
    case 'int': {
      const read: Read = (b, s) => Int.fromJson(textAt(b, s));
      return isPointer ? pointer(read) : read;
    }
    case 'dec': {
      const read: Read = (b, s) => Dec.fromJson(textAt(b, s));
      return isPointer ? pointer(read) : read;
    }
    case 'time':
      return isPointer ? pointer(readTime) : readTime;
    case 'duration':
      return isPointer ? pointer(readDuration) : readDuration;
    case 'descriptor':
      throw new GoError(`descriptors have no JSON form (${f.name})`);
    default:
      break;
  }
  if (f.type === FieldType.MESSAGE) {
    const info = f.message;
    const read: Read = (b, s, old, depth) => readMessage(info, b, s, old as Values | undefined, depth + 1);
    return f.nullable ? pointer(read) : read;
  }
  const read = scalarReader(f);
  return f.optional ? pointer(read) : read;
}

/** `unquote` of jsonpb: null is the empty string. */
function unquote(b: Bytes, span: Span): string {
  if (isString(b, span)) return stringAt(b, span);
  if (isNull(b, span)) return '';
  throw mismatch(b, span, 'string');
}

const readTime: Read = (b, span) => {
  const text = unquote(b, span);
  let t: Time;
  try {
    t = fromRfc3339Nano(text);
  } catch (e) {
    if (e instanceof GoError) throw new GoError(`bad Timestamp, should be RFC 3339 encoded: ${e.message}`);
    throw e;
  }
  if (t.seconds < ZERO_TIME.seconds || t.seconds >= 253402300800n) {
    const shown = `&timestamppb.Timestamp{Seconds: ${t.seconds},\nNanos: ${t.nanos},\n}`;
    throw new GoError(
      t.seconds < 0n ? `timestamp: ${shown} before 0001-01-01` : `timestamp: ${shown} after 10000-01-01`,
    );
  }
  return t;
};

function badDuration(text: string): bigint {
  try {
    return parseDuration(text);
  } catch (e) {
    if (e instanceof GoError) throw new GoError(`bad Duration: ${e.message}`);
    throw e;
  }
}

const readDuration: Read = (b, span) => badDuration(unquote(b, span));

const WRAPPERS = /^google\.protobuf\.(Double|Float|U?Int64|U?Int32|Bool|String|Bytes)Value$/;

function readMessage(info: MessageInfo, b: Bytes, span: Span, old: Values | undefined, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new GoError('exceeded max depth');
  switch (info.typeName) {
    case 'google.protobuf.Any':
      return readAny(b, span, depth);
    case 'google.protobuf.Timestamp':
      return { ...(readTime(b, span, undefined, depth) as Time) };
    case 'google.protobuf.Duration': {
      const d = badDuration(unquote(b, span));
      return { seconds: d / 1000000000n, nanos: Number(d % 1000000000n) };
    }
    default:
  }
  if (WRAPPERS.test(info.typeName)) {
    const m = old ?? zero(info);
    m.value = planOf(info).fields[0]!.read(b, span, m.value, depth);
    return m;
  }
  const members = objectMembers(b, span, 'map[string]json.RawMessage');
  return fill(info, b, members ?? new Map<string, Span>(), old ?? zero(info), depth);
}

function take(members: Map<string, Span>, f: FieldInfo): Span | undefined {
  let span = members.get(f.name);
  if (span !== undefined) members.delete(f.name);
  // When both names are there, the camel-cased one counts.
  const json = f.desc.jsonName;
  if (json !== f.name) {
    const other = members.get(json);
    if (other !== undefined) {
      members.delete(json);
      span = other;
    }
  }
  return span;
}

function fill(info: MessageInfo, b: Bytes, members: Map<string, Span>, m: Values, depth: number): Values {
  const plan = planOf(info);
  for (const { field, read } of plan.fields) {
    const span = take(members, field);
    if (span === undefined) continue;
    m[field.property] = read(b, span, m[field.property], depth);
    if (plan.nils.includes(field.property)) setNotNil(m, field.property);
  }
  if (members.size > 0) {
    for (const { field, read } of plan.oneofs) {
      const span = take(members, field);
      if (span === undefined) continue;
      const value = read(b, span, zeroOf(field)(), depth);
      if (value !== undefined) m[field.oneof!] = { $case: field.property, [field.property]: value };
    }
  }
  for (const name of members.keys()) {
    throw new GoError(`unknown field ${quoteText(name)} in ${info.goType.slice(1)}`);
  }
  return m;
}

function setNotNil(m: Values, property: string): void {
  const nils = m.$nil as string[] | undefined;
  if (nils === undefined) return;
  const left = nils.filter((n) => n !== property);
  if (left.length === 0) delete m.$nil;
  else m.$nil = left;
}

function readAny(b: Bytes, span: Span, depth: number): unknown {
  const members = objectMembers(b, span, 'map[string]*json.RawMessage');
  const at = members?.get('@type');
  if (members === undefined || at === undefined || isNull(b, at)) throw new GoError("Any JSON doesn't have '@type'");
  if (!isString(b, at)) throw new GoError(`can't unmarshal Any's '@type': ${quotedAt(b, at)}`);
  const typeUrl = stringAt(b, at);
  const type = resolveType(typeUrl);
  members.delete('@type');
  const info = messageInfo(type.typeName);
  let message: Values;
  try {
    message = fill(info, b, members, zero(info), depth + 1);
  } catch (e) {
    if (e instanceof GoError) {
      throw new GoError(`can't unmarshal Any nested proto ${info.goType}: ${e.message}`);
    }
    throw e;
  }
  return { typeUrl, value: type.encode(message) };
}

function scalarReader(f: FieldInfo): Read {
  switch (f.type) {
    case FieldType.STRING:
      return (b, s, old) => {
        if (isString(b, s)) return stringAt(b, s);
        if (isNull(b, s)) return old;
        throw mismatch(b, s, 'string');
      };
    case FieldType.BOOL:
      return (b, s, old) => {
        if (b[s.start] === 0x74) return true;
        if (b[s.start] === 0x66) return false;
        if (isNull(b, s)) return old;
        throw mismatch(b, s, 'bool');
      };
    case FieldType.BYTES:
      return bytesReader(f);
    case FieldType.ENUM:
      return enumReader(f);
    case FieldType.DOUBLE:
    case FieldType.FLOAT:
      return (b, s, old) => {
        if (isNull(b, s)) return old;
        const text = isString(b, s) ? stringAt(b, s) : textAt(b, s);
        const v = text === 'Infinity' || text === '-Infinity' || text === 'NaN' ? Number(text) : numberOf(text);
        if (v === undefined) throw mismatch(b, s, 'float64');
        return v;
      };
    default:
      return integerReader(INTEGERS[f.type]!);
  }
}

function numberOf(text: string): number | undefined {
  return /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(text) ? Number(text) : undefined;
}

type Integer = readonly [goType: string, bits: number, signed: boolean];

const INTEGERS: { readonly [type: number]: Integer } = {
  [FieldType.INT32]: ['int32', 32, true],
  [FieldType.SINT32]: ['int32', 32, true],
  [FieldType.SFIXED32]: ['int32', 32, true],
  [FieldType.UINT32]: ['uint32', 32, false],
  [FieldType.FIXED32]: ['uint32', 32, false],
  [FieldType.INT64]: ['int64', 64, true],
  [FieldType.SINT64]: ['int64', 64, true],
  [FieldType.SFIXED64]: ['int64', 64, true],
  [FieldType.UINT64]: ['uint64', 64, false],
  [FieldType.FIXED64]: ['uint64', 64, false],
};

function integerReader([goType, bits, signed]: Integer): Read {
  return (b, s, old) => {
    // Numbers may stand in quotes, which are simply cut off.
    const quoted = isString(b, s) ? textAt(b, { start: s.start + 1, end: s.end - 1 }) : textAt(b, s);
    const text = quoted.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
    if (text === 'null') return old;
    if (!/^-?(0|[1-9][0-9]*)$/.test(text)) {
      if (numberOf(text) !== undefined) {
        throw new GoError(`json: cannot unmarshal number ${text} into Go value of type ${goType}`);
      }
      if (isString(b, s)) checkJson(quoted);
      throw mismatch(bytesFromText(text), { start: 0, end: text.length }, goType);
    }
    const v = BigInt(text);
    const fits = signed ? BigInt.asIntN(bits, v) === v : BigInt.asUintN(bits, v) === v;
    if (!fits || (!signed && text[0] === '-')) {
      throw new GoError(`json: cannot unmarshal number ${text} into Go value of type ${goType}`);
    }
    return bits === 64 ? v : Number(v);
  };
}

function enumReader(f: FieldInfo): Read {
  const number = integerReader([f.enum.goType, 32, true]);
  return (b, s, old, depth) => {
    return isString(b, s) ? enumValue(f, b, s) : number(b, s, old, depth);
  };
}

function enumValue(f: FieldInfo, b: Bytes, span: Span): number {
  const name = textAt(b, { start: span.start + 1, end: span.end - 1 });
  const v = f.enum.numbers.get(name);
  if (v === undefined) throw new GoError(`unknown value ${quoteText(name)} for enum ${f.enum.goName}`);
  return v;
}

/** encoding/json reads a list of numbers as bytes too. */
function listedBytes(b: Bytes, span: Span): Bytes {
  const items = arrayElements(b, span, '[]uint8')!;
  return Uint8Array.from(items, (s) => BYTE(b, s, 0, 0) as number);
}
const BYTE: Read = (b, s, old, depth) => {
  if (isString(b, s)) throw mismatch(b, s, 'uint8');
  return integerReader(['uint8', 8, false])(b, s, old, depth);
};

function present(bytes: Bytes): Bytes {
  return bytes.length === 0 ? PRESENT_EMPTY_BYTES : bytes;
}

function bytesReader(f: FieldInfo): Read {
  const cast = textOption(f.desc.options, GOGO_CASTTYPE) ?? '';
  const custom = textOption(f.desc.options, GOGO_CUSTOMTYPE);
  if (cast.endsWith('json.RawMessage')) return (b, s) => b.slice(s.start, s.end);
  if (cast.endsWith('bytes.HexBytes')) {
    return (b, s) => {
      if (!isString(b, s)) throw new GoError(`invalid hex string: ${textAt(b, s)}`);
      return decodeHex(textAt(b, { start: s.start + 1, end: s.end - 1 }));
    };
  }
  if (custom !== undefined) {
    return pointer((b, s) => {
      const key = decodeBase64(textAt(b, { start: s.start + 1, end: Math.max(s.start + 1, s.end - 1) }));
      if (custom === 'ecdsaPK') checkP256Key(key);
      if (custom === 'ecdsaSK') checkP256Secret(key);
      return key;
    });
  }
  return (b, s) => {
    if (isNull(b, s)) return EMPTY_BYTES;
    const bytes = b[s.start] === OPEN_LIST ? listedBytes(b, s) : undefined;
    if (bytes === undefined && !isString(b, s)) throw mismatch(b, s, '[]uint8');
    return present(bytes ?? decodeBase64(stringAt(b, s)));
  };
}

/**
 * Reads a message from JSON, and unpacks its `Any` fields as the node's codec does. What follows the first JSON value is
 * not looked at. Throws GoError.
 */
export function fromJson<T extends object>(type: MessageType<T>, text: string | Bytes): T {
  const m = readJson(type, text);
  unpackInterfaces(type.typeName, m);
  return m;
}

/** {@link fromJson} without unpacking. */
export function readJson<T extends object>(type: MessageType<T>, text: string | Bytes): T {
  const b = typeof text === 'string' ? bytesFromText(text) : text;
  const info = messageInfo(type.typeName);
  const fast = readFast(info, b, slowReader);
  return (fast ?? readMessage(info, b, firstValue(b), undefined, 0)) as T;
}

/** {@link readJson} without the one pass over usual texts: for tests. */
export function readJsonStepwise<T extends object>(type: MessageType<T>, text: string): T {
  const b = bytesFromText(text);
  return readMessage(messageInfo(type.typeName), b, firstValue(b), undefined, 0) as T;
}

const slowReader: SlowReader = {
  zero(info) {
    const m: Values = {};
    for (const f of planOf(info).order) m[f.property] = f.zero();
    return m;
  },
  element: elementZero,
  read(owner, f, b, start, end, old) {
    const { fields, oneofs } = planOf(owner);
    return [...fields, ...oneofs].find((p) => p.field === f)!.read(b, { start, end }, old, 0);
  },
};
