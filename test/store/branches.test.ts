import { describe, expect, test } from 'vitest';
import { GoPanic, InternalError } from '../../src/core/errors.ts';
import { GasMeter, KV_GAS_CONFIG, OutOfGasPanic, TRANSIENT_GAS_CONFIG } from '../../src/core/gas.ts';
import type { CacheMultiStore, KVIterator, KVStore, StoreKey, StoreTracer } from '../../src/core/store.ts';
import type { ByteString } from '../../src/store/bytestring.ts';
import { type Database, MemoryDatabase } from '../../src/store/database.ts';
import { innerHash, isLeaf, leafHash, type TreeNode } from '../../src/store/iavl/node.ts';
import { compareBytes } from '../../src/store/keys.ts';
import { RootMultiStore } from '../../src/store/multistore.ts';
import { PrefixStore, prefixIterator, reversePrefixIterator } from '../../src/store/prefix.ts';
import { bytesToHex, hexToBytes } from './lines.ts';
import { Random } from './random.ts';

const TREE: StoreKey = { name: 'tree', kind: 'iavl' };
const TRANSIENT: StoreKey = { name: 'transient', kind: 'transient' };
const MEMORY: StoreKey = { name: 'memory', kind: 'memory' };
const TIME = { seconds: 1n, nanos: 0 };

async function open(db: Database = new MemoryDatabase()): Promise<RootMultiStore> {
  const store = new RootMultiStore(db);
  for (const key of [TREE, TRANSIENT, MEMORY]) store.mount(key);
  await store.loadLatestVersion();
  return store;
}

const text = (s: string): Uint8Array => new Uint8Array(Buffer.from(s));
const show = (b: Uint8Array | undefined): string | undefined => b && Buffer.from(b).toString();

function drain(it: KVIterator): string[] {
  const out: string[] = [];
  for (; it.valid(); it.next()) out.push(`${show(it.key())}=${show(it.value())}`);
  it.close();
  return out;
}

/** What a branch should hold, by hex key. */
type Model = Map<string, string>;

function modelPairs(model: Model, start: string | undefined, end: string | undefined, ascending: boolean): string[] {
  const keys = [...model.keys()]
    .filter((k) => (start === undefined || k >= start) && (end === undefined || k < end))
    .sort((a, b) => compareBytes(hexToBytes(a), hexToBytes(b)));
  if (!ascending) keys.reverse();
  return keys.map((k) => `${k}=${model.get(k)}`);
}

/** Random programs over a stack of branches, compared with plain maps. Iterators stay open while the stores change. */
async function runProgram(seed: number, key: StoreKey): Promise<void> {
  const random = new Random(seed);
  const root = await open();
  let stack: { branch: CacheMultiStore; model: Model }[] = [{ branch: root.cacheMultiStore(), model: new Map() }];
  let iterators: { it: KVIterator; expected: string[] }[] = [];
  const randomKey = (): Uint8Array =>
    Uint8Array.of(1 + random.below(4), random.below(6), ...random.bytes(random.below(2)));
  for (let step = 0; step < 1500; step++) {
    const top = stack.at(-1)!;
    const store = top.branch.getKVStore(key);
    const where = `seed ${seed} step ${step} depth ${stack.length}`;
    const dice = random.below(100);
    if (dice < 35) {
      const k = randomKey();
      const v = random.bytes(random.below(4));
      store.set(k, v);
      top.model.set(bytesToHex(k), bytesToHex(v));
    } else if (dice < 50) {
      const k = randomKey();
      store.delete(k);
      top.model.delete(bytesToHex(k));
    } else if (dice < 65) {
      const k = randomKey();
      const expected = top.model.get(bytesToHex(k));
      const got = store.get(k);
      expect(got === undefined ? undefined : bytesToHex(got), where).toBe(expected);
      expect(store.has(k), where).toBe(expected !== undefined);
    } else if (dice < 80) {
      const bounds = [random.below(3) === 0 ? undefined : randomKey(), random.below(3) === 0 ? undefined : randomKey()];
      const [start, end] = bounds;
      const ascending = random.below(2) === 0;
      const it = ascending ? store.iterator(start, end) : store.reverseIterator(start, end);
      const expected = modelPairs(top.model, start && bytesToHex(start), end && bytesToHex(end), ascending);
      iterators.push({ it, expected });
    } else if (dice < 90 && iterators.length > 0) {
      const { it, expected } = iterators[random.below(iterators.length)]!;
      expect(it.valid(), where).toBe(expected.length > 0);
      if (expected.length > 0) {
        expect(`${bytesToHex(it.key())}=${bytesToHex(it.value())}`, where).toBe(expected.shift());
        it.next();
      }
    } else if (dice < 94) {
      if (stack.length < 5) stack.push({ branch: top.branch.cacheMultiStore(), model: new Map(top.model) });
    } else if (dice < 98) {
      if (stack.length > 1) {
        stack.pop();
        if (random.below(3) > 0) {
          top.branch.write();
          stack.at(-1)!.model = top.model;
        }
        iterators = [];
      }
    } else {
      for (const level of stack.reverse()) level.branch.write();
      await root.commit(TIME);
      const model = key === TRANSIENT ? new Map<string, string>() : top.model;
      stack = [{ branch: root.cacheMultiStore(), model }];
      iterators = [];
    }
  }
}

