import type { AppModule } from '../core/module.ts';
import { auditModule } from '../x/audit/module.ts';
import { authModule } from '../x/auth/module.ts';
import { authzModule } from '../x/authz/module.ts';
import { bankModule } from '../x/bank/module.ts';
import { certModule } from '../x/cert/module.ts';
import { consensusModule } from '../x/consensus/module.ts';
import { deploymentModule } from '../x/deployment/module.ts';
import { distributionModule } from '../x/distribution/module.ts';
import { escrowModule } from '../x/escrow/module.ts';
import { evidenceModule } from '../x/evidence/module.ts';
import { feegrantModule } from '../x/feegrant/module.ts';
import type { DeliverGenTx } from '../x/genutil/expected-keepers.ts';
import { genutilModule } from '../x/genutil/module.ts';
import { govModule } from '../x/gov/module.ts';
import { ibcModule, tendermintClientModule } from '../x/ibc/module.ts';
import { marketModule } from '../x/market/module.ts';
import { mintModule } from '../x/mint/module.ts';
import { paramsModule } from '../x/params/module.ts';
import { providerModule } from '../x/provider/module.ts';
import { slashingModule } from '../x/slashing/module.ts';
import { stakingModule } from '../x/staking/module.ts';
import { takeModule } from '../x/take/module.ts';
import { transferModule } from '../x/transfer/module.ts';
import { upgradeModule } from '../x/upgrade/module.ts';
import { vestingModule } from '../x/vesting/module.ts';
import type { Keepers } from './keepers.ts';

/** The modules of the application, in the order of node app/modules.go. */
export function appModules(k: Keepers, deliverTx: DeliverGenTx): AppModule[] {
  return [
    genutilModule({ stakingKeeper: k.staking, deliverTx }),
    authModule(k.accounts),
    vestingModule(k.accounts, k.bank),
    bankModule(k.bank),
    govModule(k.gov),
    mintModule(k.mint, k.accounts),
    slashingModule(k.slashing),
    distributionModule(k.distribution),
    stakingModule({ keeper: k.staking, accountKeeper: k.accounts, bankKeeper: k.bank }),
    upgradeModule(k.upgrade),
    evidenceModule(k.evidence),
    authzModule(k.authz),
    feegrantModule(k.feegrant),
    ibcModule(k.ibc),
    transferModule(k.transfer),
    tendermintClientModule(),
    paramsModule(k.params),
    consensusModule(k.consensus),
    takeModule(k.take),
    escrowModule(k.escrow),
    deploymentModule({ keeper: k.deployment, marketKeeper: k.market, escrowKeeper: k.escrow }),
    marketModule({
      keeper: k.market,
      escrowKeeper: k.escrow,
      deploymentKeeper: k.deployment,
      providerKeeper: k.provider,
      auditKeeper: k.audit,
    }),
    providerModule(k.provider),
    auditModule(k.audit),
    certModule(k.cert),
  ];
}
