import { readSection } from '../../core/genesis.ts';
import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/cosmos/evidence/v1beta1/genesis.ts';
import { Query } from '../../wire/gen/cosmos/evidence/v1beta1/query.ts';
import { Msg } from '../../wire/gen/cosmos/evidence/v1beta1/tx.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { beginBlocker } from './abci.ts';
import { defaultGenesis, exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { EvidenceKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { evidenceMsgServer } from './msg-server.ts';
import { evidenceQueryServer } from './query-server.ts';

/** x/evidence. */
export function evidenceModule(k: EvidenceKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 1n,
    registerServices(cfg) {
      cfg.msgServer(Msg, evidenceMsgServer(k));
      cfg.queryServer(Query, evidenceQueryServer(k));
    },
    initGenesis(ctx, json) {
      initGenesis(
        k,
        ctx,
        readSection(MODULE_NAME, () => fromJson(GenesisState, json)),
      );
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(k, ctx)),
    defaultGenesis: () => toJson(GenesisState, defaultGenesis()),
    validateGenesis: (json) => validateGenesis(readSection(MODULE_NAME, () => fromJson(GenesisState, json))),
    beginBlock: (ctx) => beginBlocker(k, ctx),
  };
}
