import type { Context } from '../../core/context.ts';
import { GoPanic, InternalError, wrapError } from '../../core/errors.ts';
import { ErrInsufficientFunds, ErrInvalidCoins, ErrUnauthorized, ErrUnknownAddress } from '../../core/sdk-errors.ts';
import type { StoreKey } from '../../core/store.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import { prefixEndBytes } from '../../store/keys.ts';
import { Metadata } from '../../wire/gen/cosmos/bank/v1beta1/bank.ts';
import { EMPTY_BYTES } from '../../wire/runtime.ts';
import { coinBurnEvent, coinMintEvent, coinSpentEvent } from './events.ts';
import { type AccountKeeper, isVestingAccount, type ModuleAccount } from './expected-keepers.ts';
import { decodeInt, encodeInt } from './int-value.ts';
import {
  balanceKey,
  DENOM_METADATA_PREFIX,
  denomAddressKey,
  denomMetadataKey,
  SUPPLY_PREFIX,
  supplyKey,
} from './keys.ts';
import { SendKeeper } from './send-keeper.ts';
import { textOf } from './view-keeper.ts';

/** Refuses to mint by throwing. */
export type MintingRestriction = (ctx: Context, amount: readonly Coin[]) => void;

export interface BankKeeperDeps {
  readonly storeKey: StoreKey;
  readonly accounts: AccountKeeper;
  /** Addresses, bech32 text, that messages may not send to. */
  readonly blockedAddresses: Iterable<string>;
  /** Who may change the parameters: the gov module's address, bech32 text. */
  readonly authority: string;
}

/** Balances, supply and everything that moves, makes or removes coins. Source: cosmos-sdk x/bank/keeper/keeper.go. */
export class BankKeeper extends SendKeeper {
  readonly authority: string;
  private mintingRestriction: MintingRestriction | undefined;

  constructor(deps: BankKeeperDeps) {
    super(deps.storeKey, deps.accounts);
    this.authority = deps.authority;
    this.block(deps.blockedAddresses);
  }

  getAuthority(): string {
    return this.authority;
  }

  /** Asked before any minting. Once. */
  setMintingRestriction(check: MintingRestriction): void {
    if (this.mintingRestriction !== undefined) throw new InternalError('the minting restriction is set twice');
    this.mintingRestriction = check;
  }

  // ---- supply and metadata

  /** Zero when there is none. Panics when the denomination is not well formed. */
  getSupply(ctx: Context, denom: string): Coin {
    const value = this.store(ctx).get(supplyKey(denom));
    return Coins.newCoin(denom, value === undefined ? 0n : decodeInt(value));
  }

  hasSupply(ctx: Context, denom: string): boolean {
    return this.store(ctx).has(supplyKey(denom));
  }

  /** For this module and its genesis: supply follows what is minted and burned. */
  setSupply(ctx: Context, supply: Coin): void {
    if (supply.amount === 0n) this.store(ctx).delete(supplyKey(supply.denom));
    else this.store(ctx).set(supplyKey(supply.denom), encodeInt(supply.amount));
  }

  /** For genesis: writes a balance as it stands there, zero too. */
  importBalance(ctx: Context, address: Uint8Array, balance: Coin): void {
    const store = this.store(ctx);
    store.set(denomAddressKey(balance.denom, address), EMPTY_BYTES);
    store.set(balanceKey(address, balance.denom), encodeInt(balance.amount));
  }

  /** Calls `visit` with each supply in order of denomination until it returns true. */
  iterateTotalSupply(ctx: Context, visit: (supply: Coin) => boolean): void {
    const it = this.store(ctx).iterator(SUPPLY_PREFIX, prefixEndBytes(SUPPLY_PREFIX));
    try {
      for (; it.valid(); it.next()) {
        if (visit(Coins.newCoin(textOf(it.key(), 1), decodeInt(it.value())))) return;
      }
    } finally {
      it.close();
    }
  }

