import { InternalError } from '../../core/errors.ts';
import type { ByteString } from '../bytestring.ts';
import { TreeIterator } from './iterator.ts';
import { EMPTY_HASH, type Inner, innerHash, isLeaf, type Leaf, leafHash, sizeOf, type TreeNode } from './node.ts';
import type { NodeDb } from './node-db.ts';

/**
 * One version of a tree, read only. Its nodes are shared with other versions and come from the database when they are first needed.
 * Costs: a read walks some 1.4 log2(n) nodes, about 20 ns each in memory and 3 µs each from the database.
 */
export class ImmutableTree {
  readonly nodes: NodeDb;
  root: TreeNode | undefined;
  /** Version that the tree was saved as; of a mutable tree, the version that its changes are based on (0: none). */
  version: number;

  constructor(nodes: NodeDb, root: TreeNode | undefined, version: number) {
    this.nodes = nodes;
    this.root = root;
    this.version = version;
  }

  /** Number of keys. */
  get size(): number {
    return this.root === undefined ? 0 : sizeOf(this.root);
  }

  get height(): number {
    return this.root === undefined ? 0 : this.root.height;
  }

  leftOf(node: Inner): TreeNode {
    node.used = this.nodes.cache.epoch;
    return node.left ?? this.loadLeft(node);
  }

  rightOf(node: Inner): TreeNode {
    node.used = this.nodes.cache.epoch;
    return node.right ?? this.loadRight(node);
  }

  private loadLeft(node: Inner): TreeNode {
    const child = this.nodes.load(node.leftVersion, node.leftNonce);
    node.left = child;
    return child;
  }

  private loadRight(node: Inner): TreeNode {
    const child = this.nodes.load(node.rightVersion, node.rightNonce);
    node.right = child;
    return child;
  }

  /** The leaf where `key` is, or would be. */
  protected leafNear(key: ByteString): Leaf | undefined {
    let node = this.root;
    while (node !== undefined && !isLeaf(node)) node = key < node.key ? this.leftOf(node) : this.rightOf(node);
    return node;
  }

  get(key: ByteString): ByteString | undefined {
    const leaf = this.leafNear(key);
    return leaf !== undefined && leaf.key === key ? leaf.value : undefined;
  }

  has(key: ByteString): boolean {
    return this.get(key) !== undefined;
  }

  /** The value, and how many keys are smaller than `key`. */
  getWithIndex(key: ByteString): { index: number; value: ByteString | undefined } {
    let index = 0;
    let node = this.root;
    if (node === undefined) return { index, value: undefined };
    while (!isLeaf(node)) {
      const left = this.leftOf(node);
      if (key < node.key) node = left;
      else {
        index += sizeOf(left);
        node = this.rightOf(node);
      }
    }
    if (node.key === key) return { index, value: node.value };
    return { index: node.key < key ? index + 1 : index, value: undefined };
  }

  /** The pair with `index` smaller keys. */
  getByIndex(index: number): Leaf | undefined {
    let node = this.root;
    let rest = index;
    if (node === undefined || index < 0 || index >= sizeOf(node)) return undefined;
    while (!isLeaf(node)) {
      const left = this.leftOf(node);
      const leftSize = sizeOf(left);
      if (rest < leftSize) node = left;
      else {
        rest -= leftSize;
        node = this.rightOf(node);
      }
    }
    return node;
  }

  /** Iterates over [start, end); undefined is no bound. The tree must not change while an iterator is in use. */
  iterate(start: ByteString | undefined, end: ByteString | undefined, ascending: boolean): TreeIterator {
    return new TreeIterator(this, start, end, ascending);
  }

  /** Root hash; SHA-256 of nothing for the empty tree. */
  hash(): ByteString {
    if (this.root === undefined) return EMPTY_HASH;
    return this.hashOf(this.root);
  }

  /** Hash of a saved node. */
  hashOf(node: TreeNode): ByteString {
    if (node.hash === undefined) {
      if (!isLeaf(node)) throw new InternalError(`store ${this.nodes.name}: unsaved node in version ${this.version}`);
      node.hash = leafHash(node, node.version);
    }
    return node.hash;
  }

  /** Hash of a node; nodes that are not saved count as made in `version`. Each node is hashed once. */
  protected hashAs(node: TreeNode, version: number): ByteString {
    if (node.hash !== undefined) return node.hash;
    if (isLeaf(node)) {
      node.hash = leafHash(node, node.version === 0 ? version : node.version);
    } else {
      const left = this.hashAs(this.leftOf(node), version);
      const right = this.hashAs(this.rightOf(node), version);
      node.hash = innerHash(node, version, left, right);
    }
    return node.hash;
  }
}
