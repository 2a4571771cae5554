import { describe, expect, it } from 'vitest';
import { compareChanges } from '../../src/replay/changes.ts';
import { compareFinalizeBlock } from '../../src/replay/compare.ts';
import { compareJson } from '../../src/replay/json-compare.ts';
import { normaliseLog } from '../../src/replay/normalise.ts';
import { compareQuery } from '../../src/replay/query-compare.ts';
import { compareTraces } from '../../src/replay/trace.ts';
import { QuerySubspacesResponse } from '../../src/wire/gen/cosmos/params/v1beta1/query.ts';
import { ExecTxResult, ResponseFinalizeBlock, ResponseQuery } from '../../src/wire/gen/tendermint/abci/types.ts';

/** A comparison that finds nothing is worthless unless it finds what is there. */
describe('comparisons of the replay', () => {
  const block = (fields: Partial<ExecTxResult>, appHash = 1): ResponseFinalizeBlock =>
    ResponseFinalizeBlock.create({ txResults: [ExecTxResult.create(fields)], appHash: Uint8Array.of(appHash) });
  const fields = (a: ResponseFinalizeBlock, b: ResponseFinalizeBlock): string[] =>
    compareFinalizeBlock(ResponseFinalizeBlock.encode(a), b).map((d) => d.field);

  it('finds each field of a result', () => {
    const event = (value: string, index: boolean) => ({ type: 'e', attributes: [{ key: 'k', value, index }] });
    expect(fields(block({ code: 1 }), block({ code: 1 }))).toEqual([]);
    expect(fields(block({ code: 1 }), block({ code: 2 }))).toEqual(['tx 0 code']);
    expect(fields(block({ codespace: 'a' }), block({ codespace: 'b' }))).toEqual(['tx 0 codespace']);
    expect(fields(block({ data: Uint8Array.of(1) }), block({}))).toEqual(['tx 0 data']);
    expect(fields(block({ gasUsed: 1n }), block({ gasUsed: 2n }))).toEqual(['tx 0 gas used']);
    expect(fields(block({ gasWanted: 1n }), block({ gasWanted: 2n }))).toEqual(['tx 0 gas wanted']);
    expect(fields(block({ info: 'a' }), block({}))).toEqual(['tx 0 info']);
    expect(fields(block({ events: [event('1', true)] }), block({ events: [event('2', true)] }))).toEqual([
      'tx 0 event 0',
    ]);
    expect(fields(block({ events: [event('1', true)] }), block({ events: [event('1', false)] }))).toEqual([
      'tx 0 event 0',
    ]);
    expect(fields(block({ events: [event('1', true)] }), block({}))).toEqual(['tx 0 event 0']);
    expect(fields(block({}, 1), block({}, 2))).toEqual(['app hash']);
    expect(fields(block({}), ResponseFinalizeBlock.create({ appHash: Uint8Array.of(1) }))).toEqual([
      'number of transaction results',
    ]);
  });

  it('compares logs up to a stack, without source positions', () => {
    expect(fields(block({ log: 'a\nstack:\ngoroutine 1' }), block({ log: 'a\nstack:\n: panic' }))).toEqual([]);
    expect(fields(block({ log: 'a\nstack:\n' }), block({ log: 'b\nstack:\n' }))).toEqual([
      'tx 0 log',
      'tx 0 its log was',
    ]);
    expect(normaliseLog('x [cosmos/cosmos-sdk@v0.53/x/bank/keeper.go:12]: y')).toBe('x: y');
  });

  it('finds changed, missing and added pairs', () => {
    const line = (store: string, key: string, value: string | null) => [1, store, key, value] as const;
    const change = (store: string, key: string, value: string | null) => ({ store, key, value });
    expect(compareChanges([line('a', '01', 'ff')], [change('a', '01', 'ff')])).toEqual([]);
    expect(compareChanges([line('a', '01', null)], [change('a', '01', 'ff')])).toHaveLength(1);
    expect(compareChanges([line('a', '01', 'ff'), line('b', '01', 'ff')], [change('b', '01', 'ff')])).toMatchObject([
      { store: 'a', actual: undefined },
    ]);
    expect(compareChanges([], [change('b', '01', 'ff')])).toMatchObject([{ store: 'b', expected: undefined }]);
  });

  it('finds where traces part, gas outside the stores left out', () => {
    const a = [
      ['tx', 0],
      ['get', 's', '01', 3],
      ['gas', 'txSize', 10],
      ['set', 's', '02', 'ff'],
    ];
    expect(
      compareTraces(
        a,
        a.filter((l) => l[0] !== 'gas'),
      ),
    ).toBeUndefined();
    expect(compareTraces(a, a.slice(0, 2))).toContain('(nothing more)');
    expect(
      compareTraces(a, [
        ['tx', 0],
        ['get', 's', '01', 4],
      ]),
    ).toContain('expected ["get","s","01",3]');
  });

  it('finds where JSON differs', () => {
    expect(compareJson({ a: [1, { b: '2' }] }, { a: [1, { b: '2' }] })).toBeUndefined();
    expect(compareJson({ a: [1, { b: '2' }] }, { a: [1, { b: 2 }] })).toContain('$.a[1].b');
    expect(compareJson({ a: 1 }, {})).toContain('$.a');
    expect(compareJson({ a: [] }, { a: {} })).toContain('$.a');
  });

  it('compares the list of subspaces as a set, all else in order', () => {
    const path = '/cosmos.params.v1beta1.Query/Subspaces';
    const answer = (...names: string[]) =>
      ResponseQuery.create({
        value: QuerySubspacesResponse.encode({ subspaces: names.map((subspace) => ({ subspace, keys: [] })) }),
      });
    expect(compareQuery(path, answer('a', 'b'), answer('b', 'a'))).toBeUndefined();
    expect(compareQuery(path, answer('a', 'b'), answer('b', 'c'))).toBeDefined();
    expect(compareQuery('/other', answer('a', 'b'), answer('b', 'a'))).toBeDefined();
    expect(compareQuery('/other', ResponseQuery.create({ height: 1n }), ResponseQuery.create())).toBeDefined();
  });
});
