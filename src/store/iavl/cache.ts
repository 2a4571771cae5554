import { isLeaf, type TreeNode, weightOf } from './node.ts';

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
   * Drops what was not walked for the longest time until some three quarters of the budget are left; of what was walked in the same
   * epoch the lowest levels go first, for every walk needs the upper ones. All saved nodes must be on disk; unsaved ones stay. Costs two
   * walks over what is in memory, so it runs only when the budget was exceeded.
   */
  shrink(roots: readonly TreeNode[]): void {
    const weights: Weights = new Map();
    let total = 0;
    for (const root of roots) total += weightOf(root) + weighChildren(root, weights);
    if (total > this.budget * 0.75) {
      const border = findBorder(weights, this.budget * 0.75);
      total = 0;
      for (const root of roots) total += dropBelow(root, border);
    }
    this.bytes = total;
  }
}

/** Weight of the children of inner nodes, by the parent's epoch and height. */
type Weights = Map<number, number[]>;

/** Children stay of nodes walked after `epoch`, and of those walked in it that are higher than `height`. */
interface Border {
  readonly epoch: number;
  readonly height: number;
}

function weighChildren(node: TreeNode, weights: Weights): number {
  if (isLeaf(node)) return 0;
  let own = 0;
  let below = 0;
  for (const child of [node.left, node.right]) {
    if (child === undefined) continue;
    own += weightOf(child);
    below += weighChildren(child, weights);
  }
  const byHeight = weights.get(node.used) ?? [];
  byHeight[node.height] = (byHeight[node.height] ?? 0) + own;
  weights.set(node.used, byHeight);
  return own + below;
}

/** How far down and back `target` bytes reach. A parent was walked no earlier than its child and is higher, so whole paths stay. */
function findBorder(weights: Weights, target: number): Border {
  let kept = 0;
  for (const epoch of [...weights.keys()].sort((a, b) => b - a)) {
    const byHeight = weights.get(epoch)!;
    for (let height = byHeight.length - 1; height > 0; height--) {
      kept += byHeight[height] ?? 0;
      if (kept > target) return { epoch, height };
    }
  }
  return { epoch: 0, height: 0 };
}

/** Cuts off the children that lie beyond the border; returns the weight of what stays. */
function dropBelow(node: TreeNode, border: Border): number {
  if (isLeaf(node)) return weightOf(node);
  const { used, height, version } = node;
  if ((used < border.epoch || (used === border.epoch && height <= border.height)) && version !== 0) {
    node.left = undefined;
    node.right = undefined;
    return weightOf(node);
  }
  let total = weightOf(node);
  if (node.left !== undefined) total += dropBelow(node.left, border);
  if (node.right !== undefined) total += dropBelow(node.right, border);
  return total;
}
