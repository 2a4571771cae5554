import { GoPanic, nilPointer } from '../../core/errors.ts';
import type { ValidatorUpdate } from '../../core/module.ts';
import { ErrInvalidType } from '../../core/sdk-errors.ts';
import { fromAny, type PubKey } from '../../crypto/pubkey.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';

/** The key in an `Any`. Throws ErrInvalidType when it holds none, panics when it is missing. */
export function consensusKey(any: Any | undefined): PubKey {
  if (any === undefined) throw nilPointer();
  const key = fromAny(any);
  if (key === undefined) throw ErrInvalidType.wrap('expecting cryptotypes.PubKey, got <nil>');
  return key;
}

/** The key as CometBFT is told it. Panics on kinds that it does not know. */
export function toCometKey(key: PubKey): Pick<ValidatorUpdate, 'pubKeyType' | 'pubKey'> {
  if (key.type === 'ed25519' || key.type === 'secp256k1') return { pubKeyType: key.type, pubKey: key.bytes() };
  throw new GoPanic(`cannot convert ${key} to Tendermint public key: invalid type`);
}
