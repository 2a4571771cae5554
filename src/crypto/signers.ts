/** Who must sign a message, as addresses. Source: cosmossdk.io/x/tx/signing/context.go. */
import type { Msg } from '../core/module.ts';
import { msgSigners } from '../wire/registry.ts';
import { accAddressCodec, valAddressCodec } from './address.ts';

/** Messages signed by a validator's operator: their signer is written with the validators' prefix. */
const SIGNED_BY_VALIDATOR: ReadonlySet<string> = new Set([
  '/cosmos.staking.v1beta1.MsgCreateValidator',
  '/cosmos.staking.v1beta1.MsgEditValidator',
  '/cosmos.distribution.v1beta1.MsgWithdrawValidatorCommission',
  '/cosmos.slashing.v1beta1.MsgUnjail',
]);

/** The signers' addresses in order, with repetitions. Throws GoError when the type names none or an address is not well formed. */
export function getMsgSigners(msg: Msg): Uint8Array[] {
  const codec = SIGNED_BY_VALIDATOR.has(msg.typeUrl) ? valAddressCodec : accAddressCodec;
  return msgSigners(msg.typeUrl, msg.message).map((text) => codec.toBytes(text));
}
