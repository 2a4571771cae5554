import { BaseApp } from '../baseapp/base-app.ts';
import { configurator } from '../baseapp/configurator.ts';
import { MsgServiceRouter } from '../baseapp/msg-router.ts';
import { DEFAULT_NODE_OPTIONS, type NodeOptions } from '../baseapp/node-options.ts';
import { GrpcQueryRouter } from '../baseapp/query-router.ts';
import type { SnapshotService } from '../baseapp/snapshots.ts';
import type { ExecutionTracer, Lifecycle } from '../baseapp/types.ts';
import { GoError } from '../core/errors.ts';
import type { JsonValue, Msg } from '../core/module.ts';
import { accAddressToBech32 } from '../crypto/address.ts';
import { getMsgSigners, signerText } from '../crypto/signers.ts';
import { readLatestVersion } from '../store/commit-info.ts';
import { type Database, MemoryDatabase } from '../store/database.ts';
import { type MultiStoreOptions, RootMultiStore } from '../store/multistore.ts';
import { signBytes } from '../wire/sign-modes.ts';
import { type DecodedTx, decodeTx } from '../wire/tx.ts';
import { anteHandler } from '../x/auth/ante/index.ts';
import { crisisDefaultGenesis, validateCrisisGenesis } from '../x/crisis/genesis.ts';
import type { UpgradeInfo } from '../x/upgrade/plan.ts';
import { splitAppState } from './app-state.ts';
import { type ExportedApp, type ExportOptions, exportApp } from './export.ts';
import { type Keepers, newKeepers } from './keepers.ts';
import { ModuleManager } from './module-manager.ts';
import { appModules } from './modules.ts';
import { CONSENSUS_VERSIONS } from './orders.ts';
import { prefetchBlock } from './prefetch.ts';
import { newStoreKeys, type StoreKeys } from './store-keys.ts';
import { registerUpgrades, storeUpgrades } from './upgrades.ts';

export const APP_NAME = 'akash';

export interface AppOptions {
  readonly db: Database;
  /** What is left out has its default. */
  readonly node: Partial<NodeOptions>;
  readonly store?: MultiStoreOptions;
  /** Opens this version instead of the latest, to read it. */
  readonly version?: bigint;
  /** Makes the node's state sync over its stores. Absent: no snapshots. */
  readonly snapshots?: (store: RootMultiStore) => SnapshotService;
  /** Heights at which a due upgrade is passed over. */
  readonly skipUpgradeHeights?: ReadonlySet<bigint>;
  /** What the last program left word of: the stores change as that upgrade says when the next block applies it. */
  readonly upgradeInfo?: UpgradeInfo;
  /** Leaves word for the next binary before the node stops for an upgrade. */
  readonly dumpUpgradeInfo?: (info: UpgradeInfo) => void;
  readonly tracer?: ExecutionTracer;
}

/** The application with what surrounds it. */
export interface AkashApp {
  /** What CometBFT, or any other maker of blocks, drives. */
  readonly base: BaseApp<DecodedTx>;
  readonly store: RootMultiStore;
  readonly keys: StoreKeys;
  readonly keepers: Keepers;
  readonly modules: ModuleManager;
  /** The committed state as a genesis. */
  exportAppState(options?: ExportOptions): ExportedApp;
}

/** Opens the application on a database, at the version committed last. */
export async function createApp(options: AppOptions): Promise<AkashApp> {
  const keys = newStoreKeys();
  const store = new RootMultiStore(options.db, options.store);
  for (const key of Object.values(keys)) store.mount(key);
  const upgrades = storeUpgrades(
    options.upgradeInfo,
    BigInt(readLatestVersion(options.db)),
    options.skipUpgradeHeights,
  );
  // lint-allow: opening the database comes before any block
  await (options.version === undefined ? store.loadLatestVersion(upgrades) : store.loadVersion(options.version));
  return assemble(options, store, keys);
}

function assemble(options: AppOptions, store: RootMultiStore, keys: StoreKeys): AkashApp {
  const msgRouter = new MsgServiceRouter();
  const queryRouter = new GrpcQueryRouter();
  const keepers = newKeepers({
    keys,
    msgRouter,
    skipUpgradeHeights: options.skipUpgradeHeights ?? new Set(),
    upgradeHost: {
      setProtocolVersion: (version) => base.setAppVersion(version),
      dumpUpgradeInfo: (info) => options.dumpUpgradeInfo?.(info),
    },
  });
  const deliverGenTx = (bytes: Uint8Array): void => {
    const { code, log } = base.deliverTx(bytes);
    if (code !== 0) throw new GoError(log);
  };
  const modules = new ModuleManager(appModules(keepers, deliverGenTx));
  registerUpgrades(keepers.upgrade, modules);
  modules.registerServices(configurator(msgRouter, queryRouter));
  const lifecycle: Lifecycle = {
    initChain(ctx, request) {
      const genesis = splitAppState(request.appStateBytes);
      keepers.upgrade.setModuleVersionMap(ctx, CONSENSUS_VERSIONS);
      return modules.initGenesis(ctx, genesis);
    },
    preBlock: (ctx) => modules.preBlock(ctx),
    beginBlock: (ctx) => modules.beginBlock(ctx),
    endBlock: (ctx) => modules.endBlock(ctx),
  };
  const base: BaseApp<DecodedTx> = new BaseApp<DecodedTx>({
    name: APP_NAME,
    store,
    paramStore: keepers.consensus.paramsStore,
    lifecycle,
    txDecoder: decodeTx,
    anteHandler: anteHandler({
      accounts: keepers.accounts,
      bank: keepers.bank,
      grants: keepers.feegrant,
      getSignBytes: (mode, signer, tx) => signBytes(mode, signer, tx, signerText),
    }),
    msgRouter,
    queryRouter,
    prefetch: (ctx, txs) => prefetchBlock(ctx, txs, keepers.accounts),
    firstSigner,
    node: { ...DEFAULT_NODE_OPTIONS, ...options.node },
    ...(options.snapshots === undefined ? {} : { snapshots: options.snapshots(store) }),
    ...(options.tracer === undefined ? {} : { tracer: options.tracer }),
  });
  return {
    base,
    store,
    keys,
    keepers,
    modules,
    exportAppState: (exportOptions) => exportApp(base, modules, keepers, exportOptions),
  };
}

function firstSigner(msg: Msg): string | undefined {
  const signer = getMsgSigners(msg)[0];
  return signer === undefined ? undefined : accAddressToBech32(signer);
}

/** The `app_state` of a new chain before anything is configured. */
export function defaultGenesisState(): { [module: string]: JsonValue } {
  const store = new RootMultiStore(new MemoryDatabase());
  const { modules } = assemble({ db: store.db, node: {} }, store, newStoreKeys());
  // Two sections that no module of ours reads: a new document of the reference has them.
  const state: { [module: string]: JsonValue } = {
    '07-tendermint': null,
    crisis: JSON.parse(crisisDefaultGenesis()) as JsonValue,
  };
  for (const [name, section] of modules.defaultGenesis()) state[name] = JSON.parse(section) as JsonValue;
  return state;
}

/** Checks an `app_state` module by module. Throws a Go error that names the first thing wrong. */
export function validateGenesisState(state: { readonly [module: string]: JsonValue }): void {
  const store = new RootMultiStore(new MemoryDatabase());
  const { modules } = assemble({ db: store.db, node: {} }, store, newStoreKeys());
  modules.validateGenesis(new Map(Object.entries(state).map(([name, section]) => [name, JSON.stringify(section)])));
  if (state.crisis !== undefined) validateCrisisGenesis(JSON.stringify(state.crisis));
}
