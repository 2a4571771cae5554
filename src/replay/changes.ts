import { type ByteString, byteStringToHex, sortByteStrings } from '../store/bytestring.ts';
import type { MutableTree } from '../store/iavl/mutable-tree.ts';
import type { RootMultiStore } from '../store/multistore.ts';
import type { ChangeLine } from './case.ts';

/** One pair that differs from the height before; value null: removed. */
export interface Change {
  readonly store: string;
  readonly key: string;
  readonly value: string | null;
}

/** Watches the trees of a multistore and tells which pairs a block changed. */
export class ChangeRecorder {
  private readonly watched: { name: string; tree: MutableTree; before: Map<ByteString, ByteString | undefined> }[] = [];

  constructor(store: RootMultiStore) {
    for (const { name, kind } of store.mountedKeys()) {
      if (kind === 'iavl') this.watch(name, store.tree(name));
    }
    this.watched.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  private watch(name: string, tree: MutableTree): void {
    const before = new Map<ByteString, ByteString | undefined>();
    const { set, remove } = tree;
    const note = (key: ByteString): void => {
      if (!before.has(key)) before.set(key, tree.get(key));
    };
    tree.set = (key, value) => {
      note(key);
      return set.call(tree, key, value);
    };
    tree.remove = (key) => {
      note(key);
      return remove.call(tree, key);
    };
    this.watched.push({ name, tree, before });
  }

  /** The changes since the last call, by store, then key. */
  take(): Change[] {
    const changes: Change[] = [];
    for (const { name, tree, before } of this.watched) {
      for (const key of sortByteStrings([...before.keys()])) {
        const value = tree.get(key);
        if (value === before.get(key)) continue;
        changes.push({
          store: name,
          key: byteStringToHex(key),
          value: value === undefined ? null : byteStringToHex(value),
        });
      }
      before.clear();
    }
    return changes;
  }
}

const order = (a: { store: string; key: string }, b: { store: string; key: string }): number => {
  if (a.store !== b.store) return a.store < b.store ? -1 : 1;
  return a.key === b.key ? 0 : a.key < b.key ? -1 : 1;
};

export interface ChangeDifference {
  readonly store: string;
  readonly key: string;
  /** undefined: not changed. */
  readonly expected: string | null | undefined;
  readonly actual: string | null | undefined;
}

/** What differs between the recorded changes of a block and those made, in order of stores and keys. */
export function compareChanges(expected: readonly ChangeLine[], actual: readonly Change[]): ChangeDifference[] {
  const wanted = expected.map(([, store, key, value]) => ({ store, key, value })).sort(order);
  const differences: ChangeDifference[] = [];
  let i = 0;
  let j = 0;
  while (i < wanted.length || j < actual.length) {
    const a = wanted[i];
    const b = actual[j];
    const c = a === undefined ? 1 : b === undefined ? -1 : order(a, b);
    if (c < 0 && a !== undefined) {
      differences.push({ store: a.store, key: a.key, expected: a.value, actual: undefined });
      i++;
    } else if (c > 0 && b !== undefined) {
      differences.push({ store: b.store, key: b.key, expected: undefined, actual: b.value });
      j++;
    } else if (a !== undefined && b !== undefined) {
      if (a.value !== b.value) differences.push({ store: a.store, key: a.key, expected: a.value, actual: b.value });
      i++;
      j++;
    }
  }
  return differences;
}
