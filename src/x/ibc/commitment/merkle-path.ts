import type { MerklePath } from '../../../wire/gen/ibc/core/commitment/v2/commitment.ts';
import { textFromBytes } from '../../../wire/utf8.ts';

/** The keys as Go prints them with `%s`: `[ibc clients/07-tendermint-0/clientState]`. */
export function keyPathString({ keyPath }: MerklePath): string {
  return `[${keyPath.map(textFromBytes).join(' ')}]`;
}

/** The path as Go prints the struct with `%s`. */
export function merklePathString(path: MerklePath): string {
  return `{${keyPathString(path)}}`;
}
