import { describe, expect, it } from 'vitest';
import { GoError, GoPanic, InternalError } from '../../src/core/errors.ts';
import { event } from '../../src/core/events.ts';
import { ErrUnauthorized } from '../../src/core/sdk-errors.ts';
import { Fixture, KEY, text } from './fixture.ts';

const set = (key: string) => (ctx: { kvStore(k: typeof KEY): { set(k: Uint8Array, v: Uint8Array): void } }) =>
  ctx.kvStore(KEY).set(text(key), text('1'));

describe('transactions', () => {
  it('keeps what succeeds and drops what fails, but not the ante chain writes', async () => {
    const f = await Fixture.create();
    f.start();
    const good = f.tx('good', set('good'), { ante: set('ante-good') });
    const bad = f.tx(
      'bad',
      (ctx) => {
        set('bad')(ctx);
        throw ErrUnauthorized.wrap('not you');
      },
      { ante: set('ante-bad') },
    );
    const { txResults } = f.finalize(1n, good, bad);
    expect(txResults.map((r) => [r.code, r.codespace, r.log])).toEqual([
      [0, '', ''],
      [4, 'sdk', 'failed to execute message; message index: 0: not you: unauthorized'],
    ]);
    await f.app.commit();
    const store = f.store.cacheMultiStore().getKVStore(KEY);
    expect(['good', 'bad', 'ante-good', 'ante-bad'].map((k) => store.has(text(k)))).toEqual([true, false, true, true]);
  });

  it('reports panics, and out of gas by its place', async () => {
    const f = await Fixture.create();
    f.start();
    const panic = f.tx('panic', () => {
      throw new GoPanic('boom');
    });
    const gas = f.tx('gas', (ctx) => ctx.gasMeter.consumeGas(6000, 'work'), { gas: 5000n });
    const { txResults } = f.finalize(1n, panic, gas);
    expect(txResults[0]).toMatchObject({ code: 111222, codespace: 'undefined', gasWanted: 1_000_000n });
    expect(txResults[0]?.log).toMatch(/^recovered: boom\nstack:\n/);
    expect(txResults[1]).toMatchObject({
      code: 11,
      codespace: 'sdk',
      gasWanted: 5000n,
      gasUsed: 6000n,
      log: 'out of gas in location: work; gasWanted: 5000, gasUsed: 6000: out of gas',
    });
  });

  it('lets any other exception out: a bug never becomes a result', async () => {
    const f = await Fixture.create();
    f.start(10n);
    const bug = f.tx('bug', (ctx) => {
      ctx.gasMeter.consumeGas(100, 'work');
      throw new TypeError('bug');
    });
    expect(() => f.finalize(1n, bug)).toThrow(TypeError);
  });

  it('refuses handlers that are not built', async () => {
    const f = await Fixture.create();
    f.start();
    f.txs.set('multi', { gas: 1n, messages: [{ typeUrl: '/cosmos.bank.v1beta1.MsgMultiSend', message: {} }] });
    expect(() => f.finalize(1n, text('multi'))).toThrow(InternalError);
  });

  it('checks messages before the ante chain: gas wanted 0, gas of the parameter read', async () => {
    const f = await Fixture.create();
    f.start();
    const message = { fromAddress: 'x', toAddress: 'bad' };
    f.txs.set('basic', { gas: 9n, messages: [{ typeUrl: '/cosmos.bank.v1beta1.MsgSend', message }] });
    f.txs.set('none', { gas: 9n, messages: [] });
    f.txs.set('unrouted', {
      gas: 9n,
      messages: [{ typeUrl: '/akash.deployment.v1beta3.MsgDepositDeployment', message }],
    });
    const { txResults } = f.finalize(1n, text('basic'), text('none'), text('unrouted'));
    expect(txResults.map((r) => [r.code, r.codespace, r.log, r.gasWanted])).toEqual([
      [1, 'undefined', 'bad recipient', 0n],
      [18, 'sdk', 'must contain at least one message: invalid request', 0n],
      [6, 'sdk', 'no message handler found for *v1beta3.MsgDepositDeployment: unknown request', 0n],
    ]);
    for (const r of txResults) expect(r.gasUsed).toBeGreaterThan(1000n);
  });

  it('PARITY: a panic in the ante chain wants no gas and used what reading the parameters takes', async () => {
    const f = await Fixture.create();
    f.start();
    const panic = f.tx('panic', () => undefined, {
      ante: (ctx) => {
        ctx.gasMeter.consumeGas(500, 'work');
        throw new GoPanic('boom');
      },
    });
    f.txs.set('none', { gas: 9n, messages: [] });
    const { txResults } = f.finalize(1n, panic, text('none'));
    expect(txResults[0]).toMatchObject({ code: 111222, codespace: 'undefined', gasWanted: 0n });
    expect(txResults[0]!.gasUsed).toBe(txResults[1]!.gasUsed);
  });

  it('PARITY: gas beyond 2^63-1 is told as a negative number', async () => {
    const f = await Fixture.create();
    f.start();
    const { txResults } = f.finalize(
      1n,
      f.tx('much', () => undefined, { gas: (1n << 63n) + 5n }),
    );
    expect(txResults[0]).toMatchObject({ code: 0, gasWanted: 5n - (1n << 63n) });
  });

  it('charges the block for every transaction, also for those that fail', async () => {
    const f = await Fixture.create();
    f.start(10_000n);
    const fails = f.tx('fails', (ctx) => {
      ctx.gasMeter.consumeGas(7000, 'work');
      throw new GoError('no');
    });
    const over = f.tx('over', (ctx) => ctx.gasMeter.consumeGas(5000, 'work'), { ante: set('ante') });
    const last = f.tx('last', set('last'));
    const { txResults } = f.finalize(1n, fails, over, last, text('garbage'));
    expect(txResults.map((r) => [r.code, r.log])).toEqual([
      [1, 'failed to execute message; message index: 0: no'],
      [11, expect.stringContaining('block gas meter')],
      [11, 'no block gas left to run tx: out of gas'],
      // PARITY: decoded before the block's gas is looked at.
      [2, 'tx parse error'],
    ]);
    expect(txResults[1]?.log).toMatch(
      /^out of gas in location: block gas meter; gasWanted: 1000000, gasUsed: \d+: out of gas$/,
    );
    expect(txResults.map((r) => [r.gasWanted, r.gasUsed]).slice(2)).toEqual([
      [0n, 0n],
      [0n, 0n],
    ]);
  });

  it('orders events: ante, then a message event with action, sender and module, each with its index', async () => {
    const f = await Fixture.create();
    f.start();
    const a = f.tx('a', (ctx) => ctx.eventManager.emit(event('x', ['k', 'v'])), {
      ante: (ctx) => ctx.eventManager.emit(event('fee', ['amount', '1'])),
    });
    const own = f.tx('own', (ctx) => ctx.eventManager.emit(event('message', ['module', 'other'])));
    const { txResults } = f.finalize(1n, a, own);
    const shown = txResults.map((r) =>
      r.events.map((e) => `${e.type} ${e.attributes.map((t) => `${t.key}=${t.value}`).join(' ')}`),
    );
    expect(shown).toEqual([
      [
        'fee amount=1',
        'message action=/cosmos.bank.v1beta1.MsgSend sender=signer module=bank msg_index=0',
        'x k=v msg_index=0',
      ],
      ['message action=/cosmos.bank.v1beta1.MsgSend sender=signer msg_index=0', 'message module=other msg_index=0'],
    ]);
    expect(txResults[0]?.events.every((e) => e.attributes.every((t) => t.index))).toBe(true);
  });
});
