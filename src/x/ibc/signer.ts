import { GoErrorBase, GoPanic } from '../../core/errors.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import { ErrInvalidAddress } from './errors.ts';

/** The check of a signer's address that all messages of IBC make. Throws SdkError. */
export function validateSigner(signer: string): void {
  try {
    accAddressFromBech32(signer);
  } catch (e) {
    if (e instanceof GoErrorBase) {
      throw ErrInvalidAddress.wrap(`string could not be parsed as address: ${e.message}`);
    }
    throw e;
  }
}

/** The bytes of an address that was checked before: failing is a panic. */
export function mustAddress(text: string): Uint8Array {
  try {
    return accAddressFromBech32(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(e.message);
    throw e;
  }
}
