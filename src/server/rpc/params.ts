import { decodeBase64 } from '../../core/go-base64.ts';
import { decodeHex } from '../../core/go-hex.ts';

/** JSON-RPC error codes as CometBFT answers them. */
export const RpcCode = {
  parse: -32700,
  request: -32600,
  method: -32601,
  params: -32602,
  internal: -32603,
  server: -32000,
} as const;

const MESSAGES: Record<number, string> = {
  [RpcCode.parse]: 'Parse error. Invalid JSON',
  [RpcCode.request]: 'Invalid Request',
  [RpcCode.method]: 'Method not found',
  [RpcCode.params]: 'Invalid params',
  [RpcCode.internal]: 'Internal error',
  [RpcCode.server]: 'Server error',
};

/** A failed call: what goes into the `error` member of the response. */
export class RpcError extends Error {
  readonly code: number;
  readonly data: string;
  constructor(code: number, data: string) {
    super(data);
    this.code = code;
    this.data = data;
  }
  toJson(): { code: number; message: string; data?: string } {
    return {
      code: this.code,
      message: MESSAGES[this.code] ?? 'Error',
      ...(this.data === '' ? {} : { data: this.data }),
    };
  }
}

/** Parameter types of the routes; a `?` type may be left out and is then undefined, the others have Go's zero value. */
export type ParamType = 'int64' | 'int64?' | 'int?' | 'uint' | 'bool' | 'string' | 'bytes' | 'hex' | 'evidence';

export interface ParamSpec {
  readonly name: string;
  readonly type: ParamType;
}

export type ParamValue = bigint | boolean | string | Uint8Array | undefined;

const GO_TYPE: Record<ParamType, string> = {
  int64: 'int64',
  'int64?': 'int64',
  'int?': 'int',
  uint: 'uint',
  bool: 'bool',
  string: 'string',
  bytes: 'slice',
  hex: 'slice',
  evidence: 'interface',
};

const zero = (type: ParamType): ParamValue => {
  switch (type) {
    case 'int64':
    case 'uint':
      return 0n;
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'bytes':
    case 'hex':
      return new Uint8Array(0);
    default:
      return undefined;
  }
};

function jsonKind(v: unknown): string {
  if (v === null) return 'null';
  if (Array.isArray(v)) return 'array';
  return typeof v;
}

function integer(text: string, type: ParamType): bigint {
  const n = BigInt(text);
  const fits = type === 'uint' ? n >= 0n && n < 1n << 64n : n >= -(1n << 63n) && n < 1n << 63n;
  if (!fits) throw new Error(`json: cannot unmarshal number ${text} into Go value of type ${GO_TYPE[type]}`);
  return n;
}

/**
 * A parameter of a JSON body: bytes in base64, `hex` in hexadecimal. PARITY: cometbft libs/json: integers of 64 bits are strings, a number is
 * refused.
 */
export function fromJsonParam(v: unknown, type: ParamType): ParamValue {
  if (v === undefined || v === null) return zero(type);
  switch (type) {
    case 'int64':
    case 'int64?':
    case 'int?':
    case 'uint':
      if (typeof v !== 'string')
        throw new Error(`invalid 64-bit integer encoding "${JSON.stringify(v)}", expected string`);
      if (!/^-?\d+$/.test(v)) throw new Error(`invalid character '${v[0] ?? ''}' looking for beginning of value`);
      return integer(v, type);
    case 'bool':
      if (typeof v !== 'boolean') throw new Error(`json: cannot unmarshal ${jsonKind(v)} into Go value of type bool`);
      return v;
    case 'string':
      if (typeof v !== 'string') throw new Error(`json: cannot unmarshal ${jsonKind(v)} into Go value of type string`);
      return v;
    case 'hex':
      if (typeof v !== 'string') throw new Error(`invalid hex string: ${JSON.stringify(v)}`);
      return decodeHex(v);
    case 'bytes':
      if (typeof v !== 'string') throw new Error(`json: cannot unmarshal ${jsonKind(v)} into Go value of type []uint8`);
      return decodeBase64(v);
    default:
      throw new Error('broadcasting evidence is not offered by this node');
  }
}

/** A parameter of a URI: numbers bare or quoted, strings quoted, bytes quoted or `0x` hex. */
export function fromUriParam(text: string, type: ParamType): ParamValue {
  if (text === '') return zero(type);
  const isInt = /^-?\d+$/.test(text);
  const wantsInt = type === 'int64' || type === 'int64?' || type === 'int?' || type === 'uint';
  if (isInt && wantsInt) return integer(text, type);
  if (/^0x/i.test(text)) {
    if (type !== 'string' && type !== 'bytes' && type !== 'hex')
      throw new Error(`got a hex string arg, but expected '${type.endsWith('?') ? 'ptr' : GO_TYPE[type]}'`);
    const bytes = decodeHex(text.slice(2));
    return type === 'string' ? Buffer.from(bytes).toString('utf8') : bytes;
  }
  if (text.length > 1 && text.startsWith('"') && text.endsWith('"') && (type === 'bytes' || type === 'hex'))
    return new Uint8Array(Buffer.from(parse(text) as string, 'utf8'));
  return fromJsonParam(parse(text), type);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const literal = /^(true|false|null|-?\d|")/.test(text);
    const shown = text[0] === "'" ? "\\'" : text[0];
    throw new Error(
      literal ? 'unexpected end of JSON input' : `invalid character '${shown}' looking for beginning of value`,
    );
  }
}

/** Arguments of a JSON-RPC call, given by name or by position. */
export function namedParams(specs: readonly ParamSpec[], params: unknown): Map<string, ParamValue> {
  const out = new Map<string, ParamValue>();
  if (Array.isArray(params)) {
    if (params.length !== specs.length)
      throw new Error(
        `expected ${specs.length} parameters ([${specs.map((s) => s.name).join(' ')}]), got ${params.length}`,
      );
    specs.forEach((s, i) => {
      out.set(s.name, fromJsonParam(params[i], s.type));
    });
    return out;
  }
  if (params !== undefined && params !== null && typeof params !== 'object')
    throw new Error(
      `unknown type for JSON params: json: cannot unmarshal ${jsonKind(params)} into Go value of type []json.RawMessage. Expected map or array`,
    );
  const map = (params ?? {}) as Record<string, unknown>;
  for (const s of specs) out.set(s.name, fromJsonParam(Object.hasOwn(map, s.name) ? map[s.name] : undefined, s.type));
  return out;
}
