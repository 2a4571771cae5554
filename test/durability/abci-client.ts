import { connect, type Socket } from 'node:net';
import { FrameReader, frameHeader } from '../../src/abci/frame.ts';
import { Request, Response } from '../../src/wire/gen/tendermint/abci/types.ts';

/** One connection to an ABCI server, as CometBFT has them. */
export class AbciClient {
  private readonly socket: Socket;
  private readonly reader = new FrameReader();
  private readonly waiting: ((r: Response['value']) => void)[] = [];
  private closed = false;

  constructor(address: string) {
    const { hostname, port } = new URL(address.replace(/^tcp/, 'http'));
    this.socket = connect(Number(port), hostname);
    this.socket.on('data', (chunk) => {
      for (const frame of this.reader.push(chunk)) this.waiting.shift()?.(Response.decode(frame).value);
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.closed = true;
      for (const done of this.waiting.splice(0)) done(undefined);
    });
  }

  /** Resolves with undefined when the connection ends before the answer. */
  ask(value: NonNullable<Request['value']>): Promise<Response['value']> {
    if (this.closed) return Promise.resolve(undefined);
    const bytes = Request.encode({ value });
    this.socket.write(frameHeader(bytes.length));
    this.socket.write(bytes);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  close(): void {
    this.socket.destroy();
  }
}
