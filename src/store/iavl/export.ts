import { GoError } from '../../core/errors.ts';
import type { ByteString } from '../bytestring.ts';
import type { Batch } from '../database.ts';
import type { ImmutableTree } from './immutable-tree.ts';
import { Inner, innerHash, isLeaf, Leaf, leafHash, sizeOf, type TreeNode } from './node.ts';
import type { NodeDb } from './node-db.ts';

/** A node as it is handed from tree to tree. Inner nodes have no value. */
export interface ExportNode {
  readonly key: ByteString;
  readonly value: ByteString | undefined;
  readonly height: number;
  readonly version: number;
}

/** All nodes of a version, children before parents, left first. Nodes that had to be read are not kept in memory. */
export function* exportNodes(tree: ImmutableTree): Generator<ExportNode> {
  const { nodes, root } = tree;
  /** Nodes still to come, the next one last; `done` when the children were handed out. */
  const pending: { node: TreeNode; done: boolean }[] = root === undefined ? [] : [{ node: root, done: false }];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    const { node } = top;
    if (isLeaf(node)) {
      yield { key: node.key, value: node.value, height: 0, version: node.version };
    } else if (top.done) {
      yield { key: node.key, value: undefined, height: node.height, version: node.version };
    } else {
      top.done = true;
      pending.push(top);
      pending.push({ node: node.right ?? nodes.peek(node.rightVersion, node.rightNonce), done: false });
      pending.push({ node: node.left ?? nodes.peek(node.leftVersion, node.leftNonce), done: false });
    }
  }
}

/**
 * Builds a version of an empty tree from exported nodes. The hashes are those of the exported tree; node keys are not: nonces count
 * each version's nodes in the order of import, from 2, and the root has 1.
 *
 * PARITY: iavl/import.go: the order of import is post-order, while commits number in pre-order.
 */
export class Importer {
  private readonly nodes: NodeDb;
  private readonly version: number;
  private readonly stack: TreeNode[] = [];
  /** Nodes seen of each version. */
  private readonly nonces = new Map<number, number>();

  /** Throws GoError when the database already holds a version. */
  constructor(nodes: NodeDb, version: number) {
    if (version < 0) throw new GoError('imported version cannot be negative');
    if (nodes.latestVersion > 0) throw new GoError(`found database at version ${nodes.latestVersion}, must be 0`);
    this.nodes = nodes;
    this.version = version;
  }

  /** Takes the next node; puts nodes that are complete into `batch`, which the caller may write and replace between calls. */
  add(batch: Batch, exported: ExportNode): void {
    if (exported.version > this.version) {
      throw new GoError(`node version ${exported.version} can't be greater than import version ${this.version}`);
    }
    const node = this.build(batch, exported);
    const count = (this.nonces.get(exported.version) ?? 0) + 1;
    this.nonces.set(exported.version, count);
    node.version = exported.version;
    node.nonce = count + 1;
    this.stack.push(node);
  }

  private build(batch: Batch, exported: ExportNode): TreeNode {
    if (exported.height === 0) return new Leaf(exported.key, exported.value ?? '', 0, 0);
    const [left, right] = this.stack.slice(-2);
    if (
      left === undefined ||
      right === undefined ||
      left.height >= exported.height ||
      right.height >= exported.height
    ) {
      throw new GoError('node has no children');
    }
    const node = new Inner(exported.key, exported.height, sizeOf(left) + sizeOf(right));
    this.put(batch, left);
    this.put(batch, right);
    node.leftVersion = left.version;
    node.leftNonce = left.nonce;
    node.rightVersion = right.version;
    node.rightNonce = right.nonce;
    node.hash = innerHash(node, exported.version, left.hash!, right.hash!);
    this.stack.length -= 2;
    return node;
  }

  private put(batch: Batch, node: TreeNode): void {
    if (isLeaf(node)) node.hash = leafHash(node, node.version);
    this.nodes.putNode(batch, node);
  }

  /** Puts the root and makes the version readable once `batch` is written. Throws GoError when nodes are left over. */
  finish(batch: Batch): void {
    const [root, extra] = this.stack;
    if (extra !== undefined) {
      throw new GoError(`invalid node structure, found stack size ${this.stack.length} when committing`);
    }
    if (root === undefined) {
      this.nodes.putEmptyRoot(batch, this.version);
      return;
    }
    root.nonce = 1;
    this.put(batch, root);
    if (root.version < this.version) this.nodes.putRootReference(batch, this.version, root);
  }
}
