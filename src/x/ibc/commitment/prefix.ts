import type { MerklePrefix } from '../../../wire/gen/ibc/core/commitment/v1/commitment.ts';
import type { MerklePath } from '../../../wire/gen/ibc/core/commitment/v2/commitment.ts';
import { ErrInvalidPrefix } from './errors.ts';

/** The path of a key in the store that has the prefix as its name. Throws SdkError. Source: ibc-go modules/core/23-commitment/types/merkle.go. */
export function applyPrefix({ keyPrefix }: MerklePrefix, key: Uint8Array): MerklePath {
  if (keyPrefix.length === 0) throw ErrInvalidPrefix.wrap("prefix can't be empty");
  return { keyPath: [keyPrefix, key] };
}
