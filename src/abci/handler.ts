import type { BaseApp } from '../baseapp/base-app.ts';
import { BlockResponse } from '../baseapp/block-response.ts';
import { queryResponse } from '../baseapp/responses.ts';
import { ModelledError, PANIC_CODE, UNDEFINED_CODESPACE } from '../core/errors.ts';
import { type Request, Response, ResponseCheckTx } from '../wire/gen/tendermint/abci/types.ts';
import { frameHeader } from './frame.ts';

type Value = NonNullable<Response['value']>;

/** What one request led to. After a `fatal` error the application's state is void: the process must end. */
export interface Handled {
  readonly response: Response;
  readonly fatal?: unknown;
  /** A bug of this program that only this one request suffers from. */
  readonly bug?: unknown;
}

/** Tag of `finalize_block` in Response. */
const FINALIZE_BLOCK = [0xaa, 0x01];

/** The response's bytes. A block's results are in them as they were written while it was executed. */
export function encodeResponse(response: Response): Uint8Array {
  const { value } = response;
  if (value?.$case !== 'finalizeBlock' || !(value.finalizeBlock instanceof BlockResponse)) {
    return Response.encode(response);
  }
  const pieces = value.finalizeBlock.encoded();
  const length = pieces.reduce((n, piece) => n + piece.length, 0);
  const head = [...FINALIZE_BLOCK, ...frameHeader(length)];
  const bytes = new Uint8Array(head.length + length);
  bytes.set(head);
  let at = head.length;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** What of the application ABCI reaches. */
export type DrivenApp = Pick<
  BaseApp,
  | 'info'
  | 'initChain'
  | 'query'
  | 'checkTx'
  | 'prepareProposal'
  | 'processProposal'
  | 'extendVote'
  | 'verifyVoteExtension'
  | 'finalizeBlock'
  | 'commit'
  | 'snapshots'
>;

/**
 * The application as ABCI requests see it: the one entry for CometBFT, the embedded engine and replays.
 *
 * Requests that touch the state wait for a commit in flight; queries do not, they read committed versions.
 */
export class AbciApplication {
  private readonly app: DrivenApp;
  private committing: Promise<unknown> | undefined;

  constructor(app: DrivenApp) {
    this.app = app;
  }

  async handle(request: Request): Promise<Handled> {
    const { value } = request;
    if (value === undefined) return exception('unknown request');
    while (this.committing !== undefined && !CONCURRENT.has(value.$case)) await this.committing;
    try {
      return { response: { value: await this.answer(value) } };
    } catch (e) {
      if (CHANGES_STATE.has(value.$case)) return { ...exception(messageOf(e)), fatal: e };
      if (e instanceof ModelledError) return exception(e.message);
      if (value.$case === 'query') return { response: { value: { $case: 'query', query: BUG_IN_QUERY } }, bug: e };
      if (value.$case === 'checkTx')
        return { response: { value: { $case: 'checkTx', checkTx: BUG_IN_CHECK } }, bug: e };
      return { ...exception(messageOf(e)), bug: e };
    }
  }

  private async answer(value: NonNullable<Request['value']>): Promise<Value> {
    const { app } = this;
    switch (value.$case) {
      case 'echo':
        return { $case: 'echo', echo: { message: value.echo.message } };
      case 'flush':
        return { $case: 'flush', flush: {} };
      case 'info':
        return { $case: 'info', info: app.info() };
      case 'initChain':
        return { $case: 'initChain', initChain: app.initChain(value.initChain) };
      case 'query':
        return { $case: 'query', query: app.query(value.query) };
      case 'checkTx':
        return { $case: 'checkTx', checkTx: app.checkTx(value.checkTx) };
      case 'prepareProposal':
        return { $case: 'prepareProposal', prepareProposal: app.prepareProposal(value.prepareProposal) };
      case 'processProposal':
        return { $case: 'processProposal', processProposal: app.processProposal(value.processProposal) };
      case 'extendVote':
        return { $case: 'extendVote', extendVote: app.extendVote(value.extendVote.height) };
      case 'verifyVoteExtension': {
        const verifyVoteExtension = app.verifyVoteExtension(value.verifyVoteExtension.height);
        return { $case: 'verifyVoteExtension', verifyVoteExtension };
      }
      case 'finalizeBlock':
        return { $case: 'finalizeBlock', finalizeBlock: app.finalizeBlock(value.finalizeBlock) };
      case 'commit':
        return this.commit();
      case 'listSnapshots':
        return { $case: 'listSnapshots', listSnapshots: await app.snapshots.list() };
      case 'offerSnapshot':
        return { $case: 'offerSnapshot', offerSnapshot: await app.snapshots.offer(value.offerSnapshot) };
      case 'loadSnapshotChunk': {
        const loadSnapshotChunk = await app.snapshots.load(value.loadSnapshotChunk);
        return { $case: 'loadSnapshotChunk', loadSnapshotChunk };
      }
      case 'applySnapshotChunk': {
        const applySnapshotChunk = await app.snapshots.apply(value.applySnapshotChunk);
        return { $case: 'applySnapshotChunk', applySnapshotChunk };
      }
    }
  }

  private async commit(): Promise<Value> {
    const done = this.app.commit();
    this.committing = done.catch(() => undefined);
    try {
      return { $case: 'commit', commit: await done };
    } finally {
      this.committing = undefined;
    }
  }
}

/** Requests that never wait for a commit. */
const CONCURRENT: ReadonlySet<string> = new Set(['echo', 'flush', 'query', 'listSnapshots', 'loadSnapshotChunk']);
/** Requests whose failure leaves no way on. */
const CHANGES_STATE: ReadonlySet<string> = new Set(['initChain', 'finalizeBlock', 'commit']);

const BUG = { code: PANIC_CODE, codespace: UNDEFINED_CODESPACE, log: 'internal error' };
const BUG_IN_QUERY = queryResponse(BUG);
const BUG_IN_CHECK = ResponseCheckTx.create(BUG);

function exception(error: string): Handled {
  return { response: { value: { $case: 'exception', exception: { error } } } };
}

const messageOf = (e: unknown): string => (e instanceof Error ? e.message : String(e));
