/**
 * Key and value codecs of `collections`: how keepers that are built on it lay out their keys.
 *
 * A key inside a longer one is "non terminal": it says where it ends (a string by a zero byte, bytes by their length).
 * Source: cosmossdk.io/collections codec/, pair.go, triple.go, cosmos-sdk types/collections.go.
 */
import { Dec } from '../math/dec.ts';
import * as Int from '../math/int.ts';
import { readText } from '../wire/utf8.ts';
import { GoError, GoPanic } from './errors.ts';
import { marshalJsonString } from './go-json.ts';
import { textBytes, textLength } from './go-text.ts';
import { formatTimeBytes, parseTimeBytes, type Time, timeString, toRfc3339Nano } from './time.ts';

/** How keys of one type are written. `last` says that the key ends the whole (is terminal). */
export interface KeyCodec<K> {
  /** What the reference calls the type. */
  readonly keyType: string;
  size(key: K, last: boolean): number;
  /** Writes the key at an offset and returns the offset behind it. Throws GoError when it cannot be written. */
  write(out: Uint8Array, at: number, key: K, last: boolean): number;
  /** Reads a key that begins at the start of the bytes: how many it took, and the key. Throws GoError. */
  read(bytes: Uint8Array, last: boolean): [read: number, key: K];
  json(key: K): string;
  text(key: K): string;
}

/** How values are written. */
export interface CollectionValue<V> {
  encode(value: V): Uint8Array;
  decode(bytes: Uint8Array): V;
}

function encodingError(detail: string): GoError {
  return new GoError(`collections: encoding error: ${detail}`);
}

/** A prefix given as a number 0 to 255, as text or as bytes (collections.NewPrefix). */
export function newPrefix(id: number | string | Uint8Array): Uint8Array {
  if (typeof id === 'string') return textBytes(id);
  if (typeof id !== 'number') return Uint8Array.from(id);
  if (id < 0 || id > 255) throw new GoPanic('invalid integer prefix value: must be between 0 and 255');
  return Uint8Array.of(id);
}

/** The whole key: prefix and key. */
export function encodeKey<K>(prefix: Uint8Array, codec: KeyCodec<K>, key: K): Uint8Array {
  const out = new Uint8Array(prefix.length + codec.size(key, true));
  out.set(prefix);
  codec.write(out, prefix.length, key, true);
  return out;
}

/** Prefix and the first part of a longer key: where an iteration over that part begins. */
export function encodePartialKey<K>(prefix: Uint8Array, codec: KeyCodec<K>, key: K): Uint8Array {
  const out = new Uint8Array(prefix.length + codec.size(key, false));
  out.set(prefix);
  codec.write(out, prefix.length, key, false);
  return out;
}

/** Reads a whole key behind its prefix. Bytes that are left over are not looked at, as in the reference's iterators. */
export function decodeKey<K>(codec: KeyCodec<K>, bytes: Uint8Array, prefixLength: number): K {
  return codec.read(bytes.subarray(prefixLength), true)[1];
}

/** A key codec as a value codec. Throws GoError when bytes are left over. */
export function keyToValue<K>(codec: KeyCodec<K>): CollectionValue<K> {
  return {
    encode: (v) => encodeKey(new Uint8Array(0), codec, v),
    decode: (b) => {
      const [read, key] = codec.read(b, true);
      if (read === b.length) return key;
      const hex = Buffer.from(b.buffer, b.byteOffset, b.length).toString('hex');
      throw encodingError(`was supposed to fully consume the key '${hex}', consumed ${read} out of ${b.length}`);
    },
  };
}

// ---- numbers

