/**
 * ICS-23: proofs that a key has a value, or that it is absent, in a tree described by a specification.
 *
 * Verdicts, texts and panics are those of github.com/cosmos/ics23/go v0.11.0 (ops.go, proof.go, compress.go). Failing is a GoError.
 * A specification comes from whoever made the light client, so nothing in it is trusted to make sense.
 */
import { blake2b, blake2s } from '@noble/hashes/blake2.js';
import { sha512, sha512_256 } from '@noble/hashes/sha2.js';
import { GoError, GoPanic, nilPointer } from '../core/errors.ts';
import { compareBytes } from '../core/go-text.ts';
import {
  type BatchEntry,
  type CommitmentProof,
  type CompressedBatchProof,
  type CompressedExistenceProof,
  type ExistenceProof,
  HashOp,
  type InnerOp,
  type InnerSpec,
  type LeafOp,
  LengthOp,
  type NonExistenceProof,
  type ProofSpec,
} from '../wire/gen/cosmos/ics23/v1/proofs.ts';
import { ripemd160, sha256 } from './hash.ts';

const DEFAULT_MAX_DEPTH = 128;
const MIN_CHECKED_CHILD_SIZE = 32;

const leafSpec: LeafOp = {
  hash: HashOp.SHA256,
  prehashKey: HashOp.NO_HASH,
  prehashValue: HashOp.SHA256,
  length: LengthOp.VAR_PROTO,
  prefix: Uint8Array.of(0),
};

function spec(innerSpec: Pick<InnerSpec, 'childSize' | 'minPrefixLength' | 'maxPrefixLength'>): ProofSpec {
  return {
    leafSpec,
    innerSpec: { childOrder: [0, 1], emptyChild: new Uint8Array(0), hash: HashOp.SHA256, ...innerSpec },
    maxDepth: 0,
    minDepth: 0,
    prehashKeyBeforeComparison: false,
  };
}

/** Trees of one module. A child is a length byte and a hash. */
export const IAVL_SPEC: ProofSpec = spec({ childSize: 33, minPrefixLength: 4, maxPrefixLength: 12 });
/** The tree over all modules: RFC 6962. */
export const TENDERMINT_SPEC: ProofSpec = spec({ childSize: 32, minPrefixLength: 1, maxPrefixLength: 1 });

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const upperHex = (b: Uint8Array): string => Buffer.from(b).toString('hex').toUpperCase();
const startsWith = (b: Uint8Array, prefix: Uint8Array): boolean => equal(b.subarray(0, prefix.length), prefix);

/** Runs `f` and puts `prefix, ` before the text of its error. */
function within<T>(prefix: string, f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof GoError) throw new GoError(`${prefix}, ${e.message}`);
    throw e;
  }
}

// ---- hashes

function hash(op: number, data: Uint8Array): Uint8Array {
  switch (op) {
    case HashOp.SHA256:
      return sha256(data);
    case HashOp.SHA512:
      return sha512(data);
    case HashOp.RIPEMD160:
      return ripemd160(data);
    case HashOp.BITCOIN:
      return ripemd160(sha256(data));
    case HashOp.SHA512_256:
      return sha512_256(data);
    case HashOp.BLAKE2B_512:
      return blake2b(data);
    case HashOp.BLAKE2S_256:
      return blake2s(data);
    default:
      throw new GoError(`unsupported hashop: ${op}`);
  }
}

const hashOrNoop = (op: number, data: Uint8Array): Uint8Array => (op === HashOp.NO_HASH ? data : hash(op, data));

