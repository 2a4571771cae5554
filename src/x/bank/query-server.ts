import type { Context } from '../../core/context.ts';
import { GoErrorBase, GrpcCode, GrpcError } from '../../core/errors.ts';
import { accAddressCodec, accAddressToBech32 } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import { collectionPaginate, paginate } from '../../store/pagination.ts';
import { Metadata } from '../../wire/gen/cosmos/bank/v1beta1/bank.ts';
import type * as q from '../../wire/gen/cosmos/bank/v1beta1/query.ts';
import type { PageRequest } from '../../wire/gen/cosmos/base/query/v1beta1/pagination.ts';
import { BoolValue } from '../../wire/gen/google/protobuf/wrappers.ts';
import { decodeBalance, decodeInt } from './int-value.ts';
import type { BankKeeper } from './keeper.ts';
import {
  BALANCES_PREFIX,
  balancesPrefix,
  DENOM_ADDRESS_PREFIX,
  DENOM_METADATA_PREFIX,
  denomAddressPrefix,
  SEND_ENABLED_PREFIX,
  SUPPLY_PREFIX,
} from './keys.ts';
import { textOf } from './view-keeper.ts';

/** Source: cosmos-sdk x/bank/keeper/grpc_query.go. */
export class BankQueryServer implements q.QueryServer<Context> {
  private readonly keeper: BankKeeper;

  constructor(keeper: BankKeeper) {
    this.keeper = keeper;
  }

  balance(ctx: Context, req: q.QueryBalanceRequest): q.QueryBalanceResponse {
    checkDenom(req.denom);
    return { balance: this.keeper.getBalance(ctx, address(req.address), req.denom) };
  }

  allBalances(ctx: Context, req: q.QueryAllBalancesRequest): q.QueryAllBalancesResponse {
    const { results, pagination } = this.balancePage(ctx, req.address, req.pagination, (denom, amount) => {
      const metadata = req.resolveDenom ? this.keeper.getDenomMetaData(ctx, denom) : undefined;
      return Coins.newCoin(metadata?.display ?? denom, amount);
    });
    return { balances: results, pagination };
  }

  spendableBalances(ctx: Context, req: q.QuerySpendableBalancesRequest): q.QuerySpendableBalancesResponse {
    const { results, pagination } = this.balancePage(ctx, req.address, req.pagination, (denom) => denom);
    const spendable = this.keeper.spendableCoins(ctx, address(req.address));
    return { balances: results.map((denom) => Coins.newCoin(denom, Coins.amountOf(spendable, denom))), pagination };
  }

  private balancePage<T>(
    ctx: Context,
    of: string,
    page: PageRequest | undefined,
    transform: (denom: string, amount: bigint) => T,
  ): { results: T[]; pagination: q.QueryAllBalancesResponse['pagination'] } {
    const keyPrefix = balancesPrefix(address(of)).subarray(1);
    const store = this.keeper.prefixStore(ctx, BALANCES_PREFIX);
    return asInvalidArgument('paginate: ', () =>
      collectionPaginate(store, page, (key, value) => transform(textOf(key, keyPrefix.length), decodeBalance(value)), {
        keyPrefix,
      }),
    );
  }

  spendableBalanceByDenom(
    ctx: Context,
    req: q.QuerySpendableBalanceByDenomRequest,
  ): q.QuerySpendableBalanceByDenomResponse {
    const of = address(req.address);
    checkDenom(req.denom);
    return { balance: this.keeper.spendableCoin(ctx, of, req.denom) };
  }

  totalSupply(ctx: Context, req: q.QueryTotalSupplyRequest): q.QueryTotalSupplyResponse {
    const { results, pagination } = asInternal(() =>
      collectionPaginate(
        this.keeper.prefixStore(ctx, SUPPLY_PREFIX),
        req.pagination,
        (key, value): Coin => Coins.newCoin(textOf(key, 0), decodeInt(value)),
      ),
    );
    return { supply: results, pagination };
  }

