import type { StoreUpgrades } from '../store/multistore.ts';
import type { UpgradeKeeper } from '../x/upgrade/keeper.ts';
import { type MigratedModule, runMigrations } from '../x/upgrade/migrations.ts';
import type { UpgradeInfo } from '../x/upgrade/plan.ts';
import type { ModuleManager } from './module-manager.ts';
import { CONSENSUS_VERSIONS, MIGRATION_ORDER } from './orders.ts';

export { parseUpgradeInfo, type UpgradeInfo, upgradeInfoJson, validatePlan } from '../x/upgrade/plan.ts';

/** The upgrades that this program is, with the stores they add, rename or delete: it refuses to run before them, and applies them when due. */
const UPGRADES: readonly (readonly [name: string, stores: StoreUpgrades])[] = [['v1.2.0', {}]];

/**
 * How the stores change when they are opened: as the upgrade that `info` tells of says, if the next block is the one that applies it.
 * Source: cosmossdk.io/x/upgrade/types/storeloader.go.
 */
export function storeUpgrades(
  info: UpgradeInfo | undefined,
  lastVersion: bigint,
  skipped: ReadonlySet<bigint> = new Set(),
): StoreUpgrades {
  if (info === undefined || info.height !== lastVersion + 1n || skipped.has(info.height)) return {};
  return UPGRADES.find(([name]) => name === info.name)?.[1] ?? {};
}

/** Source: node app/upgrades.go, upgrades/software. */
export function registerUpgrades(keeper: UpgradeKeeper, modules: ModuleManager): void {
  const migrated = MIGRATION_ORDER.map((name) => migratedModule(name, modules));
  for (const [name] of UPGRADES) {
    keeper.setUpgradeHandler(name, (ctx, _plan, fromVersions) => runMigrations(ctx, migrated, fromVersions));
  }
}

function migratedModule(name: string, modules: ModuleManager): MigratedModule {
  return {
    name,
    consensusVersion: CONSENSUS_VERSIONS.get(name) ?? 0n,
    migrations: modules.modules.get(name)?.migrations ?? new Map(),
    initDefaultGenesis(ctx) {
      const module = modules.modules.get(name);
      const genesis = module?.defaultGenesis?.();
      if (genesis !== undefined) module?.initGenesis?.(ctx, genesis);
    },
  };
}