function withLength(op: number, data: Uint8Array): Uint8Array {
  const n = data.length;
  switch (op) {
    case LengthOp.NO_PREFIX:
      return data;
    case LengthOp.VAR_PROTO: {
      const prefix: number[] = [];
      let rest = n;
      for (; rest >= 0x80; rest >>>= 7) prefix.push((rest & 0x7f) | 0x80);
      prefix.push(rest);
      return Buffer.concat([Uint8Array.from(prefix), data]);
    }
    case LengthOp.REQUIRE_32_BYTES:
    case LengthOp.REQUIRE_64_BYTES: {
      const want = op === LengthOp.REQUIRE_32_BYTES ? 32 : 64;
      if (n !== want) throw new GoError(`data was ${n} bytes, not ${want}`);
      return data;
    }
    case LengthOp.FIXED32_BIG:
    case LengthOp.FIXED32_LITTLE:
    case LengthOp.FIXED64_BIG:
    case LengthOp.FIXED64_LITTLE: {
      const size = op === LengthOp.FIXED32_BIG || op === LengthOp.FIXED32_LITTLE ? 4 : 8;
      const out = Buffer.alloc(size + n);
      if (op === LengthOp.FIXED32_BIG || op === LengthOp.FIXED64_BIG) out.writeUInt32BE(n, size - 4);
      else out.writeUInt32LE(n, 0);
      out.set(data, size);
      return out;
    }
    default:
      throw new GoError(`unsupported lengthop: ${op}`);
  }
}

function applyLeaf(op: LeafOp, key: Uint8Array, value: Uint8Array): Uint8Array {
  if (key.length === 0) throw new GoError('leaf op needs key');
  if (value.length === 0) throw new GoError('leaf op needs value');
  const k = within('prehash key', () => withLength(op.length, hashOrNoop(op.prehashKey, key)));
  const v = within('prehash value', () => withLength(op.length, hashOrNoop(op.prehashValue, value)));
  return hash(op.hash, Buffer.concat([op.prefix, k, v]));
}

function applyInner(op: InnerOp, child: Uint8Array): Uint8Array {
  if (child.length === 0) throw new GoError('inner op needs child value');
  return hash(op.hash, Buffer.concat([op.prefix, child, op.suffix]));
}

// ---- the form of a proof

/** Whether a specification is IAVL's, as far as the reference looks. */
function isIavl(s: ProofSpec): boolean {
  const { leafSpec: leaf, innerSpec: inner } = s;
  const other = IAVL_SPEC.innerSpec!;
  // PARITY: ics23 go proof.go SpecEquals: prefixes, the order itself, the empty child and depths are not compared.
  return (
    leaf !== undefined &&
    inner !== undefined &&
    leaf.hash === leafSpec.hash &&
    leaf.prehashKey === leafSpec.prehashKey &&
    leaf.prehashValue === leafSpec.prehashValue &&
    leaf.length === leafSpec.length &&
    inner.hash === other.hash &&
    inner.minPrefixLength === other.minPrefixLength &&
    inner.maxPrefixLength === other.maxPrefixLength &&
    inner.childSize === other.childSize &&
    inner.childOrder.length === other.childOrder.length
  );
}

const MAX_VARINT_BYTES = 10;

/** A zigzag varint at `at`, as encoding/binary reads it. */
function readVarint(b: Uint8Array, at: number): { value: bigint; next: number } {
  let ux = 0n;
  for (let i = 0; i < MAX_VARINT_BYTES; i++) {
    const byte = b[at + i];
    if (byte === undefined) throw new GoError(i === 0 ? 'EOF' : 'unexpected EOF');
    if (byte < 0x80) {
      if (i === MAX_VARINT_BYTES - 1 && byte > 1) break;
      ux |= BigInt(byte) << BigInt(7 * i);
      const half = ux >> 1n;
      return { value: (ux & 1n) === 0n ? half : -half - 1n, next: at + i + 1 };
    }
    ux |= BigInt(byte & 0x7f) << BigInt(7 * i);
  }
  throw new GoError('binary: varint overflows a 64-bit integer');
}

/** An IAVL node's prefix is its height, size and version, then maybe the left child. `layer` 0 is the leaf. */
function validateIavlOp(prefix: Uint8Array, hashOp: number, layer: number): void {
  let at = 0;
  let height = 0n;
  for (let i = 0; i < 3; i++) {
    const { value, next } = readVarint(prefix, at);
    if (value < 0n) throw new GoError('wrong value in IAVL leaf op');
    if (i === 0) height = value;
    at = next;
  }
  if (height < BigInt(layer)) throw new GoError('wrong value in IAVL leaf op');
  const rest = prefix.length - at;
  if (layer === 0) {
    if (rest !== 0) throw new GoError('invalid op');
    return;
  }
  // The length byte of the child itself, behind a left sibling's length and hash if there is one.
  if (rest !== 1 && rest !== 34) throw new GoError('invalid op');
  if (hashOp !== HashOp.SHA256) throw new GoError('invalid op');
}

