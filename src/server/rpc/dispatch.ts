import { goJson, type Json } from './comet-json.ts';
import { type Method, RawJson } from './methods.ts';
import { fromUriParam, namedParams, RpcCode, RpcError } from './params.ts';

export type RpcId = string | number | null;

/** A call as it arrived. PARITY: cometbft rpc/jsonrpc: without an id it is a notification and gets no answer. */
export interface Call {
  readonly id: RpcId | undefined;
  readonly method: string;
  readonly params: unknown;
}

/** Answers one call of a JSON body or of the websocket. */
export async function callNamed(
  methods: ReadonlyMap<string, Method>,
  call: Call,
): Promise<{ text: string; cacheable: boolean }> {
  const id = call.id ?? null;
  const method = methods.get(call.method);
  if (!method) return { text: errorText(id, new RpcError(RpcCode.method, '')), cacheable: false };
  try {
    let params: ReturnType<typeof namedParams>;
    try {
      params = namedParams(method.params, call.params);
    } catch (e) {
      throw new RpcError(RpcCode.params, `error converting json params to arguments: ${textOf(e)}`);
    }
    const result = await method.call(params);
    return { text: resultText(id, result), cacheable: cacheable(method, (name) => params.get(name) !== undefined) };
  } catch (e) {
    return { text: errorText(id, asRpcError(e)), cacheable: false };
  }
}

/** Answers a GET with parameters in the URI; the id is -1, as there is none. */
export async function callUri(
  method: Method,
  query: URLSearchParams,
): Promise<{ text: string; cacheable: boolean; failed: boolean }> {
  try {
    const params = new Map<string, ReturnType<typeof fromUriParam>>();
    for (const s of method.params) {
      try {
        params.set(s.name, fromUriParam(query.get(s.name) ?? '', s.type));
      } catch (e) {
        throw new RpcError(RpcCode.params, `error converting http params to arguments: ${textOf(e)}`);
      }
    }
    const result = await method.call(params);
    return {
      text: resultText(-1, result),
      cacheable: cacheable(method, (n) => params.get(n) !== undefined),
      failed: false,
    };
  } catch (e) {
    return { text: errorText(-1, asRpcError(e)), cacheable: false, failed: true };
  }
}

/** Reads a call out of parsed JSON. Throws when it is not one. */
export function readCall(value: unknown): Call {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(
      `json: cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value} into Go value of type types.RPCRequest`,
    );
  const v = value as { id?: unknown; method?: unknown; params?: unknown };
  if (v.id === undefined || v.id === null) return { id: undefined, method: '', params: undefined };
  if (typeof v.id !== 'string' && typeof v.id !== 'number')
    throw new Error(`json-rpc ID (${JSON.stringify(v.id)}) is of unknown type (${typeof v.id})`);
  return {
    id: typeof v.id === 'number' ? Math.trunc(v.id) : v.id,
    method: typeof v.method === 'string' ? v.method : '',
    params: v.params,
  };
}

function cacheable(method: Method, given: (name: string) => boolean): boolean {
  return method.cache === true || (typeof method.cache === 'string' && given(method.cache));
}

export function asRpcError(e: unknown): RpcError {
  return e instanceof RpcError ? e : new RpcError(RpcCode.internal, textOf(e));
}

function textOf(e: unknown): string {
  return e instanceof Error ? e.message : String(e);
}

export function resultText(id: RpcId, result: Json | RawJson): string {
  const body = result instanceof RawJson ? result.text : goJson(result);
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${body}}`;
}

/** An error response; without an id (a request that could not be read) the member is left out. */
export function errorText(id: RpcId | undefined, e: RpcError): string {
  const idText = id === undefined || id === null ? '' : `"id":${JSON.stringify(id)},`;
  return `{"jsonrpc":"2.0",${idText}"error":${goJson(e.toJson())}}`;
}
