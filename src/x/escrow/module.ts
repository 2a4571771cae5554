import { readSection } from '../../core/genesis.ts';
import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/akash/escrow/v1/genesis.ts';
import { Query } from '../../wire/gen/akash/escrow/v1/query.ts';
import { Msg } from '../../wire/gen/akash/escrow/v1/service.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { EscrowKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { escrowMsgServer } from './msg-server.ts';
import { escrowQueryServer } from './query-server.ts';
import { registerValidateBasic } from './validate.ts';

/** x/escrow. */
export function escrowModule(k: EscrowKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 3n,
    registerServices(cfg) {
      cfg.msgServer(Msg, escrowMsgServer(k));
      cfg.queryServer(Query, escrowQueryServer(k));
      registerValidateBasic(cfg);
    },
    initGenesis(ctx, json) {
      initGenesis(ctx, k, fromJson(GenesisState, json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(ctx, k)),
    defaultGenesis: () => toJson(GenesisState, GenesisState.create()),
    validateGenesis: (json) => validateGenesis(readSection(MODULE_NAME, () => fromJson(GenesisState, json))),
  };
}