  supplyOf(ctx: Context, req: q.QuerySupplyOfRequest): q.QuerySupplyOfResponse {
    checkDenom(req.denom);
    return { amount: this.keeper.getSupply(ctx, req.denom) };
  }

  params(ctx: Context): q.QueryParamsResponse {
    return { params: this.keeper.getParams(ctx) };
  }

  denomsMetadata(ctx: Context, req: q.QueryDenomsMetadataRequest): q.QueryDenomsMetadataResponse {
    const metadatas: Metadata[] = [];
    const store = this.keeper.prefixStore(ctx, DENOM_METADATA_PREFIX);
    const pagination = asInternal(() =>
      paginate(store, req.pagination, (_, value) => {
        metadatas.push(Metadata.decode(value));
      }),
    );
    return { metadatas, pagination };
  }

  denomMetadata(ctx: Context, req: { denom: string }): q.QueryDenomMetadataResponse {
    checkDenom(req.denom);
    const metadata = this.keeper.getDenomMetaData(ctx, req.denom);
    if (metadata === undefined) {
      throw new GrpcError(GrpcCode.NotFound, `client metadata for denom ${req.denom}`);
    }
    return { metadata };
  }

  denomMetadataByQueryString(
    ctx: Context,
    req: q.QueryDenomMetadataByQueryStringRequest,
  ): q.QueryDenomMetadataByQueryStringResponse {
    return this.denomMetadata(ctx, req);
  }

  denomOwners(ctx: Context, req: q.QueryDenomOwnersRequest): q.QueryDenomOwnersResponse {
    checkDenom(req.denom);
    const keyPrefix = denomAddressPrefix(req.denom).subarray(1);
    const { results, pagination } = collectionPaginate(
      this.keeper.prefixStore(ctx, DENOM_ADDRESS_PREFIX),
      req.pagination,
      (key): q.DenomOwner => {
        const owner = key.subarray(keyPrefix.length + 1);
        return { address: accAddressToBech32(owner), balance: this.keeper.getBalance(ctx, owner, req.denom) };
      },
      { keyPrefix },
    );
    return { denomOwners: results, pagination };
  }

  denomOwnersByQuery(ctx: Context, req: q.QueryDenomOwnersByQueryRequest): q.QueryDenomOwnersByQueryResponse {
    return this.denomOwners(ctx, req);
  }

  sendEnabled(ctx: Context, req: q.QuerySendEnabledRequest): q.QuerySendEnabledResponse {
    if (req.denoms.length > 0) {
      const entries = req.denoms.map((denom) => this.keeper.getSendEnabledEntry(ctx, denom));
      return { sendEnabled: entries.filter((e) => e !== undefined), pagination: undefined };
    }
    const { results, pagination } = asInternal(() =>
      collectionPaginate(this.keeper.prefixStore(ctx, SEND_ENABLED_PREFIX), req.pagination, (key, value) => ({
        denom: textOf(key, 0),
        enabled: BoolValue.decode(value).value,
      })),
    );
    return { sendEnabled: results, pagination };
  }
}

function checkDenom(denom: string): void {
  const why = Coins.denomProblem(denom);
  if (why !== undefined) throw new GrpcError(GrpcCode.InvalidArgument, why);
}

function address(text: string): Uint8Array {
  return asInvalidArgument('invalid address: ', () => accAddressCodec.toBytes(text));
}

function asInvalidArgument<T>(detail: string, f: () => T): T {
  return asStatus(GrpcCode.InvalidArgument, detail, f);
}

function asInternal<T>(f: () => T): T {
  return asStatus(GrpcCode.Internal, '', f);
}

/** Turns a Go error into a gRPC status; panics pass. */
function asStatus<T>(code: number, detail: string, f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GrpcError(code, `${detail}${e.message}`);
    throw e;
  }
}
