import { GoError, GoErrorBase } from '../../core/errors.ts';
import type { AppModule, JsonText } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/cosmos/bank/v1beta1/genesis.ts';
import { Query } from '../../wire/gen/cosmos/bank/v1beta1/query.ts';
import { Msg } from '../../wire/gen/cosmos/bank/v1beta1/tx.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { defaultGenesis, exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { BankKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { BankMsgServer } from './msg-server.ts';
import { BankQueryServer } from './query-server.ts';

const read = (section: JsonText): GenesisState => fromJson(GenesisState, section);

/** Coins. It has no begin and no end block. */
export function bankModule(keeper: BankKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 4n,
    registerServices(cfg) {
      cfg.msgServer(Msg, new BankMsgServer(keeper));
      cfg.queryServer(Query, new BankQueryServer(keeper));
    },
    initGenesis(ctx, section) {
      initGenesis(ctx, keeper, read(section));
      return [];
    },
    exportGenesis: (ctx) => toJson(GenesisState, exportGenesis(ctx, keeper)),
    defaultGenesis: () => toJson(GenesisState, defaultGenesis()),
    validateGenesis(section) {
      let genesis: GenesisState;
      try {
        genesis = read(section);
      } catch (e) {
        if (!(e instanceof GoErrorBase)) throw e;
        throw new GoError(`failed to unmarshal ${MODULE_NAME} genesis state: ${e.message}`, e);
      }
      validateGenesis(genesis);
    },
  };
}
