import type { Context } from '../../core/context.ts';
import { Item } from '../../core/item.ts';
import type { Coin } from '../../math/coin.ts';
import { prefixEndBytes } from '../../store/keys.ts';
import { Params, type SendEnabled } from '../../wire/gen/cosmos/bank/v1beta1/bank.ts';
import { BoolValue } from '../../wire/gen/google/protobuf/wrappers.ts';
import { ErrSendDisabled } from './errors.ts';
import { PARAMS_KEY, SEND_ENABLED_PREFIX, sendEnabledKey } from './keys.ts';
import { textOf, ViewKeeper } from './view-keeper.ts';

/** Bank's parameters and the entries that say which denominations may be sent. */
export class SendEnabledKeeper extends ViewKeeper {
  private readonly params = new Item(this.storeKey, PARAMS_KEY, Params);

  getParams(ctx: Context): Params {
    return this.params.find(ctx) ?? Params.create();
  }

  /**
   * Writes the parameters.
   *
   * PARITY: x/bank/keeper/send.go: send-enabled entries in the parameters become entries of their own.
   */
  setParams(ctx: Context, params: Params): void {
    let stored = params;
    if (params.sendEnabled.length > 0) {
      this.setAllSendEnabled(ctx, params.sendEnabled);
      stored = Params.create({ defaultSendEnabled: params.defaultSendEnabled });
    }
    this.params.set(ctx, stored);
  }

  /** Throws ErrSendDisabled when one of the denominations may not be sent. */
  isSendEnabledCoins(ctx: Context, coins: readonly Coin[]): void {
    if (coins.length === 0) return;
    const { defaultSendEnabled } = this.getParams(ctx);
    for (const { denom } of coins) {
      if (!(this.getSendEnabled(ctx, denom) ?? defaultSendEnabled)) {
        throw ErrSendDisabled.wrap(`${denom} transfers are currently disabled`);
      }
    }
  }

  isSendEnabledCoin(ctx: Context, coin: Coin): boolean {
    return this.isSendEnabledDenom(ctx, coin.denom);
  }

  isSendEnabledDenom(ctx: Context, denom: string): boolean {
    const { defaultSendEnabled } = this.getParams(ctx);
    return this.getSendEnabled(ctx, denom) ?? defaultSendEnabled;
  }

  /** The entry of a denomination, undefined when the default holds. */
  getSendEnabledEntry(ctx: Context, denom: string): SendEnabled | undefined {
    const enabled = this.getSendEnabled(ctx, denom);
    return enabled === undefined ? undefined : { denom, enabled };
  }

  setSendEnabled(ctx: Context, denom: string, enabled: boolean): void {
    this.store(ctx).set(sendEnabledKey(denom), BoolValue.encode({ value: enabled }));
  }

  setAllSendEnabled(ctx: Context, entries: readonly SendEnabled[]): void {
    for (const e of entries) this.setSendEnabled(ctx, e.denom, e.enabled);
  }

  deleteSendEnabled(ctx: Context, denoms: readonly string[]): void {
    for (const denom of denoms) this.store(ctx).delete(sendEnabledKey(denom));
  }

  /** Calls `visit` with each entry in order of denomination until it returns true. */
  iterateSendEnabledEntries(ctx: Context, visit: (denom: string, enabled: boolean) => boolean): void {
    const it = this.store(ctx).iterator(SEND_ENABLED_PREFIX, prefixEndBytes(SEND_ENABLED_PREFIX));
    try {
      for (; it.valid(); it.next()) {
        if (visit(textOf(it.key(), 1), BoolValue.decode(it.value()).value)) return;
      }
    } finally {
      it.close();
    }
  }

  getAllSendEnabledEntries(ctx: Context): SendEnabled[] {
    const all: SendEnabled[] = [];
    this.iterateSendEnabledEntries(ctx, (denom, enabled) => {
      all.push({ denom, enabled });
      return false;
    });
    return all;
  }

  private getSendEnabled(ctx: Context, denom: string): boolean | undefined {
    const store = this.store(ctx);
    const key = sendEnabledKey(denom);
    if (!store.has(key)) return undefined;
    return BoolValue.decode(store.get(key)!).value;
  }
}
