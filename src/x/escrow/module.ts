import { InternalError } from '../../core/errors.ts';
import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/akash/escrow/v1/genesis.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { MODULE_NAME } from './keys.ts';

/** x/escrow. */
export function escrowModule(): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 3n,
    initGenesis(_ctx, json) {
      const genesis = fromJson(GenesisState, json);
      for (const field of ['accounts', 'payments'] as const) {
        if (genesis[field].length > 0) throw new InternalError(`escrow: genesis with ${field} is not built yet`);
      }
      return [];
    },
    exportGenesis: () => toJson(GenesisState, GenesisState.create()),
    defaultGenesis: () => toJson(GenesisState, GenesisState.create()),
  };
}
