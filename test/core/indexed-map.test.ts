import { expect, it } from 'vitest';
import {
  encodeKey,
  fieldsKey,
  int32Key,
  pairKey,
  stringKey,
  tripleKey,
  uint32Key,
  uint64Key,
} from '../../src/core/collections-codec.ts';
import { Context } from '../../src/core/context.ts';
import { GoErrorBase } from '../../src/core/errors.ts';
import { IndexedMap, type MultiIndex } from '../../src/core/indexed-map.ts';
import type { KVStore, StoreKey } from '../../src/core/store.ts';
import { CacheMulti } from '../../src/store/cachemulti.ts';
import { MemoryKVStore } from '../../src/store/memory-store.ts';
import { ConsensusParams } from '../../src/wire/gen/tendermint/types/params.ts';

interface Id {
  owner: string;
  seq: bigint;
}
interface Thing {
  id: Id;
  state: number;
}

const key = fieldsKey<Id>([
  ['owner', stringKey],
  ['seq', uint64Key],
]);
const byState: MultiIndex<number, Thing> = { prefix: Uint8Array.of(2), codec: int32Key, of: (t) => t.state };
const byOwner: MultiIndex<string, Thing> = { prefix: Uint8Array.of(3), codec: stringKey, of: (t) => t.id.owner };
const value = {
  typeName: 'test.Thing',
  encode: ({ id, state }: Thing) => new TextEncoder().encode(JSON.stringify([id.owner, `${id.seq}`, state])),
  decode(bytes: Uint8Array): Thing {
    const [owner, seq, state] = JSON.parse(new TextDecoder().decode(bytes)) as [string, string, number];
    return { id: { owner, seq: BigInt(seq) }, state };
  },
};

/** A map on a store that tells every access. */
function watched(): { map: IndexedMap<Id, Thing>; ctx: Context; log: string[]; store: KVStore } {
  const storeKey: StoreKey = { name: 'things', kind: 'iavl' };
  const memory = new MemoryKVStore();
  const log: string[] = [];
  const hex = (k: Uint8Array): string => Buffer.from(k).toString('hex');
  const none = new Uint8Array(0);
  const ctx = Context.create({
    multiStore: new CacheMulti(() => memory),
    header: {
      chainId: '',
      height: 1n,
      time: { seconds: 0n, nanos: 0 },
      proposerAddress: none,
      nextValidatorsHash: none,
      appHash: none,
    },
    consensusParams: ConsensusParams.create(),
    tracer: {
      get: (_s, k) => log.push(`get ${hex(k)}`),
      has: (_s, k) => log.push(`has ${hex(k)}`),
      set: (_s, k) => log.push(`set ${hex(k)}`),
      del: (_s, k) => log.push(`del ${hex(k)}`),
      iterator: (_s, start, end) => log.push(`iter ${hex(start!)} ${hex(end!)}`),
      at: (_s, k) => log.push(`at ${hex(k)}`),
    },
  });
  const map = new IndexedMap<Id, Thing>({
    storeKey,
    prefix: Uint8Array.of(1),
    key,
    value,
    indexes: [byState, byOwner],
  });
  return { map, ctx, log, store: ctx.kvStore(storeKey) };
}

const A1 = '61000000000000000001';
const id = (owner: string, seq: bigint): Id => ({ owner, seq });
const thing = (owner: string, seq: bigint, state: number): Thing => ({ id: id(owner, seq), state });

it('every index reads the old value and writes its entry anew', () => {
  const { map, ctx, log } = watched();
  map.set(ctx, id('a', 1n), thing('a', 1n, 1));
  expect(log).toEqual([`get 01${A1}`, `set 0280000001${A1}`, `get 01${A1}`, `set 036100${A1}`, `set 01${A1}`]);
  log.length = 0;
  map.set(ctx, id('a', 1n), thing('a', 1n, 2));
  expect(log).toEqual([
    `get 01${A1}`,
    `del 0280000001${A1}`,
    `set 0280000002${A1}`,
    `get 01${A1}`,
    `del 036100${A1}`,
    `set 036100${A1}`,
    `set 01${A1}`,
  ]);
  expect(map.indexViolations(ctx)).toEqual([]);
});

