import type { ByteString } from '../bytestring.ts';
import type { ImmutableTree } from './immutable-tree.ts';
import { type Inner, isLeaf, type Leaf, type TreeNode } from './node.ts';

/** Walks the leaves of a tree over [start, end) in either direction. `leaf` is undefined once it is past the range. */
export class TreeIterator {
  leaf: Leaf | undefined;
  private readonly tree: ImmutableTree;
  /** Keys at or past this one end the iteration: `end` going up, `start` going down. */
  private readonly bound: ByteString | undefined;
  private readonly ascending: boolean;
  /** Nodes whose far subtree is still to come. */
  private readonly pending: Inner[] = [];

  constructor(tree: ImmutableTree, start: ByteString | undefined, end: ByteString | undefined, ascending: boolean) {
    this.tree = tree;
    this.ascending = ascending;
    this.bound = ascending ? end : start;
    if (tree.root === undefined) return;
    const leaf = ascending ? this.seekUp(tree.root, start) : this.seekDown(tree.root, end);
    const early = ascending ? start !== undefined && leaf.key < start : end !== undefined && leaf.key >= end;
    this.leaf = leaf;
    if (early) this.next();
    else this.checkBound();
  }

  get valid(): boolean {
    return this.leaf !== undefined;
  }

  next(): void {
    const node = this.pending.pop();
    if (node === undefined) {
      this.leaf = undefined;
      return;
    }
    this.leaf = this.ascending ? this.firstOf(this.tree.rightOf(node)) : this.lastOf(this.tree.leftOf(node));
    this.checkBound();
  }

  private checkBound(): void {
    if (this.bound === undefined || this.leaf === undefined) return;
    const past = this.ascending ? this.leaf.key >= this.bound : this.leaf.key < this.bound;
    if (past) {
      this.leaf = undefined;
      this.pending.length = 0;
    }
  }

  private seekUp(root: TreeNode, start: ByteString | undefined): Leaf {
    let node = root;
    while (!isLeaf(node)) {
      if (start === undefined || start < node.key) {
        this.pending.push(node);
        node = this.tree.leftOf(node);
      } else node = this.tree.rightOf(node);
    }
    return node;
  }

  private seekDown(root: TreeNode, end: ByteString | undefined): Leaf {
    let node = root;
    while (!isLeaf(node)) {
      if (end === undefined || end > node.key) {
        this.pending.push(node);
        node = this.tree.rightOf(node);
      } else node = this.tree.leftOf(node);
    }
    return node;
  }

  private firstOf(root: TreeNode): Leaf {
    let node = root;
    while (!isLeaf(node)) {
      this.pending.push(node);
      node = this.tree.leftOf(node);
    }
    return node;
  }

  private lastOf(root: TreeNode): Leaf {
    let node = root;
    while (!isLeaf(node)) {
      this.pending.push(node);
      node = this.tree.rightOf(node);
    }
    return node;
  }
}
