import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, GoPanic, nilPointer } from '../../core/errors.ts';
import type { Event } from '../../core/events.ts';
import type { Msg } from '../../core/module.ts';
import { addDuration } from '../../core/time.ts';
import { type Proposal, ProposalStatus } from '../../wire/gen/cosmos/gov/v1/gov.ts';
import { messageType } from '../../wire/registry.ts';
import { compactText } from '../../wire/text.ts';
import { ProposalEncodingError } from './collections.ts';
import { deleteAndBurnDeposits, refundAndDeleteDeposits } from './deposits.ts';
import { activeProposalEvent, inactiveProposalEvent, Result } from './events.ts';
import type { GovKeeper } from './keeper.ts';
import { ACTIVE_QUEUE_PREFIX, INACTIVE_QUEUE_PREFIX } from './keys.ts';
import { unpackedMsgs } from './proposals.ts';
import { tally } from './tally.ts';

const { PROPOSAL_STATUS_FAILED, PROPOSAL_STATUS_PASSED, PROPOSAL_STATUS_REJECTED } = ProposalStatus;

/** Drops proposals whose deposit period is over, counts votes that ended, executes what passed. */
export function endBlocker(k: GovKeeper, ctx: Context): void {
  if (!dropInactive(k, ctx)) return;
  endVotes(k, ctx);
}

/** Returns false when the block's work ends here. */
function dropInactive(k: GovKeeper, ctx: Context): boolean {
  for (const id of k.queuedUntil(ctx, INACTIVE_QUEUE_PREFIX, ctx.blockTime)) {
    try {
      k.getProposal(ctx, id);
    } catch (e) {
      if (!(e instanceof ProposalEncodingError)) throw e;
      failUnreadable(k, ctx, e, id, inactiveProposalEvent);
      k.deleteProposal(ctx, id);
      // PARITY: cosmos-sdk x/gov/abci.go: after a proposal that cannot be read nothing more is done in this block.
      return false;
    }
    k.deleteProposal(ctx, id);
    if (k.params.get(ctx).burnProposalDepositPrevote) deleteAndBurnDeposits(k, ctx, id);
    else refundAndDeleteDeposits(k, ctx, id);
    tellHook(ctx, (c) => k.hooks.afterProposalFailedMinDeposit(c, id));
    ctx.eventManager.emit(inactiveProposalEvent(id, Result.dropped));
  }
  return true;
}

function endVotes(k: GovKeeper, ctx: Context): void {
  for (const id of k.queuedUntil(ctx, ACTIVE_QUEUE_PREFIX, ctx.blockTime)) {
    let proposal: Proposal;
    try {
      proposal = k.getProposal(ctx, id);
    } catch (e) {
      if (!(e instanceof ProposalEncodingError)) throw e;
      failUnreadable(k, ctx, e, id, activeProposalEvent);
      if (e.proposal.votingEndTime === undefined) throw nilPointer();
      k.removeFromQueue(ctx, ACTIVE_QUEUE_PREFIX, e.proposal.votingEndTime, id);
      // PARITY: as in dropInactive.
      return;
    }
    endVote(k, ctx, proposal);
  }
}

function endVote(k: GovKeeper, ctx: Context, proposal: Proposal): void {
  const { passes, burnDeposits, result } = tally(k, ctx, proposal);
  // An expedited proposal that did not pass keeps its deposits for the regular vote.
  if (!proposal.expedited || passes) {
    if (burnDeposits) deleteAndBurnDeposits(k, ctx, proposal.id);
    else refundAndDeleteDeposits(k, ctx, proposal.id);
  }
  if (proposal.votingEndTime === undefined) throw nilPointer();
  k.removeFromQueue(ctx, ACTIVE_QUEUE_PREFIX, proposal.votingEndTime, proposal.id);

  const outcome = passes ? execute(k, ctx, proposal) : proposal.expedited ? toRegular(k, ctx, proposal) : REJECTED;
  k.setProposal(ctx, { ...proposal, ...outcome.changes, finalTallyResult: result });
  tellHook(ctx, (c) => k.hooks.afterProposalVotingPeriodEnded(c, proposal.id));
  ctx.eventManager.emit(activeProposalEvent(proposal.id, outcome.result, outcome.log));
}

