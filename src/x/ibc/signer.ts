import { GoErrorBase } from '../../core/errors.ts';
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
