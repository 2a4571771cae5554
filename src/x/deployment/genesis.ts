import type { Context } from '../../core/context.ts';
import { InternalError } from '../../core/errors.ts';
import type { GenesisState } from '../../wire/gen/akash/deployment/v1beta4/genesis.ts';
import type { DeploymentKeeper } from './keeper.ts';

/** Genesis section → state. Source: node x/deployment/genesis.go. */
export function initGenesis(ctx: Context, k: DeploymentKeeper, genesis: GenesisState): void {
  for (const field of ['deployments'] as const) {
    if (genesis[field].length > 0) throw new InternalError(`deployment: genesis with ${field} is not built yet`);
  }
  k.setParams(ctx, genesis.params);
}