  getDenomMetaData(ctx: Context, denom: string): Metadata | undefined {
    const value = this.store(ctx).get(denomMetadataKey(denom));
    return value === undefined ? undefined : Metadata.decode(value);
  }

  hasDenomMetaData(ctx: Context, denom: string): boolean {
    return this.store(ctx).has(denomMetadataKey(denom));
  }

  setDenomMetaData(ctx: Context, metadata: Metadata): void {
    this.store(ctx).set(denomMetadataKey(metadata.base), Metadata.encode(metadata));
  }

  /** Calls `visit` with each description in order of base denomination until it returns true. */
  iterateAllDenomMetaData(ctx: Context, visit: (metadata: Metadata) => boolean): void {
    const it = this.store(ctx).iterator(DENOM_METADATA_PREFIX, prefixEndBytes(DENOM_METADATA_PREFIX));
    try {
      for (; it.valid(); it.next()) if (visit(Metadata.decode(it.value()))) return;
    } finally {
      it.close();
    }
  }

  getAllDenomMetaData(ctx: Context): Metadata[] {
    const all: Metadata[] = [];
    this.iterateAllDenomMetaData(ctx, (metadata) => {
      all.push(metadata);
      return false;
    });
    return all;
  }

  // ---- module accounts

  /** Panics when the module has no account. Throws ErrUnauthorized when the receiver is blocked. */
  sendCoinsFromModuleToAccount(ctx: Context, sender: string, recipient: Uint8Array, amount: readonly Coin[]): void {
    const from = this.moduleAddress(sender);
    if (this.blockedAddr(recipient)) {
      throw ErrUnauthorized.wrap(`${accAddressToBech32(recipient)} is not allowed to receive funds`);
    }
    this.sendCoins(ctx, from, recipient, amount);
  }

  sendCoinsFromModuleToModule(ctx: Context, sender: string, recipient: string, amount: readonly Coin[]): void {
    const from = this.moduleAddress(sender);
    const to = this.accounts.getModuleAccount(ctx, recipient);
    this.sendCoins(ctx, from, to.getAddress(), amount);
  }

  sendCoinsFromAccountToModule(ctx: Context, sender: Uint8Array, recipient: string, amount: readonly Coin[]): void {
    const to = this.accounts.getModuleAccount(ctx, recipient);
    this.sendCoins(ctx, sender, to.getAddress(), amount);
  }

  private moduleAddress(name: string): Uint8Array {
    const address = this.accounts.getModuleAddress(name);
    if (address !== undefined) return address;
    throw new GoPanic(ErrUnknownAddress.wrap(`module account ${name} does not exist`).message);
  }

  private moduleWith(ctx: Context, name: string, permission: string, lacking: string): ModuleAccount {
    const account = this.accounts.getModuleAccount(ctx, name);
    if (account.hasPermission(permission)) return account;
    throw new GoPanic(ErrUnauthorized.wrap(`module account ${name} does not have permissions to ${lacking}`).message);
  }

  // ---- delegation

  delegateCoinsFromAccountToModule(ctx: Context, sender: Uint8Array, recipient: string, amount: readonly Coin[]): void {
    const pool = this.moduleWith(ctx, recipient, 'staking', 'receive delegated coins');
    this.delegateCoins(ctx, sender, pool.getAddress(), amount);
  }

  undelegateCoinsFromModuleToAccount(
    ctx: Context,
    sender: string,
    recipient: Uint8Array,
    amount: readonly Coin[],
  ): void {
    const pool = this.moduleWith(ctx, sender, 'staking', 'undelegate coins');
    this.undelegateCoins(ctx, pool.getAddress(), recipient, amount);
  }

