/**
 * A node reduced to what durability is about: the application on LevelDB, driven through the entry of the ABCI server with the blocks of a
 * stream. Says on standard output what was answered, in one write each, so that a line that is there was answered before the kill:
 * `open <height> <hash>`, `commit <height> <hash>`, `done <height>`. Ends with code 3 when a hash is not that of the stream.
 *
 * `node driver.ts {"stream": file, "data": folder, ...}`
 */
import { writeSync } from 'node:fs';
import { AbciApplication } from '../../src/abci/handler.ts';
import { type AkashApp, createApp } from '../../src/app/app.ts';
import type { Database } from '../../src/store/database.ts';
import { LevelDatabase, type LevelOptions } from '../../src/store/leveldb.ts';
import type { PruningOptions } from '../../src/store/pruning.ts';
import type { Request, Response } from '../../src/wire/gen/tendermint/abci/types.ts';
import { CHAIN_ID } from '../sim/chain.ts';
import { type Flaw, FlawedDatabase } from './flawed.ts';
import { hashAt, readStream, type Stream } from './stream.ts';

export interface DriverOptions {
  readonly stream: string;
  readonly data: string;
  /** Small buffers make LevelDB write tables often. */
  readonly writeBufferBytes?: number;
  /** Small pieces make the database divide most commits. */
  readonly pieceBytes?: number;
  readonly pruning?: PruningOptions;
  /** Height after which to close and end; the whole stream when left out. */
  readonly until?: number;
  /** Kill this process once that height has been answered. */
  readonly dieAt?: number;
  /** Runs on a database that breaks its promises. */
  readonly flaw?: Flaw;
}

export function levelOptions({ writeBufferBytes, pieceBytes }: Partial<DriverOptions>): LevelOptions {
  return { writeBufferBytes, ...(pieceBytes === undefined ? {} : { pieceBytes }) };
}

/** Something is wrong with the state: a hash, or an answer that is none. */
export class StateError extends Error {}

/** The application on an open database, fed from a stream. */
export class Driven {
  readonly app: AkashApp;
  private readonly abci: AbciApplication;
  private readonly stream: Stream;

  private constructor(app: AkashApp, stream: Stream) {
    this.app = app;
    this.abci = new AbciApplication(app.base);
    this.stream = stream;
  }

  static async open(db: Database, stream: Stream, pruning?: PruningOptions): Promise<Driven> {
    const app = await createApp({ db, node: { chainId: CHAIN_ID }, store: pruning === undefined ? {} : { pruning } });
    return new Driven(app, stream);
  }

  /** Height and hash, checked against the stream. */
  position(): { height: number; hash: string } {
    const { lastBlockHeight, lastBlockAppHash } = this.app.base.info();
    const [height, hash] = [Number(lastBlockHeight), Buffer.from(lastBlockAppHash).toString('hex')];
    const expected = hashAt(this.stream, height);
    if (expected !== undefined && hash !== expected)
      throw new StateError(`hash at height ${height} is ${hash}, must be ${expected}`);
    return { height, hash };
  }

  /** Executes and commits the next block. Resolves when Commit has been answered; undefined at the end of the stream. */
  async next(): Promise<{ height: number; hash: string } | undefined> {
    const { height } = this.position();
    const block = this.stream.blocks[height];
    if (block === undefined) return undefined;
    if (height === 0) await this.send({ $case: 'initChain', initChain: this.stream.init });
    await this.send({ $case: 'finalizeBlock', finalizeBlock: block.request });
    await this.send({ $case: 'commit', commit: {} });
    return this.position();
  }

  private async send(value: NonNullable<Request['value']>): Promise<Response['value']> {
    const { response, fatal, bug } = await this.abci.handle({ value });
    const error = fatal ?? bug;
    if (error !== undefined) throw error;
    if (response.value?.$case !== value.$case) throw new StateError(`${value.$case} was not answered`);
    return response.value;
  }
}

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

async function main(o: DriverOptions): Promise<void> {
  const level = await LevelDatabase.open(o.data, levelOptions(o));
  const db = o.flaw === undefined ? level : new FlawedDatabase(level, o.flaw);
  const driven = await Driven.open(db, readStream(o.stream), o.pruning);
  const { height, hash } = driven.position();
  say(`open ${height} ${hash}`);
  let last = height;
  while (o.until === undefined || last < o.until) {
    const at = await driven.next();
    if (at === undefined) break;
    last = at.height;
    say(`commit ${at.height} ${at.hash}`);
    if (last === o.dieAt) process.kill(process.pid, 'SIGKILL');
  }
  await driven.app.store.pruned();
  await db.close();
  say(`done ${last}`);
}

if (process.argv[1] === import.meta.filename) {
  await main(JSON.parse(process.argv[2]!) as DriverOptions).catch((e: unknown) => {
    console.error(e);
    process.exit(e instanceof StateError ? 3 : 1);
  });
}
