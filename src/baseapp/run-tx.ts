import type { Context } from '../core/context.ts';
import { GoErrorBase, ModelledError } from '../core/errors.ts';
import { type Event, type EventAttribute, EventManager } from '../core/events.ts';
import type { GasMeter } from '../core/gas.ts';
import type { Msg } from '../core/module.ts';
import { ErrInvalidRequest, ErrOutOfGas, ErrTxDecode, ErrUnknownRequest } from '../core/sdk-errors.ts';
import { messageInfo } from '../wire/descriptors.ts';
import { TxMsgData } from '../wire/gen/cosmos/base/abci/v1beta1/abci.ts';
import type { AnteHandler } from './ante.ts';
import type { MsgServiceRouter } from './msg-router.ts';
import { failureOf, recovered } from './responses.ts';
import type { AppTx, ExecutionTracer, TxDecoder, TxOutcome, TxSuccess } from './types.ts';

const MAX_UINT64 = (1n << 64n) - 1n;

/** `GasMeter.Limit()` of the reference: an infinite meter has the highest limit there is. */
const limitOf = (meter: GasMeter): bigint => meter.limit ?? MAX_UINT64;

export type RunMode = 'check' | 'recheck' | 'simulate' | 'finalize';

export interface TxRunnerDeps<T extends AppTx> {
  readonly txDecoder: TxDecoder<T>;
  readonly anteHandler: AnteHandler<T>;
  readonly msgRouter: MsgServiceRouter;
  /** The text of a message's first signer; undefined when it has none. Throws a Go error when it cannot be told. */
  readonly firstSigner: (msg: Msg) => string | undefined;
  readonly tracer: ExecutionTracer | undefined;
}

/** Mutable facts about the transaction being run, for the reports that a panic must still make. */
interface Run {
  ctx: Context;
  gasWanted: bigint;
  anteEvents: readonly Event[];
}

/**
 * Executes transactions: stateless checks, ante chain, messages, each on a branch that is written back only on success. The order of
 * everything here is consensus. Source: cosmos-sdk baseapp/baseapp.go runTx.
 */
export class TxRunner<T extends AppTx> {
  private readonly deps: TxRunnerDeps<T>;
  /** Second parts of the type URLs that were executed: only routed ones get there. */
  private readonly modules = new Map<string, string | undefined>();

  constructor(deps: TxRunnerDeps<T>) {
    this.deps = deps;
  }

  /**
   * `ctx` is the transaction's context with an infinite gas meter that has paid for reading the consensus parameters. `tx`
   * may be given when the bytes are decoded already.
   */
  run(mode: RunMode, ctx: Context, decoded?: T): TxOutcome {
    if (mode === 'finalize' && ctx.blockGasMeter.isOutOfGas()) {
      const failure = failureOf(ErrOutOfGas.wrap('no block gas left to run tx'));
      return { gasWanted: 0n, gasUsed: 0n, anteEvents: [], failure };
    }
    const run: Run = { ctx, gasWanted: 0n, anteEvents: [] };
    let blockGasConsumed = mode !== 'finalize';
    const consumeBlockGas = (): void => {
      if (blockGasConsumed) return;
      blockGasConsumed = true;
      run.ctx.blockGasMeter.consumeGasBig(run.ctx.gasMeter.gasConsumedToLimit(), 'block gas meter');
    };
    let outcome: { result?: TxSuccess; failure?: ReturnType<typeof failureOf> };
    try {
      try {
        outcome = { result: this.execute(mode, run, decoded, consumeBlockGas) };
      } catch (e) {
        if (!(e instanceof ModelledError)) throw e;
        // The block pays also for what failed or panicked. A panic of the block's meter takes the place of any other.
        consumeBlockGas();
        if (!(e instanceof GoErrorBase)) throw e;
        outcome = { failure: failureOf(e) };
      }
      consumeBlockGas();
    } catch (e) {
      if (!(e instanceof ModelledError)) throw e;
      outcome = { failure: recovered(e, run.gasWanted, run.ctx.gasMeter.gasConsumed()) };
    }
    return {
      gasWanted: run.gasWanted,
      gasUsed: run.ctx.gasMeter.gasConsumed(),
      anteEvents: run.anteEvents,
      ...outcome,
    };
  }

