/**
 * One pass over proto-JSON as the node itself writes it, for genesis files of millions of accounts. Whatever is unusual
 * makes it give up; then `json-read.ts` reads the text again, and tells the errors.
 */
import { GoErrorBase } from '../core/errors.ts';
import { checkJson } from '../core/go-json.ts';
import { fromRfc3339Nano } from '../core/time.ts';
import { Dec } from '../math/dec.ts';
import * as Int from '../math/int.ts';
import { textOption } from './descriptor-set.ts';
import { type FieldInfo, FieldType, type MessageInfo, messageInfo } from './descriptors.ts';
import { skipValue, stringAt } from './json-scan.ts';
import { emptyList, markNil } from './nil.ts';
import { GOGO_CASTTYPE, GOGO_CUSTOMTYPE } from './options.ts';
import { messageType } from './registry.ts';
import { EMPTY_BYTES, PRESENT_EMPTY_BYTES } from './runtime.ts';
import { bytesFromText, readText } from './utf8.ts';

/** The text is not of the usual form. */
class Unusual extends Error {}

const MAX_DEPTH = 200;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const BACKSLASH = 0x5c;

type Values = { [property: string]: unknown };
type Read = (r: FastReader, old: unknown) => unknown;

/** What the slower reader lends: how messages look at zero, and its readers of unusual kinds of fields. */
export interface SlowReader {
  zero(info: MessageInfo): { [property: string]: unknown };
  element(f: FieldInfo): () => unknown;
  read(owner: MessageInfo, f: FieldInfo, bytes: Uint8Array, start: number, end: number, old: unknown): unknown;
}

interface FastField {
  /** The name in quotes. */
  readonly key: Uint8Array;
  readonly name: string;
  readonly property: string;
  readonly oneof: string | undefined;
  readonly read: Read;
}

interface FastPlan {
  readonly info: MessageInfo;
  readonly fields: FastField[];
  readonly byName: Map<string, number>;
  /** Int and Dec fields, which are nil when they do not come. */
  readonly nils: readonly { readonly index: number; readonly property: string }[];
}

class FastReader {
  readonly b: Uint8Array;
  readonly slow: SlowReader;
  pos = 0;
  depth = 0;
  constructor(b: Uint8Array, slow: SlowReader) {
    this.b = b;
    this.slow = slow;
  }

  /** The next byte that is not white space. */
  peek(): number {
    const b = this.b;
    let c = b[this.pos];
    while (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09) c = b[++this.pos];
    if (c === undefined) throw new Unusual();
    return c;
  }
  expect(c: number): void {
    if (this.peek() !== c) throw new Unusual();
    this.pos++;
  }
  /** Whether null stands here; if so it is taken. */
  isNull(): boolean {
    if (this.peek() !== 0x6e) return false;
    this.literal('null');
    return true;
  }
  literal(word: string): void {
    for (let i = 0; i < word.length; i++) if (this.b[this.pos + i] !== word.charCodeAt(i)) throw new Unusual();
    this.pos += word.length;
  }
  /** Takes a string and answers where its content starts; it ends before the quote at `pos` - 1. */
  private scanString(): boolean {
    const b = this.b;
    let plain = true;
    for (;;) {
      const c = b[this.pos++];
      if (c === QUOTE) return plain;
      if (c === undefined || c < 0x20) throw new Unusual();
      if (c === BACKSLASH) {
        plain = false;
        this.pos++;
      } else if (c >= 0x80) plain = false;
    }
  }
  string(): string {
    this.expect(QUOTE);
    const start = this.pos;
    const plain = this.scanString();
    if (plain) return readText(this.b, start, this.pos - 1);
    checkJson(this.b.subarray(start - 1, this.pos));
    return stringAt(this.b, { start: start - 1, end: this.pos });
  }
  /** Digits in quotes or bare, perhaps with a sign, as text; nothing else. */
  digits(): string {
    const quoted = this.peek() === QUOTE;
    if (quoted) this.pos++;
    const start = this.pos;
    const b = this.b;
    if (b[this.pos] === 0x2d) this.pos++;
    const first = this.pos;
    while (b[this.pos]! >= 0x30 && b[this.pos]! <= 0x39) this.pos++;
    const n = this.pos - first;
    if (n === 0 || (n > 1 && b[first] === 0x30)) throw new Unusual();
    const text = readText(b, start, this.pos);
    if (quoted) {
      if (b[this.pos++] !== QUOTE) throw new Unusual();
    } else if (b[this.pos] === 0x2e || b[this.pos] === 0x65 || b[this.pos] === 0x45) throw new Unusual();
    return text;
  }
}

