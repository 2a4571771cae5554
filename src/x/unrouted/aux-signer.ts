import { nilPointer } from '../../core/errors.ts';
import { ErrInvalidPubKey, ErrInvalidRequest, ErrNoSignatures } from '../../core/sdk-errors.ts';
import { SignMode } from '../../wire/gen/cosmos/tx/signing/v1beta1/signing.ts';
import type { AuxSignerData, SignDocDirectAux } from '../../wire/gen/cosmos/tx/v1beta1/tx.ts';

/** What a signer that does not pay hands to the one who does. Throw GoError. Source: cosmos-sdk types/tx/direct_aux.go. */

export function validateSignDocDirectAux(doc: SignDocDirectAux): void {
  if (doc.bodyBytes.length === 0) throw ErrInvalidRequest.wrap('body bytes cannot be empty');
  if (doc.publicKey === undefined) throw ErrInvalidPubKey.wrap('public key cannot be empty');
}

export function validateAuxSignerData({ address, mode, sig, signDoc }: AuxSignerData): void {
  if (address === '') throw ErrInvalidRequest.wrap('address cannot be empty');
  if (mode !== SignMode.SIGN_MODE_DIRECT_AUX && mode !== SignMode.SIGN_MODE_LEGACY_AMINO_JSON) {
    throw ErrInvalidRequest.wrap('AuxTxBuilder can only sign with SIGN_MODE_DIRECT_AUX or SIGN_MODE_LEGACY_AMINO_JSON');
  }
  if (sig.length === 0) throw ErrNoSignatures.wrap('signature cannot be empty');
  if (signDoc === undefined) throw nilPointer();
  validateSignDocDirectAux(signDoc);
}
