import type { Context } from '../../core/context.ts';
import type { QueryServer } from '../../wire/gen/cosmos/upgrade/v1beta1/query.ts';
import { EMPTY_BYTES } from '../../wire/runtime.ts';
import { ErrNoModuleVersionFound } from './errors.ts';
import type { UpgradeKeeper } from './keeper.ts';

/** cosmos.upgrade.v1beta1.Query. */
export function upgradeQueryServer(k: UpgradeKeeper): QueryServer<Context> {
  return {
    currentPlan: (ctx) => ({ plan: k.getUpgradePlan(ctx) }),
    appliedPlan: (ctx, req) => ({ height: k.getDoneHeight(ctx, req.name) }),
    upgradedConsensusState: (ctx, req) => ({
      upgradedConsensusState: k.getUpgradedConsensusState(ctx, req.lastHeight) ?? EMPTY_BYTES,
    }),
    moduleVersions(ctx, req) {
      if (req.moduleName === '') return { moduleVersions: k.getModuleVersions(ctx) };
      const version = k.getModuleVersion(ctx, req.moduleName);
      if (version === undefined) {
        throw ErrNoModuleVersionFound.wrap(`x/upgrade: QueryModuleVersions module ${req.moduleName} not found`);
      }
      return { moduleVersions: [{ name: req.moduleName, version }] };
    },
    authority: () => ({ address: k.authority }),
  };
}
