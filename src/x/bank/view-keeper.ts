import type { Context } from '../../core/context.ts';
import { GoError } from '../../core/errors.ts';
import { ErrUnknownAddress } from '../../core/sdk-errors.ts';
import type { KVStore, StoreKey } from '../../core/store.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import { prefixEndBytes } from '../../store/keys.ts';
import { PrefixStore } from '../../store/prefix.ts';
import { readText } from '../../wire/utf8.ts';
import { type AccountKeeper, isVestingAccount } from './expected-keepers.ts';
import { decodeBalance } from './int-value.ts';
import { BALANCES_PREFIX, balanceKey, balancesPrefix } from './keys.ts';

const NO_COINS: readonly Coin[] = [];

/** Balances of one account, as genesis lists them. */
export interface AccountBalance {
  address: string;
  coins: Coin[];
}

/** Reads balances. Source: cosmos-sdk x/bank/keeper/view.go. */
export class ViewKeeper {
  protected readonly storeKey: StoreKey;
  protected readonly accounts: AccountKeeper;

  constructor(storeKey: StoreKey, accounts: AccountKeeper) {
    this.storeKey = storeKey;
    this.accounts = accounts;
  }

  protected store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  /** One part of bank's store, for pages of queries. */
  prefixStore(ctx: Context, prefix: Uint8Array): KVStore {
    return new PrefixStore(this.store(ctx), prefix);
  }

  /** The balance of one denomination, zero when there is none. Panics when the denomination is not well formed. */
  getBalance(ctx: Context, address: Uint8Array, denom: string): Coin {
    const value = this.store(ctx).get(balanceKey(address, denom));
    return Coins.newCoin(denom, value === undefined ? 0n : decodeBalance(value));
  }

  hasBalance(ctx: Context, address: Uint8Array, amount: Coin): boolean {
    return Coins.coinIsGTE(this.getBalance(ctx, address, amount.denom), amount);
  }

  /** All balances of an account, sorted by denomination. */
  getAllBalances(ctx: Context, address: Uint8Array): Coin[] {
    const balances: Coin[] = [];
    this.iterateAccountBalances(ctx, address, (coin) => {
      if (coin.amount !== 0n) balances.push(coin);
      return false;
    });
    return balances;
  }

  /** The balances of all accounts, in order of address. */
  getAccountsBalances(ctx: Context): AccountBalance[] {
    const all: AccountBalance[] = [];
    let last: AccountBalance | undefined;
    this.iterateAllBalances(ctx, (address, coin) => {
      const text = accAddressToBech32(address);
      if (last?.address !== text) {
        last = { address: text, coins: [] };
        all.push(last);
      }
      if (coin.amount !== 0n) last.coins.push(coin);
      return false;
    });
    return all;
  }

  /** Calls `visit` with each balance of an account in order of denomination until it returns true. */
  iterateAccountBalances(ctx: Context, address: Uint8Array, visit: (coin: Coin) => boolean): void {
    const prefix = balancesPrefix(address);
    const it = this.store(ctx).iterator(prefix, prefixEndBytes(prefix));
    try {
      for (; it.valid(); it.next()) {
        const denom = textOf(it.key(), prefix.length);
        if (visit(Coins.newCoin(denom, decodeBalance(it.value())))) return;
      }
    } finally {
      it.close();
    }
  }

  /** Calls `visit` with each balance in order of address, then denomination, until it returns true. */
  iterateAllBalances(ctx: Context, visit: (address: Uint8Array, coin: Coin) => boolean): void {
    const it = this.store(ctx).iterator(BALANCES_PREFIX, prefixEndBytes(BALANCES_PREFIX));
    try {
      for (; it.valid(); it.next()) {
        const key = it.key();
        const end = 2 + key[1]!;
        const coin = Coins.newCoin(textOf(key, end), decodeBalance(it.value()));
        if (visit(key.subarray(2, end), coin)) return;
      }
    } finally {
      it.close();
    }
  }

  /** The coins that are not spendable because they vest and are not delegated. */
  lockedCoins(ctx: Context, address: Uint8Array): readonly Coin[] {
    const account = this.accounts.getAccount(ctx, address);
    if (account !== undefined && isVestingAccount(account)) return account.lockedCoins(ctx.blockTime);
    return NO_COINS;
  }

  /** All coins but the locked ones; none when more is locked than there is. */
  spendableCoins(ctx: Context, address: Uint8Array): Coin[] {
    const total = this.getAllBalances(ctx, address);
    const locked = this.lockedCoins(ctx, address);
    const [spendable, anyNegative] = Coins.safeSub(total, locked);
    return anyNegative ? [] : spendable;
  }

  /** As {@link spendableCoins} for one denomination, but panics when more is locked than there is. */
  spendableCoin(ctx: Context, address: Uint8Array, denom: string): Coin {
    const balance = this.getBalance(ctx, address, denom);
    const locked = this.lockedCoins(ctx, address);
    return Coins.subAmount(balance, Coins.amountOf(locked, denom));
  }

  /** Checks an account's balances against its vesting schedule; for genesis only. Throws GoError. */
  validateBalance(ctx: Context, address: Uint8Array): void {
    const account = this.accounts.getAccount(ctx, address);
    if (account === undefined) throw ErrUnknownAddress.wrap(`account ${accAddressToBech32(address)} does not exist`);
    const balances = this.getAllBalances(ctx, address);
    if (!Coins.isValid(balances)) throw new GoError(`account balance of ${Coins.format(balances)} is invalid`);
    if (!isVestingAccount(account)) return;
    const vesting = account.getOriginalVesting();
    if (Coins.isAnyGT(vesting, balances)) {
      throw new GoError(
        `vesting amount ${Coins.format(vesting)} cannot be greater than total amount ${Coins.format(balances)}`,
      );
    }
  }
}

/** The text at the end of a key. */
export function textOf(key: Uint8Array, from: number): string {
  return readText(key, from, key.length);
}
