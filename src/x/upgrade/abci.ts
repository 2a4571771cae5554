import type { Context } from '../../core/context.ts';
import { GoError } from '../../core/errors.ts';
import { GasMeter } from '../../core/gas.ts';
import type { Plan } from '../../wire/gen/cosmos/upgrade/v1beta1/upgrade.ts';
import type { UpgradeKeeper } from './keeper.ts';
import { dueAt, shouldExecute } from './plan.ts';

/**
 * Applies a due upgrade, or stops the chain when the binary is the wrong one: the GoError thrown here fails the block.
 * Returns whether the consensus parameters may have changed.
 */
export function preBlocker(ctx: Context, k: UpgradeKeeper): boolean {
  const height = ctx.blockHeight;
  const plan = k.getUpgradePlan(ctx);

  if (!k.downgradeVerified) {
    k.downgradeVerified = true;
    if (plan === undefined || !k.isDue(plan, height)) verifyBinary(ctx, k);
  }
  if (plan === undefined) return false;

  if (!shouldExecute(plan, height)) {
    // PARITY: cosmossdk.io/x/upgrade/abci.go: a plan that this binary knows is fatal in the next block, unless it is due there.
    if (k.hasHandler(plan.name)) {
      throw new GoError(
        `BINARY UPDATED BEFORE TRIGGER! UPGRADE "${plan.name}" - in binary but not executed on chain. Downgrade your binary`,
      );
    }
    return false;
  }
  if (k.isSkipHeight(height)) {
    k.clearUpgradePlan(ctx);
    return false;
  }
  if (!k.hasHandler(plan.name)) {
    k.dumpUpgradeInfo(height, plan);
    throw new GoError(upgradeNeededMessage(plan));
  }
  k.applyUpgrade(ctx.with({ blockGasMeter: GasMeter.infinite() }), plan);
  return true;
}

/** What a node says when it stops because it lacks the upgrade. Tools that swap binaries wait for this very text. */
export function upgradeNeededMessage(plan: Plan): string {
  return `UPGRADE "${plan.name}" NEEDED at ${dueAt(plan)}: ${plan.info}`;
}

/** Throws when the last applied upgrade is not one of this binary's. */
function verifyBinary(ctx: Context, k: UpgradeKeeper): void {
  const last = k.getLastCompletedUpgrade(ctx);
  if (last === undefined || k.hasHandler(last.name)) return;
  const appVersion = ctx.consensusParams.version?.app ?? 0n;
  throw new GoError(`wrong app version ${appVersion}, upgrade handler is missing for ${last.name} upgrade plan`);
}
