import { GoError, GoErrorBase, GoPanic, nilPointer } from '../../core/errors.ts';
import { trimSpace } from '../../core/go-text.ts';
import { accAddressFromBech32, accAddressToBech32, moduleAddress } from '../../crypto/address.ts';
import { fromAny, type PubKey, toAny } from '../../crypto/pubkey.ts';
import { equalBytes } from '../../store/keys.ts';
import * as auth from '../../wire/gen/cosmos/auth/v1beta1/auth.ts';
import { EMPTY_BYTES, type Writer } from '../../wire/runtime.ts';
import { validatePermissions } from './permissions.ts';

/**
 * An account. Accounts are values: they do not change, the `with` methods return changed copies. So one decoded account may
 * be shared by everyone who reads the same bytes.
 */
export interface AccountI {
  /** `/cosmos.auth.v1beta1.BaseAccount` and the like. */
  readonly typeUrl: string;
  getAddress(): Uint8Array;
  getPubKey(): PubKey | undefined;
  getAccountNumber(): bigint;
  getSequence(): bigint;
  withPubKey(pubKey: PubKey): AccountI;
  withAccountNumber(n: bigint): AccountI;
  withSequence(n: bigint): AccountI;
  /** Throws GoError when the fields do not fit each other. */
  validate(): void;
  /** Writes the protobuf message, without its type. */
  writeTo(w: Writer): void;
}

/** An account of a module: nobody signs for it. */
export interface ModuleAccountI extends AccountI {
  getName(): string;
  getPermissions(): readonly string[];
  hasPermission(permission: string): boolean;
}

/** How accounts of one type are read. The application lists all types when it makes the keeper. */
export interface AccountType {
  readonly typeUrl: string;
  decode(bytes: Uint8Array): AccountI;
}

/** An account that is nothing more. Source: cosmos-sdk x/auth/types/account.go. */
export class BaseAccount implements AccountI {
  static readonly typeUrl = '/cosmos.auth.v1beta1.BaseAccount';
  readonly typeUrl: string = BaseAccount.typeUrl;
  readonly message: auth.BaseAccount;
  private readonly pubKey: PubKey | undefined;
  private address: Uint8Array | undefined;

  /** `pubKey` is what the message's key unpacks to; `address` what its text stands for, when it is known already. */
  private constructor(message: auth.BaseAccount, pubKey: PubKey | undefined, address: Uint8Array | undefined) {
    this.message = message;
    this.pubKey = pubKey;
    this.address = address;
  }

  /** Throws a Go error when the key is of no known type. */
  static from(message: auth.BaseAccount): BaseAccount {
    return new BaseAccount(message, message.pubKey && fromAny(message.pubKey), undefined);
  }

  static decode(bytes: Uint8Array): BaseAccount {
    return BaseAccount.from(auth.BaseAccount.decode(bytes));
  }

  /** A new account: no key, number and sequence 0. */
  static withAddress(address: Uint8Array): BaseAccount {
    return new BaseAccount(auth.BaseAccount.create({ address: accAddressToBech32(address) }), undefined, address);
  }

  /** PARITY: x/auth/types/account.go: an address text that is none gives no bytes and no error. */
  getAddress(): Uint8Array {
    if (this.address === undefined) {
      try {
        this.address = accAddressFromBech32(this.message.address);
      } catch (e) {
        if (!(e instanceof GoErrorBase)) throw e;
        this.address = EMPTY_BYTES;
      }
    }
    return this.address;
  }
  getPubKey(): PubKey | undefined {
    return this.pubKey;
  }
  getAccountNumber(): bigint {
    return this.message.accountNumber;
  }
  getSequence(): bigint {
    return this.message.sequence;
  }

