import type { WebSocket } from 'ws';
import type { ChainEvent, RpcBackend } from './backend.ts';
import { callNamed, errorText, type RpcId, readCall, resultText } from './dispatch.ts';
import { type Condition, matchesEvents, parseQuery } from './event-query.ts';
import type { Method } from './methods.ts';
import { RpcCode, RpcError } from './params.ts';

interface Subscription {
  readonly id: RpcId;
  readonly query: string;
  readonly conditions: readonly Condition[];
}

/** Bytes that may wait in a slow subscriber's socket before it is dropped. */
const MAX_BACKLOG = 64 * 1024 * 1024;

/** Serves one websocket: every RPC method, and `subscribe`, `unsubscribe`, `unsubscribe_all`. */
export function serveSubscriptions(
  ws: WebSocket,
  chain: RpcBackend,
  methods: ReadonlyMap<string, Method>,
  limit: number,
): void {
  const subscriptions = new Map<string, Subscription>();
  const stop = chain.onEvent((e) => {
    for (const s of subscriptions.values()) {
      if (!matchesEvents(s.conditions, e.events)) continue;
      if (ws.bufferedAmount > MAX_BACKLOG) ws.close(1013, 'subscriber is too slow');
      else ws.send(eventText(s, e));
    }
  });
  ws.on('close', stop);
  ws.on('error', () => ws.terminate());
  ws.on('message', (data) => {
    void (async () => {
      let call: ReturnType<typeof readCall>;
      try {
        call = readCall(JSON.parse(String(data)));
      } catch (e) {
        ws.send(
          errorText(
            undefined,
            new RpcError(RpcCode.parse, `error unmarshaling request: ${e instanceof Error ? e.message : e}`),
          ),
        );
        return;
      }
      if (call.id === undefined) return;
      ws.send(await answer(call.id, call.method, call.params));
    })();
  });

  async function answer(id: RpcId, method: string, params: unknown): Promise<string> {
    try {
      switch (method) {
        case 'subscribe':
          subscribe(id, queryOf(params));
          return resultText(id, {});
        case 'unsubscribe': {
          const query = queryOf(params);
          parse(query);
          if (!subscriptions.delete(query)) throw new Error('subscription not found');
          return resultText(id, {});
        }
        case 'unsubscribe_all':
          if (subscriptions.size === 0) throw new Error('subscription not found');
          subscriptions.clear();
          return resultText(id, {});
        default:
          return (await callNamed(methods, { id, method, params })).text;
      }
    } catch (e) {
      return errorText(
        id,
        e instanceof RpcError ? e : new RpcError(RpcCode.internal, e instanceof Error ? e.message : String(e)),
      );
    }
  }

  function subscribe(id: RpcId, query: string): void {
    const conditions = parse(query);
    if (subscriptions.has(query)) throw new Error('already subscribed');
    if (subscriptions.size >= limit) throw new Error(`max_subscriptions_per_client ${limit} reached`);
    subscriptions.set(query, { id, query, conditions });
  }
}

function parse(query: string): Condition[] {
  try {
    return parseQuery(query);
  } catch (e) {
    throw new Error(`failed to parse query: ${e instanceof Error ? e.message : e}`);
  }
}

/** Keplr sends the query as the only element of an array, everyone else by name. */
function queryOf(params: unknown): string {
  const query = Array.isArray(params) ? params[0] : (params as { query?: unknown } | null | undefined)?.query;
  if (typeof query !== 'string')
    throw new RpcError(RpcCode.params, 'error converting json params to arguments: query must be a string');
  return query;
}

function eventText(s: Subscription, e: ChainEvent): string {
  const data = { type: `tendermint/event/${e.type}`, value: e.value };
  return resultText(s.id, {
    query: s.query,
    data,
    events: Object.fromEntries([...e.events].map(([k, v]) => [k, [...v]])),
  });
}
