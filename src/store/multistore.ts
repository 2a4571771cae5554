import { GoError, InternalError, nilPointer } from '../core/errors.ts';
import type { CacheMultiStore, StoreKey } from '../core/store.ts';
import type { Time } from '../core/time.ts';
import type { ResponseQuery } from '../wire/gen/tendermint/abci/types.ts';
import type { ByteStore } from './byte-store.ts';
import { type ByteString, byteStringToHex, fromByteString, sortByteStrings } from './bytestring.ts';
import { CacheMulti } from './cachemulti.ts';
import {
  appHash,
  type CommitInfo,
  putCommitInfo,
  readCommitInfo,
  readLatestVersion,
  type StoreInfo,
  ZERO_TIME,
} from './commit-info.ts';
import type { Batch, Database } from './database.ts';
import { ErrLogic } from './errors.ts';
import { NodeCache } from './iavl/cache.ts';
import type { ImmutableTree } from './iavl/immutable-tree.ts';
import { MutableTree } from './iavl/mutable-tree.ts';
import type { TreeNode } from './iavl/node.ts';
import { NodeDb } from './iavl/node-db.ts';
import { pruneFirstVersion } from './iavl/prune.ts';
import { IavlKVStore, IavlVersionKVStore } from './iavl-store.ts';
import { MemoryKVStore } from './memory-store.ts';
import { PRUNING, PruningManager, type PruningOptions } from './pruning.ts';
import { queryStore, type StoreQuery } from './query.ts';
import { restoreTrees, snapshotStream } from './snapshot/stream.ts';

/** Version and application hash of a commit. */
export interface CommitId {
  readonly version: bigint;
  readonly hash: Uint8Array;
}

/** Changes of the set of stores that an upgrade brings (storetypes.StoreUpgrades). */
export interface StoreUpgrades {
  readonly added?: readonly string[];
  readonly deleted?: readonly string[];
  readonly renamed?: readonly { readonly oldName: string; readonly newName: string }[];
}

export interface MultiStoreOptions {
  /** Which versions are deleted; none by default. */
  readonly pruning?: PruningOptions;
  /** Estimated bytes of tree nodes to keep in memory. */
  readonly cacheBytes?: number;
  /** Keep the fast index (the node's default). */
  readonly fastIndex?: boolean;
}

const DEFAULT_CACHE_BYTES = 512 << 20;
/** Deletions after which a batch of pruning is written. */
const PRUNE_BATCH = 2_000;

/** A mounted store: a tree, or a store in memory that is not part of the application hash. */
type Mounted = IavlKVStore | MemoryKVStore;

/**
 * All stores of the application on one database. A block works on a branch of it ({@link cacheMultiStore}), flushes that, asks for
 * {@link workingHash} and then has everything written by {@link commit} in one synced batch.
 * Source: cosmossdk.io/store/rootmulti.
 */
export class RootMultiStore {
  readonly db: Database;
  private readonly cache: NodeCache;
  private readonly fastIndex: boolean;
  private readonly keys = new Map<string, StoreKey>();
  private stores = new Map<StoreKey, Mounted>();
  /** Trees by name, in bytewise order of the names. */
  private trees: [name: string, tree: MutableTree][] = [];
  /** Names whose trees are emptied by an upgrade: saved once more, but no longer in the commit info. */
  private removals = new Set<string>();
  private lastInfo: CommitInfo | undefined;
  /** The one before `lastInfo`, which may not be on disk yet. */
  private previousInfo: CommitInfo | undefined;
  /** Commits that are not on disk yet, and the last of them. */
  private flushes = 0;
  private flushed: Promise<void> = Promise.resolve();
  readonly pruning: PruningManager;
  /** Pruning that goes on in the background. */
  private pruningTask: Promise<void> = Promise.resolve();
  private initialVersion = 0;
  /** The application hash computed last, and the roots it was computed from. */
  private hashed = { roots: '', hash: appHash([]) };

  constructor(db: Database, options: MultiStoreOptions = {}) {
    this.db = db;
    this.cache = new NodeCache(options.cacheBytes ?? DEFAULT_CACHE_BYTES);
    this.fastIndex = options.fastIndex ?? true;
    this.pruning = new PruningManager(db, options.pruning ?? PRUNING.nothing);
  }

  /** Declares a store; loading makes it. Throws InternalError when the name is taken. */
  mount(key: StoreKey): void {
    if (this.keys.has(key.name)) throw new InternalError(`store ${key.name} is mounted twice`);
    this.keys.set(key.name, key);
  }

  mountedKeys(): readonly StoreKey[] {
    return [...this.keys.values()];
  }

