import { describe, expect, test } from 'vitest';
import { GoPanic } from '../../src/core/errors.ts';
import type { KVStore, StoreKey } from '../../src/core/store.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { RootMultiStore } from '../../src/store/multistore.ts';
import { collectionPaginate, filteredPaginate, genericFilteredPaginate, paginate } from '../../src/store/pagination.ts';
import { PrefixStore } from '../../src/store/prefix.ts';
import { PageRequest, type PageResponse } from '../../src/wire/gen/cosmos/base/query/v1beta1/pagination.ts';

const KEY: StoreKey = { name: 'bank', kind: 'iavl' };
const BOTH = 'invalid request, either offset or key is expected, got both';
const MAX = (1n << 64n) - 1n;
const text = (s: string): Uint8Array => new Uint8Array(Buffer.from(s));
const show = (b: Uint8Array): string => Buffer.from(b).toString();
const page = (p: Partial<PageRequest>): PageRequest => PageRequest.create(p);

/** Keys k00 .. k<n-1> with their numbers as values, among keys of others. */
async function storeOf(n: number): Promise<KVStore> {
  const root = new RootMultiStore(new MemoryDatabase());
  root.mount(KEY);
  await root.loadLatestVersion();
  const store = root.cacheMultiStore().getKVStore(KEY);
  for (const other of ['a', 'q', 'z']) store.set(text(other), text('other'));
  for (let i = 0; i < n; i++) store.set(text(`p/k${String(i).padStart(3, '0')}`), text(String(i)));
  return new PrefixStore(store, text('p/'));
}

const range = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => String(from + i));
const shown = (r: PageResponse): [string, bigint] => [show(r.nextKey), r.total];

describe('paginate', () => {
  const run = (store: KVStore, request?: PageRequest): [string[], ...ReturnType<typeof shown>] => {
    const values: string[] = [];
    const response = paginate(store, request, (_, value) => values.push(show(value)));
    return [values, ...shown(response)];
  };

  test('gives 100 pairs and the total when it is asked for nothing', async () => {
    const store = await storeOf(250);
    expect(run(store)).toEqual([range(0, 100), 'k100', 250n]);
    expect(run(store, page({}))).toEqual([range(0, 100), 'k100', 250n]);
    expect(run(store, page({ limit: 10n }))).toEqual([range(0, 10), 'k010', 0n]);
    expect(run(store, page({ limit: 10n, countTotal: true }))).toEqual([range(0, 10), 'k010', 250n]);
  });

  test('goes on from the next key, which has no total', async () => {
    const store = await storeOf(25);
    expect(run(store, page({ key: text('k010'), limit: 10n }))).toEqual([range(10, 20), 'k020', 0n]);
    expect(run(store, page({ key: text('k020'), limit: 10n, countTotal: true }))).toEqual([range(20, 25), '', 0n]);
    expect(run(store, page({ key: text('x') }))).toEqual([[], '', 0n]);
  });

  test('skips an offset', async () => {
    const store = await storeOf(25);
    expect(run(store, page({ offset: 5n, limit: 10n }))).toEqual([range(5, 15), 'k015', 0n]);
    expect(run(store, page({ offset: 30n, limit: 10n, countTotal: true }))).toEqual([[], '', 25n]);
    expect(() => run(store, page({ offset: 5n, key: text('k') }))).toThrow(BOTH);
  });

  test('goes backwards', async () => {
    const store = await storeOf(25);
    expect(run(store, page({ limit: 3n, reverse: true }))).toEqual([['24', '23', '22'], 'k021', 0n]);
    expect(run(store, page({ key: text('k021'), limit: 3n, reverse: true }))).toEqual([['21', '20', '19'], 'k018', 0n]);
    // PARITY: the last key, asked for backwards, is a panic.
    expect(() => run(store, page({ key: text('k024'), reverse: true }))).toThrow(GoPanic);
  });

  test('takes any limit; the end of the page wraps around at 2^64', async () => {
    const store = await storeOf(25);
    expect(run(store, page({ limit: MAX }))).toEqual([range(0, 25), '', 0n]);
    expect(run(store, page({ offset: 1n, limit: MAX }))).toEqual([[], '', 0n]);
    expect(run(store, page({ offset: 3n, limit: MAX, countTotal: true }))).toEqual([[], '', 25n]);
  });
});

