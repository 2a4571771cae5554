import { InternalError } from '../../core/errors.ts';
import { type ByteString, byteStringToHex, toByteString, writeByteString } from '../bytestring.ts';
import type { Batch, Database, Puts } from '../database.ts';
import { Scratch } from '../scratch.ts';
import type { NodeCache } from './cache.ts';
import { decodeFastValue, decodeNode, encodeFastValue, encodeNode, type TreeNode, weightOf } from './node.ts';

/** Name of a node in the database. */
export interface NodeName {
  readonly version: number;
  readonly nonce: number;
}

/** What a version's root entry says: nothing stored, the empty tree, or the node that is the root. */
export type RootEntry = undefined | 'empty' | NodeName;

const NODE = 0x73; // 's' | version u64be | nonce u32be -> node, root reference or nothing (empty tree)
const FAST = 0x66; // 'f' | key -> v(version) bytes(value)
const STORAGE_VERSION = 'mstorage_version'; // -> 1.1.0-<latest version>
const LEGACY_ROOT = 0x72; // 'r' | version u64be, the format before IAVL 1.0
const ROOT_NONCE = 1;
const NODE_NAME_LENGTH = 12;
const FAST_STORAGE = '1.1.0';
const U32 = 0x100000000;

const keys = new Scratch();

/** One tree's part of the database: everything behind `prefix`. */
export class NodeDb {
  readonly db: Database;
  /** Name of the store, for reports. */
  readonly name: string;
  readonly cache: NodeCache;
  /** 0: no version saved. */
  firstVersion = 0;
  /** 0: no version saved. */
  latestVersion = 0;
  /** Content of `mstorage_version`, `1.0.0` when there is none. */
  storageVersion: string;
  private readonly prefix: Uint8Array;
  private readonly nodeKeyBytes: Uint8Array;

  constructor(db: Database, prefix: Uint8Array, name: string, cache: NodeCache) {
    this.db = db;
    this.prefix = prefix;
    this.name = name;
    this.cache = cache;
    this.nodeKeyBytes = new Uint8Array(prefix.length + 1 + NODE_NAME_LENGTH);
    this.nodeKeyBytes.set(prefix);
    this.nodeKeyBytes[prefix.length] = NODE;
    const stored = db.get(this.key(STORAGE_VERSION));
    this.storageVersion = stored === undefined ? '1.0.0' : toByteString(stored);
  }

  /** `prefix` and `rest`; valid until the next key is made. */
  private key(rest: ByteString): Uint8Array {
    const b = keys.reserve(this.prefix.length + rest.length);
    b.set(this.prefix);
    return keys.view(writeByteString(b, rest, this.prefix.length));
  }

  /** Valid until the next node key is made. */
  private nodeKey(version: number, nonce: number): Uint8Array {
    const b = this.nodeKeyBytes;
    let n = this.prefix.length + 1;
    const high = Math.floor(version / U32);
    for (const word of [high, version, nonce]) {
      b[n++] = word >>> 24;
      b[n++] = word >>> 16;
      b[n++] = word >>> 8;
      b[n++] = word;
    }
    return b;
  }

  private fastKey(key: ByteString): Uint8Array {
    const n = this.prefix.length;
    const b = keys.reserve(n + 1 + key.length);
    b.set(this.prefix);
    b[n] = FAST;
    return keys.view(writeByteString(b, key, n + 1));
  }

  /** Reads a node that will be kept in memory. Throws InternalError when it is missing or damaged. */
  load(version: number, nonce: number): TreeNode {
    const node = this.peek(version, nonce);
    this.cache.bytes += weightOf(node);
    return node;
  }

  /** Reads a node for one use. Throws InternalError when it is missing or damaged. */
  peek(version: number, nonce: number): TreeNode {
    let bytes = this.db.get(this.nodeKey(version, nonce));
    // PARITY: iavl/nodedb.go GetNode: pruning moves a root that later versions still use from nonce 1 to 0.
    if (bytes === undefined && nonce === ROOT_NONCE) bytes = this.db.get(this.nodeKey(version, 0));
    if (bytes === undefined) throw this.broken(version, nonce, 'missing');
    try {
      return decodeNode(bytes, version, nonce);
    } catch (e) {
      if (e instanceof RangeError) throw this.broken(version, nonce, e.message);
      throw e;
    }
  }

  private broken(version: number, nonce: number, what: string): InternalError {
    return new InternalError(`store ${this.name}: node ${version}/${nonce} is broken: ${what}`);
  }

  hasVersion(version: number): boolean {
    return this.db.get(this.nodeKey(version, ROOT_NONCE)) !== undefined;
  }

  rootOf(version: number): RootEntry {
    const bytes = this.db.get(this.nodeKey(version, ROOT_NONCE));
    if (bytes === undefined) return undefined;
    if (bytes.length === 0) return 'empty';
    if (bytes[0] !== NODE) return { version, nonce: ROOT_NONCE };
    if (bytes.length !== 1 + NODE_NAME_LENGTH) throw this.broken(version, ROOT_NONCE, 'not a root reference');
    const target = readNodeName(bytes, 1);
    if (this.db.get(this.nodeKey(target.version, target.nonce)) !== undefined) return target;
    const moved = { version: target.version, nonce: 0 };
    return this.db.get(this.nodeKey(moved.version, moved.nonce)) === undefined ? undefined : moved;
  }

