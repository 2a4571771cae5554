/** Merkle trees of RFC 6962 as CometBFT builds them. Source: CometBFT spec/core/encoding.md. */
import { sha256 } from '../crypto/hash.ts';

const EMPTY_ROOT = sha256(new Uint8Array(0));

/** Hash of a leaf: SHA-256 of 0x00 and the bytes. */
export function leafHash(item: Uint8Array): Uint8Array {
  const b = new Uint8Array(item.length + 1);
  b.set(item, 1);
  return sha256(b);
}

/** Hash of an inner node: SHA-256 of 0x01, left, right. */
export function innerHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const b = new Uint8Array(1 + left.length + right.length);
  b[0] = 1;
  b.set(left, 1);
  b.set(right, 1 + left.length);
  return sha256(b);
}

/** The largest power of two below `n` (n > 1). */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function rootOf(leaves: readonly Uint8Array[], from: number, to: number): Uint8Array {
  if (to - from === 1) return leaves[from]!;
  const middle = from + splitPoint(to - from);
  return innerHash(rootOf(leaves, from, middle), rootOf(leaves, middle, to));
}

/** Root over the items; SHA-256 of nothing when there are none. */
export function merkleRoot(items: readonly Uint8Array[]): Uint8Array {
  return items.length === 0 ? EMPTY_ROOT : rootOf(items.map(leafHash), 0, items.length);
}

/** Proof that an item stands at `index` of `total` under a root. `aunts` go from the leaf upwards. */
export interface MerkleProof {
  readonly total: number;
  readonly index: number;
  readonly leafHash: Uint8Array;
  readonly aunts: readonly Uint8Array[];
}

/** Root and a proof for every item. */
export function merkleProofs(items: readonly Uint8Array[]): { root: Uint8Array; proofs: MerkleProof[] } {
  const leaves = items.map(leafHash);
  const aunts = leaves.map((): Uint8Array[] => []);
  const walk = (from: number, to: number): Uint8Array => {
    if (to - from === 1) return leaves[from]!;
    const middle = from + splitPoint(to - from);
    const left = walk(from, middle);
    const right = walk(middle, to);
    for (let i = from; i < middle; i++) aunts[i]!.push(right);
    for (let i = middle; i < to; i++) aunts[i]!.push(left);
    return innerHash(left, right);
  };
  const root = leaves.length === 0 ? EMPTY_ROOT : walk(0, leaves.length);
  return {
    root,
    proofs: leaves.map((leaf, index) => ({ total: leaves.length, index, leafHash: leaf, aunts: aunts[index]! })),
  };
}

/** The root that a proof leads to, undefined when the proof's shape is impossible. */
export function rootOfProof(proof: MerkleProof): Uint8Array | undefined {
  const walk = (index: number, total: number, depth: number): Uint8Array | undefined => {
    if (index >= total || index < 0 || total <= 0) return undefined;
    if (total === 1) return depth === 0 ? proof.leafHash : undefined;
    if (depth === 0) return undefined;
    const split = splitPoint(total);
    const aunt = proof.aunts[depth - 1]!;
    if (index < split) {
      const left = walk(index, split, depth - 1);
      return left && innerHash(left, aunt);
    }
    const right = walk(index - split, total - split, depth - 1);
    return right && innerHash(aunt, right);
  };
  return walk(proof.index, proof.total, proof.aunts.length);
}
