import type { MsgServiceRouter } from '../baseapp/msg-router.ts';
import { AuditKeeper } from '../x/audit/keeper.ts';
import { AUTH_ACCOUNT_TYPES } from '../x/auth/account.ts';
import { AccountKeeper } from '../x/auth/keeper.ts';
import { FEE_COLLECTOR_NAME } from '../x/auth/keys.ts';
import { type AuthorizationType, authorizationType, genericAuthorization } from '../x/authz/authorization.ts';
import { AuthzKeeper } from '../x/authz/keeper.ts';
import { BankKeeper } from '../x/bank/keeper.ts';
import { sendAuthorization } from '../x/bank/send-authorization.ts';
import { CertKeeper } from '../x/cert/keeper.ts';
import { ConsensusKeeper } from '../x/consensus/keeper.ts';
import { DeploymentKeeper } from '../x/deployment/keeper.ts';
import { depositDeploymentAuthorization } from '../x/deployment/legacy-authorization.ts';
import { distributionHooks } from '../x/distribution/hooks.ts';
import { DistributionKeeper } from '../x/distribution/keeper.ts';
import { depositAuthorization } from '../x/escrow/deposit-authorization.ts';
import { EscrowKeeper } from '../x/escrow/keeper.ts';
import { EvidenceKeeper } from '../x/evidence/keeper.ts';
import { FeegrantKeeper } from '../x/feegrant/keeper.ts';
import { LegacyRouter } from '../x/gov/content.ts';
import { GovKeeper } from '../x/gov/keeper.ts';
import { clientUpdateContent, communityPoolSpendContent, ibcUpgradeContent } from '../x/gov/refused-contents.ts';
import { textContent, textProposalHandler } from '../x/gov/text-content.ts';
import { IbcKeeper } from '../x/ibc/keeper.ts';
import { escrowHooks } from '../x/market/hooks.ts';
import { MarketKeeper } from '../x/market/keeper.ts';
import { MintKeeper } from '../x/mint/keeper.ts';
import { parameterChangeContent, parameterChangeHandler } from '../x/params/content.ts';
import { ParamsKeeper } from '../x/params/keeper.ts';
import { LEGACY_PARAM_TABLES } from '../x/params/legacy-tables.ts';
import { ProviderKeeper } from '../x/provider/keeper.ts';
import { slashingHooks } from '../x/slashing/hooks.ts';
import { SlashingKeeper } from '../x/slashing/keeper.ts';
import { stakeAuthorization } from '../x/staking/authz.ts';
import { MultiStakingHooks } from '../x/staking/hooks.ts';
import { StakingKeeper } from '../x/staking/keeper.ts';
import { TakeKeeper } from '../x/take/keeper.ts';
import { transferAuthorization } from '../x/transfer/authorization.ts';
import { transferIbcModule } from '../x/transfer/ibc-module.ts';
import { TransferKeeper } from '../x/transfer/keeper.ts';
import { cancelSoftwareUpgradeContent, softwareUpgradeContent } from '../x/upgrade/content.ts';
import { type UpgradeHost, UpgradeKeeper } from '../x/upgrade/keeper.ts';
import { VESTING_ACCOUNT_TYPES } from '../x/vesting/account.ts';
import { blockedAddresses, GOV_AUTHORITY, MODULE_ACCOUNT_PERMISSIONS } from './accounts.ts';
import type { StoreKeys } from './store-keys.ts';

/** The chain allows more than the SDK's 255 bytes of metadata. Source: node app/types/app.go. */
const GOV_MAX_METADATA = 10_200;

export interface KeeperDeps {
  readonly keys: StoreKeys;
  readonly msgRouter: MsgServiceRouter;
  readonly upgradeHost: UpgradeHost;
  readonly skipUpgradeHeights: ReadonlySet<bigint>;
}

export type Keepers = ReturnType<typeof newKeepers>;

