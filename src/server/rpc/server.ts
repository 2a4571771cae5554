import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { RpcBackend } from './backend.ts';
import { type Call, callNamed, callUri, errorText, readCall } from './dispatch.ts';
import { type Method, rpcMethods } from './methods.ts';
import { RpcCode, RpcError } from './params.ts';
import { serveSubscriptions } from './subscriptions.ts';

export interface RpcServerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Origins that may call from a browser; `*` for all. */
  readonly corsOrigins?: readonly string[];
  /** Bytes. */
  readonly maxBody?: number;
  /** Milliseconds that broadcast_tx_commit waits for a block. */
  readonly broadcastTimeout?: number;
  readonly maxConnections?: number;
  readonly maxSubscriptionsPerClient?: number;
}

export interface RpcServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves CometBFT's RPC (JSON-RPC over POST, URI over GET, websocket at `/websocket`). Rejects when the port is taken. */
export function startRpcServer(chain: RpcBackend, options: RpcServerOptions): Promise<RpcServer> {
  const methods = rpcMethods(chain, { broadcastTimeout: options.broadcastTimeout ?? 10_000 });
  const maxBody = options.maxBody ?? 1_000_000;
  const http = createServer((req, res) => {
    handle(methods, maxBody, options.corsOrigins ?? [], req, res).catch((e: unknown) => {
      if (!res.headersSent)
        send(
          res,
          500,
          errorText(undefined, new RpcError(RpcCode.server, e instanceof Error ? e.message : String(e))),
          false,
        );
    });
  });
  http.headersTimeout = 10_000;
  http.requestTimeout = 10_000;
  http.maxConnections = options.maxConnections ?? 900;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxBody });
  http.on('upgrade', (req, socket, head) => {
    if (new URL(req.url ?? '/', 'http://x').pathname !== '/websocket') {
      socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(req, socket, head, (ws: WebSocket) =>
      serveSubscriptions(ws, chain, methods, options.maxSubscriptionsPerClient ?? 5),
    );
  });
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port, options.host, () => {
      http.off('error', reject);
      const { port } = http.address() as AddressInfo;
      resolve({ url: `http://${options.host}:${port}`, close: () => close(http, sockets) });
    });
  });
}

function close(http: Server, sockets: WebSocketServer): Promise<void> {
  for (const ws of sockets.clients) ws.terminate();
  return new Promise((resolve) => {
    http.close(() => resolve());
    http.closeAllConnections();
  });
}

async function handle(
  methods: ReadonlyMap<string, Method>,
  maxBody: number,
  origins: readonly string[],
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://x');
  const origin = req.headers.origin;
  res.setHeader('Vary', 'Origin');
  if (origin && (origins.includes('*') || origins.includes(origin))) {
    res.setHeader('Access-Control-Allow-Origin', origins.includes('*') ? '*' : origin);
    if (req.method === 'OPTIONS') {
      res.setHeader('Access-Control-Allow-Methods', 'HEAD, GET, POST');
      res.setHeader('Access-Control-Allow-Headers', 'Origin, Accept, Content-Type, X-Requested-With, X-Server-Time');
      res.writeHead(204).end();
      return;
    }
  }
  res.setHeader('X-Server-Time', Math.floor(Date.now() / 1000));
  if (url.pathname !== '/') {
    const method = methods.get(url.pathname.slice(1));
    if (!method) {
      res
        .writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' })
        .end('404 page not found\n');
      return;
    }
    const r = await callUri(method, url.searchParams);
    send(res, r.failed ? 500 : 200, r.text, r.cacheable);
    return;
  }
  const body = await readBody(req, maxBody);
  if (body === undefined) {
    send(
      res,
      400,
      errorText(undefined, new RpcError(RpcCode.request, 'error reading request body: http: request body too large')),
      false,
    );
    return;
  }
  // PARITY: cometbft rpc/jsonrpc/server/http_json_handler.go: whatever the method.
  if (body === '') {
    res.writeHead(200, { 'Content-Type': 'text/html' }).end(index(methods, req.headers.host ?? ''));
    return;
  }
  let calls: Call[];
  try {
    const parsed: unknown = JSON.parse(body);
    calls = Array.isArray(parsed) ? parsed.map(readCall) : [readCall(parsed)];
  } catch (e) {
    send(
      res,
      500,
      errorText(
        undefined,
        new RpcError(RpcCode.parse, `error unmarshaling request: ${e instanceof Error ? e.message : e}`),
      ),
      false,
    );
    return;
  }
  const answers: string[] = [];
  let cache = true;
  for (const call of calls) {
    if (call.id === undefined) continue;
    const r = await callNamed(methods, call);
    answers.push(r.text);
    cache &&= r.cacheable;
  }
  if (answers.length === 0) res.writeHead(200).end();
  else send(res, 200, answers.length === 1 ? answers[0]! : `[${answers.join(',')}]`, cache);
}

function send(res: ServerResponse, status: number, text: string, cacheable: boolean): void {
  res.setHeader('Content-Type', 'application/json');
  if (cacheable) res.setHeader('Cache-Control', 'public, max-age=86400');
  res.writeHead(status).end(text);
}

/** The body as text, undefined when it is too large. */
function readBody(req: IncomingMessage, limit: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (c: Buffer) => {
      size += c.length;
      if (size <= limit) chunks.push(c);
    });
    req.on('end', () => resolve(size > limit ? undefined : Buffer.concat(chunks).toString('utf8')));
    req.on('error', reject);
  });
}

/** The page that a browser gets at the root. */
function index(methods: ReadonlyMap<string, Method>, host: string): string {
  const names = [...methods.keys()].sort((a, b) => (a < b ? -1 : 1));
  const link = (name: string): string => {
    const params = methods
      .get(name)!
      .params.map((s) => `${s.name}=_`)
      .join('&');
    const href = `//${host}/${name}${params ? `?${params}` : ''}`;
    return `<a href="${href}">${href}</a></br>`;
  };
  const without = names.filter((n) => methods.get(n)!.params.length === 0).map(link);
  const having = names.filter((n) => methods.get(n)!.params.length > 0).map(link);
  return `<html><body><br>Available endpoints:<br>${without.join('')}<br>Endpoints that require arguments:<br>${having.join('')}</body></html>`;
}
