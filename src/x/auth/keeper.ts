import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, GoPanic } from '../../core/errors.ts';
import { Item } from '../../core/item.ts';
import { ErrUnknownAddress } from '../../core/sdk-errors.ts';
import type { KVStore, StoreKey } from '../../core/store.ts';
import { type AddressCodec, accAddressCodec, accAddressToBech32 } from '../../crypto/address.ts';
import type { PubKey } from '../../crypto/pubkey.ts';
import { prefixEndBytes, readU64be, u64be } from '../../store/keys.ts';
import { PrefixStore } from '../../store/prefix.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';
import { UInt64Value } from '../../wire/gen/google/protobuf/wrappers.ts';
import {
  type AccountI,
  type AccountType,
  BaseAccount,
  isModuleAccount,
  ModuleAccount,
  type ModuleAccountI,
} from './account.ts';
import { AccountCodec } from './account-codec.ts';
import {
  ACCOUNT_PREFIX,
  accountKey,
  accountNumberKey,
  GLOBAL_ACCOUNT_NUMBER_KEY,
  LEGACY_GLOBAL_ACCOUNT_NUMBER_KEY,
  PARAMS_KEY,
} from './keys.ts';
import { Params } from './params.ts';
import { type ModulePermissions, modulePermissions } from './permissions.ts';

export interface AccountKeeperDeps {
  readonly storeKey: StoreKey;
  /** Every account type of the application. */
  readonly accountTypes: readonly AccountType[];
  /** Names of the modules that have accounts, and what each may do. */
  readonly modulePermissions: Readonly<Record<string, readonly string[]>>;
  /** Who may change the parameters: the gov module's address, bech32 text. */
  readonly authority: string;
}

/** Accounts, their numbers, and the accounts of modules. Source: cosmos-sdk x/auth/keeper. */
export class AccountKeeper {
  readonly authority: string;
  readonly addressCodec: AddressCodec = accAddressCodec;
  private readonly storeKey: StoreKey;
  private readonly params: Item<Params>;
  private readonly codec: AccountCodec;
  private readonly modules = new Map<string, ModulePermissions>();

  constructor(deps: AccountKeeperDeps) {
    this.storeKey = deps.storeKey;
    this.authority = deps.authority;
    this.params = new Item(deps.storeKey, PARAMS_KEY, Params);
    this.codec = new AccountCodec(deps.accountTypes);
    for (const [name, permissions] of Object.entries(deps.modulePermissions))
      this.modules.set(name, modulePermissions(name, permissions));
  }

  private store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  getParams(ctx: Context): Params {
    return this.params.find(ctx) ?? Params.create();
  }

  setParams(ctx: Context, params: Params): void {
    this.params.set(ctx, params);
  }

  // ---- accounts

  getAccount(ctx: Context, address: Uint8Array): AccountI | undefined {
    const bytes = this.store(ctx).get(accountKey(address));
    return bytes === undefined ? undefined : this.read(bytes, address);
  }

  hasAccount(ctx: Context, address: Uint8Array): boolean {
    return this.store(ctx).has(accountKey(address));
  }

  /**
   * Writes an account and its entry in the index of numbers.
   *
   * PARITY: collections/indexes/unique.go: the account there was is read again, its index entry removed, looked for and
   * written anew, also when the number stays.
   */
  setAccount(ctx: Context, account: AccountI): void {
    const store = this.store(ctx);
    const address = account.getAddress();
    const key = accountKey(address);
    const before = store.get(key);
    if (before !== undefined) store.delete(accountNumberKey(this.read(before, address).getAccountNumber()));
    const number = accountNumberKey(account.getAccountNumber());
    if (store.has(number)) {
      throw new GoPanic(`collections: conflict: index uniqueness constrain violation: ${account.getAccountNumber()}`);
    }
    store.set(number, address);
    store.set(key, this.codec.encode(account, address));
  }

  /** Panics when the account is not there. */
  removeAccount(ctx: Context, account: AccountI): void {
    const store = this.store(ctx);
    const address = account.getAddress();
    const key = accountKey(address);
    const before = store.get(key);
    if (before === undefined) {
      throw new GoPanic(`collections: not found: key '${accAddressToBech32(address)}' of type <nil>`);
    }
    store.delete(accountNumberKey(this.read(before, address).getAccountNumber()));
    store.delete(key);
  }

  /** A new account with the next number. It is not stored. */
  newAccountWithAddress(ctx: Context, address: Uint8Array): AccountI {
    return this.newAccount(ctx, BaseAccount.withAddress(address));
  }

  /** The account with the next number. It is not stored. */
  newAccount(ctx: Context, account: AccountI): AccountI {
    return account.withAccountNumber(this.nextAccountNumber(ctx));
  }

