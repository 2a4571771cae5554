import { InternalError } from '../../core/errors.ts';
import type { StoreKey } from '../../core/store.ts';
import { type AnyParam, Subspace } from './subspace.ts';

export interface ParamsKeeperDeps {
  readonly storeKey: StoreKey;
  readonly transientKey: StoreKey;
  /** Subspaces and their parameters. */
  readonly tables: readonly (readonly [name: string, params: readonly AnyParam[]])[];
}

/** The subspaces of parameters. Source: cosmos-sdk x/params/keeper. */
export class ParamsKeeper {
  private readonly spaces = new Map<string, Subspace>();

  constructor(deps: ParamsKeeperDeps) {
    for (const [name, params] of deps.tables) {
      if (this.spaces.has(name)) throw new InternalError(`subspace ${name} is already occupied`);
      this.spaces.set(name, new Subspace(name, deps.storeKey, deps.transientKey, params));
    }
  }

  getSubspace(name: string): Subspace | undefined {
    return this.spaces.get(name);
  }

  /** In order of registration. Go answers in any order. */
  getSubspaces(): Subspace[] {
    return [...this.spaces.values()];
  }
}