function fixed<K extends number | bigint>(
  keyType: string,
  width: number,
  short: (got: number) => string,
  toBits: (key: K) => bigint,
  fromBits: (bits: bigint) => K,
): KeyCodec<K> {
  return {
    keyType,
    size: () => width,
    write(out, at, key) {
      const bits = toBits(key);
      let word = Number(bits & 0xffffffffn);
      for (let i = width - 1; i >= 0; i--) {
        if (i === width - 5) word = Number(bits >> 32n);
        out[at + i] = word & 255;
        word >>>= 8;
      }
      return at + width;
    },
    read(bytes) {
      if (bytes.length < width) throw encodingError(short(bytes.length));
      let bits = 0n;
      for (let i = 0; i < width; i++) bits = (bits << 8n) | BigInt(bytes[i]!);
      return [width, fromBits(bits)];
    },
    json: (key) => `"${key}"`,
    text: (key) => key.toString(),
  };
}

const SIGN64 = 1n << 63n;
const SIGN32 = 1n << 31n;

/** 8 bytes, big endian. */
export const uint64Key: KeyCodec<bigint> = fixed<bigint>(
  'uint64',
  8,
  (got) => `wanted at least 8, got: ${got}`,
  (k) => BigInt.asUintN(64, k),
  (b) => b,
);
/** 4 bytes, big endian. */
export const uint32Key: KeyCodec<number> = fixed<number>(
  'uint32',
  4,
  () => 'expected buffer of size 4',
  (k) => BigInt(k),
  Number,
);
/** 2 bytes, big endian. */
export const uint16Key: KeyCodec<number> = fixed<number>(
  'uint16',
  2,
  () => 'invalid buffer size, wanted at least 2',
  (k) => BigInt(k),
  Number,
);
/** 8 bytes, big endian, sign bit turned so that negative numbers sort first. */
export const int64Key: KeyCodec<bigint> = fixed<bigint>(
  'int64',
  8,
  () => 'invalid buffer size, wanted: 8',
  (k) => BigInt.asUintN(64, k) ^ SIGN64,
  (b) => BigInt.asIntN(64, b ^ SIGN64),
);
/** 4 bytes, as {@link int64Key}. */
export const int32Key: KeyCodec<number> = fixed<number>(
  'int32',
  4,
  () => 'invalid buffer size, wanted: 4',
  (k) => BigInt.asUintN(32, BigInt(k)) ^ SIGN32,
  (b) => Number(BigInt.asIntN(32, b ^ SIGN32)),
);

/** One byte, 0 or 1. */
export const boolKey: KeyCodec<boolean> = {
  keyType: 'bool',
  size: () => 1,
  write(out, at, key) {
    out[at] = key ? 1 : 0;
    return at + 1;
  },
  read(bytes) {
    const b = bytes[0];
    if (b === undefined) throw encodingError('wanted size to be at least 1');
    if (b > 1) throw encodingError(`invalid bool value: ${b}`);
    return [1, b === 1];
  },
  json: String,
  text: String,
};

// ---- strings and bytes

/** Bytes of the character at an offset; 1 for a byte that is not UTF-8. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  const wanted = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
  const character = readText(bytes, at, Math.min(at + wanted, bytes.length));
  const escaped = character.charCodeAt(0) >= 0xdc80 && character.charCodeAt(0) <= 0xdcff;
  return escaped ? 1 : wanted;
}

/** Writes ASCII without zeros: almost every text in a key. False when there is anything else. */
function writePlain(out: Uint8Array, at: number, key: string): boolean {
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    if (unit === 0 || unit > 0x7f) {
      out.fill(0, at, at + i);
      return false;
    }
    out[at + i] = unit;
  }
  return true;
}

/** The bytes of the string; followed by a zero byte when more follows. */
export const stringKey: KeyCodec<string> = {
  keyType: 'string',
  size: (key, last) => textLength(key) + (last ? 0 : 1),
  write(out, at, key, last) {
    if (!last && writePlain(out, at, key)) return at + key.length + 1;
    const bytes = textBytes(key);
    if (last) out.set(bytes, at);
    else {
      if (bytes.includes(0))
        throw encodingError(
          'string is not allowed to have the string delimiter (\0) in non terminal encodings of strings',
        );
      // PARITY: cosmossdk.io/collections codec/string.go: only the first byte of each character is written here; the
      // others stay zero.
      for (let i = 0, from = at; i < bytes.length; from = at + i) {
        out[from] = bytes[i]!;
        i += characterLength(bytes, i);
      }
    }
    return at + bytes.length + (last ? 0 : 1);
  },
  read(bytes, last) {
    if (last) return [bytes.length, readText(bytes, 0, bytes.length)];
    const end = bytes.indexOf(0);
    if (end < 0) throw encodingError('not a valid non terminal buffer, no instances of the string delimiter \0 found');
    return [end + 1, readText(bytes, 0, end)];
  },
  json: marshalJsonString,
  text: (key) => key,
};

