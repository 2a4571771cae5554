import { describe, expect, it } from 'vitest';
import { GoError } from '../../src/core/errors.ts';
import { event } from '../../src/core/events.ts';
import { RequestInitChain, RequestQuery } from '../../src/wire/gen/tendermint/abci/types.ts';
import { ConsensusParams } from '../../src/wire/gen/tendermint/types/params.ts';
import { Fixture, KEY, text } from './fixture.ts';

const query = (path: string, fields: Partial<RequestQuery> = {}): RequestQuery =>
  RequestQuery.create({ path, ...fields });

describe('blocks', () => {
  it('marks the events of begin and end block, and indexes what the node lists', async () => {
    const f = await Fixture.create({ indexEvents: ['begun.a', 'begun.mode'] });
    f.lifecycle.beginBlock = (ctx) => ctx.eventManager.emit(event('begun', ['a', '1'], ['b', '2']));
    f.lifecycle.endBlock = (ctx) => {
      ctx.eventManager.emit(event('ended', ['a', '1']));
      return [];
    };
    f.start();
    const { events } = f.finalize(1n);
    expect(events).toEqual([
      {
        type: 'begun',
        attributes: [
          { key: 'a', value: '1', index: true },
          { key: 'b', value: '2', index: false },
          { key: 'mode', value: 'BeginBlock', index: true },
        ],
      },
      {
        type: 'ended',
        attributes: [
          { key: 'a', value: '1', index: false },
          { key: 'mode', value: 'EndBlock', index: false },
        ],
      },
    ]);
  });

  it('refuses heights out of order, and the wrong chain', async () => {
    const f = await Fixture.create();
    expect(() => f.app.initChain(RequestInitChain.create({ chainId: 'other' }))).toThrow(
      'invalid chain-id on InitChain; expected: test-1, got: other',
    );
    f.start();
    expect(() => f.finalize(2n)).toThrow('invalid height: 2; expected: 1');
    expect(() => f.finalize(0n)).toThrow('invalid height: 0');
  });

  it('starts at a later height when it is told to', async () => {
    const f = await Fixture.create();
    f.start(-1n, 50n);
    f.finalize(50n);
    await f.app.commit();
    expect(f.app.info()).toMatchObject({ lastBlockHeight: 50n, data: 'test', version: 'v9' });
    f.finalize(51n);
    await f.app.commit();
    expect(f.app.lastBlockHeight()).toBe(51n);
  });

  it('halts where the node is told to', async () => {
    const f = await Fixture.create({ haltHeight: 2n });
    f.start();
    f.finalize(1n);
    await f.app.commit();
    expect(() => f.finalize(2n)).toThrow('halt per configuration height 2 time 0');
    const g = await Fixture.create({ haltTime: 101n });
    g.start();
    expect(() => g.finalize(1n)).toThrow('halt per configuration height 0 time 101');
  });

  it('computes the height to retain from the node and the evidence parameters', async () => {
    const f = await Fixture.create({ minRetainBlocks: 2n });
    f.start();
    const retained: bigint[] = [];
    for (let h = 1n; h <= 4n; h++) {
      f.finalize(h);
      retained.push((await f.app.commit()).retainHeight);
    }
    expect(retained).toEqual([0n, 0n, 1n, 2n]);
  });

  it('fails the block when a phase fails', async () => {
    const f = await Fixture.create();
    f.start();
    f.lifecycle.endBlock = () => {
      throw new GoError('validator does not exist');
    };
    expect(() => f.finalize(1n)).toThrow('validator does not exist');
  });

  it('checks transactions on a branch that starts over with each block', async () => {
    const f = await Fixture.create();
    f.start();
    const seen: boolean[] = [];
    const tx = f.tx('t', () => undefined, {
      ante: (ctx) => {
        const store = ctx.kvStore(KEY);
        seen.push(store.has(text('mark')), ctx.isCheckTx, ctx.isReCheckTx);
        store.set(text('mark'), text('1'));
      },
    });
    f.finalize(1n);
    await f.app.commit();
    expect(f.app.checkTx({ tx, type: 0 })).toMatchObject({ code: 0, gasWanted: 1_000_000n, events: [] });
    f.app.checkTx({ tx, type: 1 });
    f.finalize(2n);
    await f.app.commit();
    f.app.checkTx({ tx, type: 0 });
    expect(seen).toEqual([false, true, false, true, true, true, false, true, false]);
    expect(f.app.checkTx({ tx: text('garbage'), type: 0 })).toMatchObject({
      code: 2,
      codespace: 'sdk',
      log: 'no such tx: tx parse error',
    });
  });
});

it('PARITY: consensus parameters that are not there count as empty ones', async () => {
  const f = await Fixture.create();
  f.app.initChain(RequestInitChain.create({ chainId: 'test-1', initialHeight: 1n }));
  const { txResults } = f.finalize(
    1n,
    f.tx('t', (ctx) => expect(ctx.consensusParams).toEqual(ConsensusParams.create())),
  );
  expect(txResults[0]).toMatchObject({ code: 0 });
});

it('PARITY: a check is made at the height that was committed last', async () => {
  const f = await Fixture.create();
  f.start();
  const heights: bigint[] = [];
  const tx = f.tx('t', () => undefined, { ante: (ctx) => heights.push(ctx.blockHeight) });
  f.finalize(1n);
  await f.app.commit();
  for (const type of [0, 1]) f.app.checkTx({ tx, type });
  f.finalize(2n, tx);
  expect(heights).toEqual([1n, 1n, 2n]);
});

describe('queries', () => {
  it('answers paths of its own', async () => {
    const f = await Fixture.create();
    f.start();
    const logs = [
      '',
      '/',
      '/app',
      '/app/x/y',
      '/p2p/filter',
      '/p2p/x/addr/1',
      '/cosmos.tx.v1beta1.Service/BroadcastTx',
    ].map((path) => f.app.query(query(path)).log);
    expect(logs).toEqual([
      'no query path provided: unknown request',
      'unknown query path: unknown request',
      "expected second parameter to be either 'simulate' or 'version', neither was present: unknown request",
      'unknown query: [app x y]: unknown request',
      'path should be p2p filter <addr|id> <parameter>: unknown request',
      "expected second parameter to be 'filter': unknown request",
      "can't route a broadcast tx message: invalid request",
    ]);
    expect(f.app.query(query('/p2p/filter/addr/1.2.3.4'))).toMatchObject({ code: 0, log: '' });
    expect(f.app.query(query('/app/version'))).toMatchObject({ codespace: 'sdk', value: text('v9') });
  });

  it('says why a height cannot be queried', async () => {
    const f = await Fixture.create();
    f.start();
    const at = (height: bigint, prove = false) => {
      try {
        return f.app.queryContext(height, prove).blockHeight;
      } catch (e) {
        return (e as Error).message;
      }
    };
    expect(at(0n)).toBe('test is not ready; please wait for first block: invalid height');
    for (let h = 1n; h <= 3n; h++) {
      f.finalize(h);
      await f.app.commit();
    }
    expect([at(0n), at(2n), at(4n), at(-1n), at(1n, true)]).toEqual([
      3n,
      2n,
      'cannot query with height in the future; please provide a valid height: invalid height',
      'cannot query with height < 0; please provide a valid height: invalid request',
      'cannot query with proof when height <= 1; please provide a valid height: invalid request',
    ]);
    expect(f.app.queryContext(2n).blockTime).toEqual({ seconds: 102n, nanos: 0 });
  });
});
