import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AbciApplication } from '../abci/handler.ts';
import { AbciServer } from '../abci/server.ts';
import { managedSnapshots } from '../abci/snapshots.ts';
import { type AkashApp, createApp } from '../app/app.ts';
import type { NodeOptions } from '../baseapp/node-options.ts';
import { ModelledError } from '../core/errors.ts';
import { parseDecCoins } from '../math/parse-coin.ts';
import { cometClient } from '../server/comet-client.ts';
import { APP_TOML, COMET_TOML } from '../server/config/files.ts';
import { ConfigError, envName, loadToml, parseAddress, type TomlValue, type Values } from '../server/config/toml.ts';
import { COMET_VERSION } from '../server/rpc/methods.ts';
import type { NodeSettings } from '../server/services/types.ts';
import { REFERENCE_VERSION } from '../server/version.ts';
import { LevelDatabase } from '../store/leveldb.ts';
import { PRUNING, type PruningOptions, validatePruning } from '../store/pruning.ts';
import { SnapshotManager } from '../store/snapshot/manager.ts';
import { SnapshotStore } from '../store/snapshot/store.ts';
import { type CometProcess, checkComet, findComet, startComet } from './comet-process.ts';
import { parseGenesisDoc } from './dev/genesis-doc.ts';
import { cometGenesis } from './genesis.ts';
import { nodeId, readKeyJson } from './key-files.ts';
import { nodeCacheBytes } from './memory.ts';
import { registerNodeQueries, serveGrpc } from './serve.ts';
import { readUpgradeInfo, writeUpgradeInfo } from './upgrade-info.ts';

export interface FullNodeOptions {
  /** The home folder. */
  readonly home: string;
  /** Start CometBFT as a child; otherwise only ABCI is served. */
  readonly withComet: boolean;
  /** CometBFT's program; found on the PATH when undefined. */
  readonly comet: string | undefined;
  /** Where ABCI is served, as `tcp://127.0.0.1:26658`. A child gets a free port unless this was asked for. */
  readonly abciAddress: string | undefined;
  /** Settings of app.toml and config.toml that flags replace, by dotted path. */
  readonly appFlags: Values;
  readonly cometFlags: Values;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  /** Heights at which a due upgrade is passed over. */
  readonly skipUpgradeHeights?: ReadonlySet<bigint>;
}

export interface Logger {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
  /** A line of CometBFT's, as it wrote it. */
  comet(line: string): void;
}

/** A node that runs: `ended` resolves when it has stopped, with the exit code. */
export interface FullNode {
  readonly ended: Promise<number>;
  readonly grpcAddress: string | undefined;
  readonly abciAddress: string;
  stop(): Promise<void>;
}

/** The node cannot start: says what is missing and how to get it. */
export class StartError extends Error {}

interface Config {
  readonly app: ReadonlyMap<string, TomlValue>;
  readonly comet: ReadonlyMap<string, TomlValue>;
}

function readConfig(o: FullNodeOptions): Config {
  const read = (name: string, sections: typeof APP_TOML, flags: Values): ReadonlyMap<string, TomlValue> => {
    const path = join(o.home, 'config', name);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const { values, unknown } = loadToml(sections, { name: path, text }, o.env, flags);
    for (const key of unknown) o.log.warn(`${path}: unknown setting ${key}; it has no effect`);
    return values;
  };
  return { app: read('app.toml', APP_TOML, o.appFlags), comet: read('config.toml', COMET_TOML, o.cometFlags) };
}

const text = (values: ReadonlyMap<string, TomlValue>, key: string): string => String(values.get(key) ?? '');
const integer = (values: ReadonlyMap<string, TomlValue>, key: string): bigint => {
  const v = text(values, key);
  if (!/^-?\d+$/.test(v)) throw new ConfigError(`${key} must be a whole number, not "${v}"`);
  return BigInt(v);
};

