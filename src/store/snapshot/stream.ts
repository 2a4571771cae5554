import { GoError } from '../../core/errors.ts';
import { SnapshotItem } from '../../wire/gen/cosmos/store/snapshots/v1/snapshot.ts';
import { fromByteString, toByteString } from '../bytestring.ts';
import type { Batch, Database } from '../database.ts';
import { ErrLogic } from '../errors.ts';
import { type ExportNode, exportNodes, Importer } from '../iavl/export.ts';
import type { MutableTree } from '../iavl/mutable-tree.ts';
import { writeUvarint } from '../scratch.ts';

/**
 * The content of a state-sync snapshot: length-delimited SnapshotItems, for each store by name its name and then its nodes, children
 * before parents. Source: cosmossdk.io/store/rootmulti/store.go Snapshot, Restore.
 */

const MAX_PREFIX = 10;
/** Longest item that is accepted. */
const MAX_ITEM = 64_000_000;
const MAX_TREE_HEIGHT = 127;
/** Operations per batch while restoring. */
const RESTORE_BATCH = 10_000;

function delimited(item: SnapshotItem): Uint8Array {
  const body = SnapshotItem.encode(item);
  const out = new Uint8Array(MAX_PREFIX + body.length);
  const start = writeUvarint(out, body.length, 0);
  out.set(body, start);
  return out.subarray(0, start + body.length);
}

/** The stream of a version, item by item. `trees` are by name; the version must not be pruned while it is read. */
export function* snapshotStream(
  trees: readonly (readonly [name: string, tree: MutableTree])[],
  version: number,
): Generator<Uint8Array> {
  for (const [name, tree] of trees) {
    yield delimited({ item: { $case: 'store', store: { name } } });
    for (const node of exportNodes(tree.getImmutable(version))) {
      yield delimited({
        item: {
          $case: 'iavl',
          iavl: {
            key: fromByteString(node.key),
            value: fromByteString(node.value ?? ''),
            version: BigInt(node.version),
            height: node.height,
          },
        },
      });
    }
  }
}

/** Splits a stream that comes in pieces into its items. Throws GoError when it is damaged. */
async function* readItems(stream: AsyncIterable<Uint8Array>): AsyncGenerator<SnapshotItem> {
  let rest = new Uint8Array(0);
  for await (const piece of stream) {
    rest = rest.length === 0 ? new Uint8Array(piece) : new Uint8Array(Buffer.concat([rest, piece]));
    let offset = 0;
    for (;;) {
      const length = readLength(rest, offset);
      if (length === undefined || length.end + length.value > rest.length) break;
      offset = length.end + length.value;
      yield SnapshotItem.decode(rest.slice(length.end, offset));
    }
    rest = rest.slice(offset);
  }
  if (rest.length !== 0) throw new GoError('invalid protobuf message: unexpected EOF');
}

function readLength(b: Uint8Array, offset: number): { value: number; end: number } | undefined {
  let value = 0;
  let scale = 1;
  for (let i = offset; i < b.length; i++) {
    value += (b[i]! & 127) * scale;
    if (value > MAX_ITEM) throw new GoError('invalid protobuf message: short buffer');
    if (b[i]! < 128) return { value, end: i + 1 };
    scale *= 128;
  }
  return undefined;
}

/** One tree being restored, and the batch on its way to the database. */
class TreeRestore {
  private readonly db: Database;
  private readonly tree: MutableTree;
  private readonly version: number;
  private readonly importer: Importer;
  private batch: Batch;

  constructor(db: Database, tree: MutableTree, version: number) {
    this.db = db;
    this.tree = tree;
    this.version = version;
    this.importer = new Importer(tree.nodes, version);
    this.batch = db.batch();
  }

  async add(node: ExportNode): Promise<void> {
    this.importer.add(this.batch, node);
    if (this.batch.size < RESTORE_BATCH) return;
    await this.batch.write(false);
    this.batch = this.db.batch();
  }

  async finish(): Promise<void> {
    this.importer.finish(this.batch);
    await this.batch.write(true);
    await this.tree.load(this.version);
  }
}

/**
 * Fills the empty trees from a stream. The trees are loaded at `version` afterwards. Throws GoError, as the reference words it, when
 * the stream does not fit the stores; the database is then of no use.
 */
export async function restoreTrees(
  db: Database,
  treeOf: (name: string) => MutableTree | undefined,
  version: number,
  stream: AsyncIterable<Uint8Array>,
): Promise<void> {
  let current: TreeRestore | undefined;
  for await (const { item } of readItems(stream)) {
    if (item?.$case === 'store') {
      await current?.finish();
      const tree = treeOf(item.store.name);
      if (tree === undefined) throw ErrLogic.wrap(`cannot import into non-IAVL store "${item.store.name}"`);
      current = new TreeRestore(db, tree, version);
    } else if (item?.$case === 'iavl') {
      if (current === undefined) throw ErrLogic.wrap('received IAVL node item before store item');
      const { key, value, height, version: nodeVersion } = item.iavl;
      if (height > MAX_TREE_HEIGHT) {
        throw ErrLogic.wrap(`node height ${height} cannot exceed ${MAX_TREE_HEIGHT}`);
      }
      await current.add({
        key: toByteString(key),
        value: height === 0 ? toByteString(value) : undefined,
        height,
        version: Number(nodeVersion),
      });
    } else {
      throw ErrLogic.wrap(`unknown snapshot item ${item?.$case ?? 'nil'}`);
    }
  }
  await current?.finish();
}
