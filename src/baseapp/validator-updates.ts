import { compareBytes } from '../core/go-text.ts';
import type { ValidatorUpdate } from '../wire/gen/tendermint/abci/types.ts';

/** Orders as CometBFT's PublicKey.Compare does: ed25519 before secp256k1, then by the keys' bytes. */
function compareKeys(a: ValidatorUpdate, b: ValidatorUpdate): number {
  const [x, y] = [keyOf(a), keyOf(b)];
  return x.rank - y.rank || compareBytes(x.key, y.key);
}

function keyOf(update: ValidatorUpdate): { rank: number; key: Uint8Array } {
  const { sum } = update.pubKey;
  if (sum === undefined) return { rank: 0, key: new Uint8Array(0) };
  return sum.$case === 'ed25519' ? { rank: 1, key: sum.ed25519 } : { rank: 2, key: sum.secp256k1 };
}

/** Sorts in place, by key. */
export function sortValidatorUpdates(updates: ValidatorUpdate[]): ValidatorUpdate[] {
  return updates.sort(compareKeys);
}

export function validatorUpdatesEqual(a: ValidatorUpdate, b: ValidatorUpdate): boolean {
  return compareKeys(a, b) === 0 && a.power === b.power;
}
