/** What the end-to-end tests share: processes, ports, CosmJS accounts, and a second opinion on application hashes. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DirectSecp256k1HdWallet, makeCosmoshubPath } from '@cosmjs/proto-signing';
import { createApp } from '../../src/app/app.ts';
import { parseGenesisDoc } from '../../src/engine/dev/genesis-doc.ts';
import { callRpc, cometClient } from '../../src/server/comet-client.ts';
import { REFERENCE_VERSION } from '../../src/server/version.ts';
import { MemoryDatabase } from '../../src/store/database.ts';
import { RequestFinalizeBlock, RequestInitChain } from '../../src/wire/gen/tendermint/abci/types.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

/** A port that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

export function tempHome(): string {
  return mkdtempSync(join(tmpdir(), 'akash-e2e-'));
}

export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true });
}

/** Runs the command line to its end. */
export function akash(args: readonly string[], input = ''): { code: number | null; out: string; err: string } {
  const r = spawnSync(process.execPath, [join(ROOT, 'bin/akash'), ...args], {
    encoding: 'utf8',
    input,
    timeout: 60_000,
  });
  return { code: r.status, out: r.stdout, err: r.stderr };
}

/** As {@link akash}, failing the test when the command fails. */
export function akashOk(args: readonly string[], input = ''): string {
  const r = akash(args, input);
  if (r.code !== 0) throw new Error(`akash ${args.join(' ')} ended with ${r.code}: ${r.err}`);
  return r.out;
}

/** A node of ours in a process of its own. */
export class NodeProcess {
  private child: ChildProcess | undefined;
  log = '';
  private readonly args: readonly string[];
  private readonly env: Readonly<Record<string, string>>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.args = args;
    this.env = env;
  }

  start(): void {
    const child = spawn(process.execPath, [join(ROOT, 'bin/akash'), ...this.args], {
      env: { ...process.env, ...this.env },
    });
    for (const s of [child.stdout, child.stderr]) s.on('data', (d: Buffer) => (this.log += d.toString()));
    this.child = child;
  }

  get running(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || !this.running) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await ended;
  }
}

export async function until<T>(
  what: string,
  check: () => Promise<T | undefined>,
  timeout = 60_000,
  node?: NodeProcess,
): Promise<T> {
  const end = Date.now() + timeout;
  let last: unknown;
  while (Date.now() < end) {
    if (node && !node.running) throw new Error(`waiting for ${what}: the node has ended\n${node.log.slice(-4000)}`);
    try {
      const v = await check();
      if (v !== undefined) return v;
    } catch (e) {
      last = e;
    }
    await new Promise((r) => setTimeout(r, 100));
  }
  throw new Error(`timed out waiting for ${what}${last ? `: ${last}` : ''}\n${node?.log.slice(-4000) ?? ''}`);
}

export async function heightOf(rpc: string): Promise<number> {
  return Number((await callRpc(rpc, 'status', {})).sync_info.latest_block_height);
}

export function waitForHeight(rpc: string, height: number, node?: NodeProcess, timeout = 90_000): Promise<number> {
  return until(
    `height ${height}`,
    async () => ((await heightOf(rpc)) >= height ? heightOf(rpc) : undefined),
    timeout,
    node,
  );
}

export function wallet(mnemonic: string, index = 0): Promise<DirectSecp256k1HdWallet> {
  return DirectSecp256k1HdWallet.fromMnemonic(mnemonic, { prefix: 'akash', hdPaths: [makeCosmoshubPath(index)] });
}

/**
 * Executes every block that an RPC serves on a fresh application in memory, one that was never killed, and returns its application
 * hashes by height: what the header of the next height must carry.
 */
export async function hashesOfFreshNode(
  rpc: string,
  genesisFile: string,
): Promise<{ height: bigint; mine: string; theirs: string }[]> {
  const genesis = parseGenesisDoc(readFileSync(genesisFile, 'utf8'));
  const client = cometClient(rpc);
  const { base } = await createApp({
    db: new MemoryDatabase(),
    node: { chainId: genesis.chainId, version: REFERENCE_VERSION },
  });
  base.initChain(
    RequestInitChain.create({
      time: genesis.time,
      chainId: genesis.chainId,
      consensusParams: genesis.consensusParams,
      validators: genesis.validators.map((v) => ({ pubKey: v.pubKey, power: v.power })),
      appStateBytes: Buffer.from(genesis.appState, 'utf8'),
      initialHeight: genesis.initialHeight,
    }),
  );
  const last = await client.latestHeight();
  const out: { height: bigint; mine: string; theirs: string }[] = [];
  for (let height = genesis.initialHeight; height < last; height++) {
    const { block, blockId } = await client.block(height);
    const previous = height > genesis.initialHeight ? await client.validators(height - 1n, 1, 100) : undefined;
    const r = base.finalizeBlock(
      RequestFinalizeBlock.create({
        txs: block.data.txs,
        decidedLastCommit: {
          round: previous ? (block.lastCommit?.round ?? 0) : 0,
          votes: (previous?.validators ?? []).map((v, i) => ({
            validator: { address: v.address, power: v.power },
            blockIdFlag: block.lastCommit?.signatures[i]?.blockIdFlag ?? 1,
          })),
        },
        hash: blockId.hash,
        height,
        time: block.header.time,
        nextValidatorsHash: block.header.nextValidatorsHash,
        proposerAddress: block.header.proposerAddress,
      }),
    );
    await base.commit();
    const next = await client.block(height + 1n);
    out.push({
      height,
      mine: Buffer.from(r.appHash).toString('hex'),
      theirs: Buffer.from(next.block.header.appHash).toString('hex'),
    });
  }
  return out;
}
