/** Who must sign a message, as addresses. Source: cosmossdk.io/x/tx/signing/context.go; chain-sdk go/sdkutil/codec.go. */
import { GoError, GoErrorBase } from '../core/errors.ts';
import { quoteText } from '../core/go-text.ts';
import type { Msg } from '../core/module.ts';
import { signerAddresses } from '../wire/registry.ts';
import { accAddressCodec, accAddressToBech32, valAddressCodec } from './address.ts';

/** A message that remembers who must sign it. */
export interface SignedMsg extends Msg {
  signers?: readonly Uint8Array[] | undefined;
}

/** The signers' addresses in order, with repetitions. Throws GoError when the type names none or an address is not well formed. */
export function getMsgSigners(msg: SignedMsg): readonly Uint8Array[] {
  msg.signers ??= findSigners(msg);
  return msg.signers;
}

function findSigners(msg: Msg): Uint8Array[] {
  return signerAddresses(msg.typeUrl, msg.message).map(({ text, validator, label }) => {
    try {
      return signerAddress(text, validator);
    } catch (e) {
      if (!(e instanceof GoErrorBase) || label === undefined) throw e;
      // An error made by fmt.Errorf: it loses its code.
      throw new GoError(`error decoding ${label} address ${quoteText(text)}: ${e.message}`, e);
    }
  });
}

function signerAddress(text: string, validator: boolean): Uint8Array {
  return (validator ? valAddressCodec : accAddressCodec).toBytes(text);
}

/** The account behind the address of a signer, as the chain writes it. Throws GoError. */
export function signerText(text: string, validator: boolean): string {
  return accAddressToBech32(signerAddress(text, validator));
}
