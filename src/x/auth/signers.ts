import { type AddressCodec, accAddressCodec, valAddressCodec } from '../../crypto/address.ts';
import { msgSigners } from '../../wire/registry.ts';

/** Messages that the operator of a validator signs: their signer is written as a validator's address. */
const SIGNED_BY_OPERATOR: ReadonlySet<string> = new Set([
  '/cosmos.staking.v1beta1.MsgCreateValidator',
  '/cosmos.staking.v1beta1.MsgEditValidator',
  '/cosmos.slashing.v1beta1.MsgUnjail',
  '/cosmos.distribution.v1beta1.MsgWithdrawValidatorCommission',
]);

/**
 * The addresses that must sign a message, in order and with repetitions. Throws a Go error when one is not well formed or the
 * type names none. Source: cosmossdk.io/x/tx signing/context.go.
 */
export function getMsgSigners(typeUrl: string, message: object): Uint8Array[] {
  const codec: AddressCodec = SIGNED_BY_OPERATOR.has(typeUrl) ? valAddressCodec : accAddressCodec;
  return msgSigners(typeUrl, message).map((text) => codec.toBytes(text));
}
