import { AbciApplication } from '../abci/handler.ts';
import { type AkashApp, createApp } from '../app/app.ts';
import { lastResultsHash } from '../comet/hash.ts';
import { byteStringToHex } from '../store/bytestring.ts';
import { MemoryDatabase } from '../store/database.ts';
import {
  type Request,
  RequestFinalizeBlock,
  RequestInitChain,
  type Response,
  ResponseCheckTx,
  ResponseFinalizeBlock,
  ResponseInitChain,
  ResponseQuery,
} from '../wire/gen/tendermint/abci/types.ts';
import { type BlockLine, CaseFolder, type ChangeLine, fromBase64, type ResultLine, toHex } from './case.ts';
import { ChangeRecorder, compareChanges } from './changes.ts';
import { compareFinalizeBlock, sameBytes } from './compare.ts';
import { describeKey } from './describe.ts';
import { compareJson } from './json-compare.ts';
import { nodeOptionsOf } from './options.ts';
import { compareQuery, showRequest } from './query-compare.ts';
import { compareTraces, TraceRecorder } from './trace.ts';

export interface ReplayOptions {
  /** Go on after a difference that leaves the state as recorded (results, queries, export), and count. */
  readonly keepGoing?: boolean;
  /** Compare the store accesses of every block that has a recorded trace. */
  readonly trace?: boolean;
  /** Stop after this height. */
  readonly until?: number;
  /** Told of the application before its first block. Returns who is told of every commit. */
  readonly watch?: (app: AkashApp) => (height: bigint) => void;
}

export interface ReplayReport {
  readonly name: string;
  readonly blocks: number;
  readonly txs: number;
  /** In the order found; empty: equal. */
  readonly differences: readonly string[];
  /** Where the store accesses part, in the block of the first difference. */
  readonly trace?: string;
}

/** Where to look closer after a difference. */
interface Spot {
  readonly height: number;
  readonly first: boolean;
}

/** Thrown to end a replay early. */
class Stop extends Error {}

/** Replays a recorded run on a fresh database in memory and compares everything that was recorded. */
export async function replayCase(dir: string, options: ReplayOptions = {}): Promise<ReplayReport> {
  const folder = new CaseFolder(dir);
  const replay = new Replay(folder, options);
  const report = await replay.run();
  const spot = replay.firstSpot;
  if (report.differences.length === 0 || spot === undefined || options.trace === true) return report;
  const closer = await lookCloser(folder, spot);
  return closer === undefined ? report : { ...report, trace: closer };
}

/** Replays once more up to the block of the first difference, with its store accesses. */
async function lookCloser(folder: CaseFolder, spot: Spot): Promise<string | undefined> {
  const replay = new Replay(folder, { until: spot.height, trace: true, keepGoing: true });
  replay.traceOnly = spot;
  await replay.run();
  return replay.traceDifference;
}

class Replay {
  firstSpot: Spot | undefined;
  /** Trace this block alone, and keep what was found instead of reporting it. */
  traceOnly: Spot | undefined;
  traceDifference: string | undefined;
  private readonly folder: CaseFolder;
  private readonly options: ReplayOptions;
  private readonly tracer = new TraceRecorder();
  private readonly differences: string[] = [];
  private app!: AkashApp;
  private application!: AbciApplication;
  private recorder: ChangeRecorder | undefined;
  private afterCommit: ((height: bigint) => void) | undefined;
  private readonly traces = new Map<number | 'genesis', boolean>();
  private blocks = 0;
  private txs = 0;

  constructor(folder: CaseFolder, options: ReplayOptions) {
    this.folder = folder;
    this.options = options;
  }

  async run(): Promise<ReplayReport> {
    try {
      await this.start();
      await this.chain();
    } catch (e) {
      if (!(e instanceof Stop)) throw e;
    }
    const { name } = this.folder;
    return { name, blocks: this.blocks, txs: this.txs, differences: this.differences };
  }

  private async start(): Promise<void> {
    this.app = await createApp({
      db: new MemoryDatabase(),
      node: nodeOptionsOf(this.folder.info),
      tracer: this.tracer,
    });
    this.application = new AbciApplication(this.app.base);
    this.afterCommit = this.options.watch?.(this.app);
    if (this.folder.has('changes.jsonl.gz')) this.recorder = new ChangeRecorder(this.app.store);
    const { request, response } = this.folder.init();
    const wantsTrace = this.options.trace === true && this.traceOnly?.first !== false;
    this.tracer.on = wantsTrace;
    const answer = await this.send({ $case: 'initChain', initChain: RequestInitChain.decode(fromBase64(request)) });
    this.tracer.on = false;
    if (wantsTrace) this.compareTrace('genesis');
    const first = this.folder.info.initial_height;
    if (answer instanceof Error || answer?.$case !== 'initChain')
      this.fail(first, `InitChain: ${failureText(answer)}`, true);
    const [wanted, got] = [fromBase64(response), ResponseInitChain.encode(answer.initChain)];
    if (!sameBytes(wanted, got)) this.note(first, `InitChain's response: expected ${toHex(wanted)}, got ${toHex(got)}`);
  }

