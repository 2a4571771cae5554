import { GoError, GoErrorBase } from '../../core/errors.ts';
import type { AppModule, JsonText } from '../../core/module.ts';
import { GenesisState } from '../../wire/gen/cosmos/auth/v1beta1/genesis.ts';
import { Query } from '../../wire/gen/cosmos/auth/v1beta1/query.ts';
import { Msg } from '../../wire/gen/cosmos/auth/v1beta1/tx.ts';
import { fromJson, toJson } from '../../wire/json.ts';
import { defaultGenesis, exportGenesis, initGenesis, validateGenesis } from './genesis.ts';
import type { AccountKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { AuthMsgServer } from './msg-server.ts';
import { AuthQueryServer } from './query-server.ts';

const read = (section: JsonText): GenesisState => fromJson(GenesisState, section);

/**
 * Accounts. The reference's pre-block removes the nonces of unordered transactions; this chain has none, so there is nothing to do.
 */
export function authModule(keeper: AccountKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 5n,
    registerServices(cfg) {
      cfg.msgServer(Msg, new AuthMsgServer(keeper));
      cfg.queryServer(Query, new AuthQueryServer(keeper));
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
      validateGenesis(genesis, keeper);
    },
  };
}
