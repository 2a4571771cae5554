import { GoError } from '../../core/errors.ts';
import type { Batch } from '../database.ts';
import type { ImmutableTree } from './immutable-tree.ts';
import type { MutableTree } from './mutable-tree.ts';
import { type Inner, isLeaf, type TreeNode } from './node.ts';
import type { NodeDb } from './node-db.ts';

/**
 * Deletes the oldest version of `tree` from the database: the nodes that the next version does not use. Throws GoError when it is the
 * only version left. Costs: one read per deleted inner node that is not in memory, and per new one of the next version.
 * Source: iavl/nodedb.go deleteVersion.
 */
export function pruneFirstVersion(tree: MutableTree, batch: Batch): void {
  const { nodes } = tree;
  const version = nodes.firstVersion;
  if (nodes.latestVersion <= version) {
    throw new GoError(`latest version ${nodes.latestVersion} is less than or equal to toVersion ${version}`);
  }
  const own = nodes.rootOf(version);
  const next = nodes.rootOf(version + 1);
  const shared = sharedNodes(tree.getImmutable(version + 1), version);
  deleteOrphans(tree.getImmutable(version), shared, version, batch);
  const isOwnRoot = typeof own === 'object' && own.version === version && own.nonce === 1;
  if (!isOwnRoot) nodes.delNode(batch, version, 1);
  if (typeof next === 'object' && next.version === version && next.nonce === 1) {
    // The next version is the same tree: its root stays, but no longer as the root of this version.
    const root = nodes.peek(version, 1);
    nodes.delNode(batch, version, 1);
    root.nonce = 0;
    nodes.putNode(batch, root);
  }
  nodes.firstVersion = version + 1;
}

/** A pruned root has nonce 0 in its key and nonce 1 in its parents: both name the same node. */
function nodeId(version: number, nonce: number): string {
  return `${version}/${nonce === 0 ? 1 : nonce}`;
}

/** The topmost nodes of `tree` that were made in `version` or before. */
function sharedNodes(tree: ImmutableTree, version: number): Set<string> {
  const shared = new Set<string>();
  const visit = (node: TreeNode): void => {
    if (node.version <= version) shared.add(nodeId(node.version, node.nonce));
    else if (!isLeaf(node)) {
      const left = childName(node, true);
      const right = childName(node, false);
      for (const child of [left, right]) {
        if (child.version <= version) shared.add(nodeId(child.version, child.nonce));
        else visit(childOf(tree.nodes, node, child === left));
      }
    }
  };
  if (tree.root !== undefined) visit(tree.root);
  return shared;
}

function deleteOrphans(tree: ImmutableTree, shared: Set<string>, version: number, batch: Batch): void {
  const { nodes } = tree;
  const visit = (node: TreeNode): void => {
    if (shared.has(nodeId(node.version, node.nonce))) return;
    // PARITY: iavl/nodedb.go deleteVersion: a root of an earlier version is taken to have been moved to nonce 0.
    const nonce = node.nonce === 1 && node.version < version ? 0 : node.nonce;
    nodes.delNode(batch, node.version, nonce);
    if (isLeaf(node)) return;
    for (const isLeft of [true, false]) {
      const child = childName(node, isLeft);
      if (!shared.has(nodeId(child.version, child.nonce))) visit(childOf(nodes, node, isLeft));
    }
  };
  if (tree.root !== undefined) visit(tree.root);
}

function childName(node: Inner, isLeft: boolean): { version: number; nonce: number } {
  return isLeft
    ? { version: node.leftVersion, nonce: node.leftNonce }
    : { version: node.rightVersion, nonce: node.rightNonce };
}

/** The child, not kept in memory when it has to be read. */
function childOf(nodes: NodeDb, node: Inner, isLeft: boolean): TreeNode {
  const loaded = isLeft ? node.left : node.right;
  if (loaded !== undefined) return loaded;
  const { version, nonce } = childName(node, isLeft);
  return nodes.peek(version, nonce);
}
