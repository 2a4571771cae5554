import type { Context } from '../../core/context.ts';
import { GoErrorBase } from '../../core/errors.ts';
import { ErrInvalidAddress } from '../../core/sdk-errors.ts';
import { valAddressCodec } from '../../crypto/address.ts';
import type { MsgServer } from '../../wire/gen/cosmos/slashing/v1beta1/tx.ts';
import { ErrInvalidSigner } from '../gov/errors.ts';
import type { SlashingKeeper } from './keeper.ts';
import { validateParams } from './params.ts';

function validatorAddress(text: string): Uint8Array {
  try {
    return valAddressCodec.toBytes(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidAddress.wrap(`validator input address: ${e.message}`);
    throw e;
  }
}

/** Source: cosmos-sdk x/slashing/keeper/msg_server.go. */
export function slashingMsgServer(k: SlashingKeeper): MsgServer<Context> {
  return {
    updateParams(ctx, msg) {
      if (k.authority !== msg.authority) {
        throw ErrInvalidSigner.wrap(`invalid authority; expected ${k.authority}, got ${msg.authority}`);
      }
      validateParams(msg.params);
      // PARITY: cosmos-sdk x/slashing/keeper/msg_server.go: a new window keeps the bits and counters of the old one.
      k.setParams(ctx, msg.params);
      return {};
    },
    unjail(ctx, msg) {
      k.unjail(ctx, validatorAddress(msg.validatorAddr));
      return {};
    },
  };
}
