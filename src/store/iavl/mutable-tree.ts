import { GoError } from '../../core/errors.ts';
import type { ByteString } from '../bytestring.ts';
import type { Batch } from '../database.ts';
import { ImmutableTree } from './immutable-tree.ts';
import { EMPTY_HASH, Inner, isLeaf, Leaf, sizeOf, type TreeNode, weightOf } from './node.ts';
import type { NodeDb } from './node-db.ts';

/** Versions whose roots stay in memory besides the latest: queries with proofs ask for the one before. */
const RECENT_VERSIONS = 2;

/** Keys from which a first version is not encoded at once. */
const LARGE = 100_000;
/** Nodes that are encoded in one step then. */
const STEP = 1000;

export interface TreeOptions {
  /** Version of the first save; 0 and 1 are the same. */
  readonly initialVersion?: number;
  /** Keep the index of latest values by key (the node does unless `iavl-disable-fastnode` is set). */
  readonly fastIndex?: boolean;
}

/**
 * The tree that a block works on. Nodes of the version in the making are changed in place; saved ones are copied first, so earlier
 * versions stay readable. {@link saveVersion} puts the new nodes into a batch; {@link flushed} is called once that is on disk.
 */
export class MutableTree extends ImmutableTree {
  initialVersion: number;
  private readonly fastIndex: boolean;
  private savedRoot: TreeNode | undefined;
  /** Removed in the working version; what the fast index still has. */
  private removed = new Set<ByteString>();
  /** Removed by versions that are on their way to disk. */
  private flushing: Set<ByteString> | undefined;
  private readonly recent = new Map<number, TreeNode | undefined>();
  /** How often each version is held. */
  private readonly readers = new Map<number, number>();
  /** Results of the recursive walks, beside the node that they return. */
  private updated = false;
  private passedKey: ByteString | undefined;

  constructor(nodes: NodeDb, options: TreeOptions = {}) {
    super(nodes, undefined, 0);
    this.initialVersion = options.initialVersion ?? 0;
    this.fastIndex = options.fastIndex ?? true;
  }

  /** The version that the next save makes. */
  get workingVersion(): number {
    return this.version === 0 && this.initialVersion > 1 ? this.initialVersion : this.version + 1;
  }

  /** Hash of the last saved version. */
  savedHash(): ByteString {
    return this.savedRoot === undefined ? EMPTY_HASH : this.hashOf(this.savedRoot);
  }

  /** Hash of the working tree if saved as it is. Hashes are kept, the save does not compute them again. */
  workingHash(): ByteString {
    return this.root === undefined ? EMPTY_HASH : this.hashAs(this.root, this.workingVersion);
  }

  override get(key: ByteString): ByteString | undefined {
    let node = this.root;
    while (node !== undefined && !isLeaf(node)) {
      node.used = this.nodes.cache.epoch;
      const child = key < node.key ? node.left : node.right;
      if (child === undefined) return this.getBelow(node, key);
      node = child;
    }
    return node !== undefined && node.key === key ? node.value : undefined;
  }

  /** Where the walk leaves memory: one read of the fast index instead of one per level. What is not in memory is unchanged. */
  private getBelow(node: Inner, key: ByteString): ByteString | undefined {
    if (this.version === this.nodes.latestVersion && this.fastIndex && this.nodes.hasFastIndex) {
      if (this.removed.has(key) || this.flushing?.has(key) === true) return undefined;
      return this.nodes.getFast(key)?.value;
    }
    let below: TreeNode = node;
    while (!isLeaf(below)) below = key < below.key ? this.leftOf(below) : this.rightOf(below);
    return below.key === key ? below.value : undefined;
  }

  /** Returns whether the key existed. */
  set(key: ByteString, value: ByteString): boolean {
    this.updated = false;
    if (this.removed.size !== 0) this.removed.delete(key);
    this.root = this.root === undefined ? this.newLeaf(key, value) : this.setBelow(this.root, key, value);
    return this.updated;
  }

  private newLeaf(key: ByteString, value: ByteString): Leaf {
    const leaf = new Leaf(key, value, 0, 0);
    this.nodes.cache.bytes += weightOf(leaf);
    return leaf;
  }

  private setBelow(node: TreeNode, key: ByteString, value: ByteString): TreeNode {
    if (isLeaf(node)) return this.setAtLeaf(node, key, value);
    const own = this.changeable(node);
    if (key < own.key) own.left = this.setBelow(this.leftOf(own), key, value);
    else own.right = this.setBelow(this.rightOf(own), key, value);
    return this.updated ? own : this.balance(own);
  }