  private async chain(): Promise<void> {
    const { folder } = this;
    const results = folder.results();
    const roots = folder.roots();
    const changes = peekable(folder.changes());
    const checks = peekable(folder.checks());
    const queries = peekable(folder.queries());
    for (const block of folder.blocks()) {
      if (this.options.until !== undefined && block.height > this.options.until) throw new Stop();
      const changed = changes.takeWhile((line) => line[0] === block.height);
      await this.block(block, required(results, 'results'), changed, required(roots, 'roots').stores);
      // The recorder simulates before it checks, and simulating sees what was checked.
      for (const query of queries.takeWhile((line) => line.after_height === block.height)) {
        const { path, prove } = query;
        const request = { path, data: fromBase64(query.data), height: BigInt(query.height), prove };
        const answer = await this.send({ $case: 'query', query: request });
        if (answer instanceof Error || answer?.$case !== 'query') {
          this.note(block.height, `query ${showRequest(request)}: ${failureText(answer)}`);
          continue;
        }
        const difference = compareQuery(path, ResponseQuery.decode(fromBase64(query.response)), answer.query);
        if (difference !== undefined) this.note(block.height, `query ${showRequest(request)}\n${difference}`);
      }
      for (const check of checks.takeWhile((line) => line.after_height === block.height)) {
        await this.check(block.height, check.tx, check.recheck, fromBase64(check.response));
      }
      this.stopUnlessGoingOn();
    }
    this.export();
    for (const halt of folder.halts()) await this.halt(halt.height, halt.request, halt.error);
  }

  private async block(
    { height, request }: BlockLine,
    expected: ResultLine,
    changed: readonly ChangeLine[],
    roots: Readonly<Record<string, string>>,
  ): Promise<void> {
    const decoded = RequestFinalizeBlock.decode(fromBase64(request));
    const wantsTrace =
      this.options.trace === true && (this.traceOnly === undefined || this.traceOnly.height === height);
    this.tracer.on = wantsTrace;
    const answer = await this.send({ $case: 'finalizeBlock', finalizeBlock: decoded });
    this.tracer.on = false;
    if (wantsTrace) this.compareTrace(height);
    if (answer instanceof Error || answer?.$case !== 'finalizeBlock')
      this.fail(height, `FinalizeBlock: ${failureText(answer)}`);
    const response = answer.finalizeBlock;

    const fields = compareFinalizeBlock(fromBase64(expected.response), response);
    // A different transaction says more than the keys it wrote.
    for (const d of fields.filter((d) => d.tx !== undefined)) this.noteField(height, d);
    const pairs = this.recorder === undefined ? [] : compareChanges(changed, this.recorder.take());
    for (const d of pairs.slice(0, MAX_SHOWN)) {
      this.note(
        height,
        `store ${d.store} key ${d.key} ${describeKey(d.store, d.key)}\n${showPair(d.expected, d.actual)}`,
      );
    }
    if (pairs.length > MAX_SHOWN) this.note(height, `… and ${pairs.length - MAX_SHOWN} more keys`);
    for (const d of fields.filter((d) => d.tx === undefined && d.field !== 'app hash')) this.noteField(height, d);

    const resultsHash = toHex(lastResultsHash(response.txResults));
    if (fields.length === 0 && resultsHash !== expected.last_results_hash) {
      this.note(height, `last results hash: expected ${expected.last_results_hash}, got ${resultsHash}`);
    }

    const commit = await this.send({ $case: 'commit', commit: {} });
    if (commit instanceof Error || commit?.$case !== 'commit') this.fail(height, `Commit: ${failureText(commit)}`);
    if (commit.commit.retainHeight !== BigInt(expected.retain_height)) {
      this.note(height, `retain height: expected ${expected.retain_height}, got ${commit.commit.retainHeight}`);
    }
    if (expected.app_hash !== toHex(response.appHash)) {
      for (const [name, wanted] of Object.entries(roots)) {
        const got = byteStringToHex(this.app.store.tree(name).savedHash());
        if (got !== wanted) this.note(height, `root of store ${name}: expected ${wanted}, got ${got}`);
      }
      this.note(height, `app hash: expected ${expected.app_hash}, got ${toHex(response.appHash)}`);
    }
    this.stopUnlessGoingOn();
    this.afterCommit?.(BigInt(height));
    this.blocks++;
    this.txs += decoded.txs.length;
  }

