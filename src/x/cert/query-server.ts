import type { Context } from '../../core/context.ts';
import { GoErrorBase, GrpcCode, GrpcError, nilPointer } from '../../core/errors.ts';
import { accAddressFromBech32 } from '../../crypto/address.ts';
import { concatBytes } from '../../store/keys.ts';
import { decodePageKey, encodePageKey } from '../../store/page-key.ts';
import { DEFAULT_LIMIT, filteredPaginate } from '../../store/pagination.ts';
import { PrefixStore } from '../../store/prefix.ts';
import { State } from '../../wire/gen/akash/cert/v1/cert.ts';
import type { CertificateFilter } from '../../wire/gen/akash/cert/v1/filters.ts';
import type { CertificateResponse, QueryCertificatesRequest, QueryServer } from '../../wire/gen/akash/cert/v1/query.ts';
import { PageRequest, type PageResponse } from '../../wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import { type CertKeeper, unmarshalCertificate } from './keeper.ts';
import { ownerPrefix, serialPrefix, statePrefix } from './keys.ts';
import { parseSerial } from './serial.ts';

const NO_KEY = new Uint8Array(0);
const STATES: ReadonlyMap<string, State> = new Map(Object.entries(State));

/** Where a listing begins: states one after another, and within the first one a prefix and key of an earlier page. */
interface Start {
  readonly states: Uint8Array;
  readonly prefix: Uint8Array;
  readonly key: Uint8Array;
}

/** Source: node x/cert/keeper/grpc_query.go. */
export function certQueryServer(k: CertKeeper): QueryServer<Context> {
  return {
    certificates(ctx, req) {
      if (req.pagination !== undefined && req.pagination.offset > 0n && req.filter.state === '') {
        throw new GrpcError(
          GrpcCode.InvalidArgument,
          'invalid request parameters. if offset is set, filter.state must be provided',
        );
      }
      return list(k, ctx, req.filter, PageRequest.create(req.pagination), startOf(req));
    },
  };
}

function startOf({ filter, pagination }: QueryCertificatesRequest): Start {
  if (pagination !== undefined && pagination.key.length > 0) {
    const { key: pageKey } = pagination;
    return asInternal(() => decodePageKey(pageKey));
  }
  if (filter.state === '') {
    return { states: Uint8Array.of(State.valid, State.revoked), prefix: NO_KEY, key: NO_KEY };
  }
  const state = STATES.get(filter.state) ?? State.invalid;
  if (state === State.invalid) throw new GrpcError(GrpcCode.InvalidArgument, 'invalid state value');
  return { states: Uint8Array.of(state), prefix: NO_KEY, key: NO_KEY };
}

function list(k: CertKeeper, ctx: Context, filter: CertificateFilter, page: PageRequest, start: Start) {
  const certificates: CertificateResponse[] = [];
  let limit = page.limit === 0n ? DEFAULT_LIMIT : page.limit;
  let pagination: PageResponse | undefined;
  let { prefix, key } = start;
  for (let i = 0; i < start.states.length; i++) {
    if (i > 0) key = NO_KEY;
    if (key.length === 0) prefix = asInternal(() => filterToPrefix(filter, start.states[i]!));
    const found: CertificateResponse[] = [];
    const store = new PrefixStore(ctx.kvStore(k.storeKey), prefix);
    // PARITY: node x/cert/keeper/grpc_query.go: the total is that of this page, whatever was asked for.
    const answer = asInternal(() =>
      filteredPaginate(store, { ...page, key, limit }, (at, value, accumulate) => {
        if (accumulate) found.push(unmarshalCertificate(concatBytes(prefix, at), value).certificate);
        return true;
      }),
    );
    certificates.push(...found);
    pagination = answer;
    limit -= BigInt(found.length);
    if (limit === 0n) {
      if (answer.nextKey.length > 0) {
        const states = start.states.subarray(i);
        const nextKey = asInternal(() => encodePageKey({ states, prefix, key: answer.nextKey, extra: NO_KEY }));
        pagination = { ...answer, nextKey };
      }
      break;
    }
  }
  // A page key may name no state at all.
  if (pagination === undefined) throw nilPointer();
  return { certificates, pagination: { ...pagination, total: BigInt(certificates.length) } };
}

/** `state` is any byte of a page key: one that is no state is a panic. */
function filterToPrefix(filter: CertificateFilter, state: number): Uint8Array {
  const prefix = statePrefix(state);
  if (filter.owner === '') return prefix;
  const owner = accAddressFromBech32(filter.owner);
  if (filter.serial === '') return ownerPrefix(state, owner);
  const serial = parseSerial(filter.serial);
  // PARITY: node x/cert/keeper/key.go filterToPrefix: a serial number that is none is a nil pointer.
  if (serial === undefined) throw nilPointer();
  return ownerPrefix(state, owner, serialPrefix(serial));
}

function asInternal<T>(f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GrpcError(GrpcCode.Internal, e.message);
    throw e;
  }
}
