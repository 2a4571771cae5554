/**
 * Protobuf's text form on one line, as Go's generated String methods print it. It stands in some events, errors and state.
 *
 * Source: cosmos/gogoproto proto/text.go.
 */
import type { Time } from '../core/time.ts';
import type { Dec } from '../math/dec.ts';
import { type FieldInfo, FieldType, type MessageInfo, messageInfo } from './descriptors.ts';
import { NIL_MESSAGE } from './nil.ts';
import type { MessageType } from './runtime.ts';
import { bytesFromText } from './utf8.ts';

type Values = { readonly [property: string]: unknown };

const NIL_TEXT = '<nil>';

const ESCAPES: { readonly [byte: number]: string } = { 10: '\\n', 13: '\\r', 9: '\\t', 34: '\\"', 92: '\\\\' };

/** Bytes in quotes; what is not printable ASCII is octal. */
function quoteBytes(bytes: Uint8Array): string {
  let out = '"';
  for (const b of bytes) {
    const short = ESCAPES[b];
    if (short !== undefined) out += short;
    else if (b >= 0x20 && b < 0x7f) out += String.fromCharCode(b);
    else out += `\\${b.toString(8).padStart(3, '0')}`;
  }
  return `${out}"`;
}

function isZero(f: FieldInfo, value: unknown): boolean {
  if (value === undefined) return true;
  if (f.representation === 'duration') return !f.nullable && value === 0n;
  if (f.representation !== 'plain' || f.optional) return false;
  switch (f.type) {
    case FieldType.MESSAGE:
      return false;
    case FieldType.BYTES:
      return (value as Uint8Array).length === 0;
    default:
      return value === 0 || value === 0n || value === '' || value === false;
  }
}

function secondsAndNanos(seconds: bigint, nanos: number): string {
  return `<${seconds === 0n ? '' : `seconds:${seconds} `}${nanos === 0 ? '' : `nanos:${nanos} `}>`;
}

/** PARITY: cosmos-sdk x/gov/types/v1/vote.go, proposal.go, and the older ones: Format prints a number that has no name as a byte. */
const PRINTED_AS_BYTE: ReadonlySet<string> = new Set([
  'cosmos.gov.v1.VoteOption',
  'cosmos.gov.v1.ProposalStatus',
  'cosmos.gov.v1beta1.VoteOption',
  'cosmos.gov.v1beta1.ProposalStatus',
]);

function unknownEnumText(typeName: string, value: number): string {
  return `${PRINTED_AS_BYTE.has(typeName) ? value & 0xff : value}`;
}

function valueText(f: FieldInfo, value: unknown): string {
  if (value === NIL_MESSAGE) return NIL_TEXT;
  switch (f.representation) {
    case 'int':
      return `"${(value as bigint).toString()}"`;
    case 'dec':
      return `"${(value as Dec).raw.toString()}"`;
    case 'time':
      return secondsAndNanos((value as Time).seconds, (value as Time).nanos);
    case 'duration': {
      const d = value as bigint;
      return secondsAndNanos(d / 1000000000n, Number(d % 1000000000n));
    }
    default:
      break;
  }
  switch (f.type) {
    case FieldType.MESSAGE:
      return `<${fieldsText(f.message, value as Values)}>`;
    case FieldType.BYTES:
      return quoteBytes(value as Uint8Array);
    case FieldType.STRING:
      return quoteBytes(bytesFromText(value as string));
    case FieldType.ENUM:
      return f.enum.names.get(value as number) ?? unknownEnumText(f.enum.typeName, value as number);
    default:
      return String(value);
  }
}

function fieldsText(info: MessageInfo, m: Values): string {
  let out = '';
  const seen = new Set<string>();
  for (const f of info.fields) {
    if (f.oneof !== undefined) {
      // The whole oneof stands where its first field is declared.
      if (seen.has(f.oneof)) continue;
      seen.add(f.oneof);
      const chosen = m[f.oneof] as ({ readonly $case: string } & Values) | undefined;
      if (chosen === undefined) continue;
      const c = info.fields.find((x) => x.property === chosen.$case)!;
      out += `${c.name}:${valueText(c, chosen[chosen.$case])} `;
      continue;
    }
    const value = m[f.property];
    if (f.isMap) {
      const [k, v] = [f.message.fields[0]!, f.message.fields[1]!];
      for (const [key, x] of value as [unknown, unknown][]) {
        out += `${f.name}:<key:${valueText(k, key)} value:${valueText(v, x)} > `;
      }
    } else if (f.repeated) {
      for (const item of value as readonly unknown[]) out += `${f.name}:${valueText(f, item)} `;
    } else if (!isZero(f, value)) out += `${f.name}:${valueText(f, value)} `;
  }
  return out;
}

/** A message on one line. Every field is followed by a space, the last one too. */
export function compactText<T extends object>(type: MessageType<T> | string, message: T): string {
  if (message === NIL_MESSAGE) return NIL_TEXT;
  return fieldsText(messageInfo(typeof type === 'string' ? type : type.typeName), message as Values);
}
