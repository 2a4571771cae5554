import type { Context } from '../../core/context.ts';
import { InternalError } from '../../core/errors.ts';
import { ErrInsufficientFunds, ErrInvalidCoins } from '../../core/sdk-errors.ts';
import { accAddressCodec, accAddressToBech32 } from '../../crypto/address.ts';
import type { Coin } from '../../math/coin.ts';
import * as Coins from '../../math/coin.ts';
import { EMPTY_BYTES } from '../../wire/runtime.ts';
import { coinReceivedEvent, coinSpentEvent, senderEvent, transferEvent } from './events.ts';
import { encodeInt } from './int-value.ts';
import { balanceKey, denomAddressKey } from './keys.ts';
import { SendEnabledKeeper } from './send-enabled.ts';
import { type Input, type Output, validateInputOutputs } from './validate.ts';

/** Refuses a transfer by throwing, or names who receives instead. */
export type SendRestriction = (ctx: Context, from: Uint8Array, to: Uint8Array, amount: readonly Coin[]) => Uint8Array;

/** Moves coins between accounts; never makes any. Source: cosmos-sdk x/bank/keeper/send.go. */
export class SendKeeper extends SendEnabledKeeper {
  private readonly blocked = new Set<string>();
  private restrictions: readonly SendRestriction[] = [];

  /** Addresses (bech32 text) that messages may not send to. Once, before the first block. */
  protected block(addresses: Iterable<string>): void {
    if (this.blocked.size > 0) throw new InternalError('blocked addresses are set twice');
    for (const a of addresses) this.blocked.add(a);
  }

  /** Runs after the restrictions there are. */
  appendSendRestriction(restriction: SendRestriction): void {
    this.restrictions = [...this.restrictions, restriction];
  }

  /** Runs before the restrictions there are. */
  prependSendRestriction(restriction: SendRestriction): void {
    this.restrictions = [restriction, ...this.restrictions];
  }

  clearSendRestriction(): void {
    this.restrictions = [];
  }

  /** Whether messages may not send to the address. */
  blockedAddr(address: Uint8Array): boolean {
    return this.blocked.has(accAddressToBech32(address));
  }

  getBlockedAddresses(): ReadonlySet<string> {
    return this.blocked;
  }

  private restricted(ctx: Context, from: Uint8Array, to: Uint8Array, amount: readonly Coin[]): Uint8Array {
    let receiver = to;
    for (const restriction of this.restrictions) receiver = restriction(ctx, from, receiver, amount);
    return receiver;
  }

  /** Moves coins; makes the receiver's account when there is none. Throws ErrInvalidCoins, ErrInsufficientFunds. */
  sendCoins(ctx: Context, from: Uint8Array, to: Uint8Array, amount: readonly Coin[]): void {
    if (!Coins.isValid(amount)) throw ErrInvalidCoins.wrap(Coins.format(amount));
    const receiver = this.restricted(ctx, from, to, amount);
    this.subUnlockedCoins(ctx, from, amount);
    this.addCoins(ctx, receiver, amount);
    this.ensureAccount(ctx, receiver);
    const sender = accAddressToBech32(from);
    ctx.eventManager.emit(transferEvent(accAddressToBech32(receiver), sender, amount));
    ctx.eventManager.emit(senderEvent(sender));
  }

  /** One sender, many receivers. Accounts are made before anything moves. */
  inputOutputCoins(ctx: Context, input: Input, outputs: readonly Output[]): void {
    validateInputOutputs(input, outputs);
    const from = accAddressCodec.toBytes(input.address);
    ctx.eventManager.emit(senderEvent(input.address));

    const receivers = outputs.map((out) => {
      const to = accAddressCodec.toBytes(out.address);
      const receiver = this.restricted(ctx, from, to, out.coins);
      this.ensureAccount(ctx, receiver);
      return receiver;
    });

    this.subUnlockedCoins(ctx, from, input.coins);
    outputs.forEach((out, i) => {
      this.addCoins(ctx, receivers[i]!, out.coins);
      ctx.eventManager.emit(transferEvent(out.address, input.address, out.coins));
    });
  }

  private ensureAccount(ctx: Context, address: Uint8Array): void {
    if (this.accounts.hasAccount(ctx, address)) return;
    this.accounts.setAccount(ctx, this.accounts.newAccountWithAddress(ctx, address));
  }

  /** Takes unlocked coins (a valid set) from an account. */
  protected subUnlockedCoins(ctx: Context, address: Uint8Array, amount: readonly Coin[]): void {
    const lockedCoins = this.lockedCoins(ctx, address);
    for (const coin of amount) {
      const balance = this.getBalance(ctx, address, coin.denom);
      const locked = Coins.find(lockedCoins, coin.denom)?.amount ?? 0n;
      const spendable = balance.amount - locked;
      if (spendable < 0n) {
        throw ErrInsufficientFunds.wrap(
          `locked amount exceeds account balance funds: ${locked}${coin.denom} > ${Coins.coinString(balance)}`,
        );
      }
      if (spendable < coin.amount) {
        throw ErrInsufficientFunds.wrap(
          `spendable balance ${spendable}${coin.denom} is smaller than ${Coins.coinString(coin)}`,
        );
      }
      this.setBalance(ctx, address, coin.denom, balance.amount - coin.amount);
    }
    ctx.eventManager.emit(coinSpentEvent(accAddressToBech32(address), amount));
  }

  /** Adds coins (a valid set) to an account. */
  protected addCoins(ctx: Context, address: Uint8Array, amount: readonly Coin[]): void {
    for (const coin of amount) {
      const balance = Coins.addCoin(this.getBalance(ctx, address, coin.denom), coin);
      this.setBalance(ctx, address, coin.denom, balance.amount);
    }
    ctx.eventManager.emit(coinReceivedEvent(accAddressToBech32(address), amount));
  }

  /**
   * Writes a balance and the index entry of its holder, or removes both at zero. The caller has the denomination from a
   * balance that was read, so it is well formed, and the amount is not negative.
   */
  protected setBalance(ctx: Context, address: Uint8Array, denom: string, amount: bigint): void {
    const store = this.store(ctx);
    const index = denomAddressKey(denom, address);
    if (amount === 0n) {
      store.delete(index);
      store.delete(balanceKey(address, denom));
    } else {
      // PARITY: collections/indexes/reverse_pair.go: the index entry is written again even when only the amount changes.
      store.set(index, EMPTY_BYTES);
      store.set(balanceKey(address, denom), encodeInt(amount));
    }
  }
}
