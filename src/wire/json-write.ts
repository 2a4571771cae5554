/**
 * Proto-JSON as the node prints it: codec.ProtoMarshalJSON, that is gogoproto's jsonpb with original names and defaults.
 *
 * Source: cosmos/gogoproto jsonpb; cosmos-sdk codec/json.go.
 */
import { GoError } from '../core/errors.ts';
import { marshalJsonString } from '../core/go-json.ts';
import { type Time, toRfc3339Nano } from '../core/time.ts';
import type { Dec } from '../math/dec.ts';
import { textOption } from './descriptor-set.ts';
import { type FieldInfo, FieldType, type MessageInfo, messageInfo } from './descriptors.ts';
import type { Any } from './gen/google/protobuf/any.ts';
import { checkJsonText } from './json-scan.ts';
import { isNil, NIL_MESSAGE } from './nil.ts';
import { GOGO_CASTTYPE } from './options.ts';
import { resolveType } from './registry.ts';
import { type MessageType, PRESENT_EMPTY_BYTES } from './runtime.ts';

/** Messages inside each other, at most: beyond this a document is refused rather than the stack exhausted. */
const MAX_DEPTH = 1000;

type Values = { readonly [property: string]: unknown };
/** Prints one value of a field. */
type Print = (value: unknown, depth: number) => string;

interface FieldPlan {
  readonly name: string;
  /** `"name":` */
  readonly head: string;
  readonly property: string;
  readonly print: Print;
  /** A Dec that is not a pointer. PARITY: gogoproto jsonpb: one that is not there is nil, which prints as 0 without places. */
  readonly dec: boolean;
}
interface OneofPlan {
  readonly property: string;
  readonly cases: Map<string, FieldPlan>;
}
type Plan = readonly (FieldPlan | OneofPlan)[];

const plans = new Map<string, Plan>();
const printers = new Map<string, Print>();

function base64(bytes: Uint8Array): string {
  return `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')}"`;
}

/** Fraction of 0, 3, 6 or 9 digits. */
function fraction(nanos: number): string {
  if (nanos === 0) return '';
  return `.${nanos.toString().padStart(9, '0')}`.replace(/(000){1,2}$/, '');
}

/** A Timestamp as jsonpb writes it, with quotes. */
export function timestampJson(t: Time): string {
  return `"${toRfc3339Nano({ seconds: t.seconds, nanos: 0 }).slice(0, -1)}${fraction(t.nanos)}Z"`;
}

function durationJson(seconds: bigint, nanos: number): string {
  if (seconds < -315576000000n || seconds > 315576000000n) throw new GoError(`seconds out of range ${seconds}`);
  const sign = seconds === 0n && nanos < 0 ? '-' : '';
  return `"${sign}${seconds}${fraction(Math.abs(nanos))}s"`;
}

function floatJson(v: number): string {
  if (Number.isNaN(v)) return '"NaN"';
  if (!Number.isFinite(v)) return v > 0 ? '"Infinity"' : '"-Infinity"';
  return Object.is(v, -0) ? '-0' : String(v);
}

/** Messages whose Go type prints itself with encoding/json when it is a field. */
const STANDARD_JSON = new Set([
  'cosmos.staking.v1beta1.DelegationResponse',
  'cosmos.staking.v1beta1.RedelegationResponse',
]);

const WRAPPERS = /^google\.protobuf\.(Double|Float|U?Int64|U?Int32|Bool|String|Bytes)Value$/;

function messagePrinter(info: MessageInfo): Print {
  const name = info.typeName;
  const known = printers.get(name);
  if (known !== undefined) return known;
  let print: Print;
  if (name === 'google.protobuf.Any') print = (v, depth) => printAny(v as Any, depth);
  else if (name === 'google.protobuf.Timestamp') print = (v) => timestampJson(v as Time);
  else if (name === 'google.protobuf.Duration') {
    print = (v) => durationJson((v as { seconds: bigint }).seconds, (v as { nanos: number }).nanos);
  } else if (WRAPPERS.test(name)) {
    const value = scalarPrinter(info.fields[0]!);
    print = (v, depth) => value((v as Values).value, depth);
  } else print = (v, depth) => printObject(planOf(info), v as Values, '', depth);
  printers.set(name, print);
  return print;
}

function printAny(any: Any, depth: number): string {
  const type = resolveType(any.typeUrl);
  const message = type.decode(any.value);
  return printObject(
    planOf(messageInfo(type.typeName)),
    message as Values,
    `"@type":${marshalJsonString(any.typeUrl)}`,
    depth,
  );
}