  private async check(height: number, tx: string, recheck: boolean, wanted: Uint8Array): Promise<void> {
    const checkTx = { tx: fromBase64(tx), type: recheck ? 1 : 0 };
    const answer = await this.send({ $case: 'checkTx', checkTx });
    if (answer instanceof Error || answer?.$case !== 'checkTx') {
      this.note(height, `CheckTx: ${failureText(answer)}`);
      return;
    }
    const results = (result: ResponseCheckTx): ResponseFinalizeBlock =>
      ResponseFinalizeBlock.create({ txResults: [result] });
    const expected = ResponseFinalizeBlock.encode(results(ResponseCheckTx.decode(wanted)));
    for (const d of compareFinalizeBlock(expected, results(answer.checkTx))) {
      this.note(height, `${recheck ? 'ReCheckTx' : 'CheckTx'} ${d.field}: expected ${d.expected}, got ${d.actual}`);
    }
  }

  private async halt(height: number, request: string, error: string): Promise<void> {
    const finalizeBlock = RequestFinalizeBlock.decode(fromBase64(request));
    const { response, fatal } = await this.application.handle({ value: { $case: 'finalizeBlock', finalizeBlock } });
    const { value } = response;
    if (value?.$case !== 'exception') this.note(height, `the block must fail with: ${error}`);
    else if (value.exception.error !== error) {
      const stack = fatal instanceof Error ? `\n${fatal.stack}` : '';
      this.note(height, `the block must fail with: ${error}\n  it failed with: ${value.exception.error}${stack}`);
    }
  }

  private export(): void {
    const expected = this.folder.exported();
    if (expected === undefined) return;
    const exported: unknown = JSON.parse(this.app.exportAppState().appState);
    const difference = compareJson(expected, exported);
    if (difference !== undefined) this.note(this.folder.info.initial_height + this.blocks - 1, `export: ${difference}`);
  }

  /** Sends a request through the entry that the socket server uses. A bug of ours ends the replay with its stack. */
  private async send(value: NonNullable<Request['value']>): Promise<Response['value'] | Error> {
    const { response, fatal, bug } = await this.application.handle({ value });
    const error = fatal ?? bug;
    return error instanceof Error ? error : response.value;
  }

  private compareTrace(at: number | 'genesis'): void {
    const actual = this.tracer.take();
    const expected = this.folder.trace(at);
    if (expected === undefined) return;
    this.traces.set(at, true);
    const difference = compareTraces(expected, actual);
    if (difference === undefined) return;
    if (this.traceOnly !== undefined) {
      this.traceDifference ??= `${at === 'genesis' ? 'genesis' : `block ${at}`}: ${difference}`;
    } else this.note(at === 'genesis' ? this.folder.info.initial_height : at, difference);
  }

  private noteField(height: number, d: { field: string; expected: string; actual: string }): void {
    this.note(height, `${d.field}\n${showPair(d.expected, d.actual)}`);
  }

  private note(height: number, text: string): void {
    this.differences.push(`block ${height}: ${text}`);
    this.firstSpot ??= { height, first: height === this.folder.info.initial_height };
  }

  private stopUnlessGoingOn(): void {
    if (this.differences.length > 0 && this.options.keepGoing !== true) throw new Stop();
  }

  private fail(height: number, text: string, genesis = false): never {
    this.note(height, text);
    if (genesis) this.firstSpot = { height, first: true };
    throw new Stop();
  }
}

const MAX_SHOWN = 12;

function failureText(answer: Response['value'] | Error): string {
  if (answer instanceof Error) return answer.stack ?? answer.message;
  if (answer?.$case === 'exception') return answer.exception.error;
  return `answered with ${answer?.$case ?? 'nothing'}`;
}

const showPair = (expected: unknown, actual: unknown): string =>
  `  expected ${expected === undefined ? 'no change' : expected}\n  actual   ${actual === undefined ? 'no change' : actual}`;

function required<T>(lines: Generator<T>, what: string): T {
  const next = lines.next();
  if (next.done === true) throw new Error(`the case has fewer ${what} than blocks`);
  return next.value;
}

/** A generator from whose front lines are taken while they fit. */
function peekable<T>(lines: Generator<T>): { takeWhile(fits: (line: T) => boolean): T[] } {
  let next = lines.next();
  return {
    takeWhile(fits) {
      const taken: T[] = [];
      while (next.done !== true && fits(next.value)) {
        taken.push(next.value);
        next = lines.next();
      }
      return taken;
    },
  };
}
