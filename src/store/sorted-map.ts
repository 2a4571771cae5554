import type { ByteString } from './bytestring.ts';

const MAX_KEYS = 32;

class BNode<V> {
  keys: ByteString[];
  values: V[];
  /** Undefined in a leaf. */
  children: BNode<V>[] | undefined;
  /** Snapshot count when the node was made: nodes from before the last snapshot are copied before a change. */
  era: number;
  constructor(keys: ByteString[], values: V[], children: BNode<V>[] | undefined, era: number) {
    this.keys = keys;
    this.values = values;
    this.children = children;
    this.era = era;
  }
}

/**
 * A sorted map (B-tree) without removal, whose iterators see it as it was when they were made: changes copy the nodes that an
 * iterator may still walk. Costs: log2(n) string comparisons per operation; making an iterator copies nothing.
 */
export class SortedMap<V> {
  private root: BNode<V>;
  private era = 0;

  constructor() {
    this.root = new BNode<V>([], [], undefined, 0);
  }

  set(key: ByteString, value: V): void {
    this.root = this.own(this.root);
    if (this.root.keys.length >= MAX_KEYS) {
      this.root = new BNode<V>([], [], [this.root], this.era);
      this.split(this.root, 0);
    }
    let node = this.root;
    for (;;) {
      let i = lowerBound(node.keys, key);
      if (node.keys[i] === key) {
        node.values[i] = value;
        return;
      }
      if (node.children === undefined) {
        node.keys.splice(i, 0, key);
        node.values.splice(i, 0, value);
        return;
      }
      let child = this.own(node.children[i]!);
      node.children[i] = child;
      if (child.keys.length >= MAX_KEYS) {
        this.split(node, i);
        if (key === node.keys[i]) {
          node.values[i] = value;
          return;
        }
        if (key > node.keys[i]!) i++;
        child = node.children[i]!;
      }
      node = child;
    }
  }

  private own(node: BNode<V>): BNode<V> {
    if (node.era === this.era) return node;
    return new BNode(node.keys.slice(), node.values.slice(), node.children?.slice(), this.era);
  }

  /** Splits the full child `i` of `parent`; both are owned. */
  private split(parent: BNode<V>, i: number): void {
    const child = parent.children![i]!;
    const middle = child.keys.length >> 1;
    const right = new BNode(
      child.keys.splice(middle + 1),
      child.values.splice(middle + 1),
      child.children?.splice(middle + 1),
      this.era,
    );
    parent.keys.splice(i, 0, child.keys.pop()!);
    parent.values.splice(i, 0, child.values.pop()!);
    parent.children!.splice(i + 1, 0, right);
  }

  /** Iterates over [start, end) of the map as it is now. */
  iterate(start: ByteString | undefined, end: ByteString | undefined, ascending: boolean): SortedMapIterator<V> {
    this.era++;
    return new SortedMapIterator(this.root, start, end, ascending);
  }
}

/** Index of the first key that is not smaller than `key`. */
function lowerBound(keys: ByteString[], key: ByteString): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `key` and `value` may only be read while `valid`. */
export class SortedMapIterator<V> {
  private readonly nodes: BNode<V>[] = [];
  /** Going up: index of the next key in the node; going down: index behind it. */
  private readonly at: number[] = [];
  private readonly ascending: boolean;
  private readonly bound: ByteString | undefined;
  valid = false;

  constructor(root: BNode<V>, start: ByteString | undefined, end: ByteString | undefined, ascending: boolean) {
    this.ascending = ascending;
    this.bound = ascending ? end : start;
    const from = ascending ? start : end;
    let node: BNode<V> | undefined = root;
    while (node !== undefined) {
      const i: number = from === undefined ? (ascending ? 0 : node.keys.length) : lowerBound(node.keys, from);
      this.nodes.push(node);
      this.at.push(i);
      // The exact key ends the search: going up it is the first, going down all before it are in the left child.
      if (ascending && from !== undefined && node.keys[i] === from) break;
      node = node.children?.[i];
    }
    this.unwind();
  }

  get key(): ByteString {
    const top = this.nodes.length - 1;
    return this.nodes[top]!.keys[this.index(top)]!;
  }

  get value(): V {
    const top = this.nodes.length - 1;
    return this.nodes[top]!.values[this.index(top)]!;
  }

  private index(level: number): number {
    return this.ascending ? this.at[level]! : this.at[level]! - 1;
  }

  next(): void {
    const top = this.nodes.length - 1;
    const step = this.ascending ? 1 : -1;
    const i = this.at[top]! + step;
    this.at[top] = i;
    // Behind a key comes its subtree: child i going up, and going down child i as well (left of the key just left behind).
    let node = this.nodes[top]!.children?.[i];
    while (node !== undefined) {
      const from: number = this.ascending ? 0 : node.keys.length;
      this.nodes.push(node);
      this.at.push(from);
      node = node.children?.[from];
    }
    this.unwind();
  }

  /** Leaves nodes that are used up, then checks the bound. */
  private unwind(): void {
    while (this.nodes.length > 0) {
      const top = this.nodes.length - 1;
      const i = this.at[top]!;
      if (this.ascending ? i < this.nodes[top]!.keys.length : i > 0) break;
      this.nodes.pop();
      this.at.pop();
    }
    this.valid = this.nodes.length > 0;
    if (this.valid && this.bound !== undefined) {
      this.valid = this.ascending ? this.key < this.bound : this.key >= this.bound;
    }
  }
}
