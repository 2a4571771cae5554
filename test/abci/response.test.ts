import { describe, expect, it } from 'vitest';
import { AbciApplication, encodeResponse } from '../../src/abci/handler.ts';
import type { Context } from '../../src/core/context.ts';
import { GoError, GoPanic } from '../../src/core/errors.ts';
import { RequestFinalizeBlock, Response, ResponseFinalizeBlock } from '../../src/wire/gen/tendermint/abci/types.ts';
import { Fixture, text } from '../baseapp/fixture.ts';

/** Values whose lengths need one, two and three bytes, and one that is not UTF-8. */
const VALUES = ['', 'v', 'x'.repeat(127), 'y'.repeat(128), 'z'.repeat(20_000), '\udc80\udcff', 'ü'.repeat(70)];

function emit(ctx: Context): void {
  for (const [i, value] of VALUES.entries()) {
    ctx.eventManager.emit({ type: i === 0 ? '' : `type${i}`, attributes: [{ key: i === 1 ? '' : 'key', value }] });
  }
  ctx.eventManager.emit({ type: 'many', attributes: VALUES.map((value, i) => ({ key: `k${i}`, value })) });
  ctx.eventManager.emit({ type: 'none', attributes: [] });
}

describe.each([[[]], [['many.k1', 'type2.key', 'message.action']]])(
  'a block response, events indexed: %j',
  (indexEvents) => {
    it('is encoded as the message that it stands for', async () => {
      const f = await Fixture.create({ indexEvents });
      f.start();
      await new AbciApplication(f.app).handle({ value: { $case: 'commit', commit: {} } });
      f.lifecycle.beginBlock = (ctx) => emit(ctx);
      f.lifecycle.endBlock = (ctx) => {
        emit(ctx);
        return [{ pubKeyType: 'ed25519', pubKey: new Uint8Array(32).fill(1), power: 7n }];
      };
      const txs = [
        f.tx('good', emit),
        f.tx('refused', emit, {
          ante: () => {
            throw new GoError('no');
          },
        }),
        f.tx(
          'failing',
          (ctx) => {
            emit(ctx);
            throw new GoError('not \udc80 this');
          },
          { ante: emit },
        ),
        f.tx(
          'panics',
          () => {
            throw new GoPanic('at the disco');
          },
          { ante: emit, gas: (1n << 64n) - 1n },
        ),
        text('no transaction'),
      ];
      const time = { seconds: 200n, nanos: 0 };
      const finalizeBlock = RequestFinalizeBlock.create({ height: f.app.lastBlockHeight() + 1n, txs, time });
      const { response } = await new AbciApplication(f.app).handle({
        value: { $case: 'finalizeBlock', finalizeBlock },
      });
      const bytes = encodeResponse(response);
      if (response.value?.$case !== 'finalizeBlock') throw new Error(`answered with ${response.value?.$case}`);
      const { events, txResults, validatorUpdates, consensusParamUpdates, appHash } = response.value.finalizeBlock;
      expect(txResults.map((r) => r.code)).toEqual([0, 1, 1, 111222, 2]);
      const plain = ResponseFinalizeBlock.create({
        events,
        txResults,
        validatorUpdates,
        consensusParamUpdates,
        appHash,
      });
      expect(Buffer.from(bytes)).toEqual(
        Buffer.from(Response.encode({ value: { $case: 'finalizeBlock', finalizeBlock: plain } })),
      );
      const indexed = txResults[0]!.events.flatMap((e) =>
        e.attributes.map((a) => (a.index ? `${e.type}.${a.key}` : '')),
      );
      const wanted: readonly string[] = indexEvents;
      if (wanted.length === 0) expect(indexed).not.toContain('');
      else expect(new Set(indexed)).toEqual(new Set(['', ...wanted]));
    });
  },
);

it('other responses are encoded as they are', () => {
  const response: Response = { value: { $case: 'echo', echo: { message: 'm' } } };
  expect(encodeResponse(response)).toEqual(Response.encode(response));
});