  private setAtLeaf(leaf: Leaf, key: ByteString, value: ByteString): TreeNode {
    if (leaf.key === key) {
      this.updated = true;
      this.nodes.cache.bytes += value.length - leaf.value.length;
      if (leaf.version !== 0) return new Leaf(key, value, 0, 0);
      leaf.value = value;
      leaf.hash = undefined;
      return leaf;
    }
    const added = this.newLeaf(key, value);
    const before = key < leaf.key;
    const parent = new Inner(before ? leaf.key : key, 1, 2);
    parent.used = this.nodes.cache.epoch;
    setLeft(parent, before ? added : leaf);
    setRight(parent, before ? leaf : added);
    this.nodes.cache.bytes += weightOf(parent);
    return parent;
  }

  /** Returns the old value, or undefined when there was none; then nothing changes. */
  remove(key: ByteString): ByteString | undefined {
    const leaf = this.leafNear(key);
    if (leaf === undefined || leaf.key !== key) return undefined;
    this.passedKey = undefined;
    this.root = this.removeBelow(this.root!, key);
    this.removed.add(key);
    this.nodes.cache.bytes -= weightOf(leaf);
    return leaf.value;
  }

  /** `key` is in the subtree. Returns what replaces the subtree; `passedKey` becomes its new smallest key when that changed. */
  private removeBelow(node: TreeNode, key: ByteString): TreeNode | undefined {
    if (isLeaf(node)) return undefined;
    if (key < node.key) {
      const left = this.removeBelow(this.leftOf(node), key);
      if (left === undefined) {
        this.passedKey = node.key;
        this.nodes.cache.bytes -= weightOf(node);
        return this.rightOf(node);
      }
      const own = this.changeable(node);
      setLeft(own, left);
      return this.balance(own);
    }
    const right = this.removeBelow(this.rightOf(node), key);
    if (right === undefined) {
      this.nodes.cache.bytes -= weightOf(node);
      return this.leftOf(node);
    }
    const own = this.changeable(node);
    setRight(own, right);
    if (this.passedKey !== undefined) {
      own.key = this.passedKey;
      this.passedKey = undefined;
    }
    return this.balance(own);
  }

  /** The node itself when it belongs to the working version, else a copy that does. */
  private changeable(node: Inner): Inner {
    if (node.version !== 0) return node.clone();
    node.hash = undefined;
    return node;
  }

  private measure(node: Inner): void {
    const left = this.leftOf(node);
    const right = this.rightOf(node);
    node.height = Math.max(left.height, right.height) + 1;
    node.size = sizeOf(left) + sizeOf(right);
  }

  private balanceOf(node: TreeNode): number {
    return isLeaf(node) ? 0 : this.leftOf(node).height - this.rightOf(node).height;
  }

  /** Recomputes height and size, and rotates when the subtrees' heights differ by more than one. */
  private balance(node: Inner): Inner {
    this.measure(node);
    const balance = this.balanceOf(node);
    if (balance > 1) {
      const left = this.leftOf(node) as Inner;
      if (this.balanceOf(left) < 0) node.left = this.rotateLeft(this.changeable(left));
      return this.rotateRight(node);
    }
    if (balance < -1) {
      const right = this.rightOf(node) as Inner;
      if (this.balanceOf(right) > 0) node.right = this.rotateRight(this.changeable(right));
      return this.rotateLeft(node);
    }
    return node;
  }

  private rotateRight(node: Inner): Inner {
    const top = this.changeable(this.leftOf(node) as Inner);
    node.left = top.right;
    node.leftVersion = top.rightVersion;
    node.leftNonce = top.rightNonce;
    top.right = node;
    this.measure(node);
    this.measure(top);
    return top;
  }

  private rotateLeft(node: Inner): Inner {
    const top = this.changeable(this.rightOf(node) as Inner);
    node.right = top.left;
    node.rightVersion = top.leftVersion;
    node.rightNonce = top.leftNonce;
    top.left = node;
    this.measure(node);
    this.measure(top);
    return top;
  }

  /** Forgets all changes since the last save. */
  rollback(): void {
    this.root = this.savedRoot;
    this.removed.clear();
  }

