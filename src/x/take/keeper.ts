import type { Context } from '../../core/context.ts';
import { Item } from '../../core/item.ts';
import type { StoreKey } from '../../core/store.ts';
import { Params } from '../../wire/gen/akash/take/v1/params.ts';
import { PARAMS_KEY } from './keys.ts';
import { validateParams } from './params.ts';

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
}
