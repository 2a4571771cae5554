import { readSection } from '../../core/genesis.ts';
import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/akash/audit/v1/genesis.ts';
import { MsgDeleteProviderAttributes, MsgSignProviderAttributes } from '../../wire/gen/akash/audit/v1/msg.ts';
import { Query } from '../../wire/gen/akash/audit/v1/query.ts';
import { Msg } from '../../wire/gen/akash/audit/v1/service.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { defaultGenesis, exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { AuditKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { auditMsgServer } from './msg-server.ts';
import { auditQueryServer } from './query-server.ts';
import { validateParties } from './validate.ts';

/** x/audit. */
export function auditModule(k: AuditKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 3n,
    registerServices(cfg) {
      cfg.msgServer(Msg, auditMsgServer(k));
      cfg.queryServer(Query, auditQueryServer(k));
      cfg.validateBasic(MsgSignProviderAttributes, validateParties);
      cfg.validateBasic(MsgDeleteProviderAttributes, validateParties);
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
