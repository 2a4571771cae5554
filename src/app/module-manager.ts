import type { Context } from '../core/context.ts';
import { GoError, GoErrorBase, InternalError } from '../core/errors.ts';
import { GasMeter } from '../core/gas.ts';
import type { AppModule, Configurator, JsonText, ValidatorUpdate } from '../core/module.ts';
import {
  BEGIN_BLOCK_ORDER,
  CONSENSUS_VERSIONS,
  END_BLOCK_ORDER,
  EXPORT_ORDER,
  INIT_GENESIS_ORDER,
  PRE_BLOCK_ORDER,
} from './orders.ts';

const POWER_REDUCTION = 1_000_000n;

/** Calls the modules in the application's orders. Source: cosmos-sdk types/module/module.go. */
export class ModuleManager {
  readonly modules: ReadonlyMap<string, AppModule>;
  private readonly preBlockers: readonly AppModule[];
  private readonly beginBlockers: readonly AppModule[];
  private readonly endBlockers: readonly AppModule[];

  /** Throws InternalError when a module is there twice or has another consensus version than the chain expects. */
  constructor(modules: readonly AppModule[]) {
    const byName = new Map<string, AppModule>();
    for (const m of modules) {
      if (byName.has(m.name)) throw new InternalError(`module ${m.name} is there twice`);
      if (CONSENSUS_VERSIONS.get(m.name) !== m.consensusVersion) {
        throw new InternalError(`module ${m.name}: consensus version ${m.consensusVersion} is not the chain's`);
      }
      byName.set(m.name, m);
    }
    this.modules = byName;
    const having = (order: readonly string[], hook: 'preBlock' | 'beginBlock' | 'endBlock'): AppModule[] =>
      order.flatMap((name) => byName.get(name) ?? []).filter((m) => m[hook] !== undefined);
    this.preBlockers = having(PRE_BLOCK_ORDER, 'preBlock');
    this.beginBlockers = having(BEGIN_BLOCK_ORDER, 'beginBlock');
    this.endBlockers = having(END_BLOCK_ORDER, 'endBlock');
  }

  registerServices(cfg: Configurator): void {
    for (const m of this.modules.values()) m.registerServices?.(cfg);
  }

  /** Genesis sections → state. Sections that no module knows are passed over, as the reference does. */
  initGenesis(ctx: Context, genesis: ReadonlyMap<string, JsonText>): ValidatorUpdate[] {
    let updates: ValidatorUpdate[] = [];
    for (const name of INIT_GENESIS_ORDER) {
      const section = genesis.get(name);
      if (section === undefined) continue;
      const given = this.modules.get(name)?.initGenesis?.(ctx, section) ?? [];
      if (given.length === 0) continue;
      if (updates.length > 0) throw new GoError('validator InitGenesis updates already set by a previous module');
      updates = given;
    }
    if (updates.length === 0) {
      throw new GoError(
        `validator set is empty after InitGenesis, please ensure at least one validator is initialized with a delegation greater than or equal to the DefaultPowerReduction (${POWER_REDUCTION})`,
      );
    }
    return updates;
  }

  preBlock(ctx: Context): boolean {
    let changed = false;
    for (const m of this.preBlockers) if (m.preBlock?.(ctx) === true) changed = true;
    return changed;
  }

  beginBlock(ctx: Context): void {
    for (const m of this.beginBlockers) m.beginBlock?.(ctx);
  }

  endBlock(ctx: Context): ValidatorUpdate[] {
    let updates: ValidatorUpdate[] = [];
    for (const m of this.endBlockers) {
      const given = m.endBlock?.(ctx) ?? [];
      if (given.length === 0) continue;
      if (updates.length > 0) throw new GoError('validator EndBlock updates already set by a previous module');
      updates = given;
    }
    return updates;
  }

  /** State → the JSON text of each module's section, by name in ascending order. No names: all modules. */
  exportGenesis(ctx: Context, names: readonly string[] = []): [name: string, section: string][] {
    const wanted = names.length === 0 ? EXPORT_ORDER : names;
    for (const name of wanted) {
      if (!CONSENSUS_VERSIONS.has(name)) throw new GoError(`module ${name} does not exist`);
    }
    const sections: [string, string][] = [];
    for (const name of wanted) {
      const m = this.modules.get(name);
      if (m?.exportGenesis === undefined) continue;
      try {
        sections.push([name, m.exportGenesis(ctx.with({ gasMeter: GasMeter.infinite() }))]);
      } catch (e) {
        if (e instanceof GoErrorBase) throw new GoError(`genesis export error in ${name}: ${e.message}`, e);
        throw e;
      }
    }
    return sections.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** The genesis of a new chain: the JSON text of each module's section, by name in ascending order. */
  defaultGenesis(): [name: string, section: string][] {
    const sections: [string, string][] = [];
    for (const m of this.modules.values()) {
      if (m.defaultGenesis !== undefined) sections.push([m.name, m.defaultGenesis()]);
    }
    return sections.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Throws a Go error when a section is not acceptable. */
  validateGenesis(genesis: ReadonlyMap<string, JsonText>): void {
    for (const m of this.modules.values()) m.validateGenesis?.(genesis.get(m.name) ?? 'null');
  }
}