/** The bytes; preceded by one byte of length when more follows. */
export const bytesKey: KeyCodec<Uint8Array> = {
  keyType: 'bytes',
  size: (key, last) => key.length + (last ? 0 : 1),
  write(out, at, key, last) {
    if (!last) {
      if (key.length > 255) throw encodingError(`bytes key non terminal size cannot exceed: 255, got: ${key.length}`);
      out[at] = key.length;
    }
    const from = last ? at : at + 1;
    out.set(key, from);
    return from + key.length;
  },
  read(bytes, last) {
    if (last) return [bytes.length, bytes];
    const length = bytes[0];
    if (length === undefined) throw encodingError('bytes key non terminal decoding cannot have an empty buffer');
    const got = bytes.length - 1;
    if (got < length)
      throw encodingError(`bytes key non terminal decoding isn't big enough, want at least: ${length}, got: ${got}`);
    return [1 + length, bytes.subarray(1, 1 + length)];
  },
  json: (key) => `"${Buffer.from(key).toString('base64')}"`,
  text: (key) => `hexBytes:${Buffer.from(key).toString('hex')}`,
};

/** Bytes that print as bech32: sdk.AccAddressKey and its like. */
export function addressKey(keyType: string, toText: (address: Uint8Array) => string): KeyCodec<Uint8Array> {
  return { ...bytesKey, keyType, json: (key) => marshalJsonString(toText(key)), text: toText };
}

/** The same, with the byte of length even at the end of a key: sdk.LengthPrefixedAddressKey. */
export function lengthPrefixed(codec: KeyCodec<Uint8Array>): KeyCodec<Uint8Array> {
  return {
    ...codec,
    keyType: `index_key/${codec.keyType}`,
    size: (key) => codec.size(key, false),
    write: (out, at, key) => codec.write(out, at, key, false),
    read: (bytes) => codec.read(bytes, false),
  };
}

const TIME_SIZE = 29;

/** The sortable text of a time, 29 bytes. */
export const timeKey: KeyCodec<Time> = {
  keyType: 'sdk/time.Time',
  size: () => TIME_SIZE,
  write(out, at, key) {
    out.set(formatTimeBytes(key).subarray(0, TIME_SIZE), at);
    return at + TIME_SIZE;
  },
  read(bytes, last) {
    if (last && bytes.length !== TIME_SIZE) throw new GoError('invalid time buffer buffer size');
    if (bytes.length < TIME_SIZE)
      throw new GoError(`invalid time buffer size, wanted: ${TIME_SIZE} at least, got: ${bytes.length}`);
    return [TIME_SIZE, parseTimeBytes(bytes.subarray(0, TIME_SIZE))];
  },
  json: (key) => `"${toRfc3339Nano(key)}"`,
  text: timeString,
};

// ---- composed keys

/** Two keys. */
export function pairKey<A, B>(a: KeyCodec<A>, b: KeyCodec<B>): KeyCodec<readonly [A, B]> {
  return {
    keyType: `Pair[${a.keyType}, ${b.keyType}]`,
    size: (key, last) => a.size(key[0], false) + b.size(key[1], last),
    write: (out, at, key, last) => b.write(out, a.write(out, at, key[0], false), key[1], last),
    read(bytes, last) {
      const [n, x] = a.read(bytes, false);
      const [m, y] = b.read(bytes.subarray(n), last);
      return [n + m, [x, y]];
    },
    json: (key) => `[${a.json(key[0])},${b.json(key[1])}]`,
    text: (key) => `("${a.text(key[0])}", "${b.text(key[1])}")`,
  };
}