  /** Moves coins, locked ones too, from a delegator to a module account, and tracks which of them vest. */
  delegateCoins(ctx: Context, delegator: Uint8Array, module: Uint8Array, amount: readonly Coin[]): void {
    this.checkTransfer(ctx, module, amount);
    let balances: Coin[] = [];
    for (const coin of amount) {
      const balance = this.getBalance(ctx, delegator, coin.denom);
      if (balance.amount < coin.amount) {
        throw ErrInsufficientFunds.wrap(
          `failed to delegate; ${Coins.coinString(balance)} is smaller than ${Coins.format(amount)}`,
        );
      }
      balances = Coins.add(balances, [balance]);
      this.setBalance(ctx, delegator, coin.denom, balance.amount - coin.amount);
    }
    this.trackDelegation(ctx, delegator, balances, amount);
    ctx.eventManager.emit(coinSpentEvent(accAddressToBech32(delegator), amount));
    this.addCoins(ctx, module, amount);
  }

  /** The reverse of {@link delegateCoins}. */
  undelegateCoins(ctx: Context, module: Uint8Array, delegator: Uint8Array, amount: readonly Coin[]): void {
    this.checkTransfer(ctx, module, amount);
    this.subUnlockedCoins(ctx, module, amount);
    this.trackUndelegation(ctx, delegator, amount);
    this.addCoins(ctx, delegator, amount);
  }

  private checkTransfer(ctx: Context, module: Uint8Array, amount: readonly Coin[]): void {
    if (this.accounts.getAccount(ctx, module) === undefined) {
      throw ErrUnknownAddress.wrap(`module account ${accAddressToBech32(module)} does not exist`);
    }
    if (!Coins.isValid(amount)) throw ErrInvalidCoins.wrap(Coins.format(amount));
  }

  private trackDelegation(ctx: Context, address: Uint8Array, balance: readonly Coin[], amount: readonly Coin[]): void {
    const account = this.accounts.getAccount(ctx, address);
    if (account === undefined) throw this.untracked(address, 'delegation');
    if (!isVestingAccount(account)) return;
    this.accounts.setAccount(ctx, account.trackDelegation(ctx.blockTime, balance, amount));
  }

  private trackUndelegation(ctx: Context, address: Uint8Array, amount: readonly Coin[]): void {
    const account = this.accounts.getAccount(ctx, address);
    if (account === undefined) throw this.untracked(address, 'undelegation');
    if (isVestingAccount(account)) this.accounts.setAccount(ctx, account.trackUndelegation(amount));
  }

  private untracked(address: Uint8Array, what: string): Error {
    const missing = ErrUnknownAddress.wrap(`account ${accAddressToBech32(address)} does not exist`);
    return wrapError(missing, `failed to track ${what}`);
  }

  // ---- minting and burning

  /** Makes coins in a module's account. Panics when the module may not mint. */
  mintCoins(ctx: Context, module: string, amount: readonly Coin[]): void {
    this.mintingRestriction?.(ctx, amount);
    const minter = this.moduleWith(ctx, module, 'minter', 'mint tokens').getAddress();
    if (!Coins.isValid(amount)) throw ErrInvalidCoins.wrap(Coins.format(amount));
    this.addCoins(ctx, minter, amount);
    for (const coin of amount) this.setSupply(ctx, Coins.addCoin(this.getSupply(ctx, coin.denom), coin));
    ctx.eventManager.emit(coinMintEvent(accAddressToBech32(minter), amount));
  }

  /** Removes coins from a module's account. Panics when the module may not burn. */
  burnCoins(ctx: Context, module: string, amount: readonly Coin[]): void {
    const burner = this.moduleWith(ctx, module, 'burner', 'burn tokens').getAddress();
    if (!Coins.isValid(amount)) throw ErrInvalidCoins.wrap(Coins.format(amount));
    this.subUnlockedCoins(ctx, burner, amount);
    for (const coin of amount) this.setSupply(ctx, Coins.subCoin(this.getSupply(ctx, coin.denom), coin));
    ctx.eventManager.emit(coinBurnEvent(accAddressToBech32(burner), amount));
  }
}