  /** Opens the stores at the version committed last. */
  async loadLatestVersion(upgrades: StoreUpgrades = {}): Promise<void> {
    await this.loadVersionNumber(readLatestVersion(this.db), upgrades);
  }

  /**
   * Opens the stores at `version` and checks every root against the commit info. Throws GoError where the reference refuses, and
   * InternalError when the database is damaged.
   */
  async loadVersion(version: bigint, upgrades: StoreUpgrades = {}): Promise<void> {
    await this.loadVersionNumber(Number(version), upgrades);
  }

  private async loadVersionNumber(version: number, upgrades: StoreUpgrades): Promise<void> {
    let info: CommitInfo | undefined;
    if (version !== 0) {
      info = readCommitInfo(this.db, version);
      if (info === undefined) throw new GoError('no commit info found');
    }
    const stores = new Map<StoreKey, Mounted>();
    const trees: [string, MutableTree][] = [];
    this.removals.clear();
    for (const name of sortByteStrings([...this.keys.keys()])) {
      const key = this.keys.get(name)!;
      if (key.kind !== 'iavl') {
        stores.set(key, new MemoryKVStore());
        continue;
      }
      const tree = await this.openStore(name, version, info, upgrades, trees);
      stores.set(key, new IavlKVStore(tree));
      trees.push([name, tree]);
    }
    this.stores = stores;
    this.trees = trees.sort(([a], [b]) => (a < b ? -1 : 1));
    this.lastInfo = info;
    this.previousInfo = undefined;
    this.pruning.load();
  }

  private async openStore(
    name: string,
    version: number,
    info: CommitInfo | undefined,
    upgrades: StoreUpgrades,
    trees: [string, MutableTree][],
  ): Promise<MutableTree> {
    const stored = info?.stores.find((s) => s.name === name);
    const oldName = upgrades.renamed?.find((r) => r.newName === name)?.oldName;
    const isNew = oldName !== undefined || upgrades.added?.includes(name) === true;
    if (!isNew && (stored?.version ?? 0) !== version) {
      throw new GoError(
        `version of store ${name} mismatch root store's version; expected ${version} got ${stored?.version ?? 0}; new stores should be added using StoreUpgrades`,
      );
    }
    const tree = await this.openTree(name, stored, isNew ? version + 1 : 0, 'failed to load store');
    if (upgrades.deleted?.includes(name) === true) {
      removeAll(tree);
      this.removals.add(name);
    } else if (oldName !== undefined) {
      const oldStored = info?.stores.find((s) => s.name === oldName);
      const old = await this.openTree(oldName, oldStored, 0, `failed to load old store ${oldName}`);
      for (const it = old.iterate(undefined, undefined, true); it.leaf !== undefined; it.next()) {
        tree.set(it.leaf.key, it.leaf.value);
      }
      removeAll(old);
      this.removals.add(oldName);
      trees.push([oldName, old]);
    }
    return tree;
  }

  private async openTree(
    name: string,
    stored: StoreInfo | undefined,
    initialVersion: number,
    failure: string,
  ): Promise<MutableTree> {
    const nodes = new NodeDb(this.db, storePrefix(name), name, this.cache);
    const tree = new MutableTree(nodes, {
      initialVersion: Math.max(initialVersion, 1),
      fastIndex: this.fastIndex,
    });
    try {
      await tree.load(stored?.version ?? 0);
    } catch (e) {
      if (e instanceof GoError) throw e.wrap(failure);
      throw e;
    }
    if (stored !== undefined) checkRoot(tree, stored);
    return tree;
  }

  /** Version of the first commit, when it is not 1. To be called before anything is committed. */
  setInitialVersion(version: bigint): void {
    this.initialVersion = Number(version);
    for (const [, tree] of this.trees) tree.initialVersion = this.initialVersion;
  }

  /** Version (0: none) and application hash of the last commit. */
  lastCommitId(): CommitId {
    const info = this.lastInfo;
    return { version: BigInt(info?.version ?? 0), hash: this.appHash(info?.stores ?? []) };
  }

  /** {@link appHash}, computed once for the same stores and roots: working hash and commit ask for it in turn. */
  private appHash(stores: readonly { readonly name: string; readonly hash: ByteString }[]): Uint8Array {
    let roots: ByteString = '';
    for (const { name, hash } of stores) roots += `${name}/${hash}`;
    if (this.hashed.roots !== roots) this.hashed = { roots, hash: appHash(stores) };
    return fromByteString(this.hashed.hash);
  }

  /** The block time in the commit info of a version, Go's zero time after a restore or rollback; undefined when there is none. */
  commitTime(version: bigint): Time | undefined {
    const n = Number(version);
    return this.findInfo(n)?.time;
  }

