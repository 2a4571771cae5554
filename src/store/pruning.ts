import { GoError } from '../core/errors.ts';
import type { Database } from './database.ts';
import { concatBytes, readU64be, u64be } from './keys.ts';

/** Which versions are deleted. `interval` 0: none. */
export interface PruningOptions {
  /** Versions that are kept before the one being committed. */
  readonly keepRecent: number;
  /** Versions are deleted at heights that are multiples of this. */
  readonly interval: number;
}

/** The strategies of `app.toml`'s `pruning` (`custom` takes its numbers from there). */
export const PRUNING: Readonly<Record<'default' | 'everything' | 'nothing', PruningOptions>> = {
  default: { keepRecent: 362880, interval: 10 },
  everything: { keepRecent: 2, interval: 10 },
  nothing: { keepRecent: 0, interval: 0 },
};

/** Checks numbers given by an operator (strategy `custom`). Throws GoError. */
export function validatePruning({ keepRecent, interval }: PruningOptions): void {
  const { everything } = PRUNING;
  const hint = 'For the most aggressive pruning, select pruning = "everything"';
  if (interval === 0) {
    throw new GoError(`'pruning-interval' must not be 0. If you want to disable pruning, select pruning = "nothing"`);
  }
  if (interval < everything.interval) {
    throw new GoError(`'pruning-interval' must not be less than ${everything.interval}. ${hint}`);
  }
  if (keepRecent < everything.keepRecent) {
    throw new GoError(`'pruning-keep-recent' must not be less than ${everything.keepRecent}. ${hint}`);
  }
}

// "s/prunesnapshotheights" -> heights u64be: snapshots that are done and not yet used up by pruning
const SNAPSHOT_HEIGHTS_KEY: Uint8Array = Buffer.from('s/prunesnapshotheights', 'latin1');
const HEIGHT_LENGTH = 8;

/**
 * Decides up to which version to prune. Versions that a snapshot still has to be taken of stay: nothing at or past the first height of
 * the snapshot interval that is not done. Source: cosmossdk.io/store/pruning/manager.go.
 */
export class PruningManager {
  readonly options: PruningOptions;
  /** Heights between snapshots; 0: no snapshots. */
  snapshotInterval = 0;
  /** Heights of snapshots that are done; the first one ends the unbroken row that began at 0. */
  private snapshotHeights: number[] = [0];
  private readonly db: Database;

  constructor(db: Database, options: PruningOptions) {
    this.db = db;
    this.options = options;
  }

  get enabled(): boolean {
    return this.options.interval > 0;
  }

  /** Reads the heights of finished snapshots. Throws GoError when they make no sense. */
  load(): void {
    if (!this.enabled) return;
    const bytes = this.db.get(SNAPSHOT_HEIGHTS_KEY);
    if (bytes === undefined || bytes.length === 0) return;
    const heights: number[] = [];
    for (let offset = 0; offset < bytes.length; offset += HEIGHT_LENGTH) {
      const height = BigInt.asIntN(64, readU64be(bytes, offset));
      if (height < 0n) throw new GoError(`failed to get pruned heights: ${height}`);
      heights.push(Number(height));
    }
    this.snapshotHeights = heights;
  }

  /** The snapshot of `height` is done (or failed): its version may go. */
  async snapshotDone(height: number): Promise<void> {
    if (!this.enabled || height <= 0) return;
    const heights = [...this.snapshotHeights, height].sort((a, b) => a - b);
    let last = 0;
    while (last + 1 < heights.length && heights[last + 1] === heights[last]! + this.snapshotInterval) last++;
    this.snapshotHeights = heights.slice(last);
    const batch = this.db.batch();
    batch.put(SNAPSHOT_HEIGHTS_KEY, concatBytes(...this.snapshotHeights.map((h) => u64be(BigInt(h)))));
    await batch.write(true);
  }

  /** The last version to delete when `height` is committed; 0: none. */
  pruneTo(height: number): number {
    const { keepRecent, interval } = this.options;
    if (!this.enabled || height % interval !== 0 || height <= keepRecent) return 0;
    const target = height - 1 - keepRecent;
    if (this.snapshotInterval <= 0) return target;
    const first = this.snapshotHeights[0];
    if (first === undefined) return 0;
    return Math.min(target, first + this.snapshotInterval - 1);
  }
}