it('a walk over one reference opens an iterator that ends with it', () => {
  const { map, ctx, log } = watched();
  for (let seq = 1n; seq <= 200n; seq++) map.set(ctx, id('b', seq), thing('b', seq, 1));
  for (const t of [thing('a', 1n, 2), thing('c', 7n, 2)]) map.set(ctx, t.id, t);
  log.length = 0;
  const seen: string[] = [];
  map.scan(ctx, byState, 2, (t) => {
    seen.push(t.id.owner);
    return false;
  });
  expect(seen).toEqual(['a', 'c']);
  expect(log[0]).toBe('iter 0280000002 0280000003');
  expect(log.filter((l) => l.startsWith('at '))).toHaveLength(3);
  expect(map.count(ctx, byState, 1)).toBe(200);
});

it('walks begin where they are told, both ways', () => {
  const { map, ctx } = watched();
  for (const t of [thing('a', 1n, 1), thing('b', 1n, 1), thing('b', 2n, 2), thing('b', 3n, 1)]) map.set(ctx, t.id, t);
  const walk = (options: { from?: Id; reverse?: boolean }): bigint[] => {
    const out: bigint[] = [];
    map.walk(ctx, (t) => void out.push(t.id.seq), stringKey, 'b', options);
    return out;
  };
  expect(walk({})).toEqual([1n, 2n, 3n]);
  expect(walk({ reverse: true })).toEqual([3n, 2n, 1n]);
  expect(walk({ from: id('b', 2n) })).toEqual([2n, 3n]);
  expect(walk({ from: id('b', 2n), reverse: true })).toEqual([2n, 1n]);
  const scan = (options: { from?: Id; reverse?: boolean }): string[] => {
    const out: string[] = [];
    map.scan(ctx, byState, 1, (t) => void out.push(`${t.id.owner}${t.id.seq}`), options);
    return out;
  };
  expect(scan({})).toEqual(['a1', 'b1', 'b3']);
  expect(scan({ from: id('b', 1n), reverse: true })).toEqual(['b1', 'a1']);
});

it('a wrong index is noticed', () => {
  const { map, ctx, store } = watched();
  map.set(ctx, id('a', 1n), thing('a', 1n, 1));
  store.set(Buffer.from(`0280000009${A1}`, 'hex'), new Uint8Array(0));
  store.delete(Buffer.from(`0280000001${A1}`, 'hex'));
  expect(map.indexViolations(ctx)).toEqual([
    `index entry 0280000009${A1} stands for nothing`,
    `index entry 0280000001${A1} is missing`,
  ]);
});

it('a key that cannot be written is an error', () => {
  const { map, ctx } = watched();
  const why = (run: () => unknown): string => {
    try {
      run();
    } catch (e) {
      if (e instanceof GoErrorBase) return e.message;
      throw e;
    }
    return '';
  };
  expect(why(() => map.find(ctx, id('a\0b', 1n)))).toBe(
    'collections: encoding error: key encode: collections: encoding error: string is not allowed to have the string delimiter (\0) in non terminal encodings of strings',
  );
});

it('PARITY: of a character that is more than a byte only the first is written, unless the text comes last', () => {
  const at = (owner: string): string => {
    const out = new Uint8Array(key.size({ owner, seq: 1n }, true));
    key.write(out, 0, { owner, seq: 1n }, true);
    return Buffer.from(out).toString('hex');
  };
  expect(at('ab')).toBe('616200' + '0000000000000001');
  expect(at('é')).toBe('c30000' + '0000000000000001');
  const last = new Uint8Array(2);
  stringKey.write(last, 0, 'é', true);
  expect(Buffer.from(last).toString('hex')).toBe('c3a9');
});

it('fields are written as pairs and triples of them are', () => {
  const fields = fieldsKey<{ owner: string; dseq: bigint; gseq: number; provider: string; bseq: number }>([
    ['owner', stringKey],
    ['dseq', uint64Key],
    ['gseq', uint32Key],
    ['provider', stringKey],
    ['bseq', uint32Key],
  ]);
  const nested = pairKey(tripleKey(stringKey, uint64Key, uint32Key), pairKey(stringKey, uint32Key));
  const none = new Uint8Array(0);
  for (const owner of ['akash1x', '', 'é', '\udc80']) {
    const k = { owner, dseq: 1n << 40n, gseq: 0x01020304, provider: 'p', bseq: 9 };
    const bytes = encodeKey(none, fields, k);
    expect(bytes).toEqual(
      encodeKey(none, nested, [
        [owner, k.dseq, k.gseq],
        [k.provider, k.bseq],
      ]),
    );
    if (/^\w*$/.test(owner)) expect(fields.read(bytes, true)).toEqual([bytes.length, k]);
  }
});