  /** The application hash if the stores were committed as they are. What it computes is not computed again by {@link commit}. */
  workingHash(): Uint8Array {
    const infos = this.trees
      .filter(([name]) => !this.removals.has(name))
      .map(([name, tree]) => ({ name, hash: tree.workingHash() }));
    return this.appHash(infos);
  }

  private get workingVersion(): number {
    const last = this.lastInfo?.version ?? 0;
    return last === 0 && this.initialVersion > 1 ? this.initialVersion : last + 1;
  }

  /**
   * Saves all trees and the commit info, with the block's time in it, as one batch. The stores are at the new version at once; the
   * promise resolves when the batch is on disk, and nothing may be acknowledged before. The next block may be worked on meanwhile, but
   * no more than one commit may be under way when the next is begun. When it rejects, the process must end: memory is ahead of the disk.
   */
  commit(time: Time): Promise<CommitId> {
    const version = this.workingVersion;
    const batch = this.db.batch();
    const stores: StoreInfo[] = [];
    for (const [name, tree] of this.trees) {
      // A crash of a node that writes store by store leaves some of them a version ahead: those are taken as they are.
      const saved = tree.version >= version ? { version, hash: tree.savedHash() } : tree.saveVersion(batch);
      if (!this.removals.has(name)) stores.push({ name, ...saved });
    }
    const info: CommitInfo = { version, stores, time };
    putCommitInfo(batch, info);
    for (const [key, store] of this.stores) {
      if (store instanceof MemoryKVStore && key.kind === 'transient') store.clear();
    }
    this.dropRemoved();
    this.previousInfo = this.lastInfo;
    this.lastInfo = info;
    this.cache.epoch++;
    const id = this.lastCommitId();
    this.flushes++;
    this.flushed = this.flushed.then(() => this.flush(batch, version));
    return this.flushed.then(() => id);
  }

  private async flush(batch: Batch, version: number): Promise<void> {
    await batch.write(true);
    this.flushes--;
    if (this.flushes === 0) {
      for (const [, tree] of this.trees) tree.flushed();
      if (this.cache.full) this.cache.shrink(this.roots());
    }
    const pruneTo = this.pruning.pruneTo(version);
    if (pruneTo > 0) this.pruningTask = this.pruningTask.then(() => this.pruneTrees(pruneTo));
  }

  /**
   * Deletes all versions up to `last`, in batches of some size, so that blocks and queries get their turn in between. Each is synced: a
   * version whose deletion is lost to a crash cannot be read any more once that of a later one has been kept.
   */
  private async pruneTrees(last: number): Promise<void> {
    for (const [, tree] of this.trees) {
      while (prunable(tree, last)) {
        const batch = this.db.batch({ whole: true });
        while (batch.size < PRUNE_BATCH && prunable(tree, last)) pruneFirstVersion(tree, batch);
        await batch.write(true);
      }
    }
  }

  /** Deletes all versions up to `last`, for a tool that has the stores to itself. */
  async pruneUpTo(last: bigint): Promise<void> {
    await this.pruneTrees(Number(last));
  }

  /** Resolves when no pruning is going on; rejects when it failed, which means that the database is damaged. */
  async pruned(): Promise<void> {
    await this.pruningTask;
  }

  /** Answers `/<store>/key` and `/<store>/subspace`. Throws GoError. */
  query(query: StoreQuery): Partial<ResponseQuery> {
    return queryStore(
      {
        storeFor: (name) => {
          const key = this.keys.get(name);
          if (key === undefined) return undefined;
          if (key.kind === 'iavl') return this.tree(name);
          return { goType: key.kind === 'transient' ? '*transient.Store' : '*mem.Store' };
        },
        commitInfo: (version) => this.commitInfo(version),
      },
      query,
    );
  }

  /** Goes back to `version` for good: later versions of all stores are deleted. Throws GoError when it is not there. */
  async rollbackToVersion(version: bigint): Promise<void> {
    const target = Number(version);
    if (target <= 0) throw new GoError(`invalid rollback height target: ${target}`);
    for (const [, tree] of this.trees) await tree.loadForOverwriting(target);
    await this.replaceCommitInfo(target);
  }

  /** PARITY: store/rootmulti/store.go buildCommitInfo: such a commit info has no block time. */
  private async replaceCommitInfo(version: number): Promise<void> {
    const stores = this.trees.map(([name, tree]) => ({ name, version: tree.version, hash: tree.savedHash() }));
    const batch = this.db.batch();
    putCommitInfo(batch, { version, stores, time: ZERO_TIME });
    await batch.write(true);
    await this.loadLatestVersion();
  }

