import { getHeapStatistics } from 'node:v8';

const LEAST = 128 << 20;

/**
 * Bytes of tree nodes to keep in memory: a quarter of what the heap may grow to, at least 128 MB. V8 takes that from the machine (some 4 GB
 * where there are 16) or from `--max-old-space-size`.
 */
export function nodeCacheBytes(): number {
  return Math.max(LEAST, Math.floor(getHeapStatistics().heap_size_limit / 4));
}
