import type { Context } from '../../core/context.ts';
import { GoErrorBase, GoPanic, GrpcCode, GrpcError, nilPointer } from '../../core/errors.ts';
import { concatBytes } from '../../store/keys.ts';
import { decodePageKey, encodePageKey } from '../../store/page-key.ts';
import { DEFAULT_LIMIT, filteredPaginate } from '../../store/pagination.ts';
import { PrefixStore } from '../../store/prefix.ts';
import { AccountState } from '../../wire/gen/akash/escrow/types/v1/account.ts';
import { PaymentState } from '../../wire/gen/akash/escrow/types/v1/payment.ts';
import { State } from '../../wire/gen/akash/escrow/types/v1/state.ts';
import type { QueryServer } from '../../wire/gen/akash/escrow/v1/query.ts';
import { PageRequest, type PageResponse } from '../../wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import type { EscrowKeeper } from './keeper.ts';
import { ACCOUNT_PREFIX, PAYMENT_PREFIX, parseAccountKey, parsePaymentKey, stateKey } from './keys.ts';

/** What both listings ask for. */
interface ListingRequest {
  readonly state: string;
  readonly xid: string;
  readonly pagination: PageRequest | undefined;
}

const NO_KEY = new Uint8Array(0);
const ALL: readonly number[] = [State.open, State.closed, State.overdrawn];
const isState = (name: string): name is keyof typeof State => Object.hasOwn(State, name);

/** akash.escrow.v1.Query. */
export function escrowQueryServer(k: EscrowKeeper): QueryServer<Context> {
  return {
    accounts(ctx, req) {
      const { results, pagination } = list(k, ctx, req, ACCOUNT_PREFIX, (key, value) => ({
        id: parseAccountKey(key),
        state: AccountState.decode(value),
      }));
      return { accounts: results, pagination };
    },
    payments(ctx, req) {
      const { results, pagination } = list(k, ctx, req, PAYMENT_PREFIX, (key, value) => ({
        id: parsePaymentKey(key),
        state: PaymentState.decode(value),
      }));
      return { payments: results, pagination };
    },
  };
}

const internal = (e: unknown): unknown => (e instanceof GoErrorBase ? new GrpcError(GrpcCode.Internal, e.message) : e);

/** Where the listing begins: the states to be walked and, within the first, the key. */
function begin(req: ListingRequest): { states: number[]; prefix: Uint8Array; key: Uint8Array } {
  const given = req.pagination?.key ?? NO_KEY;
  if (given.length > 0) {
    try {
      const { states, prefix, key } = decodePageKey(given);
      return { states: [...states], prefix, key };
    } catch (e) {
      throw internal(e);
    }
  }
  if (req.state === '') return { states: [...ALL], prefix: NO_KEY, key: NO_KEY };
  const state = isState(req.state) ? State[req.state] : State.invalid;
  if (state === State.invalid) throw new GrpcError(GrpcCode.InvalidArgument, 'invalid state value');
  return { states: [state], prefix: NO_KEY, key: NO_KEY };
}

/**
 * Records of one state after another, those whose id begins with the request's `xid`.
 *
 * PARITY: node x/escrow/keeper/grpc_query.go: no record counts as a hit, so a page is always the whole of a state; the number of its records is
 * taken from the limit, which wraps below zero; and a limit of 2^64-1 ends the first state after one record.
 */
function list<T>(
  k: EscrowKeeper,
  ctx: Context,
  req: ListingRequest,
  recordPrefix: Uint8Array,
  read: (key: Uint8Array, value: Uint8Array) => T,
): { results: T[]; pagination: PageResponse } {
  const { states, key: resumed, ...start } = begin(req);
  const asked = req.pagination ?? PageRequest.create();
  let limit = asked.limit === 0n ? DEFAULT_LIMIT : asked.limit;
  let prefix = start.prefix;
  const results: T[] = [];
  let pagination: PageResponse | undefined;
  for (const [i, state] of states.entries()) {
    const key = i === 0 ? resumed : NO_KEY;
    if (key.length === 0) {
      if (!ALL.includes(state)) throw new GoPanic('invalid state 0');
      prefix = stateKey(recordPrefix, state, req.xid);
    }
    const before = results.length;
    try {
      const page = { ...asked, key, limit };
      pagination = filteredPaginate(new PrefixStore(k.store(ctx), prefix), page, (rest, value) => {
        results.push(read(concatBytes(prefix, rest), value));
        return false;
      });
    } catch (e) {
      throw internal(e);
    }
    limit = BigInt.asUintN(64, limit - BigInt(results.length - before));
    if (limit !== 0n) continue;
    if (pagination.nextKey.length > 0) {
      const nextKey = encodePageKey({
        states: Uint8Array.from(states.slice(i)),
        prefix,
        key: pagination.nextKey,
        extra: NO_KEY,
      });
      pagination = { ...pagination, nextKey };
    }
    break;
  }
  // PARITY: node x/escrow/keeper/grpc_query.go: a page key without states is a nil dereference.
  if (pagination === undefined) throw nilPointer();
  return { results, pagination: { ...pagination, total: BigInt(results.length) } };
}
