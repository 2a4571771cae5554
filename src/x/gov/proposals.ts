import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, InternalError, nilPointer } from '../../core/errors.ts';
import type { Msg } from '../../core/module.ts';
import { addDuration, isBefore } from '../../core/time.ts';
import { accAddressToBech32 } from '../../crypto/address.ts';
import { getMsgSigners } from '../../crypto/signers.ts';
import { equalBytes } from '../../store/keys.ts';
import { type Proposal, ProposalStatus } from '../../wire/gen/cosmos/gov/v1/gov.ts';
import { MsgExecLegacyContent } from '../../wire/gen/cosmos/gov/v1/tx.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';
import { messageType, packAny } from '../../wire/registry.ts';
import { chargeDeposit } from './deposits.ts';
import {
  ErrInvalidProposal,
  ErrInvalidProposalContent,
  ErrInvalidProposalMsg,
  ErrInvalidProposer,
  ErrInvalidSigner,
  ErrNoProposalHandlerExists,
  ErrUnroutableProposalMsg,
  ErrVotingPeriodEnded,
} from './errors.ts';
import { submitProposalEvent } from './events.ts';
import type { GovKeeper } from './keeper.ts';
import { INACTIVE_QUEUE_PREFIX, MODULE_NAME } from './keys.ts';
import { emptyTally } from './tally-result.ts';

const { PROPOSAL_STATUS_DEPOSIT_PERIOD, PROPOSAL_STATUS_VOTING_PERIOD } = ProposalStatus;
const EXEC_LEGACY_CONTENT = `/${MsgExecLegacyContent.typeName}`;

/** What a new proposal says. */
export interface ProposalText {
  readonly metadata: string;
  readonly title: string;
  readonly summary: string;
}

/** The messages inside `Any` values, which decoding has unpacked. */
export function unpackedMsgs(anys: readonly Any[]): Msg[] {
  return anys.map((any) => {
    if (any.$message === undefined) {
      throw new GoError('any cached value is nil, sdk.MsgProposal messages must be correctly packed any values');
    }
    return { typeUrl: any.typeUrl, message: any.$message };
  });
}

/** Stores a new proposal, in its deposit period, after checking that its messages could be executed. */
export function submitProposal(
  k: GovKeeper,
  ctx: Context,
  messages: readonly Msg[],
  text: ProposalText,
  proposer: Uint8Array,
  expedited: boolean,
): Proposal {
  k.assertMetadataLength(text.metadata);
  k.assertSummaryLength(text.summary);
  k.assertMetadataLength(text.title);
  for (const msg of messages) checkMessage(k, ctx, msg);

  const id = k.nextProposalId(ctx);
  const params = k.params.get(ctx);
  if (params.maxDepositPeriod === undefined) throw nilPointer();
  const depositEndTime = addDuration(ctx.blockTime, params.maxDepositPeriod);
  const proposal: Proposal = {
    id,
    messages: messages.map(pack),
    status: PROPOSAL_STATUS_DEPOSIT_PERIOD,
    finalTallyResult: emptyTally(),
    submitTime: ctx.blockTime,
    depositEndTime,
    totalDeposit: [],
    votingStartTime: undefined,
    votingEndTime: undefined,
    metadata: text.metadata,
    title: text.title,
    summary: text.summary,
    proposer: accAddressToBech32(proposer),
    expedited,
    failedReason: '',
  };
  k.setProposal(ctx, proposal);
  k.insertIntoQueue(ctx, INACTIVE_QUEUE_PREFIX, depositEndTime, id);
  k.hooks.afterProposalSubmission(ctx, id);
  ctx.eventManager.emit(submitProposalEvent(id, proposer, messages.map((m) => `,${m.typeUrl}`).join('')));
  return proposal;
}

function pack(msg: Msg): Any {
  const type = messageType(msg.typeUrl);
  if (type === undefined) throw new InternalError(`no type ${msg.typeUrl}`);
  return packAny(type, msg.message);
}

/** Throws unless the message is well formed, signed by governance alone, and has a handler. */
function checkMessage(k: GovKeeper, ctx: Context, msg: Msg): void {
  try {
    k.router.validateBasic(msg.typeUrl)?.(msg.message);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidProposalMsg.wrap(e.message);
    throw e;
  }
  const [signer, ...others] = getMsgSigners(msg);
  if (signer === undefined || others.length > 0) throw ErrInvalidSigner.error();
  // The account is read for every message, though its address is known.
  k.accountKeeper.getModuleAccount(ctx, MODULE_NAME);
  if (!equalBytes(signer, k.moduleAddress)) throw ErrInvalidSigner.wrap(accAddressToBech32(signer));
  const handler = k.router.handler(msg.typeUrl);
  if (handler === undefined) throw ErrUnroutableProposalMsg.wrap(msg.typeUrl);
  if (msg.typeUrl !== EXEC_LEGACY_CONTENT) return;
  // Legacy contents alone are tried out, on a branch that is dropped.
  try {
    handler(ctx.cacheContext().ctx, msg.message);
  } catch (e) {
    if (!(e instanceof GoErrorBase) || e.is(ErrNoProposalHandlerExists)) throw e;
    throw ErrInvalidProposalContent.wrap(e.message);
  }
}

/** Removes a proposal at its proposer's wish: part of the deposits is charged, the rest returned. */
export function cancelProposal(k: GovKeeper, ctx: Context, id: bigint, proposer: string): void {
  const proposal = k.getProposal(ctx, id);
  if (proposal.proposer === '') {
    throw ErrInvalidProposal.wrap(`proposal ${id} doesn't have proposer ${proposer}, so cannot be canceled`);
  }
  if (proposal.proposer !== proposer) throw ErrInvalidProposer.wrap(`invalid proposer ${proposer}`);
  if (proposal.status !== PROPOSAL_STATUS_DEPOSIT_PERIOD && proposal.status !== PROPOSAL_STATUS_VOTING_PERIOD) {
    throw ErrInvalidProposal.wrap('proposal should be in the deposit or voting period');
  }
  if (proposal.votingEndTime !== undefined && isBefore(proposal.votingEndTime, ctx.blockTime)) {
    throw ErrVotingPeriodEnded.wrap(`voting period is already ended for this proposal ${id}`);
  }
  const params = k.params.get(ctx);
  chargeDeposit(k, ctx, proposal.id, params.proposalCancelDest, params.proposalCancelRatio);
  if (proposal.votingStartTime !== undefined) k.deleteVotes(ctx, proposal.id);
  k.deleteProposal(ctx, proposal.id);
}
