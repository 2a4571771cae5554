/** A map that forgets: it holds at least the `size` entries used last and at most twice as many. */
export class BoundedCache<K, V> {
  readonly #size: number;
  #young = new Map<K, V>();
  #old = new Map<K, V>();
  constructor(size: number) {
    this.#size = size;
  }
  /** About how many entries there are: entries that were moved up count twice. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }
  get(key: K): V | undefined {
    const v = this.#young.get(key);
    if (v !== undefined) return v;
    const w = this.#old.get(key);
    if (w !== undefined) this.set(key, w);
    return w;
  }
  set(key: K, value: V): void {
    if (this.#young.size >= this.#size) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