  /** Calls `visit` with each account in order of address until it returns true. */
  iterateAccounts(ctx: Context, visit: (account: AccountI) => boolean): void {
    const it = this.store(ctx).iterator(ACCOUNT_PREFIX, prefixEndBytes(ACCOUNT_PREFIX));
    try {
      for (; it.valid(); it.next()) {
        if (visit(this.read(it.value(), it.key().subarray(1)))) return;
      }
    } finally {
      it.close();
    }
  }

  getAllAccounts(ctx: Context): AccountI[] {
    const all: AccountI[] = [];
    this.iterateAccounts(ctx, (account) => {
      all.push(account);
      return false;
    });
    return all;
  }

  /** The accounts' part of the store, for pages of queries. */
  accountStore(ctx: Context): KVStore {
    return new PrefixStore(this.store(ctx), ACCOUNT_PREFIX);
  }

  /** The address of the account with a number. */
  getAddressByNumber(ctx: Context, accountNumber: bigint): Uint8Array | undefined {
    return this.store(ctx).get(accountNumberKey(accountNumber));
  }

  /** Throws ErrUnknownAddress when there is no account; undefined when it has no key. */
  getPubKey(ctx: Context, address: Uint8Array): PubKey | undefined {
    return this.mustExist(ctx, address).getPubKey();
  }

  /** Throws ErrUnknownAddress when there is no account. */
  getSequence(ctx: Context, address: Uint8Array): bigint {
    return this.mustExist(ctx, address).getSequence();
  }

  private mustExist(ctx: Context, address: Uint8Array): AccountI {
    const account = this.getAccount(ctx, address);
    if (account === undefined) {
      throw ErrUnknownAddress.wrap(`account ${accAddressToBech32(address)} does not exist`);
    }
    return account;
  }

  /**
   * Takes the next account number.
   *
   * PARITY: x/auth/keeper/keeper.go: when there is none, the key of an older version is read too.
   */
  nextAccountNumber(ctx: Context): bigint {
    const store = this.store(ctx);
    const stored = store.get(GLOBAL_ACCOUNT_NUMBER_KEY);
    let n: bigint;
    if (stored !== undefined) n = readU64be(stored);
    else {
      const legacy = store.get(LEGACY_GLOBAL_ACCOUNT_NUMBER_KEY);
      n = legacy === undefined ? 0n : UInt64Value.decode(legacy).value;
    }
    store.set(GLOBAL_ACCOUNT_NUMBER_KEY, u64be(BigInt.asUintN(64, n + 1n)));
    return n;
  }

  packAccount(account: AccountI): Any {
    return this.codec.pack(account);
  }

  /** Throws GoError when it is no account. */
  unpackAccount(any: Any): AccountI {
    return this.codec.unpack(any);
  }

  /** An account that cannot be read is a Go panic. */
  private read(bytes: Uint8Array, address: Uint8Array): AccountI {
    try {
      return this.codec.decode(bytes, address);
    } catch (e) {
      if (e instanceof GoErrorBase) throw new GoPanic(`collections: encoding error: value decode: ${e.message}`);
      throw e;
    }
  }

  // ---- module accounts

  /** In order of name. */
  getModulePermissions(): ReadonlyMap<string, ModulePermissions> {
    return this.modules;
  }

  /** The address of a module that has an account. */
  getModuleAddress(name: string): Uint8Array | undefined {
    return this.modules.get(name)?.address;
  }

  getModuleAddressAndPermissions(name: string): ModulePermissions | undefined {
    return this.modules.get(name);
  }

  /** Throws GoError when the account has a permission that its module was not given. */
  validatePermissions(account: ModuleAccountI): void {
    const given = this.modules.get(account.getName())?.permissions ?? [];
    for (const p of account.getPermissions())
      if (!given.includes(p)) throw new GoError(`invalid module permission ${p}`);
  }

  /** The account of a module, made when it is not there. Panics when the module has none. */
  getModuleAccount(ctx: Context, name: string): ModuleAccountI {
    const module = this.modules.get(name);
    if (module === undefined) {
      throw new GoPanic(ErrUnknownAddress.wrap(`module account ${name} does not exist`).message);
    }
    const account = this.getAccount(ctx, module.address);
    if (account !== undefined) {
      if (!isModuleAccount(account)) throw new GoPanic('account is not a module account');
      return account;
    }
    const made = ModuleAccount.empty(name, module.permissions).withAccountNumber(this.nextAccountNumber(ctx));
    this.setModuleAccount(ctx, made);
    return made;
  }

  setModuleAccount(ctx: Context, account: ModuleAccountI): void {
    this.setAccount(ctx, account);
  }
}
