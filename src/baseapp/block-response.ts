import type { Event as EmittedEvent } from '../core/events.ts';
import {
  type Event,
  type ExecTxResult,
  ResponseFinalizeBlock,
  type ValidatorUpdate,
} from '../wire/gen/tendermint/abci/types.ts';
import type { ConsensusParams } from '../wire/gen/tendermint/types/params.ts';
import { Writer } from '../wire/runtime.ts';
import type { IndexSet } from './responses.ts';
import type { TxOutcome } from './types.ts';

/** Tags of ResponseFinalizeBlock, ExecTxResult, Event and EventAttribute. */
const TX_RESULTS = 18;
const CODE = 8;
const DATA = 18;
const LOG = 26;
const GAS_WANTED = 40;
const GAS_USED = 48;
const EVENTS = 58;
const CODESPACE = 66;
const TYPE = 10;
const ATTRIBUTES = 18;
const KEY = 10;
const VALUE = 18;
const INDEX = 24;

/**
 * Collects the results of a block's transactions as the bytes that the response will hold: each is written as soon as it is there, so that
 * the events of a large block do not pile up as objects.
 */
export class TxResults {
  private readonly writer = new Writer(1 << 16);
  private readonly indexSet: IndexSet;

  constructor(indexSet: IndexSet) {
    this.indexSet = indexSet;
  }

  add(outcome: TxOutcome): void {
    const w = this.writer;
    const { result, failure } = outcome;
    const start = w.fork(TX_RESULTS);
    if (failure !== undefined && failure.code !== 0) w.uint32Field(CODE, failure.code);
    if (result !== undefined && result.data.length !== 0) w.bytesField(DATA, result.data);
    if (failure !== undefined && failure.log !== '') w.stringField(LOG, failure.log);
    if (outcome.gasWanted !== 0n) w.int64Field(GAS_WANTED, outcome.gasWanted);
    if (outcome.gasUsed !== 0n) w.int64Field(GAS_USED, outcome.gasUsed);
    for (const event of result?.events ?? outcome.anteEvents) this.event(event);
    if (failure !== undefined && failure.codespace !== '') w.stringField(CODESPACE, failure.codespace);
    w.join(start);
  }

  private event({ type, attributes }: EmittedEvent): void {
    const w = this.writer;
    const all = this.indexSet.size === 0;
    const start = w.fork(EVENTS);
    if (type !== '') w.stringField(TYPE, type);
    for (const { key, value } of attributes) {
      const at = w.fork(ATTRIBUTES);
      if (key !== '') w.stringField(KEY, key);
      if (value !== '') w.stringField(VALUE, value);
      if (all || this.indexSet.has(`${type}.${key}`)) w.boolField(INDEX, true);
      w.join(at);
    }
    w.join(start);
  }

  /** Fields of a ResponseFinalizeBlock, in the order of the transactions. Afterwards the next block's may be added. */
  finish(): Uint8Array {
    const bytes = this.writer.finish();
    this.writer.reset();
    return bytes;
  }

  /** Forgets what a block left behind that was not finished. */
  reset(): void {
    this.writer.reset();
  }
}

/** The response to FinalizeBlock, whose transactions' results are bytes until somebody asks for them. */
export class BlockResponse implements ResponseFinalizeBlock {
  readonly events: Event[];
  readonly validatorUpdates: ValidatorUpdate[];
  readonly consensusParamUpdates: ConsensusParams | undefined;
  readonly appHash: Uint8Array;
  private readonly encodedResults: Uint8Array;
  private results: ExecTxResult[] | undefined;

  constructor(fields: Omit<ResponseFinalizeBlock, 'txResults'>, encodedResults: Uint8Array) {
    this.events = fields.events;
    this.validatorUpdates = fields.validatorUpdates;
    this.consensusParamUpdates = fields.consensusParamUpdates;
    this.appHash = fields.appHash;
    this.encodedResults = encodedResults;
  }

  get txResults(): ExecTxResult[] {
    this.results ??= ResponseFinalizeBlock.decode(this.encodedResults).txResults;
    return this.results;
  }

  /** The message's bytes in pieces, without making the results. */
  encoded(): readonly Uint8Array[] {
    const { events, validatorUpdates, consensusParamUpdates, appHash } = this;
    return [
      ResponseFinalizeBlock.encode(ResponseFinalizeBlock.create({ events })),
      this.encodedResults,
      ResponseFinalizeBlock.encode(ResponseFinalizeBlock.create({ validatorUpdates, consensusParamUpdates, appHash })),
    ];
  }
}
