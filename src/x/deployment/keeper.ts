import type { Context } from '../../core/context.ts';
import { Item } from '../../core/item.ts';
import type { StoreKey } from '../../core/store.ts';
import { Params } from '../../wire/gen/akash/deployment/v1beta4/params.ts';
import { PARAMS_KEY } from './keys.ts';

export interface DeploymentKeeperDeps {
  readonly storeKey: StoreKey;
  /** Bech32 text of the account that may update the parameters. */
  readonly authority: string;
}

/** Source: node x/deployment/keeper. */
export class DeploymentKeeper {
  readonly authority: string;
  private readonly params: Item<Params>;

  constructor(deps: DeploymentKeeperDeps) {
    this.authority = deps.authority;
    this.params = new Item(deps.storeKey, PARAMS_KEY, Params);
  }

  getParams(ctx: Context): Params {
    return this.params.find(ctx) ?? Params.create();
  }

  setParams(ctx: Context, params: Params): void {
    this.params.set(ctx, params);
  }
}
