import type { Context } from '../../core/context.ts';

export interface UpgradeKeeper {
  getUpgradePlan(ctx: Context): { readonly height: bigint } | undefined;
  getUpgradedClient(ctx: Context, height: bigint): Uint8Array | undefined;
  setUpgradedConsensusState(ctx: Context, planHeight: bigint, bytes: Uint8Array): void;
}