interface Outcome {
  readonly changes: Partial<Proposal>;
  readonly result: string;
  readonly log: string;
}

const REJECTED: Outcome = {
  changes: { status: PROPOSAL_STATUS_REJECTED, failedReason: 'proposal did not get enough votes to pass' },
  result: Result.rejected,
  log: 'rejected',
};

/**
 * Executes all messages of a passed proposal, or none of them. PARITY: cosmos-sdk x/gov/abci.go: the reason of a failure is state, whatever
 * it prints.
 */
function execute(k: GovKeeper, ctx: Context, proposal: Proposal): Outcome {
  const branch = ctx.cacheContext();
  const events: Event[] = [];
  const messages = unpackedMsgs(proposal.messages);
  for (const [i, msg] of messages.entries()) {
    try {
      events.push(...executeSafely(k, branch.ctx, msg));
    } catch (e) {
      if (!(e instanceof GoErrorBase)) throw e;
      return {
        changes: { status: PROPOSAL_STATUS_FAILED, failedReason: e.message },
        result: Result.failed,
        log: `passed, but msg ${i} (${msg.typeUrl}) failed on execution: ${e.message}`,
      };
    }
  }
  branch.write();
  ctx.eventManager.emitAll(events);
  return { changes: { status: PROPOSAL_STATUS_PASSED }, result: Result.passed, log: 'passed' };
}

/** Runs one message; a Go panic becomes a Go error that shows the message in protobuf's text form. */
function executeSafely(k: GovKeeper, ctx: Context, msg: Msg): readonly Event[] {
  try {
    const handler = k.router.handler(msg.typeUrl);
    if (handler === undefined) throw nilPointer();
    return handler(ctx, msg.message).events;
  } catch (e) {
    if (!(e instanceof GoPanic)) throw e;
    throw new GoError(`handling x/gov proposal msg [${messageText(msg)}] PANICKED: ${e.message}`);
  }
}

function messageText(msg: Msg): string {
  const type = messageType(msg.typeUrl);
  if (type === undefined) throw nilPointer();
  return compactText(type, msg.message);
}

/** A failed expedited proposal goes on as a regular one: the vote ends later, from the same beginning. */
function toRegular(k: GovKeeper, ctx: Context, proposal: Proposal): Outcome {
  const { votingPeriod } = k.params.get(ctx);
  if (votingPeriod === undefined || proposal.votingStartTime === undefined) throw nilPointer();
  const votingEndTime = addDuration(proposal.votingStartTime, votingPeriod);
  k.insertIntoQueue(ctx, ACTIVE_QUEUE_PREFIX, votingEndTime, proposal.id);
  return {
    changes: { expedited: false, votingEndTime },
    result: Result.expeditedRejected,
    log: 'expedited proposal converted to regular',
  };
}

/** A proposal with messages of unknown types fails, keeps no messages, and its deposits are returned. */
function failUnreadable(
  k: GovKeeper,
  ctx: Context,
  error: ProposalEncodingError,
  id: bigint,
  event: (id: bigint, result: string) => Event,
): void {
  k.setProposal(ctx, {
    ...error.proposal,
    id,
    status: PROPOSAL_STATUS_FAILED,
    failedReason: `proposal failed because it cannot be processed by gov: ${error.message}`,
    messages: [],
  });
  refundAndDeleteDeposits(k, ctx, id);
  ctx.eventManager.emit(event(id, Result.failed));
}

/** Calls a hook on a branch: its failure is its own. */
function tellHook(ctx: Context, call: (ctx: Context) => void): void {
  const branch = ctx.cacheContext();
  try {
    call(branch.ctx);
  } catch (e) {
    if (e instanceof GoErrorBase) return;
    throw e;
  }
  branch.write();
}
