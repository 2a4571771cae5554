import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, GoPanic, InternalError } from '../../core/errors.ts';
import { textBytes } from '../../core/go-text.ts';
import type { KVStore, StoreKey } from '../../core/store.ts';
import { PrefixStore, prefixIterator } from '../../store/prefix.ts';
import { EMPTY_BYTES } from '../../wire/runtime.ts';
import { textFromBytes } from '../../wire/utf8.ts';
import { subspacePrefix } from './keys.ts';
import type { ParamType } from './param-types.ts';

/** One parameter that proposals may set: its type and what values it may have. */
export interface Param<T> {
  readonly key: string;
  readonly type: ParamType<T>;
  /** Throws GoError when the value is not acceptable. */
  validate(value: T): void;
}

/** Any parameter, its type hidden. */
export interface AnyParam {
  readonly key: string;
  /** The value's text after reading it and checking it; GoError where Go has one. */
  normalize(json: string): string;
  /** Whether a stored text can be read; throws GoError. */
  read(json: string): void;
}

/** Hides the type of a parameter. */
export function param<T>(p: Param<T>): AnyParam {
  return {
    key: p.key,
    normalize(json) {
      const value = p.type.decode(json);
      try {
        p.validate(value);
      } catch (e) {
        if (e instanceof GoErrorBase) throw new GoError(`invalid parameter value: ${e.message}`, e);
        throw e;
      }
      return p.type.encode(value);
    },
    read(json) {
      p.type.decode(json);
    },
  };
}

/**
 * The parameters of one module as they were kept before modules kept their own. Only proposals write here, and no module
 * reads what they write. Source: cosmos-sdk x/params/types/subspace.go.
 */
export class Subspace {
  readonly name: string;
  private readonly storeKey: StoreKey;
  private readonly transientKey: StoreKey;
  private readonly prefix: Uint8Array;
  private readonly table = new Map<string, AnyParam>();

  constructor(name: string, storeKey: StoreKey, transientKey: StoreKey, params: readonly AnyParam[]) {
    this.name = name;
    this.storeKey = storeKey;
    this.transientKey = transientKey;
    this.prefix = subspacePrefix(name);
    for (const p of params) {
      if (this.table.has(p.key)) throw new InternalError(`parameter ${name}/${p.key} is registered twice`);
      this.table.set(p.key, p);
    }
  }

  private store(ctx: Context): KVStore {
    return new PrefixStore(ctx.kvStore(this.storeKey), this.prefix);
  }

  /** The stored text of a parameter, or undefined. */
  getRaw(ctx: Context, key: string): Uint8Array | undefined {
    return this.store(ctx).get(textBytes(key));
  }

  /** The keys that were ever set, in order. */
  keys(ctx: Context): string[] {
    const keys: string[] = [];
    const it = prefixIterator(this.store(ctx), EMPTY_BYTES);
    for (; it.valid(); it.next()) keys.push(textFromBytes(it.key()));
    it.close();
    return keys;
  }

  /** Sets a parameter from its JSON text. An unknown key is a panic, a bad value a GoError. */
  update(ctx: Context, key: string, json: string): void {
    const p = this.table.get(key);
    // PARITY: cosmos-sdk x/params/types/subspace.go: not an error.
    if (p === undefined) throw new GoPanic(`parameter ${key} not registered`);
    const before = this.getRaw(ctx, key);
    if (before !== undefined) readStored(p, textFromBytes(before));
    const text = p.normalize(json);
    const bytes = textBytes(key);
    this.store(ctx).set(bytes, textBytes(text));
    new PrefixStore(ctx.kvStore(this.transientKey), this.prefix).set(bytes, EMPTY_BYTES);
  }
}

/** A stored value that cannot be read is a panic. */
function readStored(p: AnyParam, json: string): void {
  try {
    p.read(json);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(e.message);
    throw e;
  }
}