/** All keepers, each on its own store and on those made before it. Source: node app/types/app.go. */
export function newKeepers({ keys, msgRouter, upgradeHost, skipUpgradeHeights }: KeeperDeps) {
  const authority = GOV_AUTHORITY;
  const params = new ParamsKeeper({
    storeKey: keys.params,
    transientKey: keys.transient_params,
    tables: LEGACY_PARAM_TABLES,
  });
  const consensus = new ConsensusKeeper({ storeKey: keys.consensus, authority });
  const upgrade = new UpgradeKeeper({ storeKey: keys.upgrade, authority, skipUpgradeHeights, host: upgradeHost });

  const ibc = new IbcKeeper({ storeKey: keys.ibc, upgradeKeeper: upgrade, authority });

  const accounts = new AccountKeeper({
    storeKey: keys.acc,
    accountTypes: [...AUTH_ACCOUNT_TYPES, ...VESTING_ACCOUNT_TYPES],
    modulePermissions: MODULE_ACCOUNT_PERMISSIONS,
    authority,
  });
  const bank = new BankKeeper({
    storeKey: keys.bank,
    accounts,
    blockedAddresses: [...blockedAddresses()],
    authority,
  });
  const staking = new StakingKeeper({
    storeKey: keys.staking,
    accountKeeper: accounts,
    bankKeeper: bank,
    authority,
  });
  const distribution = new DistributionKeeper({
    storeKey: keys.distribution,
    accountKeeper: accounts,
    bankKeeper: bank,
    stakingKeeper: staking,
    feeCollectorName: FEE_COLLECTOR_NAME,
    authority,
  });
  const slashing = new SlashingKeeper({ storeKey: keys.slashing, stakingKeeper: staking, authority });
  const authz = new AuthzKeeper({
    storeKey: keys.authz,
    accountKeeper: accounts,
    bankKeeper: bank,
    router: msgRouter,
    authorizationTypes: [
      genericAuthorization,
      sendAuthorization,
      stakeAuthorization,
      depositAuthorization,
      depositDeploymentAuthorization,
      transferAuthorization,
    ].map((t) => authorizationType(t as AuthorizationType<object>)),
  });
  const feegrant = new FeegrantKeeper({ storeKey: keys.feegrant, accountKeeper: accounts, bankKeeper: bank });
  const evidence = new EvidenceKeeper({
    storeKey: keys.evidence,
    stakingKeeper: staking,
    slashingKeeper: slashing,
  });
  const mint = new MintKeeper({
    storeKey: keys.mint,
    stakingKeeper: staking,
    bankKeeper: bank,
    feeCollectorName: FEE_COLLECTOR_NAME,
    authority,
  });
  const legacyRouter = new LegacyRouter()
    .addKind(textContent)
    .addKind(parameterChangeContent)
    .addKind(softwareUpgradeContent)
    .addKind(cancelSoftwareUpgradeContent)
    .addKind(communityPoolSpendContent)
    .addKind(clientUpdateContent)
    .addKind(ibcUpgradeContent)
    .addRoute('gov', textProposalHandler)
    .addRoute('params', parameterChangeHandler(params));
  const gov = new GovKeeper({
    storeKey: keys.gov,
    accountKeeper: accounts,
    bankKeeper: bank,
    stakingKeeper: staking,
    distributionKeeper: distribution,
    router: msgRouter,
    legacyRouter,
    maxMetadataLength: GOV_MAX_METADATA,
    authority,
  });

  const transfer = new TransferKeeper({
    storeKey: keys.transfer,
    bankKeeper: bank,
    channelKeeper: ibc.channelKeeper,
    router: msgRouter,
    authority,
  });
  ibc.ports.addRoute('transfer', transferIbcModule(transfer));

  const provider = new ProviderKeeper({ storeKey: keys.provider });
  const audit = new AuditKeeper({ storeKey: keys.audit });
  const cert = new CertKeeper({ storeKey: keys.cert });
  const take = new TakeKeeper({ storeKey: keys.take, authority });
  const escrow = new EscrowKeeper({
    storeKey: keys.escrow,
    bankKeeper: bank,
    takeKeeper: take,
    authzKeeper: authz,
    feePoolKeeper: distribution,
  });
  const deployment = new DeploymentKeeper({ storeKey: keys.deployment, escrowKeeper: escrow, authority });
  const market = new MarketKeeper({ storeKey: keys.market, escrowKeeper: escrow, authority });

  staking.setHooks(new MultiStakingHooks(distributionHooks(distribution), slashingHooks(slashing)));
  escrow.setHooks(escrowHooks(deployment, market));
  return {
    accounts,
    audit,
    authz,
    bank,
    cert,
    consensus,
    deployment,
    distribution,
    escrow,
    evidence,
    feegrant,
    gov,
    ibc,
    market,
    mint,
    params,
    provider,
    slashing,
    staking,
    take,
    transfer,
    upgrade,
  };
}