function checkLeaf(op: LeafOp, s: ProofSpec): void {
  const want = s.leafSpec;
  if (want === undefined) throw new GoError('spec.LeafSpec must be non-nil');
  if (isIavl(s)) validateIavlOp(op.prefix, op.hash, 0);
  if (op.hash !== want.hash) throw new GoError(`unexpected HashOp: ${op.hash}`);
  if (op.prehashKey !== want.prehashKey) throw new GoError(`unexpected PrehashKey: ${op.prehashKey}`);
  if (op.prehashValue !== want.prehashValue) throw new GoError(`unexpected PrehashValue: ${op.prehashValue}`);
  if (op.length !== want.length) throw new GoError(`unexpected LengthOp: ${op.length}`);
  if (!startsWith(op.prefix, want.prefix)) {
    throw new GoError(`leaf Prefix doesn't start with ${upperHex(want.prefix)}`);
  }
}

function checkInner(op: InnerOp, s: ProofSpec, layer: number): void {
  const inner = s.innerSpec;
  if (inner === undefined) throw new GoError('spec.InnerSpec must be non-nil');
  if (s.leafSpec === undefined) throw new GoError('spec.LeafSpec must be non-nil');
  if (op.hash !== inner.hash) throw new GoError(`unexpected HashOp: ${op.hash}`);
  if (isIavl(s)) validateIavlOp(op.prefix, op.hash, layer);
  if (startsWith(op.prefix, s.leafSpec.prefix)) {
    throw new GoError(`inner Prefix starts with ${upperHex(s.leafSpec.prefix)}`);
  }
  const length = op.prefix.length;
  if (length < inner.minPrefixLength) throw new GoError(`innerOp prefix too short (${length})`);
  if (length > inner.maxPrefixLength + (inner.childOrder.length - 1) * inner.childSize) {
    throw new GoError(`innerOp prefix too long (${length})`);
  }
  if (inner.childSize <= 0) throw new GoError('spec.InnerSpec.ChildSize must be >= 1');
  if (op.suffix.length % inner.childSize !== 0) throw new GoError('InnerOp suffix malformed');
}

function checkAgainstSpec(p: ExistenceProof, s: ProofSpec): void {
  const { leaf, path } = p;
  if (leaf === undefined) throw new GoError('existence Proof needs defined LeafOp');
  within('leaf', () => checkLeaf(leaf, s));
  if (s.minDepth > 0 && path.length < s.minDepth) throw new GoError(`innerOps depth too short: ${path.length}`);
  const maxDepth = s.maxDepth === 0 ? DEFAULT_MAX_DEPTH : s.maxDepth;
  if (path.length > maxDepth) throw new GoError(`innerOps depth too long: ${path.length}`);
  path.forEach((op, i) => {
    within('inner', () => checkInner(op, s, i + 1));
  });
}

// ---- roots

function existenceRoot(p: ExistenceProof, s: ProofSpec | undefined): Uint8Array {
  const { leaf } = p;
  if (leaf === undefined) throw new GoError('existence Proof needs defined LeafOp');
  let root = within('leaf', () => applyLeaf(leaf, p.key, p.value));
  for (const step of p.path) {
    root = within('inner', () => applyInner(step, root));
    if (s === undefined) continue;
    const childSize = s.innerSpec!.childSize;
    // PARITY: ics23 go proof.go calculate: wraps an error that is not there.
    if (root.length > childSize && childSize >= MIN_CHECKED_CHILD_SIZE) throw new GoError('inner, %!w(<nil>)');
  }
  return root;
}

function nonExistenceRoot(p: NonExistenceProof): Uint8Array {
  const side = p.left ?? p.right;
  if (side === undefined) throw new GoError('nonexistence proof has empty Left and Right proof');
  return existenceRoot(side, undefined);
}

