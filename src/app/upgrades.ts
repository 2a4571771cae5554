import { InternalError } from '../core/errors.ts';
import type { UpgradeKeeper } from '../x/upgrade/keeper.ts';
import { type MigratedModule, type Migration, runMigrations } from '../x/upgrade/migrations.ts';
import type { ModuleManager } from './module-manager.ts';
import { CONSENSUS_VERSIONS, MIGRATION_ORDER } from './orders.ts';

/** The upgrades that this program is: it refuses to run before them, and applies them when they are due. */
const UPGRADES = ['v1.2.0'] as const;

/** Migrations that the reference has for these upgrades: module, and the version it starts from. */
const MIGRATIONS: readonly (readonly [module: string, from: bigint])[] = [
  ['deployment', 5n],
  ['market', 7n],
];

/** Source: node app/upgrades.go, upgrades/software. */
export function registerUpgrades(keeper: UpgradeKeeper, modules: ModuleManager): void {
  const migrated = MIGRATION_ORDER.map((name) => migratedModule(name, modules));
  for (const name of UPGRADES) {
    keeper.setUpgradeHandler(name, (ctx, _plan, fromVersions) => runMigrations(ctx, migrated, fromVersions));
  }
}

function migratedModule(name: string, modules: ModuleManager): MigratedModule {
  const migrations = new Map<bigint, Migration>();
  for (const [module, from] of MIGRATIONS) {
    if (module !== name) continue;
    migrations.set(from, () => {
      throw new InternalError(`the migration of ${module} from version ${from} is not built yet`);
    });
  }
  return {
    name,
    consensusVersion: CONSENSUS_VERSIONS.get(name) ?? 0n,
    migrations,
    initDefaultGenesis(ctx) {
      const module = modules.modules.get(name);
      const genesis = module?.defaultGenesis?.();
      if (genesis !== undefined) module?.initGenesis?.(ctx, genesis);
    },
  };
}
