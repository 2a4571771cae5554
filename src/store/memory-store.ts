import { type ByteIterator, ByteKVStore } from './byte-store.ts';
import type { ByteString } from './bytestring.ts';
import { SortedMap, type SortedMapIterator } from './sorted-map.ts';

/** A store that is not part of the application hash and lives in memory: transient (emptied by each commit) or memory (kept). */
export class MemoryKVStore extends ByteKVStore {
  private map = new Map<ByteString, Uint8Array>();
  private sorted: SortedMap<Uint8Array | undefined> | undefined;

  getB(key: ByteString): Uint8Array | undefined {
    return this.map.get(key);
  }

  setB(key: ByteString, value: Uint8Array): void {
    this.map.set(key, value);
    this.sorted?.set(key, value);
  }

  deleteB(key: ByteString): void {
    if (this.map.delete(key)) this.sorted?.set(key, undefined);
  }

  iterateB(start: ByteString | undefined, end: ByteString | undefined, ascending: boolean): ByteIterator {
    if (this.sorted === undefined) {
      this.sorted = new SortedMap();
      for (const [key, value] of this.map) this.sorted.set(key, value);
    }
    return new PresentIterator(this.sorted.iterate(start, end, ascending));
  }

  clear(): void {
    if (this.map.size === 0) return;
    this.map = new Map();
    this.sorted = undefined;
  }
}

/** Skips keys that were removed. */
class PresentIterator implements ByteIterator {
  private readonly inner: SortedMapIterator<Uint8Array | undefined>;
  constructor(inner: SortedMapIterator<Uint8Array | undefined>) {
    this.inner = inner;
    this.skip();
  }
  get valid(): boolean {
    return this.inner.valid;
  }
  get key(): ByteString {
    return this.inner.key;
  }
  get value(): Uint8Array {
    return this.inner.value!;
  }
  next(): void {
    this.inner.next();
    this.skip();
  }
  private skip(): void {
    while (this.inner.valid && this.inner.value === undefined) this.inner.next();
  }
}