  /**
   * The content of a state-sync snapshot of `version`, item by item. The version is not pruned before the generator ends. Throws GoError
   * when it is not there.
   */
  *snapshot(version: bigint): Generator<Uint8Array> {
    const n = Number(version);
    if (n === 0) throw ErrLogic.wrap('cannot snapshot height 0');
    if (n > readLatestVersion(this.db)) throw ErrLogic.wrap(`cannot snapshot future height ${n}`);
    const trees = this.trees.map(([, tree]) => tree);
    for (const tree of trees) tree.hold(n);
    try {
      yield* snapshotStream(this.trees, n);
    } finally {
      for (const tree of trees) tree.release(n);
    }
  }

  /** Fills the stores, which must be empty, from the content of a snapshot, and loads them. Throws GoError when it is no good. */
  async restore(version: bigint, stream: AsyncIterable<Uint8Array>): Promise<void> {
    const byName = new Map(this.trees);
    await restoreTrees(this.db, (name) => byName.get(name), Number(version), stream);
    await this.replaceCommitInfo(Number(version));
  }

  private dropRemoved(): void {
    if (this.removals.size === 0) return;
    this.trees = this.trees.filter(([name]) => !this.removals.has(name));
    for (const name of this.removals) {
      const key = this.keys.get(name);
      if (key === undefined) continue;
      this.keys.delete(name);
      this.stores.delete(key);
    }
    this.removals.clear();
  }

  private roots(): TreeNode[] {
    return this.trees.map(([, tree]) => tree.root).filter((root) => root !== undefined);
  }

  private source(key: StoreKey): ByteStore {
    const store = this.stores.get(key);
    if (store === undefined) throw new InternalError(`store ${key.name} is not mounted`);
    return store;
  }

  /** A branch on the working trees. Flushing it changes them. */
  cacheMultiStore(): CacheMultiStore {
    return new CacheMulti((key) => this.source(key));
  }

  /**
   * A branch on a committed version, for queries; it must not be flushed. Throws GoError when the version does not exist or was pruned.
   */
  cacheMultiStoreWithVersion(version: bigint): CacheMultiStore {
    const n = Number(version);
    const versions = new Map<string, ImmutableTree>();
    let info: CommitInfo | undefined;
    for (const [name, tree] of this.trees) {
      if (tree.versionExists(n)) {
        versions.set(name, tree.getImmutable(n));
        continue;
      }
      info ??= this.commitInfo(n);
      if (info.stores.some((s) => s.name === name)) {
        throw new GoError(
          'version mismatch on immutable IAVL tree; version does not exist. Version has either been pruned, or is for a future block height',
        );
      }
    }
    return new CacheMulti((key) => {
      const store = this.source(key);
      if (!(store instanceof IavlKVStore)) return store;
      const tree = versions.get(key.name);
      // PARITY: store/rootmulti/store.go CacheMultiStoreWithVersion: a store that did not exist yet is a nil store.
      if (tree === undefined) throw nilPointer();
      return new IavlVersionKVStore(tree);
    });
  }

  private findInfo(version: number): CommitInfo | undefined {
    if (this.lastInfo?.version === version) return this.lastInfo;
    if (this.previousInfo?.version === version) return this.previousInfo;
    return readCommitInfo(this.db, version);
  }

  private commitInfo(version: number): CommitInfo {
    const info = this.findInfo(version);
    if (info === undefined) throw new GoError('no commit info found');
    return info;
  }

  /** The tree of a store, for proofs, exports and tests. Throws InternalError when there is none of that name. */
  tree(name: string): MutableTree {
    const found = this.trees.find(([n]) => n === name);
    if (found === undefined) throw new InternalError(`store ${name} is not mounted`);
    return found[1];
  }
}

function prunable(tree: MutableTree, last: number): boolean {
  const { firstVersion, latestVersion } = tree.nodes;
  return firstVersion <= last && latestVersion > firstVersion && !tree.isRead(firstVersion);
}

/** Database prefix of a store: `s/k:<name>/`. */
function storePrefix(name: string): Uint8Array {
  return Buffer.from(`s/k:${name}/`, 'utf8');
}

function checkRoot(tree: MutableTree, stored: StoreInfo): void {
  const hash: ByteString = tree.savedHash();
  if (hash !== stored.hash) {
    throw new InternalError(
      `store ${stored.name}: root of version ${stored.version} is ${byteStringToHex(hash)}, the commit info says ${byteStringToHex(stored.hash)}`,
    );
  }
}

function removeAll(tree: MutableTree): void {
  const keys: ByteString[] = [];
  for (const it = tree.iterate(undefined, undefined, true); it.leaf !== undefined; it.next()) keys.push(it.leaf.key);
  for (const key of keys) tree.remove(key);
}
