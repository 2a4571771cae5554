import type { GasConfig, GasMeter } from '../core/gas.ts';
import type { CacheMultiStore, KVStore, StoreKey, StoreTracer } from '../core/store.ts';
import type { ByteStore } from './byte-store.ts';
import { CacheKVStore } from './cachekv.ts';
import { GasKVStore } from './gaskv.ts';

/** Finds the store under a branch. Throws InternalError when the key is not mounted. */
export type StoreSource = (key: StoreKey) => ByteStore;

/**
 * A branch of all stores. A store is branched when it is first asked for, so a branch costs nothing for the others.
 * Source: cosmossdk.io/store/cachemulti.
 */
export class CacheMulti implements CacheMultiStore {
  private readonly source: StoreSource;
  /** Stores that were asked for, and their branches: so few that looking through them is fastest. */
  private readonly keys: StoreKey[] = [];
  private readonly branches: CacheKVStore[] = [];

  constructor(source: StoreSource) {
    this.source = source;
  }

  private branch(key: StoreKey): CacheKVStore {
    const i = this.keys.indexOf(key);
    if (i >= 0) return this.branches[i]!;
    const branch = CacheKVStore.of(this.source(key));
    this.keys.push(key);
    this.branches.push(branch);
    return branch;
  }

  getKVStore(key: StoreKey): KVStore {
    return this.branch(key);
  }

  gasKVStore(key: StoreKey, meter: GasMeter, config: GasConfig, tracer: StoreTracer | undefined): KVStore {
    return new GasKVStore(this.branch(key), key.name, meter, config, tracer);
  }

  cacheMultiStore(): CacheMultiStore {
    return new CacheMulti((key) => this.branch(key));
  }

  write(): void {
    for (const branch of this.branches) branch.write();
  }
}
