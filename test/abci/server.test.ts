import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { FrameError, FrameReader, frameHeader } from '../../src/abci/frame.ts';
import { AbciApplication } from '../../src/abci/handler.ts';
import { AbciServer, parseAddress } from '../../src/abci/server.ts';
import { GoError } from '../../src/core/errors.ts';
import {
  Request,
  RequestCheckTx,
  RequestFinalizeBlock,
  RequestInitChain,
  RequestQuery,
  Response,
} from '../../src/wire/gen/tendermint/abci/types.ts';
import { Fixture, text } from '../baseapp/fixture.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const o of open.splice(0)) await o.close();
});

/** A client as CometBFT is one: frames out, frames in, in order. */
class Client {
  private readonly socket: Socket;
  private readonly reader = new FrameReader();
  private readonly waiting: ((r: Response['value']) => void)[] = [];
  readonly closed: Promise<void>;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (chunk) => {
      for (const frame of this.reader.push(chunk)) this.waiting.shift()?.(Response.decode(frame).value);
    });
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.socket.on('close', () => resolve()));
    open.push({ close: () => this.socket.destroy() });
  }

  ask(value: NonNullable<Request['value']>): Promise<Response['value']> {
    const bytes = Request.encode({ value });
    this.socket.write(frameHeader(bytes.length));
    this.socket.write(bytes);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  raw(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }
}

async function start(options: { frameLimit?: number } = {}) {
  const f = await Fixture.create();
  const fatal: unknown[] = [];
  const errors: unknown[] = [];
  const server = new AbciServer({
    address: 'tcp://127.0.0.1:0',
    application: new AbciApplication(f.app),
    onFatal: (e) => fatal.push(e),
    onError: (e) => errors.push(e),
    ...options,
  });
  const address = await server.listen();
  open.unshift(server);
  return { f, server, port: Number(address.split(':').at(-1)), fatal, errors };
}

const init = { $case: 'initChain', initChain: RequestInitChain.create({ chainId: 'test-1' }) } as const;
const block = (height: bigint, ...txs: Uint8Array[]) =>
  ({ $case: 'finalizeBlock', finalizeBlock: RequestFinalizeBlock.create({ height, txs }) }) as const;
const commit = { $case: 'commit', commit: {} } as const;
const check = (tx: Uint8Array) => ({ $case: 'checkTx', checkTx: RequestCheckTx.create({ tx }) }) as const;
const query = (path: string) => ({ $case: 'query', query: RequestQuery.create({ path }) }) as const;