describe('branches', () => {
  for (const key of [TREE, TRANSIENT, MEMORY]) {
    test(`random programs on a ${key.kind} store agree with plain maps`, async () => {
      for (let seed = 1; seed <= 12; seed++) await runProgram(seed, key);
    });
  }

  test('an iterator sees the store as it was when it was opened', async () => {
    const branch = (await open()).cacheMultiStore();
    const store = branch.getKVStore(TREE);
    for (const k of ['a', 'b', 'c', 'd']) store.set(text(k), text('1'));
    const seen: string[] = [];
    for (const it = store.iterator(undefined, undefined); it.valid(); it.next()) {
      seen.push(`${show(it.key())}=${show(it.value())}`);
      store.delete(it.key());
      store.set(text('bb'), text('new'));
      store.set(text('c'), text('changed'));
    }
    expect(seen).toEqual(['a=1', 'b=1', 'c=1', 'd=1']);
    expect(drain(store.iterator(undefined, undefined))).toEqual(['bb=new', 'c=changed']);
  });

  test('what is not flushed does not reach the parent', async () => {
    const store = await open();
    const block = store.cacheMultiStore();
    const tx = block.cacheMultiStore();
    tx.getKVStore(TREE).set(text('a'), text('1'));
    expect(block.getKVStore(TREE).get(text('a'))).toBeUndefined();
    const before = store.workingHash();
    tx.write();
    expect(show(block.getKVStore(TREE).get(text('a')))).toBe('1');
    expect(store.workingHash()).toEqual(before);
    block.write();
    expect(store.workingHash()).not.toEqual(before);
  });

  test('a branch can be used on after it was flushed', async () => {
    const block = (await open()).cacheMultiStore();
    const tx = block.cacheMultiStore();
    const store = tx.getKVStore(TREE);
    store.set(text('a'), text('1'));
    tx.write();
    store.set(text('b'), text('2'));
    expect(drain(block.getKVStore(TREE).iterator(undefined, undefined))).toEqual(['a=1']);
    expect(drain(store.iterator(undefined, undefined))).toEqual(['a=1', 'b=2']);
  });

  test('a branch with the changes of a large genesis keeps, overwrites, removes and writes them', async () => {
    const root = await open();
    const block = root.cacheMultiStore();
    const store = block.getKVStore(TREE);
    const key = (i: number): Uint8Array => Uint8Array.of(9, i >> 16, (i >> 8) & 255, i & 255);
    const many = 150_000;
    for (let i = 0; i < many; i++) store.set(key(i), Uint8Array.of(i & 255, 0, 255, i >> 8));
    store.set(key(7), text('first again'));
    store.set(key(many - 1), text('last again'));
    store.delete(key(many - 2));
    const check = (s: KVStore): void => {
      expect(bytesToHex(s.get(key(7))!)).toBe(bytesToHex(text('first again')));
      expect(bytesToHex(s.get(key(many - 1))!)).toBe(bytesToHex(text('last again')));
      expect(s.get(key(many - 2))).toBeUndefined();
      expect([...s.get(key(140_000))!]).toEqual([140_000 & 255, 0, 255, (140_000 >> 8) & 255]);
      const it = s.iterator(key(many - 3), undefined);
      expect(bytesToHex(it.key())).toBe(bytesToHex(key(many - 3)));
      it.next();
      expect(bytesToHex(it.value())).toBe(bytesToHex(text('last again')));
    };
    check(store);
    block.write();
    check(root.cacheMultiStore().getKVStore(TREE));
    const id = await root.commit(TIME);
    check(root.cacheMultiStore().getKVStore(TREE));

    // Opening checks the root against the commit info; below it every node is read and hashed.
    const again = await open(root.db);
    expect(again.lastCommitId()).toEqual(id);
    const saved = again.tree(TREE.name)!;
    const hashBelow = (node: TreeNode): ByteString =>
      isLeaf(node)
        ? leafHash(node, 1)
        : innerHash(node, 1, hashBelow(saved.leftOf(node)), hashBelow(saved.rightOf(node)));
    expect(saved.size).toBe(many - 1);
    expect(hashBelow(saved.root!)).toBe(saved.hash());
    let indexed = 0;
    for await (const _ of saved.nodes.fastKeys()) indexed++;
    expect(indexed).toBe(many - 1);
    check(again.cacheMultiStore().getKVStore(TREE));
  });

  test('transient stores are emptied by a commit, memory stores are not', async () => {
    const root = await open();
    const branch = root.cacheMultiStore();
    branch.getKVStore(TRANSIENT).set(text('a'), text('1'));
    branch.getKVStore(MEMORY).set(text('a'), text('1'));
    branch.write();
    await root.commit(TIME);
    expect(root.cacheMultiStore().getKVStore(TRANSIENT).has(text('a'))).toBe(false);
    expect(root.cacheMultiStore().getKVStore(MEMORY).has(text('a'))).toBe(true);
  });

  test('keys are checked as the reference checks them', async () => {
    const store = (await open()).cacheMultiStore().getKVStore(TREE);
    const empty = new Uint8Array(0);
    expect(() => store.get(empty)).toThrow(new GoPanic('key is nil or empty'));
    expect(() => store.set(empty, empty)).toThrow(new GoPanic('key is nil or empty'));
    expect(() => store.set(new Uint8Array(1 << 17), empty)).toThrow(new GoPanic('key is too large'));
    expect(() => store.iterator(empty, undefined)).toThrow(new GoPanic('key cannot be empty'));
    store.set(text('k'), empty);
    expect(store.get(text('k'))).toEqual(empty);
    expect(store.has(text('k'))).toBe(true);
  });

  test('a key that is not mounted is a bug, whatever its name', async () => {
    const branch = (await open()).cacheMultiStore();
    expect(() => branch.getKVStore({ name: 'tree', kind: 'iavl' })).toThrow(InternalError);
  });

  test('committed versions stay readable and cannot be flushed into', async () => {
    const root = await open();
    for (let i = 1; i <= 5; i++) {
      const branch = root.cacheMultiStore();
      branch.getKVStore(TREE).set(text('a'), text(String(i)));
      branch.write();
      await root.commit(TIME);
    }
    for (let i = 1; i <= 5; i++) {
      expect(show(root.cacheMultiStoreWithVersion(BigInt(i)).getKVStore(TREE).get(text('a')))).toBe(String(i));
    }
    const old = root.cacheMultiStoreWithVersion(3n);
    old.getKVStore(TREE).set(text('a'), text('x'));
    expect(show(old.getKVStore(TREE).get(text('a')))).toBe('x');
    expect(() => old.write()).toThrow(InternalError);
    expect(() => root.cacheMultiStoreWithVersion(6n)).toThrow('no commit info found');
  });
});

