import type { Context } from '../../core/context.ts';
import { ErrNotFound } from '../../core/sdk-errors.ts';
import type { VersionMap } from './keeper.ts';

/** Moves the stores of one module one consensus version up. */
export type Migration = (ctx: Context) => void;

/** A module as migrations see it. */
export interface MigratedModule {
  readonly name: string;
  readonly consensusVersion: bigint;
  /** Migrations by the version they start from. */
  readonly migrations: ReadonlyMap<bigint, Migration>;
  /** Genesis of a module that the chain does not have yet. */
  initDefaultGenesis(ctx: Context): void;
}

/**
 * Brings every module from the stored version to that of the binary, in the given order, and returns the versions reached.
 * Modules without a stored version are new and begin with their default genesis.
 * Source: cosmos-sdk types/module/module.go RunMigrations.
 */
export function runMigrations(
  ctx: Context,
  modules: readonly MigratedModule[],
  fromVersions: VersionMap,
): Map<string, bigint> {
  const reached = new Map<string, bigint>();
  for (const module of modules) {
    const from = fromVersions.get(module.name);
    if (from === undefined) module.initDefaultGenesis(ctx);
    else migrate(ctx, module, from);
    reached.set(module.name, module.consensusVersion);
  }
  return reached;
}

function migrate(ctx: Context, module: MigratedModule, from: bigint): void {
  // A version that did not move, moved back, or is the first there is, needs nothing.
  if (module.consensusVersion <= 1n) return;
  for (let version = from; version < module.consensusVersion; version++) {
    const migration = module.migrations.get(version);
    if (migration === undefined) {
      throw ErrNotFound.wrap(
        `no migration found for module ${module.name} from version ${version} to version ${version + 1n}`,
      );
    }
    migration(ctx);
  }
}
