import type { Context } from '../../core/context.ts';
import { Item } from '../../core/item.ts';
import type { StoreKey } from '../../core/store.ts';
import { type Coin, newCoin, subAmount } from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import { Params } from '../../wire/gen/akash/take/v1/params.ts';
import { PARAMS_KEY } from './keys.ts';
import { findRate, validateParams } from './params.ts';

export interface TakeKeeperDeps {
  readonly storeKey: StoreKey;
  /** Bech32 text of the account that may update the parameters. */
  readonly authority: string;
}

/** Holds the share of lease payments that goes to the community pool. Source: node x/take/keeper. */
export class TakeKeeper {
  readonly authority: string;
  private readonly params: Item<Params>;

  constructor(deps: TakeKeeperDeps) {
    this.authority = deps.authority;
    this.params = new Item(deps.storeKey, PARAMS_KEY, Params);
  }

  getParams(ctx: Context): Params {
    return this.params.find(ctx) ?? Params.create();
  }

  /** Throws GoError when they are not acceptable. */
  setParams(ctx: Context, params: Params): void {
    validateParams(params);
    this.params.set(ctx, params);
  }

  /** Divides a payment: the fee is the denomination's share, cut to whole units; the rest is earned. */
  subtractFees(ctx: Context, payment: Coin): { earnings: Coin; fees: Coin } {
    const rate = findRate(this.getParams(ctx), payment.denom);
    const fees = Dec.fromInt(payment.amount).mul(rate).truncateInt();
    return { earnings: subAmount(payment, fees), fees: newCoin(payment.denom, fees) };
  }
}
