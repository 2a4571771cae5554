import { expect } from 'vitest';
import { GoError, GoErrorBase } from '../../src/core/errors.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { NodeCache } from '../../src/store/iavl/cache.ts';
import { type ExportNode, exportNodes, Importer } from '../../src/store/iavl/export.ts';
import { MutableTree } from '../../src/store/iavl/mutable-tree.ts';
import { NodeDb } from '../../src/store/iavl/node-db.ts';
import { membershipProof, nonMembershipProof } from '../../src/store/iavl/proof.ts';
import { pruneFirstVersion } from '../../src/store/iavl/prune.ts';
import { CommitmentProof } from '../../src/wire/gen/cosmos/ics23/v1/proofs.ts';
import { bytesToHex, dump, hexToText, type Json, type Line, textToHex } from './lines.ts';

const PREFIX = new Uint8Array(0);

interface OpenOptions {
  initial_version: number;
  fast_index: boolean;
}

function hexOrNull(text: string | undefined): string | null {
  return text === undefined ? null : textToHex(text);
}

/** The Go text of a modelled error; anything else is thrown on. */
export async function goError(action: () => unknown): Promise<string | null> {
  try {
    await action();
    return null;
  } catch (e) {
    if (e instanceof GoErrorBase) return e.message;
    throw e;
  }
}

/** Plays the recorded calls on a tree and compares every answer. `budget` bounds the memory of nodes. */
export class IavlRunner {
  db = new MemoryDatabase();
  tree!: MutableTree;
  readonly cache: NodeCache;
  lines = 0;
  private exported: ExportNode[] = [];

  constructor(budget: number) {
    this.cache = new NodeCache(budget);
  }

  private open(db: MemoryDatabase, o: OpenOptions): MutableTree {
    const nodes = new NodeDb(db, PREFIX, 'test', this.cache);
    return new MutableTree(nodes, { initialVersion: o.initial_version, fastIndex: o.fast_index });
  }

  async run(lines: Line[]): Promise<void> {
    for (const line of lines) {
      const [kind, ...fields] = line;
      this.lines++;
      const step = this.steps[kind];
      if (step === undefined) throw new Error(`no step for ${kind}`);
      await step(fields, `line ${this.lines} ${JSON.stringify(line).slice(0, 120)}`);
    }
  }

  private iterate(start: Json, end: Json, ascending: boolean, limit: number): Json[] {
    const from = start === null ? undefined : hexToText(start as string);
    const to = end === null ? undefined : hexToText(end as string);
    const pairs: Json[] = [];
    for (const it = this.tree.iterate(from, to, ascending); it.leaf !== undefined; it.next()) {
      if (limit > 0 && pairs.length === limit) break;
      pairs.push([textToHex(it.leaf.key), textToHex(it.leaf.value)]);
    }
    return pairs;
  }