function printObject(plan: Plan, m: Values, first: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new GoError('exceeded max depth');
  let out = `{${first}`;
  let separator = first === '' ? '' : ',';
  for (const f of plan) {
    const value = m[f.property];
    if ('cases' in f) {
      if (value === undefined) continue;
      const name = (value as { $case: string }).$case;
      const c = f.cases.get(name)!;
      out += separator + c.head + c.print((value as Values)[name], depth);
    } else if (f.dec && isNil(m, f.property)) out += `${separator}${f.head}"0"`;
    else out += separator + f.head + f.print(value, depth);
    separator = ',';
  }
  return `${out}}`;
}

function planOf(info: MessageInfo): Plan {
  let plan = plans.get(info.typeName);
  if (plan === undefined) {
    plan = makePlan(info);
    plans.set(info.typeName, plan);
  }
  return plan;
}

function makePlan(info: MessageInfo): Plan {
  const out: (FieldPlan | OneofPlan)[] = [];
  const oneofs = new Map<string, OneofPlan>();
  for (const f of info.fields) {
    const dec = f.representation === 'dec' && !f.repeated && !f.nullable;
    const plan = { name: f.name, head: `"${f.name}":`, property: f.property, print: printer(f), dec };
    if (f.oneof === undefined) out.push(plan);
    else {
      let o = oneofs.get(f.oneof);
      if (o === undefined) {
        o = { property: f.oneof, cases: new Map() };
        oneofs.set(f.oneof, o);
        out.push(o);
      }
      o.cases.set(f.property, plan);
    }
  }
  return out;
}

function printer(f: FieldInfo): Print {
  if (f.isMap) return mapPrinter(f);
  const one = valuePrinter(f);
  if (!f.repeated) return one;
  return (v, depth) => {
    let out = '[';
    let separator = '';
    for (const item of v as readonly unknown[]) {
      out += separator + one(item, depth);
      separator = ',';
    }
    return `${out}]`;
  };
}

function mapPrinter(f: FieldInfo): Print {
  const [key, value] = [f.message.fields[0]!, f.message.fields[1]!];
  const print = valuePrinter(value);
  return (v, depth) => {
    const entries = (v as [unknown, unknown][]).map(([k, x]) => [k, x] as const);
    const text = key.type === FieldType.STRING;
    // Keys are unique: the last of equal ones counts.
    const unique = new Map(entries.map(([k, x]) => [k, x]));
    const sorted = [...unique].sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1));
    const head = (k: unknown) => (text ? marshalJsonString(k as string) : `"${String(k)}"`);
    return `{${sorted.map(([k, x]) => `${head(k)}:${print(x, depth)}`).join(',')}}`;
  };
}

function orNull(print: Print): Print {
  return (v, depth) => (v === undefined || v === NIL_MESSAGE ? 'null' : print(v, depth));
}

function valuePrinter(f: FieldInfo): Print {
  switch (f.representation) {
    case 'int':
      return orNull((v) => `"${(v as bigint).toString()}"`);
    case 'dec':
      return orNull((v) => `"${(v as Dec).toString()}"`);
    case 'time':
      return orNull((v) => timestampJson(v as Time));
    case 'duration':
      return orNull((v) => {
        const d = v as bigint;
        return durationJson(d / 1000000000n, Number(d % 1000000000n));
      });
    default:
      break;
  }
  if (f.type !== FieldType.MESSAGE) return scalarPrinter(f);
  if (f.representation === 'descriptor') throw new GoError(`descriptors have no JSON form (${f.name})`);
  const info = f.message;
  if (STANDARD_JSON.has(info.typeName)) return orNull((v) => printStandard(info, v as Values));
  // The printer is looked up late: message types can contain each other.
  let print: Print | undefined;
  return orNull((v, depth) => {
    print ??= messagePrinter(info);
    return print(v, depth + 1);
  });
}

function bytesPrinter(f: FieldInfo): Print {
  const cast = textOption(f.desc.options, GOGO_CASTTYPE) ?? '';
  if (cast.endsWith('bytes.HexBytes')) {
    return (v) =>
      `"${Buffer.from(v as Uint8Array)
        .toString('hex')
        .toUpperCase()}"`;
  }
  if (cast.endsWith('json.RawMessage'))
    return (v) => (!f.repeated && isNilBytes(v as Uint8Array) ? 'null' : rawJson(v as Uint8Array));
  if (f.repeated || f.oneof !== undefined) return (v) => base64(v as Uint8Array);
  // PARITY: gogoproto jsonpb: bytes that are not there are nil, which prints as null; bytes that are there and empty are not.
  return (v) => {
    const bytes = v as Uint8Array;
    return isNilBytes(bytes) ? 'null' : base64(bytes);
  };
}

