import { readSection } from '../../core/genesis.ts';
import type { AppModule } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/akash/cert/v1/genesis.ts';
import { MsgCreateCertificate, MsgRevokeCertificate } from '../../wire/gen/akash/cert/v1/msg.ts';
import { Query } from '../../wire/gen/akash/cert/v1/query.ts';
import { Msg } from '../../wire/gen/akash/cert/v1/service.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { defaultGenesis, exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { CertKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { certMsgServer } from './msg-server.ts';
import { certQueryServer } from './query-server.ts';
import { validateCreate, validateRevoke } from './validate.ts';

/** x/cert. */
export function certModule(k: CertKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 4n,
    registerServices(cfg) {
      cfg.msgServer(Msg, certMsgServer(k));
      cfg.queryServer(Query, certQueryServer(k));
      cfg.validateBasic(MsgCreateCertificate, validateCreate);
      cfg.validateBasic(MsgRevokeCertificate, validateRevoke);
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
