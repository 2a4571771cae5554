import type { AppModule } from '../../core/module.ts';
import { Query } from '../../wire/gen/cosmos/upgrade/v1beta1/query.ts';
import { Msg } from '../../wire/gen/cosmos/upgrade/v1beta1/tx.ts';
import { preBlocker } from './abci.ts';
import type { UpgradeKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { upgradeMsgServer } from './msg-server.ts';
import { upgradeQueryServer } from './query-server.ts';

/** x/upgrade. Plans are not part of a genesis: the section is always the empty object. */
export function upgradeModule(k: UpgradeKeeper): AppModule {
  return {
    name: MODULE_NAME,
    consensusVersion: 2n,
    registerServices(cfg) {
      cfg.msgServer(Msg, upgradeMsgServer(k));
      cfg.queryServer(Query, upgradeQueryServer(k));
    },
    initGenesis: () => [],
    exportGenesis: () => '{}',
    defaultGenesis: () => '{}',
    validateGenesis: () => {},
    preBlock: (ctx) => preBlocker(ctx, k),
  };
}