  private execute(mode: RunMode, run: Run, decoded: T | undefined, consumeBlockGas: () => void): TxSuccess {
    const { msgRouter, anteHandler } = this.deps;
    const { ctx } = run;
    const tx = decoded ?? this.decode(ctx.txBytes);
    // PARITY: cosmos-sdk baseapp/baseapp.go runTx: what fails before the ante chain, or panics in it, has an infinite meter on which the
    // consensus parameters were read: gas wanted 0, gas used that of the read, no fee, no sequence.
    this.validateBasic(tx.messages);
    for (const msg of tx.messages) {
      if (msgRouter.handler(msg.typeUrl) === undefined) throw noHandler(msg);
    }

    const anteBranch = ctx.multiStore.cacheMultiStore();
    const anteCtx = ctx.with({ multiStore: anteBranch, eventManager: new EventManager() });
    const ante = anteHandler(anteCtx, tx, mode === 'simulate');
    run.ctx = ante.ctx;
    run.gasWanted = limitOf(run.ctx.gasMeter);
    if (ante.error !== undefined) throw ante.error;
    anteBranch.write();
    run.anteEvents = run.ctx.eventManager.events();

    if (mode !== 'finalize' && mode !== 'simulate') {
      return { data: TxMsgData.encode(TxMsgData.create()), events: [], msgResponses: [] };
    }
    const branch = ctx.multiStore.cacheMultiStore();
    const result = this.runMsgs(run.ctx.with({ multiStore: branch }), tx.messages);
    if (mode === 'finalize') {
      // Over the block's limit this panics, and nothing is written.
      consumeBlockGas();
      branch.write();
    }
    const { data, events, msgResponses } = result;
    return { data, events: run.anteEvents.concat(events), msgResponses };
  }

  private decode(bytes: Uint8Array): T {
    try {
      return this.deps.txDecoder(bytes);
    } catch (e) {
      if (e instanceof GoErrorBase) throw ErrTxDecode.wrap(e.message);
      throw e;
    }
  }

  private validateBasic(msgs: readonly Msg[]): void {
    if (msgs.length === 0) throw ErrInvalidRequest.wrap('must contain at least one message');
    for (const msg of msgs) this.deps.msgRouter.validateBasic(msg.typeUrl)?.(msg.message);
  }

  private runMsgs(ctx: Context, msgs: readonly Msg[]): TxSuccess {
    const { msgRouter, tracer } = this.deps;
    const events: Event[] = [];
    const msgResponses: TxSuccess['msgResponses'][number][] = [];
    for (let i = 0; i < msgs.length; i++) {
      const msg = msgs[i]!;
      tracer?.mark('msg', i);
      const handler = msgRouter.handler(msg.typeUrl);
      if (handler === undefined) throw noHandler(msg);
      let result: ReturnType<typeof handler>;
      try {
        result = handler(ctx, msg.message);
      } catch (e) {
        throw e instanceof GoErrorBase ? e.wrap(`failed to execute message; message index: ${i}`) : e;
      }
      try {
        this.messageEvents(msg, i, result.events, events);
      } catch (e) {
        throw e instanceof GoErrorBase ? e.wrap(`failed to create message events; message index: ${i}`) : e;
      }
      msgResponses.push(result.response);
    }
    return { data: msgData(msgResponses), events, msgResponses };
  }

  /** Appends a message's events, its `message` event first, each telling the message's index. */
  private messageEvents(msg: Msg, index: number, emitted: readonly Event[], events: Event[]): void {
    const msgIndex: EventAttribute = { key: 'msg_index', value: `${index}` };
    const attributes: EventAttribute[] = [{ key: 'action', value: msg.typeUrl }];
    const sender = this.deps.firstSigner(msg);
    if (sender !== undefined) attributes.push({ key: 'sender', value: sender });
    if (!emitted.some(namesModule)) {
      const module = this.moduleOf(msg.typeUrl);
      if (module !== undefined && module !== '') attributes.push({ key: 'module', value: module });
    }
    attributes.push(msgIndex);
    events.push({ type: 'message', attributes });
    for (const e of emitted) events.push({ type: e.type, attributes: withLast(e.attributes, msgIndex) });
  }

  private moduleOf(typeUrl: string): string | undefined {
    let module = this.modules.get(typeUrl);
    if (module === undefined) {
      module = typeUrl.split('.')[1];
      this.modules.set(typeUrl, module);
    }
    return module;
  }
}

const namesModule = (e: Event): boolean => e.attributes.some((a) => a.key === 'module');

/** A copy of exactly the right size: a transaction makes some ten of them. */
function withLast(attributes: readonly EventAttribute[], last: EventAttribute): EventAttribute[] {
  const n = attributes.length;
  const all = new Array<EventAttribute>(n + 1);
  for (let i = 0; i < n; i++) all[i] = attributes[i]!;
  all[n] = last;
  return all;
}

type MsgResponse = TxSuccess['msgResponses'][number];

/** Most messages have empty responses: their data depends on the type alone. */
const emptyResponses = new Map<string, Uint8Array>();

function msgData(msgResponses: readonly MsgResponse[]): Uint8Array {
  const [only] = msgResponses;
  if (msgResponses.length !== 1 || only === undefined || only.value.length > 0) return encodeMsgData(msgResponses);
  let data = emptyResponses.get(only.typeUrl);
  if (data === undefined) {
    data = encodeMsgData(msgResponses);
    emptyResponses.set(only.typeUrl, data);
  }
  return data;
}

function encodeMsgData(msgResponses: readonly MsgResponse[]): Uint8Array {
  return TxMsgData.encode(TxMsgData.create({ msgResponses: msgResponses.map((r) => ({ ...r })) }));
}

function noHandler(msg: Msg): GoErrorBase {
  return ErrUnknownRequest.wrap(`no message handler found for ${messageInfo(msg.typeUrl.slice(1)).goType}`);
}
