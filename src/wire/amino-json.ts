/**
 * Amino-JSON, the legacy form that many wallets and hardware signers sign.
 *
 * The reference reads the protobuf form again for it, with another library: a field counts as set when it is on the wire, an
 * Int prints as the text it is, and some types are known by their descriptors only. So this prints from bytes. Fields are
 * ordered by name and left out when empty unless `amino.dont_omitempty` is given.
 * Source: cosmossdk.io/x/tx signing/aminojson.
 */
import { GoError, GoPanic } from '../core/errors.ts';
import { marshalJsonString } from '../core/go-json.ts';
import { quoteText } from '../core/go-text.ts';
import { toRfc3339Nano, unixTime } from '../core/time.ts';
import { Dec } from '../math/dec.ts';
import * as Int from '../math/int.ts';
import { boolOption, textOption } from './descriptor-set.ts';
import { type FieldInfo, FieldType, findMessage, type MessageInfo, messageInfo } from './descriptors.ts';
import type { Any } from './gen/google/protobuf/any.ts';
import {
  AMINO_DONT_OMITEMPTY,
  AMINO_ENCODING,
  AMINO_FIELD_NAME,
  AMINO_MESSAGE_ENCODING,
  AMINO_NAME,
  AMINO_ONEOF_NAME,
  GOGO_CUSTOMTYPE,
  SCALAR,
} from './options.ts';
import { type Fields, isPlaceholder, isPulsar, isZero, type Raw, readFields, type Value } from './raw-message.ts';
import type { MessageType } from './runtime.ts';
import { textFromBytes } from './utf8.ts';

interface FieldPlan {
  readonly field: FieldInfo;
  readonly name: string;
  readonly keepEmpty: boolean;
  readonly encoding: string | undefined;
  /** Name of its oneof in JSON, and of the choice. */
  readonly oneof: { readonly name: string; readonly typeName: string } | undefined;
  readonly print: (value: Value, context: Context) => string;
}

interface Plan {
  readonly aminoName: string | undefined;
  readonly messageEncoding: string | undefined;
  readonly fields: readonly FieldPlan[];
  /** Set when a oneof has no amino names: the message cannot be printed. */
  readonly error: string | undefined;
}

/** Whether the reference knows the message by its descriptor only, and how deep the `Any` values are. */
interface Context {
  readonly dynamic: boolean;
  readonly depth: number;
  readonly done: Map<string, string>;
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

/** strcase.ToCamel of a oneof's name. */
function upperCamel(name: string): string {
  return name.replace(/(?:^|[_\-. ])([a-zA-Z0-9]?)/g, (_, c: string) => c.toUpperCase());
}

function makePlan(info: MessageInfo): Plan {
  let error: string | undefined;
  const fields: { readonly sort: string; readonly plan: FieldPlan }[] = [];
  for (const field of info.fields) {
    const options = field.desc.options;
    const name = textOption(options, AMINO_FIELD_NAME) ?? field.name;
    let oneof: FieldPlan['oneof'];
    if (field.oneofName !== undefined) {
      const typeName = textOption(options, AMINO_ONEOF_NAME);
      if (typeName === undefined) {
        error ??= `field ${field.name} within a oneof must have the amino.oneof_type_name option set`;
      }
      oneof = { name: upperCamel(field.oneofName), typeName: typeName ?? '' };
    }
    const plan = {
      field,
      name,
      keepEmpty: boolOption(options, AMINO_DONT_OMITEMPTY) ?? false,
      encoding: textOption(options, AMINO_ENCODING),
      oneof,
      print: isPlaceholder(info, field) ? () => '{}' : printer(field),
    };
    fields.push({ sort: oneof?.name ?? name, plan });
  }
  fields.sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0));
  return {
    aminoName: textOption(info.desc.options, AMINO_NAME),
    messageEncoding: textOption(info.desc.options, AMINO_MESSAGE_ENCODING),
    fields: fields.map((f) => f.plan),
    error,
  };
}

// Printing.

function base64(bytes: Uint8Array): string {
  return `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')}"`;
}

function printer(f: FieldInfo): FieldPlan['print'] {
  const scalar = textOption(f.desc.options, SCALAR);
  if (scalar === 'cosmos.Int' && (f.type === FieldType.STRING || f.type === FieldType.BYTES)) return printInt;
  if (scalar === 'cosmos.Dec' && textOption(f.desc.options, GOGO_CUSTOMTYPE) === 'cosmossdk.io/math.LegacyDec') {
    return printDec;
  }
  switch (f.type) {
    case FieldType.MESSAGE:
      if (f.isMap) {
        return () => {
          throw new GoError('maps are not supported');
        };
      }
      return (v, context) => printMessage(f.message, v as Raw, context);
    case FieldType.STRING:
      return (v) => marshalJsonString(v as string);
    case FieldType.BYTES:
      return (v) => base64(v as Uint8Array);
    case FieldType.INT64:
    case FieldType.UINT64:
      return (v) => `"${(v as bigint).toString()}"`;
    default:
      return (v) => `${v as number | boolean}`;
  }
}

