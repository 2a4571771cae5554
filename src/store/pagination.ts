import { GoError } from '../core/errors.ts';
import type { KVIterator, KVStore } from '../core/store.ts';
import type { PageRequest, PageResponse } from '../wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import { compareBytes, concatBytes, prefixEndBytes } from './keys.ts';

/**
 * Pages of query answers. Source: cosmos-sdk types/query. `store` is usually a PrefixStore; keys are handed out as the store has them.
 */

export const DEFAULT_LIMIT = 100n;

const NO_KEY = new Uint8Array(0);

interface Page {
  /** Undefined when absent or empty. */
  readonly key: Uint8Array | undefined;
  readonly offset: number;
  readonly limit: number;
  /** Offset + limit as a uint64, which may wrap around. */
  readonly end: number;
  /** The same and one more. */
  readonly past: number;
  readonly countTotal: boolean;
  readonly reverse: boolean;
}

/** Numbers of pairs fit into a double; what does not is beyond any store. */
function bounded(n: bigint): number {
  return n > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(n);
}

function normalize(request: PageRequest | undefined): Page {
  const limit = request === undefined || request.limit === 0n ? DEFAULT_LIMIT : request.limit;
  const offset = request?.offset ?? 0n;
  const key = request === undefined || request.key.length === 0 ? undefined : request.key;
  if (offset > 0n && key !== undefined) {
    throw new GoError('invalid request, either offset or key is expected, got both');
  }
  return {
    key,
    offset: bounded(offset),
    limit: bounded(limit),
    // PARITY: types/query/pagination.go Paginate: the sum wraps, so offset 2 with limit 2^64-1 ends at 1.
    end: bounded(BigInt.asUintN(64, offset + limit)),
    past: bounded(BigInt.asUintN(64, offset + limit + 1n)),
    countTotal: request === undefined || request.limit === 0n || request.countTotal,
    reverse: request?.reverse ?? false,
  };
}

function open(store: KVStore, page: Page): KVIterator {
  if (!page.reverse) return store.iterator(page.key, undefined);
  if (page.key === undefined) return store.reverseIterator(undefined, undefined);
  // The end is exclusive: it has to be the key behind the one asked for.
  const it = store.iterator(page.key, undefined);
  let end: Uint8Array | undefined;
  if (it.valid()) {
    it.next();
    // PARITY: types/query/pagination.go getIterator: past the last key this is a panic.
    end = it.key();
  }
  it.close();
  return store.reverseIterator(undefined, end);
}

function response(nextKey: Uint8Array | undefined, total: number): PageResponse {
  return { nextKey: nextKey ?? NO_KEY, total: BigInt(total) };
}

/** query.Paginate: calls `onResult` for the pairs of the page. Throws GoError for a page with both offset and key. */
export function paginate(
  store: KVStore,
  request: PageRequest | undefined,
  onResult: (key: Uint8Array, value: Uint8Array) => void,
): PageResponse {
  const page = normalize(request);
  const it = open(store, page);
  let nextKey: Uint8Array | undefined;
  let count = 0;
  for (; it.valid(); it.next()) {
    if (page.key !== undefined) {
      if (count === page.limit) {
        nextKey = it.key();
        break;
      }
      onResult(it.key(), it.value());
      count++;
      continue;
    }
    count++;
    if (count <= page.offset) continue;
    if (count <= page.end) onResult(it.key(), it.value());
    else if (count === page.end + 1) {
      nextKey = it.key();
      if (!page.countTotal) break;
    }
  }
  it.close();
  return response(nextKey, page.key === undefined && page.countTotal ? count : 0);
}

/**
 * query.FilteredPaginate: `onResult` says whether the pair is a hit; it keeps the pair only when `accumulate` is set. It is called for
 * pairs outside the page too.
 */