describe('prefix stores', () => {
  test('show the keys behind the prefix only, without it', async () => {
    const store = (await open()).cacheMultiStore().getKVStore(TREE);
    for (const k of ['a', 'p', 'pa', 'pb', 'pbb', 'q']) store.set(text(k), text(k));
    const part = new PrefixStore(store, text('p'));
    expect(drain(part.iterator(undefined, undefined))).toEqual(['=p', 'a=pa', 'b=pb', 'bb=pbb']);
    expect(drain(part.reverseIterator(text('a'), text('bb')))).toEqual(['b=pb', 'a=pa']);
    expect(drain(prefixIterator(part, text('b')))).toEqual(['b=pb', 'bb=pbb']);
    expect(drain(reversePrefixIterator(store, text('pb')))).toEqual(['pbb=pbb', 'pb=pb']);
    part.delete(text('a'));
    expect(store.has(text('pa'))).toBe(false);
    expect(() => part.set(new Uint8Array(0), text('v'))).toThrow(new GoPanic('key is nil or empty'));
    const it = part.iterator(text('zz'), undefined);
    expect(() => it.key()).toThrow(new GoPanic('prefixIterator invalid, cannot call Key()'));
  });

  test('of 0xff only have no end', async () => {
    const store = (await open()).cacheMultiStore().getKVStore(TREE);
    store.set(Uint8Array.of(255, 255, 1), text('v'));
    const part = new PrefixStore(store, Uint8Array.of(255, 255));
    expect([...part.iterator(undefined, undefined).key()]).toEqual([1]);
  });
});

