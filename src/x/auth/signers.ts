import { getMsgSigners as signersOf } from '../../crypto/signers.ts';

/**
 * The addresses that must sign a message, in order and with repetitions. Throws a Go error when one is not well formed or the
 * type names none.
 */
export function getMsgSigners(typeUrl: string, message: object): Uint8Array[] {
  return signersOf({ typeUrl, message });
}
