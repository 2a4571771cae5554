import type { Context } from '../../../core/context.ts';
import type { Plan } from '../../../wire/gen/cosmos/upgrade/v1beta1/upgrade.ts';

export interface UpgradeKeeper {
  getUpgradePlan(ctx: Context): Plan | undefined;
  scheduleUpgrade(ctx: Context, plan: Plan): void;
  getUpgradedClient(ctx: Context, height: bigint): Uint8Array | undefined;
  setUpgradedClient(ctx: Context, planHeight: bigint, bytes: Uint8Array): void;
  getUpgradedConsensusState(ctx: Context, lastHeight: bigint): Uint8Array | undefined;
  setUpgradedConsensusState(ctx: Context, planHeight: bigint, bytes: Uint8Array): void;
}
