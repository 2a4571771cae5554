import type { Context } from '../../core/context.ts';
import type { MsgServer } from '../../wire/gen/cosmos/upgrade/v1beta1/tx.ts';
import { ErrInvalidSigner } from './errors.ts';
import type { UpgradeKeeper } from './keeper.ts';

/** cosmos.upgrade.v1beta1.Msg: both messages belong to the authority. */
export function upgradeMsgServer(k: UpgradeKeeper): MsgServer<Context> {
  const checkAuthority = (authority: string): void => {
    if (authority !== k.authority) throw ErrInvalidSigner.wrap(`expected ${k.authority} got ${authority}`);
  };
  return {
    softwareUpgrade(ctx, msg) {
      checkAuthority(msg.authority);
      k.scheduleUpgrade(ctx, msg.plan);
      return {};
    },
    cancelUpgrade(ctx, msg) {
      checkAuthority(msg.authority);
      k.clearUpgradePlan(ctx);
      return {};
    },
  };
}