describe('filteredPaginate', () => {
  const even = (store: KVStore, request?: PageRequest): [string[], ...ReturnType<typeof shown>] => {
    const { results, pagination } = genericFilteredPaginate(store, request, show, (_, value) =>
      Number(value) % 2 === 0 ? value : undefined,
    );
    return [results, ...shown(pagination)];
  };

  test('counts hits', async () => {
    const store = await storeOf(25);
    expect(even(store)).toEqual([range(0, 25).filter((v) => Number(v) % 2 === 0), '', 13n]);
    expect(even(store, page({ limit: 3n }))).toEqual([['0', '2', '4'], 'k006', 0n]);
    expect(even(store, page({ limit: 3n, countTotal: true }))).toEqual([['0', '2', '4'], 'k006', 13n]);
    expect(even(store, page({ offset: 2n, limit: 3n }))).toEqual([['4', '6', '8'], 'k010', 0n]);
    // The next key follows the last hit, hit or not.
    expect(even(store, page({ key: text('k006'), limit: 2n }))).toEqual([['6', '8'], 'k009', 0n]);
    expect(even(store, page({ limit: 2n, reverse: true }))).toEqual([['24', '22'], 'k020', 0n]);
    expect(() => even(store, page({ offset: 5n, key: text('k') }))).toThrow(BOTH);
  });

  test('shows its callback pairs outside the page too', async () => {
    const seen: [string, boolean][] = [];
    filteredPaginate(await storeOf(4), page({ offset: 1n, limit: 1n, countTotal: true }), (_, value, accumulate) => {
      seen.push([show(value), accumulate]);
      return true;
    });
    expect(seen).toEqual([
      ['0', false],
      ['1', true],
      ['2', false],
      ['3', false],
    ]);
  });
});

describe('collectionPaginate', () => {
  const all = (store: KVStore, request?: PageRequest, keyPrefix?: string): [string[], ...ReturnType<typeof shown>] => {
    const options = keyPrefix === undefined ? {} : { keyPrefix: text(keyPrefix) };
    const { results, pagination } = collectionPaginate(store, request, (_, value) => show(value), options);
    return [results, ...shown(pagination)];
  };

  test('pages as paginate does', async () => {
    const store = await storeOf(250);
    expect(all(store)).toEqual([range(0, 100), 'k100', 250n]);
    expect(all(store, page({ key: text('k240'), limit: 5n }))).toEqual([range(240, 245), 'k245', 0n]);
    expect(all(store, page({ offset: 5n, limit: 2n }))).toEqual([['5', '6'], 'k007', 0n]);
    expect(all(store, page({ limit: 2n, reverse: true }))).toEqual([['249', '248'], 'k247', 0n]);
    expect(all(store, page({ key: text('k249'), limit: 2n, reverse: true }))).toEqual([['249', '248'], 'k247', 0n]);
    expect(() => all(store, page({ offset: 5n, key: text('k') }))).toThrow(BOTH);
  });

  test('an offset past the end gives nothing, not even a total', async () => {
    const store = await storeOf(5);
    expect(all(store, page({ offset: 6n, countTotal: true }))).toEqual([[], '', 0n]);
    expect(all(store, page({ offset: 5n, countTotal: true }))).toEqual([[], '', 5n]);
  });

  test('is narrowed to a prefix, and next keys come without it', async () => {
    const store = await storeOf(250);
    expect(all(store, page({ limit: 3n }), 'k1')).toEqual([['100', '101', '102'], '03', 0n]);
    expect(all(store, page({ key: text('03'), limit: 3n }), 'k1')).toEqual([['103', '104', '105'], '06', 0n]);
    expect(all(store, page({ limit: 2n, reverse: true }), 'k1')).toEqual([['199', '198'], '97', 0n]);
    expect(all(store, page({ limit: 2n, countTotal: true }), 'k1')).toEqual([['100', '101'], '02', 100n]);
    expect(all(store, page({}), 'nothing')).toEqual([[], '', 0n]);
  });

  test('filters: an offset counts pairs, a total counts results behind it', async () => {
    const { results, pagination } = collectionPaginate(
      await storeOf(25),
      page({ offset: 3n, limit: 2n, countTotal: true }),
      (_, value) => show(value),
      { include: (_, value) => Number(show(value)) % 2 === 0 },
    );
    // The next key is the last pair at which the page was just full.
    expect([results, ...shown(pagination)]).toEqual([['4', '6'], 'k008', 14n]);
  });
});
