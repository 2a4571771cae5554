import { GoError } from '../../core/errors.ts';
import { Params } from '../../wire/gen/cosmos/auth/v1beta1/auth.ts';

export { Params };

export const DEFAULT_PARAMS: Params = Params.create({
  maxMemoCharacters: 256n,
  txSigLimit: 7n,
  txSizeCostPerByte: 10n,
  sigVerifyCostEd25519: 590n,
  sigVerifyCostSecp256k1: 1000n,
});

/** No parameter may be zero. Throws GoError. Source: cosmos-sdk x/auth/types/params.go. */
export function validateParams(p: Params): void {
  if (p.txSigLimit === 0n) throw new GoError('invalid tx signature limit: 0');
  if (p.sigVerifyCostEd25519 === 0n) throw new GoError('invalid ED25519 signature verification cost: 0');
  if (p.sigVerifyCostSecp256k1 === 0n) throw new GoError('invalid SECK256k1 signature verification cost: 0');
  if (p.maxMemoCharacters === 0n) throw new GoError('invalid max memo characters: 0');
  if (p.txSizeCostPerByte === 0n) throw new GoError('invalid tx size cost per byte: 0');
}
