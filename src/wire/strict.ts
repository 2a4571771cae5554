/**
 * The checks that the reference makes on a transaction's bytes before it decodes them: no unknown fields, wire types that
 * fit, `Any` types that resolve, and TxRaw written canonically (ADR-027). They walk with an explicit stack.
 *
 * Source: cosmos-sdk codec/unknownproto/unknown_fields.go, x/auth/tx/decoder.go; protobuf-go encoding/protowire.
 */
import { GoError, type GoErrorBase } from '../core/errors.ts';
import { quoteText } from '../core/go-text.ts';
import { FieldType, findMessage, type MessageInfo, messageInfo } from './descriptors.ts';
import { ErrUnknownField } from './errors.ts';
import { Any } from './gen/google/protobuf/any.ts';
import { resolveType } from './registry.ts';

/** Messages nested inside each other, at most. */
const RECURSION_LIMIT = 10_000;
/**
 * A field whose number has this bit may be unknown where non-critical fields are allowed. PARITY: cosmos-sdk
 * codec/unknownproto/unknown_fields.go: one bit is asked for, so 1031 may, and 2048 may not.
 */
const NON_CRITICAL_BIT = 1024;

// What protowire's consuming functions answer when they fail.
const TRUNCATED = -1;
const FIELD_NUMBER = -2;
const OVERFLOW = -3;
const RESERVED = -4;
const END_GROUP = -5;
const RECURSION = -6;

// PARITY: protobuf-go internal/errors: the prefix ends in a no-break space in some builds, this one's too.
const PARSE_ERRORS: { readonly [code: number]: string } = {
  [TRUNCATED]: 'unexpected EOF',
  [FIELD_NUMBER]: 'proto:\u00a0invalid field number',
  [OVERFLOW]: 'proto:\u00a0variable length integer overflow',
  [RESERVED]: 'proto:\u00a0cannot parse reserved wire type',
  [END_GROUP]: 'proto:\u00a0mismatching end group marker',
  [RECURSION]: 'proto:\u00a0parse error',
};

const WIRE_TYPES = ['varint', 'fixed64', 'bytes', 'start_group', 'end_group', 'fixed32'];

function wireTypeText(wireType: number): string {
  return WIRE_TYPES[wireType] ?? `unknown type: ${wireType}`;
}

/** Value of the varint read last, in halves. */
let low = 0;
let high = 0;

/** Position after the varint at `pos`, or a negative code. */
function consumeVarint(bytes: Uint8Array, pos: number, end: number): number {
  low = 0;
  high = 0;
  for (let i = 0; i < 10; i++) {
    if (pos >= end) return TRUNCATED;
    const b = bytes[pos++]!;
    const v = b & 0x7f;
    if (i === 9 && b > 1) return OVERFLOW;
    if (i < 4) low |= v << (7 * i);
    else if (i === 4) {
      low |= v << 28;
      high = v >>> 4;
    } else high |= v << (7 * i - 32);
    if (b < 0x80) return pos;
  }
  return OVERFLOW;
}

let tagNumber = 0;
let tagWireType = 0;

/** Position after the tag at `pos`, or a negative code. */
function consumeTag(bytes: Uint8Array, pos: number, end: number): number {
  const next = consumeVarint(bytes, pos, end);
  if (next < 0) return next;
  tagWireType = low & 7;
  const number = (high >>> 0) * 0x20000000 + (low >>> 3);
  if (number > 0x7fffffff || number < 1) return FIELD_NUMBER;
  tagNumber = number;
  return next;
}

/** Position after the value at `pos` of a field with that tag, or a negative code. */
function consumeValue(bytes: Uint8Array, pos: number, end: number, number: number, wireType: number): number {
  const groups: number[] = [];
  for (;;) {
    switch (wireType) {
      case 0:
        pos = consumeVarint(bytes, pos, end);
        if (pos < 0) return pos;
        break;
      case 1:
      case 5:
        pos += wireType === 1 ? 8 : 4;
        if (pos > end) return TRUNCATED;
        break;
      case 2: {
        pos = consumeVarint(bytes, pos, end);
        if (pos < 0) return pos;
        const length = (high >>> 0) * 0x100000000 + (low >>> 0);
        if (length > end - pos) return TRUNCATED;
        pos += length;
        break;
      }
      case 3:
        if (groups.push(number) > RECURSION_LIMIT + 1) return RECURSION;
        break;
      case 4:
        if (groups.length === 0 || groups.pop() !== number) return END_GROUP;
        break;
      default:
        return RESERVED;
    }
    if (groups.length === 0) return pos;
    pos = consumeTag(bytes, pos, end);
    if (pos < 0) return pos;
    number = tagNumber;
    wireType = tagWireType;
  }
}

/** The wire type of a field's type. */
function wireTypeOf(type: number): number {
  switch (type) {
    case FieldType.FIXED64:
    case FieldType.SFIXED64:
    case FieldType.DOUBLE:
      return 1;
    case FieldType.STRING:
    case FieldType.BYTES:
    case FieldType.MESSAGE:
      return 2;
    case FieldType.GROUP:
      return 3;
    case FieldType.FIXED32:
    case FieldType.SFIXED32:
    case FieldType.FLOAT:
      return 5;
    default:
      return 0;
  }
}

/** Whether a field may come with that wire type. Packed 32-bit and float values are not known to the reference. */
function fits(wireType: number, type: number): boolean {
  if (wireType === wireTypeOf(type)) return true;
  if (wireType === 4) return type === FieldType.GROUP;
  return wireType === 2 && (wireTypeOf(type) === 0 || wireTypeOf(type) === 1);
}