export function filteredPaginate(
  store: KVStore,
  request: PageRequest | undefined,
  onResult: (key: Uint8Array, value: Uint8Array, accumulate: boolean) => boolean,
): PageResponse {
  const page = normalize(request);
  const it = open(store, page);
  const byKey = page.key !== undefined;
  let nextKey: Uint8Array | undefined;
  let hits = 0;
  for (; it.valid(); it.next()) {
    if (byKey && hits === page.limit) {
      nextKey = it.key();
      break;
    }
    const accumulate = byKey || (hits >= page.offset && hits < page.end);
    if (onResult(it.key(), it.value(), accumulate)) hits++;
    // PARITY: types/query/filtered_pagination.go: with limit 2^64-1 one more is 0, which is reached before any hit.
    if (!byKey && hits === page.past) {
      nextKey ??= it.key();
      if (!page.countTotal) break;
    }
  }
  it.close();
  return response(nextKey, !byKey && page.countTotal ? hits : 0);
}

/**
 * query.GenericFilteredPaginate: decodes each value, lets `onResult` turn it into a result or drop it (undefined; in the reference a
 * result that encodes to nothing is dropped too).
 */
export function genericFilteredPaginate<T, F>(
  store: KVStore,
  request: PageRequest | undefined,
  decode: (value: Uint8Array) => T,
  onResult: (key: Uint8Array, value: T) => F | undefined,
): { results: F[]; pagination: PageResponse } {
  const results: F[] = [];
  const pagination = filteredPaginate(store, request, (key, value, accumulate) => {
    const result = onResult(key, decode(value));
    if (result === undefined) return false;
    if (accumulate) results.push(result);
    return true;
  });
  return { results, pagination };
}

export interface CollectionPage<T> {
  readonly results: T[];
  readonly pagination: PageResponse;
}

/**
 * query.CollectionPaginate and CollectionFilteredPaginate on the pairs of a collection: `store` is the collection's own part (a
 * PrefixStore); `keyPrefix` narrows it to keys that begin so (WithCollectionPaginationPairPrefix), and next keys come without it.
 * `transform` and `include` get whole keys. Without `include` every pair counts.
 */
export function collectionPaginate<T>(
  store: KVStore,
  request: PageRequest | undefined,
  transform: (key: Uint8Array, value: Uint8Array) => T,
  options: {
    readonly keyPrefix?: Uint8Array;
    readonly include?: (key: Uint8Array, value: Uint8Array) => boolean;
  } = {},
): CollectionPage<T> {
  const page = normalize(request);
  const prefixLength = options.keyPrefix?.length ?? 0;
  const it = openCollection(store, page, options.keyPrefix);
  if (it === undefined) return { results: [], pagination: response(undefined, 0) };
  const results: T[] = [];
  let nextKey: Uint8Array | undefined;
  let count = 0;
  if (page.key !== undefined) {
    for (; it.valid(); it.next()) {
      const key = it.key();
      const value = it.value();
      if (options.include?.(key, value) === false) continue;
      // PARITY: types/query/collections_pagination.go collFilteredPaginateByKey transforms the pair behind the page as well.
      const transformed = transform(key, value);
      if (count === page.limit) {
        nextKey = key;
        break;
      }
      results.push(transformed);
      count++;
    }
    it.close();
    return { results, pagination: response(nextKey?.subarray(prefixLength), 0) };
  }
  // PARITY: the offset skips pairs, not results; past the end there is neither a total nor an error.
  for (let i = 0; i < page.offset; i++) {
    if (!it.valid()) {
      it.close();
      return { results: [], pagination: response(undefined, 0) };
    }
    it.next();
  }
  for (; it.valid(); it.next()) {
    const key = it.key();
    if (count === page.limit) {
      nextKey = key;
      if (!page.countTotal) break;
    }
    if (options.include?.(key, it.value()) === false) continue;
    if (count < page.limit) results.push(transform(key, it.value()));
    count++;
  }
  it.close();
  const total = page.countTotal ? count + page.offset : 0;
  return { results, pagination: response(nextKey?.subarray(prefixLength), total) };
}

/** Undefined where the reference has an invalid iterator, which it answers with an empty page. */
function openCollection(store: KVStore, page: Page, keyPrefix: Uint8Array | undefined): KVIterator | undefined {
  const from = page.key === undefined ? keyPrefix : concatBytes(keyPrefix ?? NO_KEY, page.key);
  const start = page.reverse ? keyPrefix : from;
  const end = prefixEndBytes((page.reverse ? from : keyPrefix) ?? NO_KEY);
  if (start !== undefined && end !== undefined && compareBytes(start, end) > 0) return undefined;
  return page.reverse ? store.reverseIterator(start, end) : store.iterator(start, end);
}