describe('ABCI server', () => {
  it('runs a chain over four connections', async () => {
    const { f, port, fatal, errors } = await start();
    const [consensus, mempool, info, snapshot] = [0, 1, 2, 3].map(() => new Client(port)) as [
      Client,
      Client,
      Client,
      Client,
    ];
    expect(await info.ask({ $case: 'echo', echo: { message: 'hello' } })).toEqual({
      $case: 'echo',
      echo: { message: 'hello' },
    });
    expect(await info.ask({ $case: 'flush', flush: {} })).toEqual({ $case: 'flush', flush: {} });
    expect(await consensus.ask(init)).toMatchObject({ $case: 'initChain', initChain: { validators: [{ power: 1n }] } });
    const tx = f.tx('t', () => undefined);
    const answers = await Promise.all([consensus.ask(block(1n, tx)), consensus.ask(commit), mempool.ask(check(tx))]);
    expect(answers.map((a) => a?.$case)).toEqual(['finalizeBlock', 'commit', 'checkTx']);
    expect(
      await info.ask({ $case: 'info', info: { version: '', blockVersion: 0n, p2pVersion: 0n, abciVersion: '' } }),
    ).toMatchObject({ info: { lastBlockHeight: 1n } });
    expect(await snapshot.ask({ $case: 'listSnapshots', listSnapshots: {} })).toMatchObject({
      listSnapshots: { snapshots: [] },
    });
    expect(await info.ask(query('/app/version'))).toMatchObject({ query: { value: text('v9'), height: 1n } });
    expect([fatal, errors]).toEqual([[], []]);
  });

  it('answers a connection in the order of its requests', async () => {
    const { f, port } = await start();
    const client = new Client(port);
    await client.ask(init);
    const tx = f.tx('t', () => undefined);
    const asked = [block(1n, tx), commit, check(tx), query('/nowhere'), { $case: 'flush', flush: {} } as const];
    const answers = await Promise.all(asked.map((r) => client.ask(r)));
    expect(answers.map((a) => a?.$case)).toEqual(asked.map((r) => r.$case));
  });

  it('keeps other connections from the state while a commit is written', async () => {
    const { f, port } = await start();
    const [consensus, mempool, info] = [new Client(port), new Client(port), new Client(port)];
    await consensus.ask(init);
    const order: string[] = [];
    const release = Promise.withResolvers<void>();
    const real = f.store.commit.bind(f.store);
    f.store.commit = async (time) => {
      order.push('commit begins');
      await release.promise;
      order.push('commit ends');
      return real(time);
    };
    const tx = f.tx('t', () => undefined, { ante: () => order.push('checked') });
    await consensus.ask(block(1n));
    const committed = consensus.ask(commit);
    while (order.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const checked = mempool.ask(check(tx));
    await info.ask(query('/app/version'));
    order.push('queried');
    release.resolve();
    await Promise.all([committed, checked]);
    expect(order).toEqual(['commit begins', 'queried', 'commit ends', 'checked']);
  });

  it('reports the end of the chain and asks for the end of the process', async () => {
    const { f, port, fatal } = await start();
    const client = new Client(port);
    await client.ask(init);
    f.lifecycle.beginBlock = () => {
      throw new GoError('validator does not exist');
    };
    expect(await client.ask(block(1n))).toEqual({
      $case: 'exception',
      exception: { error: 'validator does not exist' },
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(fatal).toHaveLength(1);
  });

  it('survives a bug in a query or a check, and tells of it', async () => {
    const { f, port, fatal, errors } = await start();
    const client = new Client(port);
    await client.ask(init);
    const tx = f.tx('t', () => undefined, {
      ante: () => {
        throw new TypeError('bug');
      },
    });
    expect(await client.ask(check(tx))).toMatchObject({ checkTx: { code: 111222, log: 'internal error' } });
    expect(fatal).toEqual([]);
    expect(errors).toHaveLength(1);
  });

  it('closes a connection that does not speak the protocol, and serves the others', async () => {
    const { port, errors } = await start({ frameLimit: 1000 });
    const [bad, worse, good] = [new Client(port), new Client(port), new Client(port)];
    bad.raw(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f));
    worse.raw(Uint8Array.of(3, 0xff, 0xff, 0xff));
    await Promise.all([bad.closed, worse.closed]);
    expect(await good.ask({ $case: 'echo', echo: { message: 'x' } })).toMatchObject({ $case: 'echo' });
    expect(errors).toHaveLength(2);
    expect(errors[0]).toBeInstanceOf(FrameError);
  });
});

describe('frames', () => {
  it('cuts a stream however it is chunked', () => {
    const messages = [0, 1, 127, 128, 300, 70_000].map((n) => new Uint8Array(n).fill(n & 0xff));
    const stream = Buffer.concat(messages.flatMap((m) => [frameHeader(m.length), m]));
    for (const size of [1, 2, 3, 100, 1000, stream.length]) {
      const reader = new FrameReader();
      const got: Uint8Array[] = [];
      for (let i = 0; i < stream.length; i += size) {
        for (const frame of reader.push(new Uint8Array(stream.subarray(i, i + size)))) got.push(frame.slice());
      }
      expect(got.map((g) => Buffer.from(g).equals(Buffer.from(messages[got.indexOf(g)]!)))).toEqual(
        messages.map(() => true),
      );
      reader.end();
    }
  });

  it('refuses lengths over the limit before the message arrives', () => {
    const reader = new FrameReader(100);
    expect(() => [...reader.push(Uint8Array.of(101))]).toThrow(FrameError);
    expect([...new FrameReader(100).push(Uint8Array.of(100))]).toEqual([]);
    const length = (...bytes: number[]) => [...new FrameReader(100).push(Uint8Array.from(bytes))];
    const most = Array<number>(9).fill(0xff);
    expect(() => length(0xff, 0x01)).toThrow('message exceeds max size (255 > 100)');
    expect(() => length(...most.slice(1), 0x7f)).toThrow('invalid out-of-range message length 9223372036854775807');
    expect(() => length(...most.slice(1), 0x3f)).toThrow('message exceeds max size (4611686018427387903 > 100)');
    expect(() => length(...most, 0x01)).toThrow('invalid out-of-range message length 18446744073709551615');
    expect(() => length(...most, 0x02)).toThrow('binary: varint overflows a 64-bit integer');
    expect(() => length(...most, 0x80)).toThrow('binary: varint overflows a 64-bit integer');
  });

  it('tells where a stream ends', () => {
    const end = (...bytes: number[]) => {
      const reader = new FrameReader();
      for (const message of reader.push(Uint8Array.from(bytes))) expect(message.length).toBe(1);
      reader.end();
    };
    end();
    end(1, 7);
    expect(() => end(0x80)).toThrow('unexpected EOF');
    expect(() => end(2)).toThrow(/^EOF$/);
    expect(() => end(2, 7)).toThrow('unexpected EOF');
  });

  it('reads addresses', () => {
    expect(parseAddress('tcp://0.0.0.0:26658')).toEqual({ host: '0.0.0.0', port: 26658 });
    expect(parseAddress('tcp://[::1]:1')).toEqual({ host: '::1', port: 1 });
    expect(parseAddress('unix:///tmp/a.sock')).toEqual({ path: '/tmp/a.sock' });
    expect(() => parseAddress('http://x')).toThrow('tcp://host:port');
    expect(() => parseAddress('tcp://x:99999')).toThrow('tcp://host:port');
  });
});
