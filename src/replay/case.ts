import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** What `case.json` says of a recorded run. */
export interface CaseInfo {
  readonly name: string;
  readonly description: string;
  readonly chain_id: string;
  readonly initial_height: number;
  readonly blocks: number;
  readonly txs: number;
  readonly app_hash: string;
  readonly app_config: Readonly<Record<string, unknown>>;
}

export interface InitLine {
  readonly request: string;
  readonly response: string;
}
export interface BlockLine {
  readonly height: number;
  readonly request: string;
}
export interface ResultLine {
  readonly height: number;
  readonly response: string;
  readonly app_hash: string;
  readonly last_results_hash: string;
  readonly retain_height: number;
}
export interface RootsLine {
  readonly height: number;
  readonly stores: Readonly<Record<string, string>>;
}
export type ChangeLine = readonly [height: number, store: string, key: string, value: string | null];
export interface CheckLine {
  readonly after_height: number;
  readonly tx: string;
  readonly recheck: boolean;
  readonly response: string;
}
export interface QueryLine {
  readonly after_height: number;
  readonly path: string;
  readonly data: string;
  readonly height: number;
  readonly prove: boolean;
  readonly response: string;
}
export interface HaltLine {
  readonly height: number;
  readonly request: string;
  readonly error: string;
}
export type TraceLine = readonly (string | number)[];

/** The folder of one recorded run. Files are read when asked for. */
export class CaseFolder {
  readonly dir: string;
  readonly info: CaseInfo;

  constructor(dir: string) {
    this.dir = dir;
    const file = join(dir, 'case.json');
    if (!existsSync(file)) throw new Error(`${dir} is not a recorded case: it has no case.json`);
    this.info = JSON.parse(readFileSync(file, 'utf8')) as CaseInfo;
  }

  get name(): string {
    return this.info.name ?? basename(this.dir);
  }

  has(file: string): boolean {
    return existsSync(join(this.dir, file));
  }

  init(): InitLine {
    for (const line of this.lines<InitLine>('init.jsonl.gz')) return line;
    throw new Error(`${this.dir}: init.jsonl.gz is empty`);
  }
  blocks(): Generator<BlockLine> {
    return this.lines('blocks.jsonl.gz');
  }
  results(): Generator<ResultLine> {
    return this.lines('results.jsonl.gz');
  }
  roots(): Generator<RootsLine> {
    return this.lines('roots.jsonl.gz');
  }
  changes(): Generator<ChangeLine> {
    return this.lines('changes.jsonl.gz');
  }
  checks(): Generator<CheckLine> {
    return this.lines('checks.jsonl.gz');
  }
  queries(): Generator<QueryLine> {
    return this.lines('queries.jsonl.gz');
  }
  halts(): Generator<HaltLine> {
    return this.lines('halt.jsonl.gz');
  }

  /** The exported state after the last block, undefined when the case has none. */
  exported(): unknown {
    for (const line of this.lines<unknown>('export.json.gz')) return line;
    return undefined;
  }

  /** Recorded accesses of a block (or of the genesis), undefined when the case has no trace or it ends before. */
  trace(height: number | 'genesis'): TraceLine[] | undefined {
    if (height === 'genesis') {
      return this.has('genesis.trace.jsonl.gz') ? [...this.lines<TraceLine>('genesis.trace.jsonl.gz')] : undefined;
    }
    let found: TraceLine[] | undefined;
    for (const line of this.lines<TraceLine>('trace.jsonl.gz')) {
      if (line[0] === 'block') {
        if (found !== undefined) return found;
        if (line[1] === height) found = [];
      } else found?.push(line);
    }
    return found;
  }

  /** The JSON values of a file, one a line; none when the case does not have the file. */
  private *lines<T>(file: string): Generator<T> {
    const path = join(this.dir, file);
    if (!existsSync(path)) return;
    const data = gunzipSync(readFileSync(path));
    for (let start = 0; start < data.length; ) {
      let end = data.indexOf(10, start);
      if (end < 0) end = data.length;
      if (end > start) yield JSON.parse(data.toString('utf8', start, end)) as T;
      start = end + 1;
    }
  }
}

export const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