const plans = new Map<string, FastPlan>();

function planOf(info: MessageInfo): FastPlan {
  let plan = plans.get(info.typeName);
  if (plan === undefined) {
    plan = { info, fields: [], byName: new Map(), nils: [] };
    plans.set(info.typeName, plan);
    const nils = plan.nils as { index: number; property: string }[];
    for (const f of info.fields) {
      const index = plan.fields.length;
      plan.fields.push({
        key: bytesFromText(`"${f.name}"`),
        name: f.name,
        property: f.property,
        oneof: f.oneof,
        read: reader(info, f),
      });
      plan.byName.set(f.name, index);
      const custom = f.representation === 'int' || f.representation === 'dec';
      if (custom && !f.nullable && !f.repeated && f.oneof === undefined) nils.push({ index, property: f.property });
    }
  }
  return plan;
}

function reader(owner: MessageInfo, f: FieldInfo): Read {
  const one = f.isMap ? undefined : valueReader(f);
  if (one === undefined) return slowReader(owner, f);
  if (!f.repeated) return one;
  return (r, old) => {
    if (r.isNull()) return old;
    const element = r.slow.element(f);
    const out: unknown[] = [];
    r.expect(OPEN_LIST);
    if (r.peek() === CLOSE_LIST) {
      r.pos++;
      return emptyList();
    }
    for (;;) {
      const v = one(r, f.type === FieldType.MESSAGE ? undefined : element());
      if (v === undefined) throw new Unusual();
      out.push(v);
      const c = r.peek();
      r.pos++;
      if (c === CLOSE_LIST) return out;
      if (c !== COMMA) throw new Unusual();
    }
  };
}

/** Leaves a value to the slower reader, checked first. */
function slowReader(owner: MessageInfo, f: FieldInfo): Read {
  return (r, old) => {
    r.peek();
    const start = r.pos;
    const end = skipValue(r.b, start);
    checkJson(r.b.subarray(start, end));
    r.pos = end;
    return r.slow.read(owner, f, r.b, start, end, old);
  };
}

const WRAPPERS = /^google\.protobuf\.[A-Za-z0-9]*(Value|Struct|Timestamp|Duration)$/;

/** Undefined when the slower reader has to do it. */
function valueReader(f: FieldInfo): Read | undefined {
  const nullable = f.nullable && !f.repeated;
  switch (f.representation) {
    case 'int':
      return (r, old) => {
        if (nullable && r.isNull()) return old;
        const text = r.string();
        return /^-?[1-9][0-9]{0,76}$|^0$/.test(text) ? checkedInt(text) : unusual();
      };
    case 'dec':
      return (r, old) => (nullable && r.isNull() ? old : Dec.parse(r.string()));
    case 'time':
      return (r, old) => {
        if (r.isNull()) return nullable ? old : unusual();
        const t = fromRfc3339Nano(r.string());
        return t.seconds >= 253402300800n || t.seconds < -62135596800n ? unusual() : t;
      };
    case 'plain':
      break;
    default:
      return undefined;
  }
  switch (f.type) {
    case FieldType.MESSAGE: {
      if (WRAPPERS.test(f.desc.typeName.slice(1))) return undefined;
      const any = f.desc.typeName === '.google.protobuf.Any';
      const info = f.message;
      let plan: FastPlan | undefined;
      return (r, old) => {
        if (f.nullable && r.isNull()) return old;
        if (any) return readAny(r);
        plan ??= planOf(info);
        return readObject(r, plan, undefined);
      };
    }
    case FieldType.STRING:
      return (r, old) => (r.isNull() ? old : r.string());
    case FieldType.BOOL:
      return (r) => {
        const yes = r.peek() === 0x74;
        r.literal(yes ? 'true' : 'false');
        return yes;
      };
    case FieldType.BYTES: {
      if (textOption(f.desc.options, GOGO_CASTTYPE) !== undefined) return undefined;
      if (textOption(f.desc.options, GOGO_CUSTOMTYPE) !== undefined) return undefined;
      return (r) => (r.isNull() ? EMPTY_BYTES : base64(r.string()));
    }
    case FieldType.ENUM: {
      const { numbers } = f.enum;
      return (r) => {
        if (r.peek() === QUOTE) return numbers.get(r.string()) ?? unusual();
        return integer(r.digits(), 32, true);
      };
    }
    case FieldType.INT64:
      return (r) => bigInteger(r.digits(), true);
    case FieldType.UINT64:
      return (r) => bigInteger(r.digits(), false);
    case FieldType.INT32:
      return (r) => integer(r.digits(), 32, true);
    case FieldType.UINT32:
      return (r) => integer(r.digits(), 32, false);
    default:
      return undefined;
  }
}