  withPubKey(pubKey: PubKey): BaseAccount {
    const { address, accountNumber, sequence } = this.message;
    return new BaseAccount({ address, pubKey: toAny(pubKey), accountNumber, sequence }, pubKey, this.address);
  }
  withAccountNumber(accountNumber: bigint): BaseAccount {
    const { address, pubKey, sequence } = this.message;
    return new BaseAccount({ address, pubKey, accountNumber, sequence }, this.pubKey, this.address);
  }
  withSequence(sequence: bigint): BaseAccount {
    const { address, pubKey, accountNumber } = this.message;
    return new BaseAccount({ address, pubKey, accountNumber, sequence }, this.pubKey, this.address);
  }

  validate(): void {
    if (this.message.address === '' || this.message.pubKey === undefined) return;
    const address = accAddressFromBech32(this.message.address);
    if (this.pubKey === undefined) throw nilPointer();
    if (!equalBytes(this.pubKey.address(), address))
      throw new GoError('account address and pubkey address do not match');
  }

  writeTo(w: Writer): void {
    auth.BaseAccount.encodeTo(this.message, w);
  }
}

/** The account of a module. */
export class ModuleAccount implements ModuleAccountI {
  static readonly typeUrl = '/cosmos.auth.v1beta1.ModuleAccount';
  readonly typeUrl: string = ModuleAccount.typeUrl;
  private readonly base: BaseAccount | undefined;
  private readonly name: string;
  private readonly permissions: readonly string[];

  constructor(base: BaseAccount | undefined, name: string, permissions: readonly string[]) {
    this.base = base;
    this.name = name;
    this.permissions = permissions;
  }

  static decode(bytes: Uint8Array): ModuleAccount {
    const m = auth.ModuleAccount.decode(bytes);
    return new ModuleAccount(m.baseAccount && BaseAccount.from(m.baseAccount), m.name, m.permissions);
  }

  /** The account that a module begins with. Panics when a permission is blank. */
  static empty(name: string, permissions: readonly string[]): ModuleAccount {
    try {
      validatePermissions(permissions);
    } catch (e) {
      if (e instanceof GoError) throw new GoPanic(e.message);
      throw e;
    }
    return new ModuleAccount(BaseAccount.withAddress(moduleAddress(name)), name, permissions);
  }

  private some(): BaseAccount {
    if (this.base === undefined) throw nilPointer();
    return this.base;
  }
  private with(base: BaseAccount): ModuleAccount {
    return new ModuleAccount(base, this.name, this.permissions);
  }

  getAddress(): Uint8Array {
    return this.some().getAddress();
  }
  getPubKey(): PubKey | undefined {
    return this.some().getPubKey();
  }
  getAccountNumber(): bigint {
    return this.some().getAccountNumber();
  }
  getSequence(): bigint {
    return this.some().getSequence();
  }
  getName(): string {
    return this.name;
  }
  getPermissions(): readonly string[] {
    return this.permissions;
  }
  hasPermission(permission: string): boolean {
    return this.permissions.includes(permission);
  }

  withPubKey(): never {
    throw new GoError('not supported for module accounts');
  }
  withAccountNumber(n: bigint): ModuleAccount {
    return this.with(this.some().withAccountNumber(n));
  }
  withSequence(n: bigint): ModuleAccount {
    return this.with(this.some().withSequence(n));
  }

  validate(): void {
    if (trimSpace(this.name) === '') throw new GoError('module account name cannot be blank');
    if (this.base === undefined) throw new GoError('uninitialized ModuleAccount: BaseAccount is nil');
    const { address } = this.base.message;
    if (address !== accAddressToBech32(moduleAddress(this.name)))
      throw new GoError(`address ${address} cannot be derived from the module name '${this.name}'`);
    this.base.validate();
  }

  writeTo(w: Writer): void {
    const { name } = this;
    auth.ModuleAccount.encodeTo({ baseAccount: this.base?.message, name, permissions: [...this.permissions] }, w);
  }
}

/** Whether an account is a module's. */
export function isModuleAccount(account: AccountI): account is ModuleAccountI {
  return 'getPermissions' in account;
}

/** The account types of this module. */
export const AUTH_ACCOUNT_TYPES: readonly AccountType[] = [BaseAccount, ModuleAccount];
