import { readSection } from '../../core/genesis.ts';
import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/ibc/applications/transfer/v1/genesis.ts';
import { Query } from '../../wire/gen/ibc/applications/transfer/v1/query.ts';
import { Msg, MsgTransfer, MsgUpdateParams } from '../../wire/gen/ibc/applications/transfer/v1/tx.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { defaultGenesis, exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { TransferKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { transferMsgServer } from './msg-server.ts';
import { transferQueryServer } from './query-server.ts';
import { validateTransferMsg, validateUpdateParams } from './validate.ts';

/** IBC token transfer. */
export function transferModule(k: TransferKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 6n,
    registerServices(cfg) {
      cfg.msgServer(Msg, transferMsgServer(k));
      cfg.queryServer(Query, transferQueryServer(k));
      cfg.validateBasic(MsgTransfer, validateTransferMsg);
      cfg.validateBasic(MsgUpdateParams, validateUpdateParams);
    },
    initGenesis(ctx, json) {
      initGenesis(k, ctx, fromJson(GenesisState, json));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(k, ctx)),
    defaultGenesis: () => toJson(GenesisState, defaultGenesis()),
    validateGenesis: (json) => validateGenesis(readSection(MODULE_NAME, () => fromJson(GenesisState, json))),
  };
}