  /** A version is there once its root is, so the root goes last. */
  putNode(batch: Batch, node: TreeNode): void {
    if (node.nonce === ROOT_NONCE) batch.putLast(this.nodeKey(node.version, node.nonce), encodeNode(node));
    else this.putBelowRoot(batch, node);
  }

  putBelowRoot(batch: Puts, node: TreeNode): void {
    batch.put(this.nodeKey(node.version, node.nonce), encodeNode(node));
  }

  putEmptyRoot(batch: Batch, version: number): void {
    batch.putLast(this.nodeKey(version, ROOT_NONCE), new Uint8Array(0));
  }

  putRootReference(batch: Batch, version: number, root: NodeName): void {
    const target = this.nodeKey(root.version, root.nonce).slice(this.prefix.length);
    batch.putLast(this.nodeKey(version, ROOT_NONCE), target);
  }

  delNode(batch: Batch, version: number, nonce: number): void {
    batch.del(this.nodeKey(version, nonce));
  }

  /** Whether the fast index has been built. It holds the latest version only. */
  get hasFastIndex(): boolean {
    return this.storageVersion >= FAST_STORAGE;
  }

  /** Whether the fast index has to be built: never built, or left behind by versions saved without it. */
  get fastIndexIsStale(): boolean {
    const parts = this.storageVersion.split('-');
    return !this.hasFastIndex || (parts.length === 2 && parts[1] !== String(this.latestVersion));
  }

  getFast(key: ByteString): { version: number; value: ByteString } | undefined {
    const bytes = this.db.get(this.fastKey(key));
    if (bytes === undefined) return undefined;
    try {
      return decodeFastValue(bytes);
    } catch (e) {
      if (!(e instanceof RangeError)) throw e;
      throw new InternalError(`store ${this.name}: fast index of key ${byteStringToHex(key)} is broken: ${e.message}`);
    }
  }

  putFast(batch: Puts, key: ByteString, version: number, value: ByteString): void {
    batch.put(this.fastKey(key), encodeFastValue(version, value));
  }

  delFast(batch: Batch, key: ByteString): void {
    batch.del(this.fastKey(key));
  }

  putStorageVersion(batch: Batch, latest: number): void {
    const current = this.hasFastIndex ? this.storageVersion.split('-')[0]! : FAST_STORAGE;
    this.storageVersion = `${current}-${latest}`;
    const value = Buffer.from(this.storageVersion, 'latin1');
    batch.put(this.key(STORAGE_VERSION), value);
  }

  /** Finds the first and latest version in the database. */
  async findVersions(): Promise<void> {
    const n = this.prefix.length;
    for await (const _ of this.db.scan(this.range(LEGACY_ROOT))) {
      throw new InternalError(
        `store ${this.name}: the database holds versions of the format before IAVL 1.0; prune them with the Go node`,
      );
    }
    this.latestVersion = 0;
    const { gte, lt } = this.range(NODE);
    for (let end: Uint8Array | undefined = lt; end !== undefined; ) {
      const below: Uint8Array = end;
      end = undefined;
      for await (const [key] of this.db.scan({ gte, lt: below, reverse: true })) {
        const { version } = readNodeName(key, n + 1);
        // Nodes without a root are what is left of a large commit that did not come to its end.
        if (this.hasVersion(version)) this.latestVersion = version;
        else end = this.nodeKey(version, 0).slice();
        break;
      }
    }
    let first = 0;
    let last = this.latestVersion;
    while (first < last) {
      const middle = Math.floor((first + last) / 2);
      if (this.hasVersion(middle)) last = middle;
      else first = middle + 1;
    }
    this.firstVersion = last;
  }

  /** Every key of the fast index. */
  async *fastKeys(): AsyncIterable<ByteString> {
    const n = this.prefix.length + 1;
    for await (const [key] of this.db.scan(this.range(FAST))) yield toByteString(key.subarray(n));
  }

  /** Names of all nodes and root entries from `version` on. */
  async *nodesFrom(version: number): AsyncIterable<NodeName> {
    const n = this.prefix.length + 1;
    const gte = this.nodeKey(version, 0).slice();
    for await (const [key] of this.db.scan({ ...this.range(NODE), gte })) yield readNodeName(key, n);
  }

  private range(kind: number): { gte: Uint8Array; lt: Uint8Array } {
    const gte = new Uint8Array(this.prefix.length + 1);
    gte.set(this.prefix);
    gte[this.prefix.length] = kind;
    const lt = gte.slice();
    lt[this.prefix.length] = kind + 1;
    return { gte, lt };
  }
}

function readNodeName(b: Uint8Array, offset: number): NodeName {
  const view = new DataView(b.buffer, b.byteOffset, b.length);
  return {
    version: view.getUint32(offset) * U32 + view.getUint32(offset + 4),
    nonce: view.getUint32(offset + 8),
  };
}
