import { GoError } from '../../core/errors.ts';
import type { CommitmentProof, ExistenceProof, InnerOp } from '../../wire/gen/cosmos/ics23/v1/proofs.ts';
import { type ByteString, fromByteString } from '../bytestring.ts';
import type { ImmutableTree } from './immutable-tree.ts';
import { type Inner, isLeaf, varintByteString } from './node.ts';

/** ICS-23 proofs of a saved tree. Source: ICS-23; the bytes are those of iavl/proof_ics23.go. */

const SHA256 = 1;
const NO_HASH = 0;
const VAR_PROTO = 1;
const HASH_LENGTH = '\x20';
const NO_BYTES = new Uint8Array(0);

/**
 * Proof that `key` has its value. Throws GoError when it is absent. PARITY: iavl/proof_ics23.go: an empty value makes a proof that does not verify,
 * as does the absence of anything from an empty tree.
 */
export function membershipProof(tree: ImmutableTree, key: ByteString): CommitmentProof {
  return { proof: { $case: 'exist', exist: existenceProof(tree, key) } };
}

/** Proof that `key` is absent: its neighbours are. Throws GoError when it is there. */
export function nonMembershipProof(tree: ImmutableTree, key: ByteString): CommitmentProof {
  const { index, value } = tree.getWithIndex(key);
  if (value !== undefined) throw new GoError('cannot create NonExistanceProof when Key in State');
  const left = tree.getByIndex(index - 1);
  const right = tree.getByIndex(index);
  return {
    proof: {
      $case: 'nonexist',
      nonexist: {
        key: fromByteString(key),
        left: left && existenceProof(tree, left.key),
        right: right && existenceProof(tree, right.key),
      },
    },
  };
}

/** One or the other, as the tree has it. */
export function proofOf(tree: ImmutableTree, key: ByteString): CommitmentProof {
  return tree.has(key) ? membershipProof(tree, key) : nonMembershipProof(tree, key);
}

function existenceProof(tree: ImmutableTree, key: ByteString): ExistenceProof {
  const path: InnerOp[] = [];
  let node = tree.root;
  if (node === undefined) throw new GoError('key does not exist');
  while (!isLeaf(node)) {
    const goLeft: boolean = key < node.key;
    path.push(innerOp(tree, node, goLeft));
    node = goLeft ? tree.leftOf(node) : tree.rightOf(node);
  }
  if (node.key !== key) throw new GoError('key does not exist');
  const leafPrefix = varintByteString(0) + varintByteString(1) + varintByteString(node.version);
  return {
    key: fromByteString(key),
    value: fromByteString(node.value),
    leaf: {
      hash: SHA256,
      prehashKey: NO_HASH,
      prehashValue: SHA256,
      length: VAR_PROTO,
      prefix: fromByteString(leafPrefix),
    },
    path: path.reverse(),
  };
}

/** What goes around the child's hash in the hash of `node`. */
function innerOp(tree: ImmutableTree, node: Inner, childIsLeft: boolean): InnerOp {
  const head = varintByteString(node.height) + varintByteString(node.size) + varintByteString(node.version);
  if (childIsLeft) {
    const right = tree.hashOf(tree.rightOf(node));
    return { hash: SHA256, prefix: fromByteString(head + HASH_LENGTH), suffix: fromByteString(HASH_LENGTH + right) };
  }
  const left = tree.hashOf(tree.leftOf(node));
  return { hash: SHA256, prefix: fromByteString(head + HASH_LENGTH + left + HASH_LENGTH), suffix: NO_BYTES };
}
