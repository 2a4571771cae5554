import { InternalError } from '../core/errors.ts';
import { type ByteIterator, ByteKVStore } from './byte-store.ts';
import { type ByteString, fromByteString, toByteString } from './bytestring.ts';
import type { ImmutableTree } from './iavl/immutable-tree.ts';
import type { TreeIterator } from './iavl/iterator.ts';
import type { MutableTree } from './iavl/mutable-tree.ts';

/** The working tree of one store. */
export class IavlKVStore extends ByteKVStore {
  readonly tree: MutableTree;
  constructor(tree: MutableTree) {
    super();
    this.tree = tree;
  }
  getB(key: ByteString): Uint8Array | undefined {
    const value = this.tree.get(key);
    return value === undefined ? undefined : fromByteString(value);
  }
  setB(key: ByteString, value: Uint8Array): void {
    this.tree.set(key, toByteString(value));
  }
  override setText(key: ByteString, value: ByteString): void {
    this.tree.set(key, value);
  }
  deleteB(key: ByteString): void {
    this.tree.remove(key);
  }
  iterateB(start: ByteString | undefined, end: ByteString | undefined, ascending: boolean): ByteIterator {
    return new IavlIterator(this.tree.iterate(start, end, ascending));
  }
}

/** A saved version of one store, for queries. Writing to it is a bug; branches on top of it may be written to but not flushed. */
export class IavlVersionKVStore extends ByteKVStore {
  private readonly tree: ImmutableTree;
  constructor(tree: ImmutableTree) {
    super();
    this.tree = tree;
  }
  getB(key: ByteString): Uint8Array | undefined {
    const value = this.tree.get(key);
    return value === undefined ? undefined : fromByteString(value);
  }
  setB(): void {
    throw new InternalError(`store ${this.tree.nodes.name}: version ${this.tree.version} is read only`);
  }
  deleteB(): void {
    this.setB();
  }
  iterateB(start: ByteString | undefined, end: ByteString | undefined, ascending: boolean): ByteIterator {
    return new IavlIterator(this.tree.iterate(start, end, ascending));
  }
}

class IavlIterator implements ByteIterator {
  private readonly inner: TreeIterator;
  constructor(inner: TreeIterator) {
    this.inner = inner;
  }
  get valid(): boolean {
    return this.inner.leaf !== undefined;
  }
  get key(): ByteString {
    return this.inner.leaf!.key;
  }
  get value(): Uint8Array {
    return fromByteString(this.inner.leaf!.value);
  }
  next(): void {
    this.inner.next();
  }
}