/** What a field with `dont_omitempty` prints when it is not set. */
function printUnset(plan: FieldPlan): string {
  const f = plan.field;
  if (f.repeated) return plan.encoding === 'legacy_coins' ? '[]' : 'null';
  switch (f.type) {
    case FieldType.MESSAGE:
      throw new GoError(`not supported: dont_omit_empty=true on invalid (nil?) message field: ${plan.name}`);
    case FieldType.STRING:
      return plan.print === printInt || plan.print === printDec ? '"0"' : '""';
    case FieldType.BYTES:
      return plan.print === printInt || plan.print === printDec ? '"0"' : 'null';
    case FieldType.INT64:
    case FieldType.UINT64:
      return '"0"';
    case FieldType.BOOL:
      return 'false';
    default:
      return '0';
  }
}

function printInt(v: Value): string {
  if (typeof v === 'string') return v === '' ? '"0"' : marshalJsonString(v);
  const text = textFromBytes(v as Uint8Array);
  return `"${Int.unmarshal(text) ?? 0n}"`;
}

function printDec(v: Value): string {
  const text = typeof v === 'string' ? v : textFromBytes(v as Uint8Array);
  if (text === '') return '"0"';
  try {
    return `"${(Dec.unmarshal(text) as Dec).toString()}"`;
  } catch (e) {
    if (!(e instanceof GoError) || typeof v !== 'string') throw e;
    throw new GoError(`failed to unmarshal for Amino JSON encoding; string ${quoteText(text)} into Dec: ${e.message}`);
  }
}

function fieldOf(info: MessageInfo, name: string): FieldInfo {
  return info.fields.find((f) => f.name === name)!;
}

function printMessage(info: MessageInfo, raw: Raw, context: Context): string {
  const plan = planOf(info);
  const values = readFields(info, raw, context.dynamic);
  const get = (name: string): Value | Value[] | undefined => values.get(fieldOf(info, name));
  switch (info.typeName) {
    case 'google.protobuf.Any':
      return printAny((get('type_url') as string) ?? '', (get('value') as Uint8Array) ?? new Uint8Array(0), context);
    case 'google.protobuf.Timestamp': {
      const nanos = (get('nanos') as number | undefined) ?? 0;
      if (nanos < 0) throw new GoError('nanos must be non-negative on timestamp');
      return `"${toRfc3339Nano(unixTime((get('seconds') as bigint | undefined) ?? 0n, nanos))}"`;
    }
    case 'google.protobuf.Duration': {
      const seconds = (get('seconds') as bigint | undefined) ?? 0n;
      if (seconds > 9223372035n) {
        throw new GoError(`${seconds} seconds would overflow an int64 when represented as nanoseconds`);
      }
      const nanos = BigInt((get('nanos') as number | undefined) ?? 0);
      return `"${BigInt.asIntN(64, seconds * 1000000000n + nanos)}"`;
    }
    default:
  }
  switch (plan.messageEncoding) {
    case 'key_field': {
      const key = get('key') as Uint8Array | undefined;
      return key === undefined || key.length === 0 ? 'null' : base64(key);
    }
    case 'module_account':
      return printModuleAccount(info, values, context);
    case 'threshold_string': {
      const keys = ((get('public_keys') ?? []) as Raw[]).map((k) => printMessage(messageInfo(ANY), k, context));
      return `{"pubkeys":[${keys.join(',')}],"threshold":"${(get('threshold') as number | undefined) ?? 0}"}`;
    }
    default:
      return printFields(plan, values, context);
  }
}

const ANY = 'google.protobuf.Any';

function printFields(plan: Plan, values: Fields, context: Context): string {
  if (plan.error !== undefined) throw new GoError(plan.error);
  // Concatenated, not joined: nested texts are copied once at the end, however deep they are.
  let out = '';
  const add = (text: string) => {
    out = out === '' ? text : `${out},${text}`;
  };
  const nilOneofs = new Set<string>();
  for (const f of plan.fields) {
    const value = values.get(f.field);
    const head = `${marshalJsonString(f.name)}:`;
    if (f.oneof !== undefined) {
      if (value !== undefined) {
        const text = f.print(value as Value, context);
        add(`"${f.oneof.name}":{"type":"${f.oneof.typeName}","value":{${head}${text}}}`);
      } else if (!nilOneofs.has(f.oneof.name) && !isChosen(values, f.field.oneofName!)) {
        nilOneofs.add(f.oneof.name);
        add(`${marshalJsonString(f.oneof.name)}:null`);
      }
      continue;
    }
    if (f.field.repeated) {
      const list = value as Value[] | undefined;
      if (list !== undefined && list.length > 0) {
        let items = '';
        for (const v of list) items += items === '' ? f.print(v, context) : `,${f.print(v, context)}`;
        add(`${head}[${items}]`);
      } else if (f.keepEmpty) add(head + printUnset(f));
      continue;
    }
    if (value !== undefined && !isZero(value as Value)) add(head + f.print(value as Value, context));
    else if (f.keepEmpty) add(head + printUnset(f));
  }
  return `{${out}}`;
}