/** Starts a node on its home folder. Rejects with a message that says what to do; nothing is left running then. */
export async function startFullNode(o: FullNodeOptions): Promise<FullNode> {
  const file = (...parts: string[]): string => join(o.home, ...parts);
  const genesisFile = file('config', 'genesis.json');
  if (!existsSync(genesisFile))
    throw new StartError(
      `there is no genesis at ${genesisFile}. Make a chain of your own with "akash genesis init", or copy the network's genesis.json there.`,
    );
  const config = readConfig(o);
  const doc = parseGenesisDoc(readFileSync(genesisFile, 'utf8'));
  // Looked for before anything is opened, so that a missing program costs nothing.
  const comet = o.withComet ? findComet(o.comet, o.env) : undefined;
  if (comet) checkComet(comet);

  const minGasPrices = parseDecCoins(text(config.app, 'minimum-gas-prices'));
  const snapshotInterval = Number(integer(config.app, 'state-sync.snapshot-interval'));
  const snapshotKeep = Number(integer(config.app, 'state-sync.snapshot-keep-recent'));
  const node: Partial<NodeOptions> = {
    snapshotRetention: BigInt(snapshotInterval * snapshotKeep),
    chainId: doc.chainId,
    version: REFERENCE_VERSION,
    minGasPrices,
    haltHeight: integer(config.app, 'halt-height'),
    haltTime: integer(config.app, 'halt-time'),
    minRetainBlocks: integer(config.app, 'min-retain-blocks'),
    indexEvents: config.app.get('index-events') as readonly string[],
    queryGasLimit: integer(config.app, 'query-gas-limit') === 0n ? undefined : integer(config.app, 'query-gas-limit'),
  };
  const data = file(text(config.comet, 'db_dir') || 'data');
  mkdirSync(data, { recursive: true });
  const db = await openDatabase(join(data, 'application.db'));
  const closers: (() => Promise<void>)[] = [() => db.close()];
  const snapshotFolder = join(data, 'snapshots');
  mkdirSync(join(snapshotFolder, 'metadata.db'), { recursive: true });
  const snapshotDb = await openDatabase(join(snapshotFolder, 'metadata.db'));
  closers.push(() => snapshotDb.close());
  const snapshotStore = new SnapshotStore(snapshotDb, snapshotFolder);
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close().catch((e: unknown) => o.log.error(String(e)));
  };
  let finish: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    finish = resolve;
  });
  try {
    const upgradeInfo = readUpgradeInfo(data);
    const app: AkashApp = await createApp({
      db,
      ...(upgradeInfo ? { upgradeInfo } : {}),
      ...(o.skipUpgradeHeights ? { skipUpgradeHeights: o.skipUpgradeHeights } : {}),
      dumpUpgradeInfo: (info) => writeUpgradeInfo(data, info),
      node: { ...node },
      store: {
        pruning: pruningOf(config.app),
        fastIndex: config.app.get('iavl-disable-fastnode') !== true,
        cacheBytes: nodeCacheBytes(),
      },
      snapshots: (store) =>
        managedSnapshots(
          new SnapshotManager(snapshotStore, store, { interval: snapshotInterval, keepRecent: snapshotKeep }),
          (e) => o.log.warn(`snapshots: ${e instanceof Error ? e.message : String(e)}`),
        ),
    });
    o.log.info(`application at height ${app.base.info().lastBlockHeight}`);
    const settings: NodeSettings = {
      minGasPrices,
      pruningKeepRecent: text(config.app, 'pruning-keep-recent'),
      pruningInterval: text(config.app, 'pruning-interval'),
      haltHeight: integer(config.app, 'halt-height'),
    };
    const rpcAddress = text(config.comet, 'rpc.laddr');
    registerNodeQueries(app, settings, {
      p2pVersion: 8n,
      blockVersion: 11n,
      appVersion: 0n,
      id: existsSync(file('config', 'node_key.json'))
        ? nodeId(readKeyJson(readFileSync(file('config', 'node_key.json'), 'utf8'), 'node_key.json'))
        : '',
      listenAddress: text(config.comet, 'p2p.laddr'),
      network: doc.chainId,
      version: COMET_VERSION,
      channels: new Uint8Array(Buffer.from('40202122233038606100', 'hex')),
      moniker: text(config.comet, 'moniker'),
      txIndex: text(config.comet, 'tx_index.indexer') === 'null' ? 'off' : 'on',
      rpcAddress,
    });

    let stopping: Promise<void> | undefined;
    let child: CometProcess | undefined;
    const stop = (code: number): Promise<void> => {
      stopping ??= (async () => {
        await child?.stop();
        await closeAll();
        finish(code);
      })();
      return stopping;
    };
    const abci = new AbciServer({
      address: o.abciAddress ?? (o.withComet ? 'tcp://127.0.0.1:0' : text(config.comet, 'proxy_app')),
      application: new AbciApplication(app.base),
      onFatal: (e) => {
        // A halt that the chain wants is told in the reference's words alone: tools that swap programs look for them.
        if (e instanceof ModelledError) o.log.error(e.message);
        else o.log.error(`the state machine cannot go on: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}`);
        void stop(1);
      },
      onError: (e) => o.log.error(`ABCI: ${e instanceof Error ? e.message : String(e)}`),
    });
    const abciAddress = await abci.listen();
    closers.push(() => abci.close());
    o.log.info(`ABCI served at ${abciAddress}`);

    let grpcAddress: string | undefined;
    if (config.app.get('grpc.enable') === true) {
      const at = parseAddress(text(config.app, 'grpc.address'), 'grpc.address');
      const grpc = await serveGrpc(app, cometClient(rpcAddress), settings, {
        ...at,
        maxReceive: Number(integer(config.app, 'grpc.max-recv-msg-size')),
        maxSend: Number(integer(config.app, 'grpc.max-send-msg-size')),
      });
      closers.push(() => grpc.close());
      grpcAddress = grpc.address;
      o.log.info(`gRPC served at ${grpc.address}`);
    }
    if (comet) {
      // CometBFT reads its own layout of the genesis, so it gets a copy in that layout.
      const copy = join(data, 'comet-genesis.json');
      const pidFile = join(data, 'cometbft.pid');
      await awaitOrphan(pidFile, o.log);
      writeFileSync(copy, cometGenesis(readFileSync(genesisFile, 'utf8')));
      child = startComet({
        program: comet,
        home: o.home,
        proxyApp: abciAddress,
        overrides: cometOverrides(o, copy),
        env: o.env,
        onLine: (line) => o.log.comet(line),
      });
      writeFileSync(pidFile, `${child.pid}`);
      o.log.info(`CometBFT started (process ${child.pid})`);
      void child.exited.then(({ code, signal }) => {
        if (stopping) return;
        o.log.error(`CometBFT ended ${signal ? `by ${signal}` : `with code ${code}`}; its last lines say why`);
        void stop(1);
      });
    }
    return { ended, grpcAddress, abciAddress, stop: () => stop(0) };
  } catch (e) {
    await closeAll();
    throw e;
  }
}

