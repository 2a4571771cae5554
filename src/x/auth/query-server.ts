import type { Context } from '../../core/context.ts';
import { GoError, GrpcCode, GrpcError } from '../../core/errors.ts';
import { compareText, trimSpace } from '../../core/go-text.ts';
import { ACC_PREFIX, accAddressCodec, accAddressToBech32 } from '../../crypto/address.ts';
import { toAny } from '../../crypto/pubkey.ts';
import { collectionPaginate } from '../../store/pagination.ts';
import type * as q from '../../wire/gen/cosmos/auth/v1beta1/query.ts';
import { Any } from '../../wire/gen/google/protobuf/any.ts';
import type { AccountI } from './account.ts';
import type { AccountKeeper } from './keeper.ts';

/** Source: cosmos-sdk x/auth/keeper/grpc_query.go. */
export class AuthQueryServer implements q.QueryServer<Context> {
  private readonly keeper: AccountKeeper;

  constructor(keeper: AccountKeeper) {
    this.keeper = keeper;
  }

  accounts(ctx: Context, req: q.QueryAccountsRequest): q.QueryAccountsResponse {
    // Accounts are stored as the Any that is answered.
    const { results, pagination } = collectionPaginate(
      this.keeper.accountStore(ctx),
      req.pagination,
      (_, value): Any => Any.decode(value),
    );
    return { accounts: results, pagination };
  }

  account(ctx: Context, req: q.QueryAccountRequest): q.QueryAccountResponse {
    return { account: this.keeper.packAccount(this.find(ctx, req.address, 'Address cannot be empty')) };
  }

  accountInfo(ctx: Context, req: q.QueryAccountInfoRequest): q.QueryAccountInfoResponse {
    const account = this.find(ctx, req.address, 'address cannot be empty');
    const pubKey = account.getPubKey();
    return {
      info: {
        address: req.address,
        pubKey: pubKey && toAny(pubKey),
        accountNumber: account.getAccountNumber(),
        sequence: account.getSequence(),
      },
    };
  }

  private find(ctx: Context, address: string, empty: string): AccountI {
    if (address === '') throw new GrpcError(GrpcCode.InvalidArgument, empty);
    const account = this.keeper.getAccount(ctx, accAddressCodec.toBytes(address));
    if (account === undefined) throw notFound(address);
    return account;
  }

  accountAddressByID(ctx: Context, req: q.QueryAccountAddressByIDRequest): q.QueryAccountAddressByIDResponse {
    if (req.id !== 0n) {
      throw new GrpcError(
        GrpcCode.InvalidArgument,
        "requesting with id isn't supported, try to request using account-id",
      );
    }
    const address = this.keeper.getAddressByNumber(ctx, req.accountId);
    if (address === undefined) {
      throw new GrpcError(GrpcCode.NotFound, `account address not found with account number ${req.accountId}`);
    }
    return { accountAddress: accAddressToBech32(address) };
  }

  params(ctx: Context): q.QueryParamsResponse {
    return { params: this.keeper.getParams(ctx) };
  }

  moduleAccounts(ctx: Context): q.QueryModuleAccountsResponse {
    const names = [...this.keeper.getModulePermissions().keys()].sort(compareText);
    return { accounts: names.map((name) => this.keeper.packAccount(this.keeper.getModuleAccount(ctx, name))) };
  }

  moduleAccountByName(ctx: Context, req: q.QueryModuleAccountByNameRequest): q.QueryModuleAccountByNameResponse {
    if (req.name === '') throw new GrpcError(GrpcCode.InvalidArgument, 'module name is empty');
    if (this.keeper.getModuleAddress(req.name) === undefined) throw notFound(req.name);
    return { account: this.keeper.packAccount(this.keeper.getModuleAccount(ctx, req.name)) };
  }

  bech32Prefix(): q.Bech32PrefixResponse {
    return { bech32Prefix: ACC_PREFIX };
  }

  addressBytesToString(_: Context, req: q.AddressBytesToStringRequest): q.AddressBytesToStringResponse {
    if (req.addressBytes.length === 0) throw new GoError('empty address bytes is not allowed');
    return { addressString: accAddressCodec.toText(req.addressBytes) };
  }

  addressStringToBytes(_: Context, req: q.AddressStringToBytesRequest): q.AddressStringToBytesResponse {
    if (trimSpace(req.addressString) === '') throw new GoError('empty address string is not allowed');
    return { addressBytes: accAddressCodec.toBytes(req.addressString) };
  }
}

function notFound(what: string): GrpcError {
  return new GrpcError(GrpcCode.NotFound, `account ${what} not found`);
}
