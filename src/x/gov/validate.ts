import type { Configurator } from '../../core/module.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import { MsgExecLegacyContent } from '../../wire/gen/cosmos/gov/v1/tx.ts';

/** Registers the stateless checks: only one message of the module has any outside its handler. */
export function registerValidateBasic(cfg: Configurator): void {
  cfg.validateBasic(MsgExecLegacyContent, (msg) => {
    accAddressFromBech32(msg.authority);
  });
}
