/** Merkle trees of RFC 6962 as CometBFT builds them. Source: CometBFT spec/core/encoding.md. */
import { GoError } from '../core/errors.ts';
import { sha256 } from '../crypto/hash.ts';
import type { Proof } from '../wire/gen/tendermint/crypto/proof.ts';

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

/** Most aunts that a proof may have. */
const MAX_AUNTS = 100;
const HASH_SIZE = 32;
const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex').toUpperCase();
const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

export function proofToProto(p: MerkleProof): Proof {
  return { total: BigInt(p.total), index: BigInt(p.index), leafHash: p.leafHash, aunts: [...p.aunts] };
}

/** Proof.ValidateBasic. Throws GoError. */
export function validateProof(p: Proof): void {
  if (p.total < 0n) throw new GoError('negative Total');
  if (p.index < 0n) throw new GoError('negative Index');
  if (p.leafHash.length !== HASH_SIZE)
    throw new GoError(`expected LeafHash size to be ${HASH_SIZE}, got ${p.leafHash.length}`);
  if (p.aunts.length > MAX_AUNTS) throw new GoError(`expected no more than ${MAX_AUNTS} aunts, got ${p.aunts.length}`);
  p.aunts.forEach((a, i) => {
    if (a.length !== HASH_SIZE) throw new GoError(`expected Aunts#${i} size to be ${HASH_SIZE}, got ${a.length}`);
  });
}

/** Checks that a leaf stands under a root (Proof.Verify). Throws GoError. */
export function verifyProof(p: Proof, root: Uint8Array, leaf: Uint8Array): void {
  if (p.total < 0n) throw new GoError('proof total must be positive');
  if (p.index < 0n) throw new GoError('proof index cannot be negative');
  const hash = leafHash(leaf);
  if (!equal(p.leafHash, hash)) throw new GoError(`invalid leaf hash: wanted ${hex(hash)} got ${hex(p.leafHash)}`);
  const computed = computeRoot(p);
  if (!equal(computed, root)) throw new GoError(`invalid root hash: wanted ${hex(root)} got ${hex(computed)}`);
}

/** The root that a proof leads to. Throws GoError when its shape is impossible. */
export function computeRoot(p: Proof): Uint8Array {
  const fail = (why: string): GoError => new GoError(`compute root hash: ${why}`);
  let { index, total } = p;
  if (index >= total || index < 0n || total <= 0n) throw fail(`invalid index ${index} and/or total ${total}`);
  // From the root downwards: whether the leaf lies to the left of each inner node, the last aunt first.
  const lefts: boolean[] = [];
  let depth = p.aunts.length;
  for (; total > 1n; depth--) {
    if (depth === 0) throw fail('expected at least one inner hash');
    const split = 1n << BigInt((total - 1n).toString(2).length - 1);
    const left = index < split;
    lefts.push(left);
    if (!left) index -= split;
    total = left ? split : total - split;
  }
  if (depth !== 0) throw fail('unexpected inner hashes');
  return lefts.reduceRight((hash, left, level) => {
    const aunt = p.aunts[p.aunts.length - 1 - level]!;
    return left ? innerHash(hash, aunt) : innerHash(aunt, hash);
  }, p.leafHash);
}