  /**
   * Puts the working tree into `batch` as a new version. When that version is in the database already (saved, then a crash before the
   * commit info), it must be the same and is taken over. Throws GoError when it differs.
   */
  saveVersion(batch: Batch): { version: number; hash: ByteString } {
    const version = this.workingVersion;
    const hash = this.workingHash();
    if (this.versionExists(version) && this.nodes.hasVersion(version)) return this.takeOver(version, hash);
    if (this.fastIndex) {
      // First, so that an index that was changed in part is known to be stale.
      this.nodes.putStorageVersion(batch, version);
      for (const key of this.removed) this.nodes.delFast(batch, key);
    }
    if (this.root === undefined) this.nodes.putEmptyRoot(batch, version);
    else if (this.root.version !== 0) this.nodes.putRootReference(batch, version, this.root);
    else if (this.version === 0 && !isLeaf(this.root) && this.root.size >= LARGE)
      this.saveLarge(batch, this.root, version);
    else this.saveBelow(batch, this.root, version, 0);
    this.nodes.latestVersion = version;
    if (this.nodes.firstVersion === 0) this.nodes.firstVersion = version;
    this.settle(version, this.root);
    this.flushing = this.flushing === undefined ? this.removed : new Set([...this.flushing, ...this.removed]);
    this.removed = new Set();
    return { version, hash };
  }

  /** Numbers the new nodes in pre-order and puts them into the batch. Returns the last nonce used. */
  private saveBelow(batch: Batch, node: TreeNode, version: number, lastNonce: number): number {
    let nonce = lastNonce + 1;
    node.nonce = nonce;
    // The node counts as unsaved while its version is 0.
    if (isLeaf(node)) {
      // PARITY: iavl/mutable_tree.go:237: the fast index says version 1 in the first version of a tree, whatever its initial version.
      if (this.fastIndex) this.nodes.putFast(batch, node.key, this.version + 1, node.value);
    } else {
      if (node.left !== undefined) {
        if (node.left.version === 0) nonce = this.saveBelow(batch, node.left, version, nonce);
        node.leftVersion = node.left.version;
        node.leftNonce = node.left.nonce;
      }
      if (node.right !== undefined) {
        if (node.right.version === 0) nonce = this.saveBelow(batch, node.right, version, nonce);
        node.rightVersion = node.right.version;
        node.rightNonce = node.right.nonce;
      }
    }
    node.version = version;
    this.nodes.putNode(batch, node);
    return nonce;
  }