function isChosen(values: Fields, oneofName: string): boolean {
  for (const f of values.keys()) if (f.oneofName === oneofName) return true;
  return false;
}

function printModuleAccount(info: MessageInfo, values: Fields, context: Context): string {
  const baseField = fieldOf(info, 'base_account');
  const base = values.get(baseField) as Raw | undefined;
  const baseInfo = baseField.message;
  const baseValues = base === undefined ? (new Map() as Fields) : readFields(baseInfo, base, context.dynamic);
  const ofBase = (name: string) => baseValues.get(fieldOf(baseInfo, name));
  const permissions = (values.get(fieldOf(info, 'permissions')) ?? []) as string[];
  const list = permissions.length === 0 ? 'null' : `[${permissions.map(marshalJsonString).join(',')}]`;
  return (
    `{"account_number":${(ofBase('account_number') as bigint | undefined) ?? 0n},` +
    `"address":${marshalJsonString((ofBase('address') as string | undefined) ?? '')},` +
    `"name":${marshalJsonString((values.get(fieldOf(info, 'name')) as string | undefined) ?? '')},"permissions":${list},` +
    `"public_key":"","sequence":${(ofBase('sequence') as bigint | undefined) ?? 0n}}`
  );
}

/** `Any` values inside each other that are printed in one go. Deeper ones are printed first. */
const ANYS_AT_ONCE = 50;

/** An `Any` that has to be printed before the one that holds it. Thrown, and caught by {@link withStack}. */
class Deeper {
  readonly typeUrl: string;
  readonly value: Uint8Array;
  readonly dynamic: boolean;
  constructor(typeUrl: string, value: Uint8Array, dynamic: boolean) {
    this.typeUrl = typeUrl;
    this.value = value;
    this.dynamic = dynamic;
  }
}

function keyOf(value: Uint8Array, typeUrl: string): string {
  return `${value.byteOffset}/${value.length}/${typeUrl}`;
}

function printAny(typeUrl: string, value: Uint8Array, context: Context): string {
  const key = keyOf(value, typeUrl);
  const done = context.done.get(key);
  if (done !== undefined) return done;
  if (typeUrl === '') throw new GoPanic('runtime error: slice bounds out of range [1:0]');
  if (context.depth >= ANYS_AT_ONCE) throw new Deeper(typeUrl, value, context.dynamic);
  const info = findMessage(typeUrl.slice(1));
  if (info === undefined) throw new GoError(`can't resolve type URL ${typeUrl}: proto:\u00a0not found`);
  const dynamic = context.dynamic || !isPulsar(info);
  const text = printMessage(info, [value], { dynamic, depth: context.depth + 1, done: context.done });
  // PARITY: chain-sdk proto akash: none of its messages has an amino name, so their type URL stands for it.
  return `{"type":"${planOf(info).aminoName ?? `/${info.typeName}`}","value":${text}}`;
}

/** Prints with a stack of its own: how deep `Any` values are is up to whoever sends them. */
function withStack(print: (done: Map<string, string>) => string): string {
  const done = new Map<string, string>();
  const waiting: Deeper[] = [];
  for (;;) {
    const top = waiting.at(-1);
    try {
      if (top === undefined) return print(done);
      const text = printAny(top.typeUrl, top.value, { dynamic: top.dynamic, depth: 0, done });
      done.set(keyOf(top.value, top.typeUrl), text);
      waiting.pop();
    } catch (e) {
      if (!(e instanceof Deeper)) throw e;
      waiting.push(e);
    }
  }
}

/**
 * A message in amino-JSON: with its amino name around it when it has one. Throws GoError.
 */
export function aminoJson<T extends object>(type: MessageType<T>, message: T): string {
  return aminoJsonOfBytes(type.typeName, type.encode(message));
}

/** {@link aminoJson} of a message in its protobuf form. */
export function aminoJsonOfBytes(typeName: string, bytes: Uint8Array): string {
  const info = messageInfo(typeName);
  const plan = planOf(info);
  const value = withStack((done) => printMessage(info, [bytes], { dynamic: !isPulsar(info), depth: 0, done }));
  return plan.aminoName === undefined ? value : `{"type":"${plan.aminoName}","value":${value}}`;
}

/** What an `Any` holds in amino-JSON, with its type around it: the amino name, or else the type URL. */
export function aminoJsonAny(any: Any): string {
  return withStack((done) => printAny(any.typeUrl, any.value, { dynamic: false, depth: 0, done }));
}
