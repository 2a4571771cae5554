import type { Context } from '../../core/context.ts';
import { InternalError } from '../../core/errors.ts';
import type { GenesisState } from '../../wire/gen/akash/market/v1beta5/genesis.ts';
import type { MarketKeeper } from './keeper.ts';

/** Genesis section → state. Source: node x/market/genesis.go. */
export function initGenesis(ctx: Context, k: MarketKeeper, genesis: GenesisState): void {
  for (const field of ['orders', 'bids', 'leases'] as const) {
    if (genesis[field].length > 0) throw new InternalError(`market: genesis with ${field} is not built yet`);
  }
  k.setParams(ctx, genesis.params);
}
