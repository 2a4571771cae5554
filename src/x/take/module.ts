import { GoErrorBase, GoPanic } from '../../core/errors.ts';
import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/akash/take/v1/genesis.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import type { TakeKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { defaultParams, validateParams } from './params.ts';

/** x/take. */
export function takeModule(k: TakeKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 3n,
    initGenesis(ctx, json) {
      const { params } = fromJson(GenesisState, json);
      try {
        k.setParams(ctx, params);
      } catch (e) {
        throw e instanceof GoErrorBase ? new GoPanic(e.message) : e;
      }
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, { params: k.getParams(ctx) }),
    defaultGenesis: () => toJson(GenesisState, { params: defaultParams() }),
    validateGenesis: (json) => validateParams(fromJson(GenesisState, json).params),
  };
}
