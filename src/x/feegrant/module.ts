import { readSection } from '../../core/genesis.ts';
import type { AppModule, JsonText } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/cosmos/feegrant/v1beta1/genesis.ts';
import { Query } from '../../wire/gen/cosmos/feegrant/v1beta1/query.ts';
import { Msg } from '../../wire/gen/cosmos/feegrant/v1beta1/tx.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { FeegrantKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { feegrantMsgServer } from './msg-server.ts';
import { feegrantQueryServer } from './query-server.ts';

/** Allowances that one block deletes at most. */
const PRUNED_BY_BLOCK = 200;

/** x/feegrant. */
export function feegrantModule(k: FeegrantKeeper): AppModule {
  const read = (json: JsonText): GenesisState => fromJson(GenesisState, json);
  return {
    name: MODULE_NAME,
    consensusVersion: 2n,
    registerServices(cfg) {
      cfg.msgServer(Msg, feegrantMsgServer(k));
      cfg.queryServer(Query, feegrantQueryServer(k));
    },
    initGenesis(ctx, json) {
      initGenesis(k, ctx, read(json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(k, ctx)),
    defaultGenesis: () => toJson(GenesisState, { allowances: [] }),
    validateGenesis: (json) => validateGenesis(readSection(MODULE_NAME, () => read(json))),
    endBlock(ctx) {
      k.removeExpiredAllowances(ctx, PRUNED_BY_BLOCK);
      return [];
    },
  };
}