/** Three keys. */
export function tripleKey<A, B, C>(a: KeyCodec<A>, b: KeyCodec<B>, c: KeyCodec<C>): KeyCodec<readonly [A, B, C]> {
  return {
    keyType: `Triple[${a.keyType},${b.keyType},${c.keyType}]`,
    size: (key, last) => a.size(key[0], false) + b.size(key[1], false) + c.size(key[2], last),
    write: (out, at, key, last) =>
      c.write(out, b.write(out, a.write(out, at, key[0], false), key[1], false), key[2], last),
    read(bytes, last) {
      const [n, x] = a.read(bytes, false);
      const [m, y] = b.read(bytes.subarray(n), false);
      const [k, z] = c.read(bytes.subarray(n + m), last);
      return [n + m + k, [x, y, z]];
    },
    json: (key) => `[${a.json(key[0])},${b.json(key[1])},${c.json(key[2])}]`,
    text: (key) => `("${a.text(key[0])}", "${b.text(key[1])}", "${c.text(key[2])}")`,
  };
}

/** One field of a key and how it is written. */
export type FieldCodec<K> = { readonly [F in keyof K]: readonly [name: F, codec: KeyCodec<K[F]>] }[keyof K];

/**
 * Fields of an object in the order given: the bytes of the pairs, triples and quads that the reference makes of them, however it nests
 * those, because only the last part of a key ends it.
 */
export function fieldsKey<K extends object>(fields: readonly FieldCodec<K>[]): KeyCodec<K> {
  const names = fields.map(([name]) => name);
  const parts = fields.map(([, codec]) => codec as KeyCodec<unknown>);
  const last = names.length - 1;
  const join = (key: K, f: (codec: KeyCodec<unknown>, part: unknown) => string): string[] =>
    parts.map((codec, i) => f(codec, key[names[i]!]));
  return {
    keyType: parts.map((codec) => codec.keyType).join(','),
    size(key, ends) {
      let n = 0;
      for (let i = 0; i <= last; i++) n += parts[i]!.size(key[names[i]!], ends && i === last);
      return n;
    },
    write(out, at, key, ends) {
      let to = at;
      for (let i = 0; i <= last; i++) to = parts[i]!.write(out, to, key[names[i]!], ends && i === last);
      return to;
    },
    read(bytes, ends) {
      const key = {} as K;
      let at = 0;
      for (let i = 0; i <= last; i++) {
        const [n, part] = parts[i]!.read(bytes.subarray(at), ends && i === last);
        key[names[i]!] = part as K[keyof K];
        at += n;
      }
      return [at, key];
    },
    json: (key) => `[${join(key, (codec, part) => codec.json(part)).join(',')}]`,
    text: (key) => `(${join(key, (codec, part) => `"${codec.text(part)}"`).join(', ')})`,
  };
}

// ---- values

/** Text of a number, one byte a character. */
function ascii(s: string): Uint8Array {
  const out = new Uint8Array(s.length);
  for (let i = 0; i < s.length; i++) out[i] = s.charCodeAt(i);
  return out;
}

/** sdk.IntValue. An empty value is a nil Int: undefined. */
export const intValue = {
  encode: (value: bigint): Uint8Array => ascii(Int.marshal(value)),
  decode: (bytes: Uint8Array): bigint | undefined => Int.unmarshal(readText(bytes, 0, bytes.length)),
} as const;

/** sdk.LegacyDecValue. An empty value is a nil Dec: undefined. */
export const legacyDecValue = {
  encode: (value: Dec): Uint8Array => ascii(value.marshal()),
  decode: (bytes: Uint8Array): Dec | undefined => Dec.unmarshal(readText(bytes, 0, bytes.length)),
} as const;

export const uint64Value: CollectionValue<bigint> = keyToValue(uint64Key);
export const boolValue: CollectionValue<boolean> = keyToValue(boolKey);