function isNilBytes(bytes: Uint8Array): boolean {
  return bytes.length === 0 && bytes !== PRESENT_EMPTY_BYTES;
}

/** json.Marshal of a json.RawMessage: compacted and HTML-safe. */
function rawJson(bytes: Uint8Array): string {
  try {
    return checkJsonText(bytes);
  } catch (e) {
    if (e instanceof GoError) {
      throw new GoError(`json: error calling MarshalJSON for type json.RawMessage: ${e.message}`);
    }
    throw e;
  }
}

function scalarPrinter(f: FieldInfo): Print {
  const print = plainPrinter(f);
  return f.optional ? orNull(print) : print;
}

function plainPrinter(f: FieldInfo): Print {
  switch (f.type) {
    case FieldType.STRING:
      return (v) => marshalJsonString(v as string);
    case FieldType.BYTES:
      return bytesPrinter(f);
    case FieldType.INT64:
    case FieldType.UINT64:
    case FieldType.SINT64:
    case FieldType.FIXED64:
    case FieldType.SFIXED64:
      return (v) => `"${(v as bigint).toString()}"`;
    case FieldType.BOOL:
      return (v) => (v ? 'true' : 'false');
    case FieldType.ENUM: {
      const names = f.enum.names;
      return (v) => {
        const name = names.get(v as number);
        return name === undefined ? `${v as number}` : `"${name}"`;
      };
    }
    case FieldType.DOUBLE:
    case FieldType.FLOAT:
      return (v) => floatJson(v as number);
    default:
      return (v) => `${v as number}`;
  }
}

// encoding/json, for the few types that print themselves with it: numbers stay numbers, empty values are left out.

function printStandard(info: MessageInfo, m: Values): string {
  const parts: string[] = [];
  for (const f of info.fields) {
    const value = m[f.property];
    const text = f.repeated
      ? (value as unknown[]).length === 0
        ? 'null'
        : `[${(value as unknown[]).map((v) => printStandardValue(f, v)).join(',')}]`
      : f.representation === 'dec' && isNil(m, f.property)
        ? '"0"'
        : printStandardValue(f, value);
    const empty = text === '""' || text === '0' || text === 'false' || text === 'null';
    if (f.nullable && empty) continue;
    parts.push(`${marshalJsonString(f.name)}:${text}`);
  }
  return `{${parts.join(',')}}`;
}

function printStandardValue(f: FieldInfo, value: unknown): string {
  if (f.representation === 'time') return `"${toRfc3339Nano(value as Time)}"`;
  if (f.representation !== 'plain') return valuePrinter(f)(value, 0);
  if (f.type === FieldType.MESSAGE) return value === undefined ? 'null' : printStandard(f.message, value as Values);
  if (typeof value === 'bigint' || typeof value === 'number') return value.toString();
  return scalarPrinter(f)(value, 0);
}

/** A message as the node prints it. Throws GoError. */
export function toJson<T extends object>(type: MessageType<T> | string, message: T): string {
  const info = messageInfo(typeof type === 'string' ? type : type.typeName);
  return messagePrinter(info)(message, 0);
}

const byName = new Map<string, Plan>();

/** The fields of a message that {@link toJson} prints, each with its JSON, in the order of their names. Throws GoError. */
export function jsonFields<T extends object>(type: MessageType<T>, message: T): { name: string; json: string }[] {
  let plan = byName.get(type.typeName);
  if (plan === undefined) {
    const name = (f: FieldPlan | OneofPlan) => ('cases' in f ? [...f.cases.values()][0]!.name : f.name);
    plan = [...planOf(messageInfo(type.typeName))].sort((a, b) => (name(a) < name(b) ? -1 : 1));
    byName.set(type.typeName, plan);
  }
  const m = message as Values;
  const out: { name: string; json: string }[] = [];
  for (const f of plan) {
    const value = m[f.property];
    if ('cases' in f) {
      if (value === undefined) continue;
      const chosen = (value as { $case: string }).$case;
      const c = f.cases.get(chosen)!;
      out.push({ name: c.name, json: c.print((value as Values)[chosen], 0) });
    } else out.push({ name: f.name, json: f.dec && isNil(m, f.property) ? '"0"' : f.print(value, 0) });
  }
  return out;
}
