import type { KVIterator } from '../../core/store.ts';

/** Goes through an iterator until `fn` returns true, and closes it. */
export function walk(it: KVIterator, fn: (it: KVIterator) => boolean | undefined): void {
  try {
    for (; it.valid(); it.next()) if (fn(it) === true) break;
  } finally {
    it.close();
  }
}
