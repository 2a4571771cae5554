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
  private readonly branches = new Map<StoreKey, CacheKVStore>();

  constructor(source: StoreSource) {
    this.source = source;
  }

  private branch(key: StoreKey): CacheKVStore {
    let branch = this.branches.get(key);
    if (branch === undefined) {
      branch = CacheKVStore.of(this.source(key));
      this.branches.set(key, branch);
    }
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
    for (const branch of this.branches.values()) branch.write();
  }
}
