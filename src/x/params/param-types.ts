import { GoError } from '../../core/errors.ts';
import { marshalJsonString, unmarshalJsonString } from '../../core/go-json.ts';
import { quoteText } from '../../core/go-text.ts';
import { arrayElements, objectMembers, unmarshalBool, unmarshalInteger } from '../../core/json-raw.ts';
import { Dec } from '../../math/dec.ts';
import * as Int from '../../math/int.ts';

/**
 * The Go types of parameters as amino JSON writes them: 64-bit numbers and decimals in quotes, JSON null as the zero value.
 * Source: github.com/tendermint/go-amino json-encode.go, json-decode.go.
 */
export interface ParamType<T> {
  readonly zero: T;
  /** Throws GoError. */
  decode(json: string): T;
  encode(value: T): string;
}

const quoted64 = (goType: string, min: bigint, max: bigint): ParamType<bigint> => ({
  zero: 0n,
  decode(json) {
    if (json === 'null') return 0n;
    if (json.length < 2 || !json.startsWith('"') || !json.endsWith('"')) {
      throw new GoError(`invalid 64-bit integer encoding ${quoteText(json)}, expected string`);
    }
    return unmarshalInteger(json.slice(1, -1), goType, min, max) ?? 0n;
  },
  encode: (v) => `"${v}"`,
});

export const uint64Type: ParamType<bigint> = quoted64('uint64', 0n, Int.MAX_UINT64);
export const int64Type: ParamType<bigint> = quoted64('int64', Int.MIN_INT64, Int.MAX_INT64);
/** Nanoseconds. */
export const durationType: ParamType<bigint> = quoted64('time.Duration', Int.MIN_INT64, Int.MAX_INT64);

export const uint32Type: ParamType<number> = {
  zero: 0,
  decode: (json) => Number(unmarshalInteger(json, 'uint32', 0n, 0xffffffffn) ?? 0n),
  encode: (v) => `${v}`,
};

export const boolType: ParamType<boolean> = {
  zero: false,
  decode: (json) => unmarshalBool(json) ?? false,
  encode: (v) => `${v}`,
};

export const stringType: ParamType<string> = {
  zero: '',
  decode: (json) => unmarshalJsonString(json) ?? '',
  encode: marshalJsonString,
};

/** A decimal, undefined for Go's nil. */
export const decType: ParamType<Dec | undefined> = {
  zero: undefined,
  decode: (json) => (json === 'null' ? undefined : Dec.fromJson(json)),
  encode: (v) => (v ?? Dec.zero).toJson(),
};

/** A whole number, undefined for Go's nil. */
export const intType: ParamType<bigint | undefined> = {
  zero: undefined,
  decode: (json) => (json === 'null' ? undefined : Int.fromJson(json)),
  encode: (v) => Int.toJson(v ?? 0n),
};

/** A pointer: undefined is JSON's null. */
export function pointerType<T>(type: ParamType<T>): ParamType<T | undefined> {
  return {
    zero: undefined,
    decode: (json) => (json === 'null' ? undefined : type.decode(json)),
    encode: (v) => (v === undefined ? 'null' : type.encode(v)),
  };
}

/** A list; `nil` is what an empty one is written as, for Go has nil for it. */
export function listType<T>(element: ParamType<T>, nil: 'null' | '[]'): ParamType<readonly T[]> {
  return {
    zero: [],
    decode: (json) => arrayElements(json).map((e) => element.decode(e)),
    encode: (v) => (v.length === 0 ? nil : `[${v.map((e) => element.encode(e)).join(',')}]`),
  };
}

interface FieldType<T, K extends keyof T> {
  readonly json: string;
  readonly type: ParamType<T[K]>;
  /** Left out when the value is Go's zero. */
  readonly omitEmpty?: true;
}

/** A struct: fields in order. What is missing when it is read gets its zero value; names match exactly. */
export function structType<T extends object>(fields: { readonly [K in keyof T]-?: FieldType<T, K> }): ParamType<T> {
  const names = Object.keys(fields) as (keyof T)[];
  const make = (value: <K extends keyof T>(field: FieldType<T, K>) => T[K]): T =>
    Object.fromEntries(names.map((name) => [name, value(fields[name])])) as T;
  return {
    zero: make((f) => f.type.zero),
    decode(json) {
      if (json === 'null') return this.zero;
      const members = new Map(objectMembers(json));
      return make((f) => {
        const raw = members.get(f.json);
        return raw === undefined ? f.type.zero : f.type.decode(raw);
      });
    },
    encode(v) {
      const parts: string[] = [];
      for (const name of names) {
        const { json, type, omitEmpty } = fields[name];
        if (omitEmpty && isEmpty(v[name])) continue;
        parts.push(`${marshalJsonString(json)}:${type.encode(v[name])}`);
      }
      return `{${parts.join(',')}}`;
    },
  };
}

function isEmpty(v: unknown): boolean {
  if (Array.isArray(v)) return v.length === 0;
  return v === undefined || v === '' || v === 0 || v === 0n || v === false;
}