  /** As {@link saveBelow}, for a first version that a genesis made: its nodes, which do not change any more, are encoded as they are written. */
  private saveLarge(batch: Batch, root: Inner, version: number): void {
    numberBelow(root, version, 0);
    const { nodes, fastIndex } = this;
    const fastVersion = this.version + 1;
    batch.defer(function* (puts) {
      const rest: TreeNode[] = [root];
      let count = 0;
      for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
        if (node !== root) nodes.putBelowRoot(puts, node);
        if (!isLeaf(node)) rest.push(node.right!, node.left!);
        else if (fastIndex) nodes.putFast(puts, node.key, fastVersion, node.value);
        if (++count % STEP === 0) yield;
      }
    });
    this.nodes.putNode(batch, root);
  }

  private takeOver(version: number, hash: ByteString): { version: number; hash: ByteString } {
    const root = this.loadRoot(version);
    const existing = root === undefined ? EMPTY_HASH : this.hashOf(root);
    if (existing !== hash) {
      throw new GoError(
        `version ${version} was already saved to different hash from ${hex(hash)} (existing ${hex(existing)})`,
      );
    }
    this.settle(version, root);
    this.removed.clear();
    return { version, hash };
  }

  private settle(version: number, root: TreeNode | undefined): void {
    if (this.version !== 0) this.recent.set(this.version, this.savedRoot);
    for (const old of this.recent.keys()) if (old < version - RECENT_VERSIONS) this.recent.delete(old);
    this.version = version;
    this.root = root;
    this.savedRoot = root;
  }

  /** The batches of all saves are on disk. */
  flushed(): void {
    this.flushing = undefined;
  }

  private loadRoot(version: number): TreeNode | undefined {
    const entry = this.nodes.rootOf(version);
    if (entry === undefined) throw new GoError('version does not exist');
    return entry === 'empty' ? undefined : this.nodes.load(entry.version, entry.nonce);
  }

  versionExists(version: number): boolean {
    return this.nodes.firstVersion <= version && version <= this.nodes.latestVersion;
  }

  /** Keeps a version from being pruned until {@link release} is called as often. Throws GoError when it does not exist. */
  hold(version: number): void {
    if (!this.versionExists(version)) throw new GoError('version does not exist');
    this.readers.set(version, (this.readers.get(version) ?? 0) + 1);
  }

  release(version: number): void {
    const left = (this.readers.get(version) ?? 0) - 1;
    if (left > 0) this.readers.set(version, left);
    else this.readers.delete(version);
  }

  isRead(version: number): boolean {
    return this.readers.has(version);
  }

  /** All versions that can be read. */
  availableVersions(): number[] {
    const { firstVersion, latestVersion } = this.nodes;
    if (latestVersion === 0) return [];
    return Array.from({ length: latestVersion - firstVersion + 1 }, (_, i) => firstVersion + i);
  }

  /** A saved version. Throws GoError when there is no such version. */
  getImmutable(version: number): ImmutableTree {
    if (version === this.version) return new ImmutableTree(this.nodes, this.savedRoot, version);
    const root = this.recent.has(version) ? this.recent.get(version) : this.loadRoot(version);
    return new ImmutableTree(this.nodes, root, version);
  }

  /**
   * Opens the tree at `target` (0: the latest version) and brings the fast index up to date. Returns the latest version in the
   * database. Throws GoError, as the reference words it, when that version cannot be opened; the tree is then empty.
   */
  async load(target: number): Promise<number> {
    await this.nodes.findVersions();
    const { firstVersion, latestVersion } = this.nodes;
    // PARITY: iavl/mutable_tree.go LoadVersion: a store that was deleted leaves versions behind, so its name cannot be added again.
    if (firstVersion > 0 && firstVersion < this.initialVersion) {
      throw new GoError(`initial version set to ${this.initialVersion}, but found earlier version ${firstVersion}`);
    }
    if (latestVersion < target) {
      throw new GoError(`wanted to load target ${target} but only found up to ${latestVersion}`);
    }
    if (firstVersion > 0) {
      const version = target > 0 ? target : latestVersion;
      if (!this.versionExists(version)) throw new GoError('version does not exist');
      this.root = this.loadRoot(version);
      this.savedRoot = this.root;
      this.version = version;
    } else if (target > 0) {
      throw new GoError(`no versions found while trying to load ${target}`);
    }
    await this.refreshFastIndex();
    return latestVersion;
  }

  /** Opens the tree at `target` and deletes all later versions. Throws GoError when there is no such version. */
  async loadForOverwriting(target: number): Promise<void> {
    await this.load(target);
    const batch = this.nodes.db.batch({ whole: true });
    for await (const { version, nonce } of this.nodes.nodesFrom(target + 1)) this.nodes.delNode(batch, version, nonce);
    await batch.write(true);
    this.nodes.latestVersion = target;
    await this.refreshFastIndex();
  }

  /** Builds the fast index anew when it does not belong to the latest version; without one, it may be left of a first commit that was cut. */
  private async refreshFastIndex(): Promise<void> {
    if (!this.fastIndex || !(this.nodes.fastIndexIsStale || this.nodes.latestVersion === 0)) return;
    const batch = this.nodes.db.batch();
    for await (const key of this.nodes.fastKeys()) this.nodes.delFast(batch, key);
    // PARITY: iavl/mutable_tree.go enableFastStorageAndCommit: every entry says the tree's version, not the one it was set in.
    for (const it = this.iterate(undefined, undefined, true); it.leaf !== undefined; it.next()) {
      this.nodes.putFast(batch, it.leaf.key, this.version, it.leaf.value);
    }
    this.nodes.putStorageVersion(batch, this.nodes.latestVersion);
    await batch.write(true);
  }
}

/** Numbers the nodes of a first version in pre-order. Returns the last nonce used. */
function numberBelow(node: TreeNode, version: number, lastNonce: number): number {
  let nonce = lastNonce + 1;
  node.version = version;
  node.nonce = nonce;
  if (isLeaf(node)) return nonce;
  const { left, right } = node;
  nonce = numberBelow(left!, version, nonce);
  setLeft(node, left!);
  nonce = numberBelow(right!, version, nonce);
  setRight(node, right!);
  return nonce;
}

function setLeft(node: Inner, child: TreeNode): void {
  node.left = child;
  node.leftVersion = child.version;
  node.leftNonce = child.nonce;
}

function setRight(node: Inner, child: TreeNode): void {
  node.right = child;
  node.rightVersion = child.version;
  node.rightNonce = child.nonce;
}

function hex(text: ByteString): string {
  return Buffer.from(text, 'latin1').toString('hex').toUpperCase();
}
