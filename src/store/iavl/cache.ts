import { type Inner, isLeaf, type TreeNode, weightOf } from './node.ts';

/**
 * The memory budget that all trees of a node share. It counts the nodes reachable from the trees' latest roots, and drops saved
 * subtrees that were not walked for the longest time once they are over budget.
 */
export class NodeCache {
  /** Estimated bytes of all nodes in memory. */
  bytes = 0;
  /** Advances once per commit; nodes are stamped with it when they are walked through. */
  epoch = 1;
  readonly budget: number;

  constructor(budget: number) {
    this.budget = budget;
  }

  get full(): boolean {
    return this.bytes > this.budget;
  }

  /**
   * Drops the least recently used subtrees below `roots` until some three quarters of the budget are left. All saved nodes must be on
   * disk; unsaved ones stay. Costs a walk over what is in memory, so it runs only when the budget was exceeded.
   */
  shrink(roots: readonly TreeNode[]): void {
    const weights = new Map<number, number>();
    let total = 0;
    for (const root of roots) total += collectWeights(root, weights);
    const target = this.budget * 0.75;
    if (total > target) {
      const epochs = [...weights.keys()].sort((a, b) => b - a);
      let kept = 0;
      let oldest = this.epoch + 1;
      for (const epoch of epochs) {
        kept += weights.get(epoch)!;
        if (kept > target) break;
        oldest = epoch;
      }
      total = 0;
      for (const root of roots) total += dropOlder(root, oldest);
    }
    this.bytes = total;
  }
}

/** Adds the weight of each inner node and the leaves under it to the epoch in which it was used. */
function collectWeights(node: TreeNode, weights: Map<number, number>): number {
  if (isLeaf(node)) return weightOf(node);
  const { left, right } = node;
  let own = weightOf(node);
  let below = 0;
  if (left !== undefined) {
    if (isLeaf(left)) own += weightOf(left);
    else below += collectWeights(left, weights);
  }
  if (right !== undefined) {
    if (isLeaf(right)) own += weightOf(right);
    else below += collectWeights(right, weights);
  }
  weights.set(node.used, (weights.get(node.used) ?? 0) + own);
  return own + below;
}

/** Cuts off children of nodes that were not used since `oldest`; returns the weight of what stays. */
function dropOlder(node: TreeNode, oldest: number): number {
  if (isLeaf(node)) return weightOf(node);
  let total = weightOf(node);
  if (node.used < oldest && node.version !== 0) {
    cut(node);
    return total;
  }
  if (node.left !== undefined) total += dropOlder(node.left, oldest);
  if (node.right !== undefined) total += dropOlder(node.right, oldest);
  return total;
}

function cut(node: Inner): void {
  node.left = undefined;
  node.right = undefined;
}
