import { readSection } from '../../core/genesis.ts';
import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/cosmos/genutil/v1beta1/genesis.ts';
import { fromJson } from '../../wire/json.ts';
import type { DeliverGenTx, StakingKeeper } from './expected-keepers.ts';
import { deliverGenTxs, validateGenTxs } from './gentx.ts';
import { MODULE_NAME } from './keys.ts';

export interface GenutilDeps {
  readonly stakingKeeper: StakingKeeper;
  readonly deliverTx: DeliverGenTx;
}

const EMPTY = '{"gen_txs":[]}';

/** x/genutil: the transactions with which validators begin. It keeps nothing, so its export is empty. */
export function genutilModule({ stakingKeeper, deliverTx }: GenutilDeps): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 1n,
    initGenesis(ctx, json) {
      const { genTxs } = fromJson(GenesisState, json);
      return genTxs.length === 0 ? [] : deliverGenTxs(ctx, genTxs, stakingKeeper, deliverTx);
    },
    exportGenesis: () => EMPTY,
    defaultGenesis: () => EMPTY,
    validateGenesis: (json) => validateGenTxs(readSection(MODULE_NAME, () => fromJson(GenesisState, json)).genTxs),
  };
}
