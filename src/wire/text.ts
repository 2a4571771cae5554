/**
 * Protobuf's text form on one line, as Go prints messages in errors, some events and so in the state.
 *
 * Source: github.com/cosmos/gogoproto proto/text.go (CompactTextString).
 */
import { InternalError } from '../core/errors.ts';
import type { Time } from '../core/time.ts';
import type { Dec } from '../math/dec.ts';
import { type FieldInfo, FieldType, type MessageInfo, messageInfo } from './descriptors.ts';
import type { MessageType } from './runtime.ts';
import { bytesFromText } from './utf8.ts';

interface Values {
  readonly $case?: string;
  readonly $nil?: readonly string[];
  readonly [property: string]: unknown;
}

/** `from:"a" amount:<denom:"uakt" amount:"1" > `: every field is followed by a space. */
export function compactText<T extends object>(type: MessageType<T>, message: T): string {
  return fields(messageInfo(type.typeName), message as Values);
}

/** Fields in the order of their declaration; a oneof stands where its first member is declared. */
function fields(info: MessageInfo, message: Values): string {
  let out = '';
  const oneofs = new Set<string>();
  for (const f of info.fields) {
    if (f.oneof === undefined) out += field(f, message[f.property], message);
    else if (!oneofs.has(f.oneof)) {
      oneofs.add(f.oneof);
      out += oneof(info, f.oneof, message[f.oneof] as Values | undefined);
    }
  }
  return out;
}

/** The member that is set, zero or not. */
function oneof(info: MessageInfo, name: string, set: Values | undefined): string {
  if (set === undefined) return '';
  const member = info.fields.find((f) => f.oneof === name && f.property === set.$case);
  if (member === undefined) throw new InternalError(`${info.typeName} has no member ${set.$case} in ${name}`);
  return `${member.name}:${value(member, set[member.property])} `;
}

function field(f: FieldInfo, v: unknown, owner: Values): string {
  if (v === undefined) return '';
  if (f.isMap) return map(f, v as readonly (readonly [unknown, unknown])[]);
  if (f.repeated) return (v as readonly unknown[]).map((item) => `${f.name}:${value(f, item)} `).join('');
  if (!f.optional && isZero(f, v)) return '';
  const nil = owner.$nil?.includes(f.property) ?? false;
  // A nil number whose field is a pointer was never set; one that is embedded prints as zero.
  if (nil && f.nullable) return '';
  return `${f.name}:${value(f, v)} `;
}

/** Plain values at zero are left out; messages, numbers of custom types, times and durations are not. */
function isZero(f: FieldInfo, v: unknown): boolean {
  if (f.representation !== 'plain') return false;
  if (v instanceof Uint8Array) return v.length === 0;
  return v === 0 || v === 0n || v === '' || v === false;
}

function map(f: FieldInfo, entries: readonly (readonly [unknown, unknown])[]): string {
  const [key, val] = f.message.fields;
  if (key === undefined || val === undefined) throw new InternalError(`${f.name} is no map`);
  return entries
    .map(([k, v]) => ({ k: value(key, k), v: value(val, v) }))
    .sort((a, b) => (a.k < b.k ? -1 : a.k > b.k ? 1 : 0))
    .map(({ k, v }) => `${f.name}:<key:${k} value:${v} > `)
    .join('');
}

function value(f: FieldInfo, v: unknown): string {
  switch (f.representation) {
    case 'int':
      return `"${v as bigint}"`;
    case 'dec':
      return `"${(v as Dec).marshal()}"`;
    case 'time': {
      const t = v as Time;
      return secondsAndNanos(t.seconds, BigInt(t.nanos));
    }
    case 'duration': {
      const d = v as bigint;
      return secondsAndNanos(d / 1_000_000_000n, d % 1_000_000_000n);
    }
    case 'descriptor':
      throw new InternalError(`${f.name}: descriptors have no text form here`);
    default:
      return plain(f, v);
  }
}

function plain(f: FieldInfo, v: unknown): string {
  switch (f.type) {
    case FieldType.MESSAGE:
      return `<${fields(f.message, v as Values)}>`;
    case FieldType.ENUM:
      return f.enum.names.get(v as number) ?? unknownEnum(f.enum.typeName, v as number);
    case FieldType.STRING:
      return quoted(bytesFromText(v as string));
    case FieldType.BYTES:
      return quoted(v as Uint8Array);
    case FieldType.DOUBLE:
    case FieldType.FLOAT:
      throw new InternalError(`${f.name}: floating numbers have no text form here`);
    default:
      return `${v as bigint | number | boolean}`;
  }
}

const PRINTED_AS_BYTE: ReadonlySet<string> = new Set([
  'cosmos.gov.v1.VoteOption',
  'cosmos.gov.v1.ProposalStatus',
  'cosmos.gov.v1beta1.VoteOption',
  'cosmos.gov.v1beta1.ProposalStatus',
]);

/** PARITY: cosmos-sdk x/gov/types/v1/vote.go: governance prints an unknown option's lowest byte. */
function unknownEnum(typeName: string, v: number): string {
  return `${PRINTED_AS_BYTE.has(typeName) ? v & 255 : v}`;
}

function secondsAndNanos(seconds: bigint, nanos: bigint): string {
  return `<${seconds === 0n ? '' : `seconds:${seconds} `}${nanos === 0n ? '' : `nanos:${nanos} `}>`;
}

const ESCAPES: { readonly [byte: number]: string } = { 10: '\\n', 13: '\\r', 9: '\\t', 34: '\\"', 92: '\\\\' };

/** Bytes in quotes: printable ASCII as it is, the rest in octal. */
function quoted(bytes: Uint8Array): string {
  let out = '"';
  for (const b of bytes) {
    out += ESCAPES[b] ?? (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : `\\${b.toString(8).padStart(3, '0')}`);
  }
  return `${out}"`;
}