  private readonly steps: Record<string, (fields: Json[], where: string) => unknown> = {
    case: () => {},
    load: async ([target, options, found, version, hash, error], where) => {
      this.tree = this.open(this.db, options as unknown as OpenOptions);
      let latest = 0;
      const failure = await goError(async () => {
        latest = await this.tree.load(target as number);
      });
      expect(failure, where).toBe(error);
      if (error === null) expect(latest, where).toBe(found);
      expect([this.tree.version, textToHex(this.tree.savedHash())], where).toEqual([version, hash]);
    },
    set: ([key, value, updated], where) => {
      expect(this.tree.set(hexToText(key as string), hexToText(value as string)), where).toBe(updated);
    },
    del: ([key, removed, old], where) => {
      const value = this.tree.remove(hexToText(key as string));
      expect([value !== undefined, hexOrNull(value)], where).toEqual([removed, old]);
    },
    get: ([key, value, has, index, indexed], where) => {
      const k = hexToText(key as string);
      const found = this.tree.getWithIndex(k);
      expect([hexOrNull(this.tree.get(k)), this.tree.has(k), found.index, hexOrNull(found.value)], where).toEqual([
        value,
        has,
        index,
        indexed,
      ]);
      if (found.value !== undefined) expect(this.tree.getByIndex(found.index)?.key, where).toBe(k);
    },
    at: async ([version, key, value, error], where) => {
      let got: string | undefined;
      const failure = await goError(() => {
        if (this.tree.versionExists(version as number)) {
          got = this.tree.getImmutable(version as number).get(hexToText(key as string));
        }
      });
      expect([hexOrNull(got), failure], where).toEqual([value, error]);
    },
    working: ([version, hash], where) => {
      expect([this.tree.workingVersion, textToHex(this.tree.workingHash())], where).toEqual([version, hash]);
    },
    save: async ([version, hash, size, height], where) => {
      const batch = this.db.batch();
      const saved = this.tree.saveVersion(batch);
      await batch.write(true);
      this.tree.flushed();
      expect([saved.version, textToHex(saved.hash), this.tree.size, this.tree.height], where).toEqual([
        version,
        hash,
        size,
        height,
      ]);
      this.cache.epoch++;
      if (this.cache.full && this.tree.root !== undefined) this.cache.shrink([this.tree.root]);
    },
    rollback: ([hash], where) => {
      this.tree.rollback();
      expect(textToHex(this.tree.workingHash()), where).toBe(hash);
    },
    iter: ([start, end, ascending, limit, pairs], where) => {
      expect(this.iterate(start!, end!, ascending as boolean, limit as number), where).toEqual(pairs);
    },
    proof: async ([version, key, value, hash, proof, last], where) => {
      const v = version as number;
      const k = hexToText(key as string);
      if (proof === null) {
        expect(this.tree.versionExists(v), where).toBe(false);
        expect(last, where).toBe('version does not exist');
        return;
      }
      const tree = this.tree.getImmutable(v);
      expect([hexOrNull(tree.get(k)), textToHex(tree.hash())], where).toEqual([value, hash]);
      const message = value === null ? nonMembershipProof(tree, k) : membershipProof(tree, k);
      expect(bytesToHex(CommitmentProof.encode(message)), where).toBe(proof);
    },
    prune: async ([to, error, left], where) => {
      const batch = this.db.batch();
      const failure = await goError(() => {
        if (this.tree.nodes.latestVersion <= (to as number)) {
          throw new GoError(`latest version ${this.tree.nodes.latestVersion} is less than or equal to toVersion ${to}`);
        }
        while (this.tree.nodes.firstVersion <= (to as number)) pruneFirstVersion(this.tree, batch);
      });
      await batch.write(true);
      expect([failure, this.tree.availableVersions()], where).toEqual([error, left]);
    },
    overwrite: async ([version, error, hash], where) => {
      this.tree = this.open(this.db, { initial_version: 0, fast_index: true });
      expect(await goError(() => this.tree.loadForOverwriting(version as number)), where).toBe(error);
      expect(textToHex(this.tree.hash()), where).toBe(hash);
    },
    export: ([version, hash, nodes], where) => {
      const tree = this.tree.getImmutable(version as number);
      this.exported = [...exportNodes(tree)];
      expect(textToHex(tree.hash()), where).toBe(hash);
      expect(
        this.exported.map((n) => [textToHex(n.key), hexOrNull(n.value), n.height, n.version]),
        where,
      ).toEqual(nodes);
    },
    import: async ([version, hash, treeVersion, pairs], where) => {
      const db = new MemoryDatabase();
      const tree = this.open(db, { initial_version: 0, fast_index: true });
      const importer = new Importer(tree.nodes, version as number);
      const batch = db.batch();
      for (const node of this.exported) importer.add(batch, node);
      importer.finish(batch);
      await batch.write(true);
      await tree.load(version as number);
      expect([textToHex(tree.hash()), tree.version], where).toEqual([hash, treeVersion]);
      expect(await dump(db), where).toEqual(pairs);
    },
    raw: async ([pairs], where) => {
      expect(await dump(this.db), where).toEqual(pairs);
    },
  };
}
