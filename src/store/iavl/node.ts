import { hash as oneShotHash } from 'node:crypto';
import { type ByteString, sliceByteString, writeByteString } from '../bytestring.ts';
import { Scratch, varintLength, writeUvarint, writeVarint } from '../scratch.ts';

/** SHA-256 of nothing: the root hash of an empty tree. */
export const EMPTY_HASH: ByteString = oneShotHash('sha256', '', 'binary');

/** A leaf: one key and its value. `version` 0 says that it is not saved yet and may be changed in place. */
export class Leaf {
  /** Always 0; what tells a leaf from an inner node. */
  readonly height: number = 0;
  version: number;
  nonce: number;
  readonly key: ByteString;
  value: ByteString;
  hash: ByteString | undefined;
  constructor(key: ByteString, value: ByteString, version: number, nonce: number) {
    this.version = version;
    this.nonce = nonce;
    this.key = key;
    this.value = value;
    this.hash = undefined;
  }
}

/**
 * An inner node. Its key is the smallest key of its right subtree when it was made. A child that is not in memory is undefined and
 * named by its version and nonce (which say nothing while the child is unsaved).
 */
export class Inner {
  height: number;
  version: number;
  nonce: number;
  key: ByteString;
  hash: ByteString | undefined;
  size: number;
  left: TreeNode | undefined;
  right: TreeNode | undefined;
  leftVersion: number;
  leftNonce: number;
  rightVersion: number;
  rightNonce: number;
  /** Epoch of the node cache in which the node was last walked through. */
  used: number;
  constructor(key: ByteString, height: number, size: number) {
    this.height = height;
    this.version = 0;
    this.nonce = 0;
    this.key = key;
    this.hash = undefined;
    this.size = size;
    this.left = undefined;
    this.right = undefined;
    this.leftVersion = 0;
    this.leftNonce = 0;
    this.rightVersion = 0;
    this.rightNonce = 0;
    this.used = 0;
  }

  /** An unsaved copy with the same children. */
  clone(): Inner {
    const copy = new Inner(this.key, this.height, this.size);
    copy.left = this.left;
    copy.right = this.right;
    copy.leftVersion = this.leftVersion;
    copy.leftNonce = this.leftNonce;
    copy.rightVersion = this.rightVersion;
    copy.rightNonce = this.rightNonce;
    copy.used = this.used;
    return copy;
  }
}

export type TreeNode = Leaf | Inner;

export function isLeaf(node: TreeNode): node is Leaf {
  return node.height === 0;
}

export function sizeOf(node: TreeNode): number {
  return isLeaf(node) ? 1 : node.size;
}

/** Estimated heap bytes of a node object without its strings' characters. */
const LEAF_BYTES = 160;
const INNER_BYTES = 230;

/** Estimated heap bytes of a node. */
export function weightOf(node: TreeNode): number {
  return isLeaf(node) ? LEAF_BYTES + node.key.length + node.value.length : INNER_BYTES + node.key.length;
}

const HASH_LENGTH = 32;
const scratch = new Scratch();

function sha256(length: number): ByteString {
  return oneShotHash('sha256', scratch.view(length), 'binary');
}

/** SHA-256 of a byte string. */
export function sha256ByteString(text: ByteString): ByteString {
  scratch.reserve(text.length);
  return sha256(writeByteString(scratch.bytes, text, 0));
}

/** Hash of a leaf made in `version`: SHA-256 of v(0) v(1) v(version) bytes(key) bytes(SHA-256(value)). */
export function leafHash(leaf: Leaf, version: number): ByteString {
  const valueHash = sha256ByteString(leaf.value);
  const b = scratch.reserve(leaf.key.length + 64);
  b[0] = 0;
  b[1] = 2;
  let n = writeVarint(b, version, 2);
  n = writeUvarint(b, leaf.key.length, n);
  n = writeByteString(b, leaf.key, n);
  b[n++] = HASH_LENGTH;
  return sha256(writeByteString(b, valueHash, n));
}

/** Hash of an inner node made in `version`: SHA-256 of v(height) v(size) v(version) bytes(left hash) bytes(right hash). */
export function innerHash(node: Inner, version: number, left: ByteString, right: ByteString): ByteString {
  const b = scratch.bytes;
  let n = writeVarint(b, node.height, 0);
  n = writeVarint(b, node.size, n);
  n = writeVarint(b, version, n);
  b[n++] = HASH_LENGTH;
  n = writeByteString(b, left, n);
  b[n++] = HASH_LENGTH;
  return sha256(writeByteString(b, right, n));
}