/** Writes down what a gas store does, in the recorded traces' form. */
class Recorder implements StoreTracer {
  readonly lines: (string | number)[][] = [];
  get(store: string, key: Uint8Array, length: number): void {
    this.lines.push(['get', store, show(key)!, length]);
  }
  has(store: string, key: Uint8Array, found: boolean): void {
    this.lines.push(['has', store, show(key)!, found ? 1 : 0]);
  }
  set(store: string, key: Uint8Array, value: Uint8Array): void {
    this.lines.push(['set', store, show(key)!, show(value)!]);
  }
  del(store: string, key: Uint8Array): void {
    this.lines.push(['del', store, show(key)!]);
  }
  iterator(store: string, start: Uint8Array | undefined, end: Uint8Array | undefined, ascending: boolean): void {
    this.lines.push([ascending ? 'iter' : 'riter', store, show(start) ?? '', show(end) ?? '']);
  }
  at(store: string, key: Uint8Array, length: number): void {
    this.lines.push(['at', store, show(key)!, length]);
  }
}

describe('gas stores', () => {
  const gasOf = (run: (store: KVStore) => void, branch: CacheMultiStore, config = KV_GAS_CONFIG): bigint => {
    const meter = GasMeter.infinite();
    run(branch.gasKVStore(TREE, meter, config, undefined));
    return meter.gasConsumed();
  };

  test('charge as the reference does', async () => {
    const branch = (await open()).cacheMultiStore();
    expect(gasOf((s) => s.set(text('key'), text('value')), branch)).toBe(2000n + 30n * 3n + 30n * 5n);
    expect(gasOf((s) => s.get(text('key')), branch)).toBe(1000n + 3n * 3n + 3n * 5n);
    expect(gasOf((s) => s.get(text('none')), branch)).toBe(1000n + 3n * 4n);
    expect(gasOf((s) => s.has(text('key')), branch)).toBe(1000n);
    expect(gasOf((s) => s.delete(text('none')), branch)).toBe(1000n);
    expect(gasOf((s) => s.iterator(undefined, undefined), branch)).toBe(3n * 8n + 30n);
    // The pair is paid when the iterator opens and again when it is left.
    expect(gasOf((s) => drain(s.iterator(undefined, undefined)), branch)).toBe(2n * (3n * 8n + 30n));
    expect(gasOf((s) => s.iterator(text('x'), undefined), branch)).toBe(30n);
    expect(gasOf((s) => s.set(text('key'), text('value')), branch, TRANSIENT_GAS_CONFIG)).toBe(200n + 3n * 8n);
  });

  test('a write that cannot be paid does not happen, a read is paid for after it happened', async () => {
    const branch = (await open()).cacheMultiStore();
    const poor = branch.gasKVStore(TREE, new GasMeter(2100n), KV_GAS_CONFIG, undefined);
    expect(() => poor.set(text('key'), text('value'))).toThrow(new OutOfGasPanic('WritePerByte'));
    expect(branch.getKVStore(TREE).has(text('key'))).toBe(false);
    const meter = new GasMeter(1001n);
    const store = branch.gasKVStore(TREE, meter, KV_GAS_CONFIG, undefined);
    expect(() => store.get(text('key'))).toThrow(new OutOfGasPanic('ReadPerByte'));
    expect(meter.gasConsumed()).toBe(1009n);
  });

  test('tell a tracer every access in order', async () => {
    const branch = (await open()).cacheMultiStore();
    const recorder = new Recorder();
    const store = branch.gasKVStore(TREE, GasMeter.infinite(), KV_GAS_CONFIG, recorder);
    store.set(text('a'), text('1'));
    store.set(text('b'), text('22'));
    store.get(text('b'));
    store.get(text('c'));
    store.has(text('a'));
    drain(store.reverseIterator(undefined, text('z')));
    store.delete(text('a'));
    expect(recorder.lines).toEqual([
      ['set', 'tree', 'a', '1'],
      ['set', 'tree', 'b', '22'],
      ['get', 'tree', 'b', 2],
      ['get', 'tree', 'c', -1],
      ['has', 'tree', 'a', 1],
      ['riter', 'tree', '', 'z'],
      ['at', 'tree', 'b', 2],
      ['at', 'tree', 'b', 2],
      ['at', 'tree', 'a', 1],
      ['del', 'tree', 'a'],
    ]);
  });
});
