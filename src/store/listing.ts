import { encodeKey, type KeyCodec } from '../core/collections-codec.ts';
import type { Context } from '../core/context.ts';
import { GoErrorBase, GrpcCode, GrpcError } from '../core/errors.ts';
import type { IndexedMap, MultiIndex } from '../core/indexed-map.ts';
import type { PageRequest, PageResponse } from '../wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import { decodePageKey, encodePageKey } from './page-key.ts';
import { DEFAULT_LIMIT } from './pagination.ts';

/**
 * Pages of the records of an {@link IndexedMap} that have a state: of one owner, of one reference of an index, or of all, one state
 * after another. Source: node x/deployment/keeper/grpc_query.go, x/market/keeper/grpc_query.go.
 */

const NOTHING = new Uint8Array(0);

const invalid = (text: string): GrpcError => new GrpcError(GrpcCode.InvalidArgument, text);

function statusOf<T>(code: number, run: () => T): T {
  try {
    return run();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GrpcError(code, e.message);
    throw e;
  }
}

/** Go errors of `run` become gRPC's Internal. */
export function internally<T>(run: () => T): T {
  return statusOf(GrpcCode.Internal, run);
}

/** A request for a page, read. */
export interface ListingPage<K> {
  /** States that are wanted, in their order. */
  readonly states: readonly number[];
  /** Where to go on; then the request's filters choose nothing but records. */
  readonly from: K | undefined;
  /** What the listing had put into the key that is gone on from. */
  readonly extra: Uint8Array;
  readonly offset: bigint;
  readonly limit: bigint;
  readonly reverse: boolean;
}

export interface ListingOptions<K> {
  /** The states by name; invalid is 0. */
  readonly states: Readonly<Record<string, number>>;
  /** State to list; empty for all. */
  readonly state: string;
  readonly key: KeyCodec<K>;
  /** The exact number of extra bytes of a key, when it is checked. */
  readonly extraLength?: number;
}

/** Throws GrpcError. */
export function openListing<K>(request: PageRequest | undefined, options: ListingOptions<K>): ListingPage<K> {
  const { states, state, key } = options;
  const offset = request?.offset ?? 0n;
  if (offset > 0n && state === '') {
    throw invalid('invalid request parameters. if offset is set, filter.state must be provided');
  }
  const limit = request === undefined || request.limit === 0n ? DEFAULT_LIMIT : request.limit;
  const page = { offset, limit, reverse: request?.reverse ?? false };
  if (request !== undefined && request.key.length > 0) {
    const given = statusOf(GrpcCode.InvalidArgument, () => decodePageKey(request.key));
    const { extra } = given;
    if (options.extraLength !== undefined && extra.length !== options.extraLength) {
      throw invalid('invalid pagination key');
    }
    const from = internally(() => key.read(given.key, true)[1]);
    return { ...page, states: [...given.states], from, extra };
  }
  if (state === '') {
    const all = Object.values(states).filter((s) => s !== 0);
    return { ...page, states: all.sort((a, b) => a - b), from: undefined, extra: NOTHING };
  }
  const wanted = Object.hasOwn(states, state) ? states[state]! : 0;
  if (wanted === 0) throw invalid('invalid state value');
  return { ...page, states: [wanted], from: undefined, extra: NOTHING };
}

/** One walk of a listing. */
export interface Walk<V> {
  /** What the page key says when the walk is left: the states that remain. */
  readonly states: readonly number[];
  run(visit: (value: V) => boolean): void;
}

export interface Collect<V, R> {
  readonly walks: Iterable<Walk<V>>;
  readonly extra: Uint8Array;
  /** The bytes of a record's primary key. */
  keyOf(value: V): Uint8Array;
  /** Whether the record is one that was asked for. */
  accept(value: V): boolean;
  answer(value: V): R;
}

/** Collects a page. Go errors become gRPC's Internal. */
export function collectListing<V, R>(
  page: { readonly offset: bigint; readonly limit: bigint },
  { walks, extra, keyOf, accept, answer }: Collect<V, R>,
): { results: R[]; pagination: PageResponse } {
  const results: R[] = [];
  let { offset, limit } = page;
  let nextKey: Uint8Array | undefined;
  for (const walk of walks) {
    if (nextKey !== undefined) break;
    internally(() =>
      walk.run((value) => {
        if (!accept(value)) return false;
        if (offset > 0n) {
          offset--;
          return false;
        }
        if (limit === 0n) {
          const states = Uint8Array.from(walk.states);
          nextKey = encodePageKey({ states, prefix: states.subarray(0, 1), key: keyOf(value), extra });
          return true;
        }
        results.push(answer(value));
        limit--;
        return false;
      }),
    );
  }
  return { results, pagination: { nextKey: nextKey ?? NOTHING, total: BigInt(results.length) } };
}

/** The walk over the records whose key begins with a part of it. */
export function partWalk<K, V extends object, P>(
  ctx: Context,
  map: IndexedMap<K, V>,
  page: ListingPage<K>,
  codec: KeyCodec<P>,
  part: P,
): Walk<V>[] {
  return [{ states: page.states, run: (visit) => map.walk(ctx, visit, codec, part, page) }];
}

/** The walk over the records of one reference of an index. */
export function indexWalk<K, V extends object, R>(
  ctx: Context,
  map: IndexedMap<K, V>,
  page: ListingPage<K>,
  index: MultiIndex<R, V>,
  ref: R,
): Walk<V>[] {
  return [{ states: page.states, run: (visit) => map.scan(ctx, index, ref, visit, page) }];
}

/** One walk a state, in reverse order of states when a reverse listing begins. */
export function stateWalks<K, V extends object>(
  ctx: Context,
  map: IndexedMap<K, V>,
  page: ListingPage<K>,
  index: MultiIndex<number, V>,
): Walk<V>[] {
  const { from, reverse } = page;
  const states = reverse && from === undefined ? page.states.toReversed() : page.states;
  return states.map((state, i) => ({
    states: states.slice(i),
    run: (visit) => map.scan(ctx, index, state, visit, { from: i === 0 ? from : undefined, reverse }),
  }));
}

/** The bytes of a primary key, as page keys hold it. */
export function keyBytes<K>(codec: KeyCodec<K>, key: K): Uint8Array {
  return encodeKey(NOTHING, codec, key);
}
