import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AkashApp, createApp, defaultGenesisState } from '../../app/app.ts';
import { DEFAULT_NODE_OPTIONS } from '../../baseapp/node-options.ts';
import { addDuration, type Time, unixTime } from '../../core/time.ts';
import * as ed25519 from '../../crypto/ed25519.ts';
import { sha256 } from '../../crypto/hash.ts';
import { parseDecCoins } from '../../math/parse-coin.ts';
import { embeddedClient } from '../../server/node-client.ts';
import { startRpcServer } from '../../server/rpc/server.ts';
import type { NodeSettings } from '../../server/services/types.ts';
import { REFERENCE_VERSION } from '../../server/version.ts';
import { type Database, MemoryDatabase } from '../../store/database.ts';
import { LevelDatabase } from '../../store/leveldb.ts';
import { withOurEconomics } from '../economics.ts';
import { writeGenesis } from '../genesis.ts';
import { nodeId } from '../key-files.ts';
import { registerNodeQueries, serveGrpc } from '../serve.ts';
import { type DevAccount, devAccounts } from './accounts.ts';
import { DevChain } from './chain.ts';
import { devGenesis } from './dev-genesis.ts';
import { parseGenesisDoc } from './genesis-doc.ts';

export interface DevNodeOptions {
  readonly chainId?: string;
  /** Accounts with coins. */
  readonly accounts?: number;
  /** uakt of each. */
  readonly balance?: bigint;
  readonly mnemonic?: string;
  /** Milliseconds between blocks; 0: only when asked or when a transaction arrives. */
  readonly blockTime?: number;
  /** Make a block as soon as a transaction arrives (default). */
  readonly instant?: boolean;
  /** Folder to keep the chain in; without it everything is in memory. */
  readonly folder?: string;
  /** A genesis of your own, as JSON text. Its validator must be the development validator's key. */
  readonly genesis?: string;
  readonly host?: string;
  /** 0 takes a free port, undefined serves none. */
  readonly rpcPort?: number;
  readonly grpcPort?: number;
  readonly corsOrigins?: readonly string[];
  /** Seconds of a governance vote. */
  readonly votingPeriod?: number;
  readonly minGasPrices?: string;
  /** The present; the machine's clock by default. */
  readonly now?: () => Time;
  /** Told when the chain cannot go on. */
  readonly onFatal?: (error: unknown) => void;
}

/** A whole chain in this process. */
export interface DevNode {
  readonly chain: DevChain;
  readonly app: AkashApp;
  readonly accounts: readonly DevAccount[];
  readonly rpcUrl: string | undefined;
  readonly grpcAddress: string | undefined;
  stop(): Promise<void>;
}

const GRPC_LIMITS = { maxReceive: 10_485_760, maxSend: 2_147_483_647 };

function wallClock(): Time {
  const ms = Date.now();
  return addDuration(unixTime(BigInt(Math.floor(ms / 1000))), BigInt(ms % 1000) * 1_000_000n);
}

/** Starts a development chain and its servers. Rejects when a port is taken or the folder holds another chain. */
export async function startDevNode(o: DevNodeOptions = {}): Promise<DevNode> {
  const chainId = o.chainId ?? (o.genesis ? parseGenesisDoc(o.genesis).chainId : 'akash-dev');
  const accounts = devAccounts(o.accounts ?? 10, o.mnemonic);
  const validatorKey = ed25519.privateKeyFromSeed(createHash('sha256').update(`${chainId} validator`).digest());
  const now = o.now ?? wallClock;
  const { appDb, blockDb } = await openDatabases(o.folder);
  const genesis = await savedGenesis(
    o.folder,
    async () =>
      o.genesis ??
      writeGenesis(
        await devGenesis({
          chainId,
          time: now(),
          appState: withOurEconomics(defaultGenesisState()),
          accounts,
          balance: o.balance ?? 1_000_000_000_000n,
          stake: 100_000_000_000n,
          consensusKey: validatorKey.subarray(32),
          votingPeriod: o.votingPeriod ?? 30,
        }),
      ),
  );
  const stored = parseGenesisDoc(genesis).chainId;
  if (stored !== chainId)
    throw new Error(
      `the folder ${o.folder} holds the chain ${stored}, not ${chainId}: name another folder or that chain`,
    );

  const minGasPrices = parseDecCoins(o.minGasPrices ?? '');
  const app = await createApp({
    db: appDb,
    node: { ...DEFAULT_NODE_OPTIONS, chainId, version: REFERENCE_VERSION, minGasPrices },
  });
  const settings: NodeSettings = { minGasPrices, pruningKeepRecent: '0', pruningInterval: '0', haltHeight: 0n };
  // The address is known once the server listens; clients want it never empty.
  const identity = {
    id: nodeId(validatorKey),
    moniker: 'dev',
    listenAddress: 'tcp://127.0.0.1:26656',
    rpcAddress: 'tcp://127.0.0.1:26657',
  };
  const chain = new DevChain({
    app: app.base,
    db: blockDb,
    genesis,
    validatorKey,
    timing: { interval: o.blockTime ?? 1000, instant: o.instant ?? true },
    now,
    identity,
    onFatal:
      o.onFatal ??
      ((e) => {
        throw e;
      }),
  });
  const client = embeddedClient(chain, sha256);
  registerNodeQueries(app, settings, await client.nodeInfo());
  await chain.start();
  const host = o.host ?? '127.0.0.1';
  const closers: (() => Promise<void>)[] = [() => chain.stop()];
  try {
    const rpc =
      o.rpcPort === undefined
        ? undefined
        : await startRpcServer(chain, { host, port: o.rpcPort, corsOrigins: o.corsOrigins ?? ['*'] });
    if (rpc) {
      identity.rpcAddress = rpc.url.replace(/^http/, 'tcp');
      closers.unshift(() => rpc.close());
    }
    const grpc =
      o.grpcPort === undefined
        ? undefined
        : await serveGrpc(app, client, settings, { host, port: o.grpcPort, ...GRPC_LIMITS });
    if (grpc) closers.unshift(() => grpc.close());
    return {
      chain,
      app,
      accounts,
      rpcUrl: rpc?.url,
      grpcAddress: grpc?.address,
      async stop() {
        for (const close of closers) await close();
        await appDb.close();
      },
    };
  } catch (e) {
    for (const close of closers) await close();
    await appDb.close();
    throw e;
  }
}

async function openDatabases(folder: string | undefined): Promise<{ appDb: Database; blockDb: Database }> {
  if (folder === undefined) return { appDb: new MemoryDatabase(), blockDb: new MemoryDatabase() };
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  return {
    appDb: await LevelDatabase.open(join(data, 'application.db')),
    blockDb: await LevelDatabase.open(join(data, 'dev-blocks.db')),
  };
}

/** The genesis of the folder; made and written there when there is none. */
async function savedGenesis(folder: string | undefined, make: () => Promise<string>): Promise<string> {
  if (folder === undefined) return make();
  const config = join(folder, 'config');
  const file = join(config, 'genesis.json');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const text = await make();
  mkdirSync(config, { recursive: true });
  writeFileSync(file, text);
  return text;
}
