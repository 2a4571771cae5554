import { GoErrorBase } from '../../../core/errors.ts';
import { calculateRoot, verifyExistence, verifyNonExistence } from '../../../crypto/ics23.ts';
import { equalBytes } from '../../../store/keys.ts';
import type { ProofSpec } from '../../../wire/gen/cosmos/ics23/v1/proofs.ts';
import type { MerkleProof, MerkleRoot } from '../../../wire/gen/ibc/core/commitment/v1/commitment.ts';
import type { MerklePath } from '../../../wire/gen/ibc/core/commitment/v2/commitment.ts';
import { textFromBytes } from '../../../wire/utf8.ts';
import { ErrInvalidMerkleProof, ErrInvalidProof } from './errors.ts';

/**
 * Proofs through a tree of trees. Proofs and specifications go from the lowest tree up, keys of a path from the highest down.
 *
 * Source: ICS-23; ibc-go modules/core/23-commitment/types/merkle.go.
 */

/** Whether the value stands at the path under the root. Throws SdkError. */
export function verifyMembership(
  proof: MerkleProof,
  specs: readonly ProofSpec[],
  root: MerkleRoot,
  path: MerklePath,
  value: Uint8Array,
): void {
  validateArguments(proof, path, specs, root);
  if (value.length === 0) throw ErrInvalidProof.wrap('empty value in membership proof');
  verifyChain(root.hash, specs, proof, path, value, 0);
}

/** Whether nothing stands at the path under the root: nothing in the lowest tree, whose root is in the trees above. Throws SdkError. */
export function verifyNonMembership(
  proof: MerkleProof,
  specs: readonly ProofSpec[],
  root: MerkleRoot,
  path: MerklePath,
): void {
  validateArguments(proof, path, specs, root);
  const lowest = proof.proofs[0]!;
  const subroot = invalidProof(
    (why) => `could not calculate root for proof index 0, merkle tree is likely empty. ${why}`,
    () => calculateRoot(lowest),
  );
  const key = path.keyPath[path.keyPath.length - 1]!;
  if (lowest.proof?.$case !== 'nonexist') {
    throw ErrInvalidProof.wrap(
      'commitment proof must be non-existence proof for verifying non-membership. got: *ics23.CommitmentProof',
    );
  }
  const { nonexist } = lowest.proof;
  invalidProof(
    (why) => `failed to verify non-membership proof with key ${textFromBytes(key)}: ${why}`,
    () => verifyNonExistence(nonexist, specs[0]!, subroot, key),
  );
  verifyChain(root.hash, specs, proof, path, subroot, 1);
}

/** From tree `index` on, each tree has the root of the one below as its value. */
function verifyChain(
  root: Uint8Array,
  specs: readonly ProofSpec[],
  { proofs }: MerkleProof,
  { keyPath }: MerklePath,
  lowestValue: Uint8Array,
  index: number,
): void {
  let value = lowestValue;
  for (let i = index; i < proofs.length; i++) {
    const at = proofs[i]!;
    const subroot = invalidProof(
      (why) => `could not calculate proof root at index ${i}, merkle tree may be empty. ${why}`,
      () => calculateRoot(at),
    );
    if (at.proof?.$case !== 'exist') {
      // PARITY: ibc-go 23-commitment/types/merkle.go: type and index are swapped, so Go prints the type of the index and an address.
      throw ErrInvalidProof.wrap('commitment proof must be existence proof. got: int at index &{0}');
    }
    const { exist } = at.proof;
    const below = value;
    invalidProof(
      (why) => `failed to verify membership proof at index ${i}: ${why}`,
      () => verifyExistence(exist, specs[i]!, subroot, keyPath[keyPath.length - 1 - i]!, below),
    );
    value = subroot;
  }
  if (!equalBytes(root, value)) {
    throw ErrInvalidProof.wrap(
      `proof did not commit to expected root: ${upperHex(root)}, got: ${upperHex(value)}. Please ensure proof was submitted with correct proofHeight and to the correct chain.`,
    );
  }
}

function validateArguments(
  { proofs }: MerkleProof,
  { keyPath }: MerklePath,
  specs: readonly ProofSpec[],
  root: MerkleRoot,
): void {
  if (proofs.length === 0) throw ErrInvalidMerkleProof.wrap('proof must not be empty');
  if (root.hash.length === 0) throw ErrInvalidMerkleProof.wrap('root cannot be empty');
  if (specs.length !== proofs.length) {
    throw ErrInvalidMerkleProof.wrap(`length of specs: ${specs.length} not equal to length of proof: ${proofs.length}`);
  }
  if (keyPath.length !== specs.length) {
    throw ErrInvalidProof.wrap(`path length ${keyPath.length} not same as proof ${specs.length}`);
  }
}

function invalidProof<T>(text: (why: string) => string, f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidProof.wrap(text(e.message));
    throw e;
  }
}

function upperHex(b: Uint8Array): string {
  return Buffer.from(b).toString('hex').toUpperCase();
}