function unusual(): never {
  throw new Unusual();
}

function checkedInt(text: string): bigint {
  const v = BigInt(text);
  return text.length < 76 || Int.inRange(v) ? v : unusual();
}

function bigInteger(text: string, signed: boolean): bigint {
  const v = text.length < 16 ? BigInt(Number(text)) : BigInt(text);
  if (text[0] === '-' && !signed) throw new Unusual();
  if (text.length < 19) return v;
  return (signed ? BigInt.asIntN(64, v) : BigInt.asUintN(64, v)) === v ? v : unusual();
}

function integer(text: string, bits: number, signed: boolean): number {
  if (text.length > 11 || text === '-0' || (text[0] === '-' && !signed)) throw new Unusual();
  const v = Number(text);
  const top = signed ? 2 ** (bits - 1) : 2 ** bits;
  return v < top && v >= (signed ? -top : 0) ? v : unusual();
}

function base64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw new Unusual();
  if (text === '') return PRESENT_EMPTY_BYTES;
  const bytes = Buffer.from(text, 'base64');
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length).slice();
}

/** Whether the name of the field stands at the reader's position; if so it is taken. */
function atKey(r: FastReader, key: Uint8Array): boolean {
  const b = r.b;
  const pos = r.pos;
  for (let i = 0; i < key.length; i++) if (b[pos + i] !== key[i]) return false;
  r.pos = pos + key.length;
  return true;
}

/** Reads an object whose opening bracket, and perhaps first member, may be behind already. */
function readObject(r: FastReader, plan: FastPlan, inside: 'first' | 'next' | undefined): Values {
  if (++r.depth > MAX_DEPTH) throw new Unusual();
  const m = r.slow.zero(plan.info);
  const seen: boolean[] = [];
  if (inside === undefined) r.expect(OPEN);
  let more = true;
  if (inside === 'next') {
    const c = r.peek();
    r.pos++;
    if (c === CLOSE) more = false;
    else if (c !== COMMA) throw new Unusual();
  } else if (r.peek() === CLOSE) {
    r.pos++;
    more = false;
  }
  let next = 0;
  while (more) {
    r.peek();
    let f = plan.fields[next];
    if (f === undefined || !atKey(r, f.key)) {
      const index = plan.byName.get(r.string());
      if (index === undefined) throw new Unusual();
      next = index;
      f = plan.fields[index]!;
    }
    if (seen[next]) throw new Unusual();
    seen[next] = true;
    next++;
    r.expect(COLON);
    if (f.oneof === undefined) m[f.property] = f.read(r, m[f.property]);
    else {
      if (m[f.oneof] !== undefined) throw new Unusual();
      m[f.oneof] = { $case: f.property, [f.property]: f.read(r, undefined) ?? unusual() };
    }
    const c = r.peek();
    r.pos++;
    if (c === CLOSE) more = false;
    else if (c !== COMMA) throw new Unusual();
  }
  for (const n of plan.nils) if (!seen[n.index]) markNil(m, n.property);
  r.depth--;
  return m;
}

const TYPE_KEY = bytesFromText('"@type"');

function readAny(r: FastReader): unknown {
  r.expect(OPEN);
  r.peek();
  if (!atKey(r, TYPE_KEY)) throw new Unusual();
  r.expect(COLON);
  const typeUrl = r.string();
  const type = messageType(typeUrl);
  if (type === undefined) throw new Unusual();
  const message = readObject(r, planOf(messageInfo(type.typeName)), 'next');
  return { typeUrl, value: type.encode(message) };
}

/** Reads a message, or answers undefined when the text has to be read the slower way. */
export function readFast(info: MessageInfo, b: Uint8Array, slow: SlowReader): object | undefined {
  if (WRAPPERS.test(info.typeName) || info.typeName === 'google.protobuf.Any') return undefined;
  try {
    return readObject(new FastReader(b, slow), planOf(info), undefined);
  } catch (e) {
    if (e instanceof Unusual || e instanceof GoErrorBase || e instanceof SyntaxError) return undefined;
    throw e;
  }
}
