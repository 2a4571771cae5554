/** Values as screens (ADR-050). Source: cosmossdk.io/x/tx signing/textual. */
import { createHash } from 'node:crypto';
import { GoError } from '../../core/errors.ts';
import { compareText } from '../../core/go-text.ts';
import { toRfc3339Nano, unixTime } from '../../core/time.ts';
import { Dec } from '../../math/dec.ts';
import { formatDec, formatInt } from '../../math/format.ts';
import { textOption } from '../descriptor-set.ts';
import { type FieldInfo, FieldType, findMessage, type MessageInfo } from '../descriptors.ts';
import type { Metadata } from '../gen/cosmos/bank/v1beta1/bank.ts';
import { SCALAR } from '../options.ts';
import { isPlaceholder, isPulsar, isZero, type Raw, readFields, type Value } from '../raw-message.ts';
import { type Screen, screen } from './screens.ts';

/** How the units of a denomination are shown. Undefined when there is no metadata. */
export type CoinMetadata = (denom: string) => Metadata | undefined;

/** Messages inside each other, at most. */
const MAX_DEPTH = 500;

interface Context {
  readonly metadata: CoinMetadata;
  readonly dynamic: boolean;
  readonly depth: number;
}

/** The context at the top of a transaction. */
export function textualContext(metadata: CoinMetadata): Context {
  return { metadata, dynamic: false, depth: 0 };
}

/** `deposit_end_time` is `Deposit end time`. */
export function sentenceCase(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1).replaceAll('_', ' ');
}

const HASHED_FROM = 36;

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .toUpperCase()
    .replace(/(.{4})(?=.)/g, '$1 ');
}

function bytesText(bytes: Uint8Array): string {
  if (bytes.length < HASHED_FROM) return hex(bytes);
  return `SHA-256=${hex(createHash('sha256').update(bytes).digest())}`;
}

function decText(value: string): string {
  if (value.includes('.')) return formatDec(value);
  if (!/^[+-]?[0-9]+$/.test(value)) throw new GoError(`invalid decimal: ${value}`);
  return formatDec(new Dec(BigInt(value)).toString());
}

/** 10^n as a Dec. */
function tenTo(n: number): Dec {
  return Dec.fromInt(10n ** BigInt(n));
}

function coinText(denom: string, amount: string, metadata: Metadata | undefined): string {
  if (metadata === undefined || metadata.display === '' || metadata.display === denom) {
    return `${formatDec(amount)} ${denom}`;
  }
  const exponent = (name: string) => metadata.denomUnits.findLast((u) => u.denom === name)?.exponent;
  const [from, to] = [exponent(denom), exponent(metadata.display)];
  if (from === undefined || to === undefined) return `${formatInt(amount)} ${denom}`;
  const value = Dec.parse(amount);
  const shown = from > to ? value.mul(tenTo(from - to)) : value.quo(tenTo(to - from));
  return `${formatDec(shown.toString())} ${metadata.display}`;
}

/** Coins on one screen, ordered by the denomination that is shown. */
export function coinsText(
  coins: readonly { readonly denom: string; readonly amount: string }[],
  metadata: CoinMetadata,
): string {
  const texts = coins.map((c) => coinText(c.denom, c.amount, metadata(c.denom)));
  for (const t of texts) if (t.includes(',')) throw new GoError(`coin ${t} contains a comma`);
  if (texts.length === 0) return 'zero';
  const denom = (t: string) => t.split(' ')[1]!;
  return texts.sort((a, b) => compareText(denom(a), denom(b))).join(', ');
}

function durationText(seconds: bigint, nanos: number): string {
  const show = (n: bigint, unit: string) => `${n} ${unit}${n === 1n ? '' : 's'}`;
  const negative = seconds < 0n || nanos < 0;
  let left = negative ? -seconds : seconds;
  const rest = Math.abs(nanos);
  const days = left / 86400n;
  left %= 86400n;
  const hours = left / 3600n;
  left %= 3600n;
  const minutes = left / 60n;
  left %= 60n;
  const parts: string[] = [];
  if (days > 0n) parts.push(show(days, 'day'));
  if (hours > 0n || (parts.length > 0 && (minutes > 0n || left > 0n || rest > 0))) parts.push(show(hours, 'hour'));
  if (minutes > 0n || (parts.length > 0 && (left > 0n || rest > 0))) parts.push(show(minutes, 'minute'));
  if (left > 0n || rest > 0) {
    const fraction = rest === 0 ? '' : `.${rest.toString().padStart(9, '0').replace(/0+$/, '')}`;
    parts.push(`${left}${fraction} second${left === 1n && rest === 0 ? '' : 's'}`);
  }
  const text = parts.length === 0 ? '0 seconds' : parts.join(', ');
  return negative ? `-${text}` : text;
}

const KINDS: { readonly [type: number]: string } = {
  1: 'double',
  2: 'float',
  3: 'int64',
  4: 'uint64',
  5: 'int32',
  6: 'fixed64',
  7: 'fixed32',
  8: 'bool',
  9: 'string',
  12: 'bytes',
  13: 'uint32',
  15: 'sfixed32',
  16: 'sfixed64',
  17: 'sint32',
  18: 'sint64',
};

function kindName(f: FieldInfo): string {
  if (f.type !== FieldType.MESSAGE && f.type !== FieldType.ENUM) return KINDS[f.type]!;
  return f.desc.typeName.slice(f.desc.typeName.lastIndexOf('.') + 1);
}

