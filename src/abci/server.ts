import { createServer, type Server, type Socket } from 'node:net';
import { Request } from '../wire/gen/tendermint/abci/types.ts';
import { DEFAULT_FRAME_LIMIT, FrameReader, frameHeader } from './frame.ts';
import { type AbciApplication, encodeResponse } from './handler.ts';

export interface AbciServerOptions {
  /** `tcp://127.0.0.1:26658` or `unix:///path`. Port 0 takes a free one. */
  readonly address: string;
  readonly application: AbciApplication;
  /** Largest message that is read, in bytes. */
  readonly frameLimit?: number;
  /** Told once of an error after which the process must end. The response that reports it has been written. */
  readonly onFatal: (error: unknown) => void;
  /** Told of requests that met a bug, and of connections that broke the protocol. */
  readonly onError: (error: unknown) => void;
}

/**
 * Serves ABCI to CometBFT, which opens four connections (consensus, mempool, query, snapshot). Each connection is answered in the
 * order of its requests; what may overlap between connections is {@link AbciApplication}'s decision.
 */
export class AbciServer {
  private readonly options: AbciServerOptions;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(options: AbciServerOptions) {
    this.options = options;
    this.server = createServer({ noDelay: true }, (socket) => this.accept(socket));
  }

  /** Resolves with the address that is listened on, the port filled in. */
  listen(): Promise<string> {
    const target = parseAddress(this.options.address);
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(target, () => {
        this.server.off('error', reject);
        const bound = this.server.address();
        resolve(
          'path' in target
            ? `unix://${target.path}`
            : `tcp://${target.host}:${typeof bound === 'object' && bound !== null ? bound.port : target.port}`,
        );
      });
    });
  }

  /** Ends all connections and stops listening. */
  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    let broken = false;
    const onError = (e: unknown): void => {
      if (!broken) this.options.onError(e);
      broken = true;
      socket.destroy();
    };
    socket.on('error', onError);
    socket.on('close', () => this.sockets.delete(socket));
    this.serve(socket).catch(onError);
  }

  private async serve(socket: Socket): Promise<void> {
    const reader = new FrameReader(this.options.frameLimit ?? DEFAULT_FRAME_LIMIT);
    for await (const chunk of socket) {
      socket.cork();
      for (const frame of reader.push(chunk as Uint8Array)) await this.respond(socket, frame);
      socket.uncork();
      if (socket.writableNeedDrain) await drained(socket);
    }
  }

  private async respond(socket: Socket, frame: Uint8Array): Promise<void> {
    const { application, onFatal, onError } = this.options;
    const handled = await application.handle(Request.decode(frame));
    if (handled.bug !== undefined) onError(handled.bug);
    const bytes = encodeResponse(handled.response);
    socket.write(frameHeader(bytes.length));
    if (handled.fatal === undefined) {
      socket.write(bytes);
      // CometBFT waits for what it flushed; everything else may be sent together.
      if (handled.response.value?.$case === 'flush') {
        socket.uncork();
        socket.cork();
      }
      return;
    }
    await new Promise<void>((resolve) => {
      socket.write(bytes, () => resolve());
      socket.uncork();
    });
    onFatal(handled.fatal);
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('drain', resolve);
    socket.once('close', resolve);
  });
}

/** Throws on an address that is neither `tcp://host:port` nor `unix://path`. */
export function parseAddress(address: string): { path: string } | { host: string; port: number } {
  const unix = /^unix:\/\/(.+)$/.exec(address);
  if (unix !== null) return { path: unix[1]! };
  const tcp = /^(?:tcp:\/\/)?(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(address);
  const port = Number(tcp?.[3]);
  if (tcp === null || port > 65535) {
    throw new Error(`ABCI address must be tcp://host:port or unix://path, not ${JSON.stringify(address)}`);
  }
  return { host: tcp[1] ?? (tcp[2] || '0.0.0.0'), port };
}
