import { GoError, type GoErrorBase } from '../../core/errors.ts';
import type { KVIterator } from '../../core/store.ts';
import type { Proposal } from '../../wire/gen/cosmos/gov/v1/gov.ts';

/** The error of a missing key. `key` as the key's codec prints it. Source: cosmossdk.io/collections. */
export function notFound(key: string, typeName: string): GoError {
  return new GoError(`collections: not found: key '${key}' of type github.com/cosmos/gogoproto/${typeName}`);
}

/** A stored proposal whose messages are of types that this binary does not know. */
export class ProposalEncodingError extends GoError {
  /** What could be read. */
  readonly proposal: Proposal;
  constructor(proposal: Proposal, cause: GoErrorBase) {
    super(`collections: encoding error: value decode: ${cause.message}`, cause);
    this.proposal = proposal;
  }
}

/** Hands each pair of an iterator to `visit` while it stays open, and closes it. */
export function walk(it: KVIterator, visit: (key: Uint8Array, value: Uint8Array) => void): void {
  try {
    for (; it.valid(); it.next()) visit(it.key(), it.value());
  } finally {
    it.close();
  }
}