/** The root of the first proof in `p`. What else is in it has to be verified against that. Throws GoError. */
export function calculateRoot(p: CommitmentProof): Uint8Array {
  switch (p.proof?.$case) {
    case 'exist':
      return existenceRoot(p.proof.exist, undefined);
    case 'nonexist':
      return nonExistenceRoot(p.proof.nonexist);
    case 'batch':
      return batchRoot(p.proof.batch.entries);
    case 'compressed':
      return batchRoot(decompress(p.proof.compressed));
    default:
      throw new GoError('unrecognized proof type');
  }
}

function batchRoot(entries: readonly BatchEntry[]): Uint8Array {
  const first = entries[0];
  if (first === undefined) throw new GoError('batch proof has empty entry');
  if (first.proof?.$case === 'exist') return existenceRoot(first.proof.exist, undefined);
  if (first.proof?.$case === 'nonexist') return nonExistenceRoot(first.proof.nonexist);
  throw new GoError('unrecognized proof type');
}

function decompress({ entries, lookupInners }: CompressedBatchProof): BatchEntry[] {
  return entries.map(({ proof }) => {
    if (proof === undefined) throw nilPointer();
    if (proof.$case === 'exist') {
      return { proof: { $case: 'exist', exist: decompressExistence(proof.exist, lookupInners) } };
    }
    const { key, left, right } = proof.nonexist;
    return {
      proof: {
        $case: 'nonexist',
        nonexist: {
          key,
          left: left && decompressExistence(left, lookupInners),
          right: right && decompressExistence(right, lookupInners),
        },
      },
    };
  });
}

function decompressExistence(p: CompressedExistenceProof, lookup: readonly InnerOp[]): ExistenceProof {
  const path = p.path.map((i) => {
    const op = lookup[i];
    if (op !== undefined) return op;
    throw new GoPanic(`runtime error: index out of range [${i}]${i < 0 ? '' : ` with length ${lookup.length}`}`);
  });
  return { key: p.key, value: p.value, leaf: p.leaf, path };
}

// ---- verification

/** Whether `p` proves that `key` has `value` under `root`. Throws GoError. */
export function verifyExistence(
  p: ExistenceProof,
  s: ProofSpec,
  root: Uint8Array,
  key: Uint8Array,
  value: Uint8Array,
): void {
  checkAgainstSpec(p, s);
  if (!equal(key, p.key)) throw new GoError("provided key doesn't match proof");
  if (!equal(value, p.value)) throw new GoError("provided value doesn't match proof");
  const calculated = within('error calculating root', () => existenceRoot(p, s));
  if (!equal(root, calculated)) throw new GoError("calculated root doesn't match provided root");
}

/**
 * Whether `p` proves that `key` is absent under `root`: it lies between neighbours. The key that the proof names is not looked at, so
 * a proof holds for every key in the gap. Throws GoError.
 */
export function verifyNonExistence(p: NonExistenceProof, s: ProofSpec, root: Uint8Array, key: Uint8Array): void {
  const { left, right } = p;
  if (left !== undefined) within('left proof', () => verifyExistence(left, s, root, left.key, left.value));
  if (right !== undefined) within('right proof', () => verifyExistence(right, s, root, right.key, right.value));
  if (left === undefined && right === undefined) throw new GoError('both left and right proofs missing');
  const place = keyForComparison(s, key);
  if (right !== undefined && compareBytes(place, keyForComparison(s, right.key)) >= 0) {
    throw new GoError('key is not left of right proof');
  }
  if (left !== undefined && compareBytes(place, keyForComparison(s, left.key)) <= 0) {
    throw new GoError('key is not right of left proof');
  }
  const inner = s.innerSpec;
  if (inner === undefined) throw nilPointer();
  if (left === undefined) {
    if (!isLeftMost(inner, right!.path)) {
      throw new GoError('left proof missing, right proof must be left-most');
    }
  } else if (right === undefined ? !isRightMost(inner, left.path) : !isLeftNeighbor(inner, left.path, right.path)) {
    throw new GoError('right proof missing, left proof must be right-most');
  }
}

function keyForComparison(s: ProofSpec, key: Uint8Array): Uint8Array {
  return s.prehashKeyBeforeComparison ? hashOrNoop(s.leafSpec!.prehashKey, key) : key;
}