/** Makes the error for a field that a type does not have. */
type UnknownField = (info: MessageInfo, number: number, wireType: string) => GoErrorBase;

const unknownField: UnknownField = (info, number, wireType) =>
  new GoError(`errUnknownField ${quoteText(info.goType)}: {TagNum: ${number}, WireType:"${wireType}"}`);

/**
 * The check that amino-JSON signing makes on the body: no unknown field at all, critical or not. Throws SdkError (tx/2),
 * GoError.
 */
export function rejectUnknownBodyFields(bodyBytes: Uint8Array): void {
  rejectUnknownFields(bodyBytes, 'cosmos.tx.v1beta1.TxBody', false, (info, number, wireType) =>
    ErrUnknownField.wrap(`${info.typeName}: {TagNum: ${number}, WireType:"${wireType}"}`),
  );
}

interface Frame {
  readonly bytes: Uint8Array;
  pos: number;
  readonly end: number;
  readonly info: MessageInfo;
  readonly limit: number;
  /** After an `Any` itself has been checked, what it holds is. */
  readonly isAny: boolean;
  readonly start: number;
}

/**
 * Fails when `bytes`, a message of that type, hold a field that the type does not have. With `allowNonCritical`, unknown
 * fields that are not critical may stay; answers whether there were any. Throws GoError.
 */
export function rejectUnknownFields(
  bytes: Uint8Array,
  typeName: string,
  allowNonCritical: boolean,
  unknown: UnknownField = unknownField,
): boolean {
  let nonCritical = false;
  const stack: Frame[] = [];
  const push = (b: Uint8Array, start: number, end: number, info: MessageInfo, limit: number, isAny: boolean) => {
    // An empty message passes at any depth, but an Any's content is looked at all the same.
    if (start === end && !isAny) return;
    if (limit === 0 && start !== end) throw new GoError('recursion limit reached');
    stack.push({ bytes: b, pos: start, end, info, limit, isAny, start });
  };
  push(bytes, 0, bytes.length, messageInfo(typeName), RECURSION_LIMIT, false);
  for (let f = stack.at(-1); f !== undefined; f = stack.at(-1)) {
    if (f.pos >= f.end) {
      stack.pop();
      if (!f.isAny) continue;
      const any = Any.decode(f.bytes.subarray(f.start, f.end));
      // PARITY: cosmos-sdk codec/unknownproto/unknown_fields.go: of extension options too, though no type is registered for them.
      const type = resolveType(any.typeUrl);
      push(any.value, 0, any.value.length, messageInfo(type.typeName), f.limit, false);
      continue;
    }
    let pos = consumeTag(f.bytes, f.pos, f.end);
    if (pos < 0) throw new GoError('invalid length');
    const number = tagNumber;
    const wireType = tagWireType;
    const field = f.info.byNumber.get(number);
    if (field !== undefined) {
      if (!fits(wireType, field.type)) {
        const [got, want] = [wireTypeText(wireType), wireTypeText(wireTypeOf(field.type))];
        throw new GoError(
          `Mismatched ${quoteText(f.info.goType)}: {TagNum: ${number}, GotWireType: "${got}" != WantWireType: "${want}"}`,
        );
      }
    } else {
      const critical = (number & NON_CRITICAL_BIT) === 0;
      if (!critical) nonCritical = true;
      if (critical || !allowNonCritical) {
        throw unknown(f.info, number, wireTypeText(wireType));
      }
    }
    const start = pos;
    pos = consumeValue(f.bytes, pos, f.end, number, wireType);
    if (pos < 0) {
      throw new GoError(
        `could not consume field value for tagNum: ${number}, wireType: "${wireTypeText(wireType)}"; ${PARSE_ERRORS[pos]}`,
      );
    }
    f.pos = pos;
    if (field === undefined || field.type !== FieldType.MESSAGE) continue;
    const content = consumeVarint(f.bytes, start, pos);
    const name = field.desc.typeName.slice(1);
    const info = findMessage(name);
    if (info === undefined) throw new GoError(`failed to retrieve the message of type "${name}"`);
    push(f.bytes, content, pos, info, f.limit - 1, name === 'google.protobuf.Any');
  }
  return nonCritical;
}

/** Bytes that the shortest varint of the value read last takes. */
function shortest(): number {
  const bits = high !== 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(low);
  return Math.max(1, Math.ceil(bits / 7));
}

/**
 * Fails when a TxRaw is not written as ADR-027 says: ascending fields and lengths in their shortest form. Throws GoError.
 *
 * PARITY: cosmos-sdk x/auth/tx/decoder.go: TxRaw alone; what is inside it may have longer varints.
 */
export function rejectNonAdr027TxRaw(bytes: Uint8Array): void {
  const end = bytes.length;
  const fail = (code: number) => new GoError(`invalid length; ${PARSE_ERRORS[code]}`);
  let previous = 0;
  let at = 0;
  while (at < end) {
    const pos = consumeTag(bytes, at, end);
    if (pos < 0) throw fail(pos);
    if (tagWireType !== 2) throw new GoError(`expected 2 wire type, got ${tagWireType}`);
    if (tagNumber < previous) {
      throw new GoError(`txRaw must follow ADR-027, got tagNum ${tagNumber} after tagNum ${previous}`);
    }
    previous = tagNumber;
    const content = consumeVarint(bytes, pos, end);
    if (content < 0) throw fail(content);
    const needed = shortest();
    if (needed !== content - pos) {
      throw new GoError(
        `length prefix varint for tagNum ${tagNumber} is not as short as possible, read ${content - pos}, only need ${needed}`,
      );
    }
    const next = consumeValue(bytes, pos, end, tagNumber, 2);
    if (next < 0) throw fail(next);
    at = next;
  }
}