/** Database value of a node. The array is valid until the next call. Inner nodes need their hash and their children's names. */
export function encodeNode(node: TreeNode): Uint8Array {
  if (isLeaf(node)) {
    const b = scratch.reserve(node.key.length + node.value.length + 16);
    b[0] = 0;
    b[1] = 2;
    let n = writeUvarint(b, node.key.length, 2);
    n = writeByteString(b, node.key, n);
    n = writeUvarint(b, node.value.length, n);
    return scratch.view(writeByteString(b, node.value, n));
  }
  const b = scratch.reserve(node.key.length + 128);
  let n = writeVarint(b, node.height, 0);
  n = writeVarint(b, node.size, n);
  n = writeUvarint(b, node.key.length, n);
  n = writeByteString(b, node.key, n);
  b[n++] = HASH_LENGTH;
  n = writeByteString(b, node.hash!, n);
  b[n++] = 0; // both children in the current format
  n = writeVarint(b, node.leftVersion, n);
  n = writeVarint(b, node.leftNonce, n);
  n = writeVarint(b, node.rightVersion, n);
  return scratch.view(writeVarint(b, node.rightNonce, n));
}

/** Database value of a fast index entry: v(version last set) bytes(value). The array is valid until the next call. */
export function encodeFastValue(version: number, value: ByteString): Uint8Array {
  const b = scratch.reserve(value.length + 32);
  let n = writeVarint(b, version, 0);
  n = writeUvarint(b, value.length, n);
  return scratch.view(writeByteString(b, value, n));
}

/** Reads node values; every failure is a `RangeError`, which the node database turns into a report. */
class Reader {
  private readonly bytes: Uint8Array;
  private offset = 0;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  uvarint(): number {
    let result = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.offset++];
      if (byte === undefined) throw new RangeError('value ends inside a varint');
      result += (byte & 127) * scale;
      if (byte < 128) break;
      scale *= 128;
    }
    if (!Number.isSafeInteger(result)) throw new RangeError('varint out of range');
    return result;
  }
  varint(): number {
    const n = this.uvarint();
    if (n % 2 !== 0) throw new RangeError('negative number');
    return n / 2;
  }
  text(): ByteString {
    const length = this.uvarint();
    const start = this.offset;
    this.offset += length;
    if (this.offset > this.bytes.length) throw new RangeError('value ends inside bytes');
    return sliceByteString(this.bytes, start, this.offset);
  }
  get rest(): number {
    return this.bytes.length - this.offset;
  }
}

const MAX_HEIGHT = 127;

/** Inverse of {@link encodeNode}. Throws RangeError when the bytes are not a node. */
export function decodeNode(bytes: Uint8Array, version: number, nonce: number): TreeNode {
  const r = new Reader(bytes);
  const height = r.varint();
  const size = r.varint();
  const key = r.text();
  let node: TreeNode;
  if (height === 0) {
    if (size !== 1) throw new RangeError(`leaf of size ${size}`);
    node = new Leaf(key, r.text(), version, nonce);
  } else {
    if (height > MAX_HEIGHT) throw new RangeError(`height ${height}`);
    node = new Inner(key, height, size);
    node.version = version;
    node.nonce = nonce;
    node.hash = r.text();
    if (node.hash.length !== HASH_LENGTH) throw new RangeError(`hash of ${node.hash.length} bytes`);
    const mode = r.varint();
    if (mode !== 0) throw new RangeError(`child of the format before IAVL 1.0 (mode ${mode})`);
    node.leftVersion = r.varint();
    node.leftNonce = r.varint();
    node.rightVersion = r.varint();
    node.rightNonce = r.varint();
  }
  if (r.rest !== 0) throw new RangeError(`${r.rest} bytes too many`);
  return node;
}

/** Inverse of {@link encodeFastValue}. */
export function decodeFastValue(bytes: Uint8Array): { version: number; value: ByteString } {
  const r = new Reader(bytes);
  const version = r.varint();
  return { version, value: r.text() };
}

/** v(n) as a byte string. */
export function varintByteString(n: number): ByteString {
  const b = new Uint8Array(varintLength(n));
  writeVarint(b, n, 0);
  return sliceByteString(b, 0, b.length);
}