// ---- neighbours

interface Padding {
  readonly minPrefix: number;
  readonly maxPrefix: number;
  readonly suffix: number;
}

/** What surrounds the child of a branch: its siblings before and behind. */
function padding(s: InnerSpec, branch: number): Padding {
  const index = position(s.childOrder, branch);
  const before = index * s.childSize;
  return {
    minPrefix: before + s.minPrefixLength,
    maxPrefix: before + s.maxPrefixLength,
    suffix: (s.childOrder.length - 1 - index) * s.childSize,
  };
}

function position(order: readonly number[], branch: number): number {
  if (branch < 0 || branch >= order.length) throw new GoPanic(`invalid branch: ${branch}`);
  const index = order.indexOf(branch);
  if (index < 0) throw new GoPanic(`branch ${branch} not found in order [${order.join(' ')}]`);
  return index;
}

function hasPadding({ prefix, suffix }: InnerOp, p: Padding): boolean {
  return prefix.length >= p.minPrefix && prefix.length <= p.maxPrefix && suffix.length === p.suffix;
}

/** The branch that a step's padding fits, or undefined. */
function branchOf(s: InnerSpec, op: InnerOp): number | undefined {
  for (let branch = 0; branch < s.childOrder.length; branch++) if (hasPadding(op, padding(s, branch))) return branch;
  return undefined;
}

function isLeftMost(s: InnerSpec, path: readonly InnerOp[]): boolean {
  const p = padding(s, 0);
  return path.every((step) => hasPadding(step, p) || leftBranchesAreEmpty(s, step));
}

function isRightMost(s: InnerSpec, path: readonly InnerOp[]): boolean {
  const p = padding(s, s.childOrder.length - 1);
  return path.every((step) => hasPadding(step, p) || rightBranchesAreEmpty(s, step));
}

function leftBranchesAreEmpty(s: InnerSpec, op: InnerOp): boolean {
  const branches = branchOf(s, op);
  if (branches === undefined || branches === 0) return false;
  const start = op.prefix.length - branches * s.childSize;
  return start >= 0 && childrenAreEmpty(s, op.prefix, start, branches);
}

function rightBranchesAreEmpty(s: InnerSpec, op: InnerOp): boolean {
  const branch = branchOf(s, op);
  if (branch === undefined) return false;
  const branches = s.childOrder.length - 1 - branch;
  if (branches === 0 || op.suffix.length !== branches * s.childSize) return false;
  return childrenAreEmpty(s, op.suffix, 0, branches);
}

function childrenAreEmpty(s: InnerSpec, bytes: Uint8Array, start: number, branches: number): boolean {
  for (let i = 0; i < branches; i++) {
    const from = start + position(s.childOrder, i) * s.childSize;
    const to = from + s.childSize;
    if (to > bytes.length) throw new GoPanic(`runtime error: slice bounds out of range [:${to}]`);
    if (!equal(s.emptyChild, bytes.subarray(from, to))) return false;
  }
  return true;
}

/** Whether two paths part at neighbouring children, the left one going right from there and the right one left. */
function isLeftNeighbor(s: InnerSpec, left: readonly InnerOp[], right: readonly InnerOp[]): boolean {
  let l = left.length - 1;
  let r = right.length - 1;
  const top = (path: readonly InnerOp[], i: number): InnerOp => {
    const op = path[i];
    // PARITY: ics23 go proof.go IsLeftNeighbor: paths that never part are not expected.
    if (op === undefined) throw new GoPanic('runtime error: slice bounds out of range [:-1]');
    return op;
  };
  let a = top(left, l);
  let b = top(right, r);
  while (equal(a.prefix, b.prefix) && equal(a.suffix, b.suffix)) {
    a = top(left, --l);
    b = top(right, --r);
  }
  const [i, j] = [branchOf(s, a), branchOf(s, b)];
  if (i === undefined || j === undefined) throw new GoPanic('cannot find any valid spacing for this node');
  return j === i + 1 && isRightMost(s, left.slice(0, l)) && isLeftMost(s, right.slice(0, r));
}