function scalarText(f: FieldInfo, value: Value): string {
  switch (f.type) {
    case FieldType.STRING:
      switch (textOption(f.desc.options, SCALAR)) {
        case 'cosmos.Int':
          return formatInt(value as string);
        case 'cosmos.Dec':
          return decText(value as string);
        default:
          return value as string;
      }
    case FieldType.BYTES:
      return bytesText(value as Uint8Array);
    case FieldType.BOOL:
      return value === true ? 'True' : 'False';
    case FieldType.ENUM: {
      const name = f.enum.names.get(value as number);
      if (name === undefined) {
        throw new GoError(`cannot get enum ${f.enum.typeName} variant of number ${value as number}`);
      }
      return name;
    }
    case FieldType.INT32:
    case FieldType.INT64:
    case FieldType.UINT32:
    case FieldType.UINT64:
      return formatInt(String(value));
    default:
      throw new GoError(`value renderers cannot format value of type ${kindName(f)}`);
  }
}

function valueScreens(owner: MessageInfo, f: FieldInfo, value: Value, context: Context): Screen[] {
  if (f.type !== FieldType.MESSAGE) return [screen(scalarText(f, value))];
  if (f.isMap) throw new GoError('value renderers cannot format value of type map');
  if (isPlaceholder(owner, f)) return [screen(`${kindName(f)} object`)];
  return messageScreens(f.message, value as Raw, context);
}

function coinOf(info: MessageInfo, raw: Raw, dynamic: boolean): { denom: string; amount: string } {
  const fields = readFields(info, raw, dynamic);
  const get = (number: number) => (fields.get(info.byNumber.get(number)!) as string | undefined) ?? '';
  return { denom: get(1), amount: get(2) };
}

/** What is set in a message, or in an `Any`'s, as screens. The first one names it. */
export function messageScreens(info: MessageInfo, raw: Raw, context: Context): Screen[] {
  if (context.depth > MAX_DEPTH) throw new GoError('exceeded max depth');
  const fields = readFields(info, raw, context.dynamic);
  const get = (number: number) => fields.get(info.byNumber.get(number)!);
  switch (info.typeName) {
    case 'cosmos.base.v1beta1.Coin':
      return [screen(coinsText([coinOf(info, raw, context.dynamic)], context.metadata))];
    case 'google.protobuf.Duration':
      return [screen(durationText((get(1) as bigint | undefined) ?? 0n, (get(2) as number | undefined) ?? 0))];
    case 'google.protobuf.Timestamp': {
      const t = unixTime((get(1) as bigint | undefined) ?? 0n, (get(2) as number | undefined) ?? 0);
      return [screen(toRfc3339Nano(t))];
    }
    case 'google.protobuf.Any': {
      const value = (get(2) as Uint8Array | undefined) ?? new Uint8Array(0);
      return anyScreens((get(1) as string | undefined) ?? '', value, context);
    }
    default:
  }
  const out = [screen(`${info.desc.name} object`)];
  const inner = { ...context, depth: context.depth + 1 };
  for (const f of [...info.fields].sort((a, b) => a.number - b.number)) {
    const value = fields.get(f);
    if (value === undefined) continue;
    if (f.repeated) {
      const list = value as Value[];
      if (list.length > 0) out.push(...field(f.name, listScreens(info, f, list, inner)));
    } else if (f.oneof !== undefined || f.type === FieldType.MESSAGE || !isZero(value as Value)) {
      out.push(...field(f.name, valueScreens(info, f, value as Value, inner)));
    }
  }
  return out;
}

/** Screens of a field: its name becomes the title of the first, and all move in by one. */
export function field(name: string, screens: readonly Screen[]): Screen[] {
  return screens.map((s, i) => ({ ...s, title: i === 0 ? sentenceCase(name) : s.title, indent: s.indent + 1 }));
}

function listScreens(owner: MessageInfo, f: FieldInfo, list: readonly Value[], context: Context): Screen[] {
  if (f.desc.typeName === '.cosmos.base.v1beta1.Coin' && !isPlaceholder(owner, f)) {
    const coins = list.map((raw) => coinOf(f.message, raw as Raw, context.dynamic));
    return [screen(coinsText(coins, context.metadata))];
  }
  return elementScreens(
    f.name,
    kindName(f),
    list.map((v) => valueScreens(owner, f, v, context)),
  );
}

/** Screens of a list whose elements are screens already. */
export function elementScreens(name: string, kind: string, elements: readonly Screen[][]): Screen[] {
  const out = [screen(`${elements.length} ${sentenceCase(kind)}`)];
  elements.forEach((screens, i) => {
    const title = `${sentenceCase(name)} (${i + 1}/${elements.length})`;
    out.push(...screens.map((s, k) => ({ ...s, title: k === 0 ? title : s.title, indent: s.indent + 1 })));
  });
  out.push(screen(`End of ${sentenceCase(name)}`));
  return out;
}

/** What an `Any` holds, below its type. */
export function anyScreens(typeUrl: string, value: Uint8Array, context: Context): Screen[] {
  const name = typeUrl.slice(typeUrl.lastIndexOf('/') + 1);
  const info = findMessage(name);
  if (info === undefined) throw new GoError(`can't find message ${name}: proto:\u00a0not found`);
  const screens = messageScreens(info, [value], { ...context, dynamic: !isPulsar(info), depth: context.depth + 1 });
  if (screens[0]!.content === `${info.desc.name} object` && screens[0]!.title === '') {
    return [screen(typeUrl), ...screens.slice(1)];
  }
  return [screen(typeUrl), ...screens.map((s) => ({ ...s, indent: s.indent + 1 }))];
}
