/** `akash start` in a process of its own, fed over its ABCI socket as CometBFT would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CHAIN_ID } from '../sim/chain.ts';
import { AbciClient } from './abci-client.ts';
import { hashAt, type Stream } from './stream.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Makes a home without anything but a genesis document, which names the chain; its content comes with InitChain. */
export function makeHome(home: string): void {
  mkdirSync(join(home, 'config'), { recursive: true });
  const doc = { genesis_time: '2026-01-01T00:00:00Z', chain_id: CHAIN_ID, initial_height: '1', app_state: {} };
  writeFileSync(join(home, 'config/genesis.json'), JSON.stringify(doc));
}

export interface StartedNode {
  readonly child: ChildProcess;
  /** Of the ABCI server. Rejects when the node ends before it listens. */
  readonly address: Promise<string>;
  /** The code with which it ended, null after a signal. */
  readonly ended: Promise<number | null>;
  log(): string;
}

/** `akash start` without CometBFT. `behind` is a command that runs it. */
export function startNode(
  home: string,
  behind: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): StartedNode {
  const args = ['--home', home, '--with-comet=false', '--address', 'tcp://127.0.0.1:0'];
  const node = [
    process.execPath,
    join(ROOT, 'bin/akash'),
    'start',
    ...args,
    '--grpc.enable=false',
    '--api.enable=false',
  ];
  const [program, ...rest] = [...behind, ...node];
  const child = spawn(program!, rest, { env: { ...process.env, ...env } });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  let log = '';
  const address = new Promise<string>((done, fail) => {
    const read = (d: Buffer): void => {
      log += d.toString();
      const address = /ABCI served at (tcp:\/\/[\d.]+:\d+)/.exec(log)?.[1];
      if (address !== undefined) done(address);
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    void ended.then((code) => fail(new Error(`the node ended with ${code}: ${log}`)));
  });
  return { child, address, ended, log: () => log };
}

/** Height and hash that the node tells; undefined when the connection ends before the answer. */
async function ask(client: AbciClient): Promise<{ height: number; hash: string } | undefined> {
  const info = await client.ask({
    $case: 'info',
    info: { version: '', blockVersion: 11n, p2pVersion: 8n, abciVersion: '' },
  });
  if (info?.$case !== 'info') return undefined;
  const { lastBlockHeight, lastBlockAppHash } = info.info;
  return { height: Number(lastBlockHeight), hash: Buffer.from(lastBlockAppHash).toString('hex') };
}

/**
 * Feeds blocks until an answer does not come or the height is reached. Tells each answer as the driver does: `open <height> <hash>`, then
 * `commit <height> <hash>`. Returns the last height whose Commit was answered.
 */
export async function feed(
  address: string,
  stream: Stream,
  until: number,
  say: (line: string) => void = () => {},
): Promise<number> {
  const client = new AbciClient(address);
  try {
    const position = await ask(client);
    if (position === undefined) return 0;
    let { height } = position;
    say(`open ${height} ${position.hash}`);
    if (height > 0 && position.hash !== hashAt(stream, height))
      throw new Error(`opened at ${height} with hash ${position.hash}`);
    while (height < until) {
      if (height === 0) await client.ask({ $case: 'initChain', initChain: stream.init });
      const block = stream.blocks[height]!;
      const result = await client.ask({ $case: 'finalizeBlock', finalizeBlock: block.request });
      if (result === undefined) return height;
      if (result.$case !== 'finalizeBlock') throw new Error(`FinalizeBlock ${height + 1} was not answered`);
      const hash = Buffer.from(result.finalizeBlock.appHash).toString('hex');
      if (hash !== block.appHash) throw new Error(`block ${height + 1} led to hash ${hash}`);
      const commit = await client.ask({ $case: 'commit', commit: {} });
      if (commit?.$case !== 'commit') return height;
      say(`commit ${++height} ${hash}`);
    }
    return height;
  } finally {
    client.close();
  }
}

/** The height that a node tells, -1 when it does not answer. */
export async function heightOf(address: string): Promise<number> {
  const client = new AbciClient(address);
  const position = await ask(client);
  client.close();
  return position?.height ?? -1;
}