/**
 * After a crash of ours CometBFT ends by itself, as its connections to us are gone; until it has, it holds its databases. Waits for the
 * process that the last start left word of, and ends it when it does not go. (A pid that now belongs to another program is left alone.)
 */
async function awaitOrphan(pidFile: string, log: Logger): Promise<void> {
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  const name = `/proc/${pid}/cmdline`;
  const alive = (): boolean => pid > 0 && existsSync(name) && readFileSync(name, 'latin1').includes('cometbft');
  for (let waited = 0; alive() && waited < 10_000; waited += 50) await new Promise((r) => setTimeout(r, 50));
  if (alive()) {
    log.warn(`the CometBFT of the last start (process ${pid}) is still there: ending it`);
    process.kill(pid, 'SIGKILL');
    await new Promise((r) => setTimeout(r, 200));
  }
}

async function openDatabase(path: string): Promise<LevelDatabase> {
  try {
    return await LevelDatabase.open(path);
  } catch (e) {
    const cause =
      e instanceof Error && e.cause instanceof Error ? e.cause.message : e instanceof Error ? e.message : String(e);
    throw new StartError(
      `cannot open the database ${path}: ${cause}${/lock|LOCK/.test(cause) ? '. Another node is running on this home: stop it first.' : ''}`,
    );
  }
}

/** Which versions are kept, as app.toml's `pruning` says. */
function pruningOf(app: ReadonlyMap<string, TomlValue>): PruningOptions {
  const strategy = text(app, 'pruning');
  if (strategy === 'default' || strategy === 'nothing' || strategy === 'everything') return PRUNING[strategy];
  if (strategy !== 'custom')
    throw new ConfigError(`pruning must be default, nothing, everything or custom, not "${strategy}"`);
  const options = {
    keepRecent: Number(integer(app, 'pruning-keep-recent')),
    interval: Number(integer(app, 'pruning-interval')),
  };
  validatePruning(options);
  return options;
}

/** What flags and AKASH_ variables set of config.toml, for the child. */
function cometOverrides(o: FullNodeOptions, genesis: string): Map<string, string> {
  const out = new Map<string, string>([['genesis_file', genesis]]);
  for (const section of COMET_TOML) {
    for (const s of section.settings) {
      const key = section.name === '' ? s.key : `${section.name}.${s.key}`;
      const flag = o.cometFlags.get(key);
      const env = o.env[envName(key)];
      const value = flag !== undefined ? String(flag) : env;
      if (value !== undefined && value !== '' && key !== 'proxy_app' && key !== 'genesis_file') out.set(key, value);
    }
  }
  return out;
}
