import { hash as oneShotHash } from 'node:crypto';
import { type ByteString, toByteString, writeByteString } from './bytestring.ts';
import { EMPTY_HASH, sha256ByteString } from './iavl/node.ts';
import { Scratch, writeUvarint } from './scratch.ts';

const LEAF = 0;
const INNER = 1;
const scratch = new Scratch();

/** Hash of one store in the tree over all stores: SHA-256 of 0x00 bytes(name) bytes(SHA-256(root hash)). */
export function storeLeafHash(name: string, rootHash: ByteString): ByteString {
  const nameBytes = toByteString(Buffer.from(name, 'utf8'));
  // PARITY: store/internal/maps/maps.go: the root hash is hashed once more.
  const value = sha256ByteString(rootHash);
  const b = scratch.reserve(nameBytes.length + value.length + 16);
  b[0] = LEAF;
  let n = writeUvarint(b, nameBytes.length, 1);
  n = writeByteString(b, nameBytes, n);
  n = writeUvarint(b, value.length, n);
  return oneShotHash('sha256', scratch.view(writeByteString(b, value, n)), 'binary');
}

/** RFC 6962 inner hash. */
export function innerMerkleHash(left: ByteString, right: ByteString): ByteString {
  const b = scratch.bytes;
  b[0] = INNER;
  const n = writeByteString(b, left, 1);
  return oneShotHash('sha256', scratch.view(writeByteString(b, right, n)), 'binary');
}

/** The largest power of two below `n` (n > 1). */
export function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** Root of the RFC 6962 tree over leaf hashes; SHA-256 of nothing when there are none. */
export function merkleRoot(leaves: readonly ByteString[], from = 0, to = leaves.length): ByteString {
  const n = to - from;
  if (n === 0) return EMPTY_HASH;
  if (n === 1) return leaves[from]!;
  const middle = from + splitPoint(n);
  return innerMerkleHash(merkleRoot(leaves, from, middle), merkleRoot(leaves, middle, to));
}
