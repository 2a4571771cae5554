import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, nilPointer, SdkError } from '../../core/errors.ts';
import { ErrInvalidAddress, ErrInvalidCoins, ErrInvalidRequest, ErrInvalidType } from '../../core/sdk-errors.ts';
import { accAddressCodec, accAddressToBech32 } from '../../crypto/address.ts';
import * as Coins from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import { type Params, Proposal, type WeightedVoteOption } from '../../wire/gen/cosmos/gov/v1/gov.ts';
import type { MsgExecLegacyContent, MsgServer, MsgSubmitProposal } from '../../wire/gen/cosmos/gov/v1/tx.ts';
import type { Content, LegacyContent } from './content.ts';
import { addDeposit, validateDepositDenom, validateInitialDeposit } from './deposits.ts';
import {
  ErrInvalidProposalContent,
  ErrInvalidSigner,
  ErrInvalidVote,
  ErrNoProposalHandlerExists,
  ErrNoProposalMsgs,
} from './errors.ts';
import { cancelProposalEvent, depositedIntoVotingEvent, submittedIntoVotingEvent } from './events.ts';
import type { GovKeeper } from './keeper.ts';
import { MODULE_NAME } from './keys.ts';
import { parseProposalMetadata } from './metadata.ts';
import { validateParams } from './params.ts';
import { cancelProposal, submitProposal, unpackedMsgs } from './proposals.ts';
import {
  addVote,
  isValidVoteOption,
  isValidWeightedOption,
  voteOptionText,
  weightedOptionsJson,
  weightedOptionText,
} from './votes.ts';

/** cosmos.gov.v1.Msg. */
export function govMsgServer(k: GovKeeper): MsgServer<Context> {
  return {
    submitProposal: (ctx, msg) => submit(k, ctx, msg),
    execLegacyContent(ctx, msg) {
      execLegacyContent(k, ctx, msg);
      return {};
    },
    vote(ctx, msg) {
      const voter = address(msg.voter, 'voter');
      if (!isValidVoteOption(msg.option)) throw ErrInvalidVote.wrap(voteOptionText(msg.option));
      const whole = { option: msg.option, weight: Dec.one.toString() };
      addVote(k, ctx, msg.proposalId, voter, [whole], msg.metadata);
      return {};
    },
    voteWeighted(ctx, msg) {
      const voter = address(msg.voter, 'voter');
      if (msg.options.length === 0) throw ErrInvalidRequest.wrap(weightedOptionsJson(msg.options));
      assertWeights(msg.options);
      addVote(k, ctx, msg.proposalId, voter, msg.options, msg.metadata);
      return {};
    },
    deposit(ctx, msg) {
      const depositor = address(msg.depositor, 'depositor');
      if (!Coins.isValid(msg.amount) || !Coins.isAllPositive(msg.amount)) {
        throw ErrInvalidCoins.wrap(Coins.format(msg.amount));
      }
      if (addDeposit(k, ctx, msg.proposalId, depositor, msg.amount)) {
        ctx.eventManager.emit(depositedIntoVotingEvent(msg.proposalId));
      }
      return {};
    },
    updateParams(ctx, msg) {
      if (k.authority !== msg.authority) {
        throw ErrInvalidSigner.wrap(`invalid authority; expected ${k.authority}, got ${msg.authority}`);
      }
      validateParams(msg.params);
      k.params.set(ctx, msg.params);
      return {};
    },
    cancelProposal(ctx, msg) {
      address(msg.proposer, 'proposer');
      cancelProposal(k, ctx, msg.proposalId, msg.proposer);
      ctx.eventManager.emit(cancelProposalEvent(msg.proposalId, msg.proposer));
      return { proposalId: msg.proposalId, canceledTime: ctx.blockTime, canceledHeight: ctx.blockHeight };
    },
  };
}

/** The account of an address of a message. Throws ErrInvalidAddress, which names whose it was to be. */
export function address(text: string, who: string): Uint8Array {
  try {
    return accAddressCodec.toBytes(text);
  } catch (e) {
    if (e instanceof GoErrorBase) throw ErrInvalidAddress.wrap(`invalid ${who} address: ${e.message}`);
    throw e;
  }
}

function submit(k: GovKeeper, ctx: Context, msg: MsgSubmitProposal): { proposalId: bigint } {
  if (msg.title === '') throw ErrInvalidRequest.wrap('proposal title cannot be empty');
  if (msg.summary === '') throw ErrInvalidRequest.wrap('proposal summary cannot be empty');
  const proposer = address(msg.proposer, 'proposer');
  if (msg.messages.length === 0 && msg.metadata === '') {
    throw ErrNoProposalMsgs.wrap('either metadata or Msgs length must be non-nil');
  }
  assertMetadataAgrees(msg);
  const messages = unpackedMsgs(msg.messages);
  const params = readParams(k, ctx);
  validateInitialDeposit(params, msg.initialDeposit, msg.expedited);
  validateDepositDenom(params, msg.initialDeposit);

  const proposal = submitProposal(k, ctx, messages, msg, proposer, msg.expedited);
  // The proposal is charged three times over: it is written again with each deposit and vote that follows.
  const bytes = Proposal.encode(proposal).length;
  ctx.gasMeter.consumeGas(3 * ctx.kvGasConfig.writeCostPerByte * bytes, 'submit proposal');
  if (addDeposit(k, ctx, proposal.id, proposer, msg.initialDeposit)) {
    ctx.eventManager.emit(submittedIntoVotingEvent(proposal.id));
  }
  return { proposalId: proposal.id };
}

function readParams(k: GovKeeper, ctx: Context): Params {
  try {
    return k.params.get(ctx);
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoError(`failed to get governance parameters: ${e.message}`, e);
    throw e;
  }
}

function assertMetadataAgrees(msg: MsgSubmitProposal): void {
  if (msg.metadata === '') return;
  const metadata = parseProposalMetadata(msg.metadata);
  if (metadata === undefined) return;
  if (metadata.title !== msg.title) {
    throw ErrInvalidProposalContent.wrap(`metadata title '${metadata.title}' must equal proposal title '${msg.title}'`);
  }
  if (metadata.summary !== msg.summary) {
    throw ErrInvalidProposalContent.wrap(
      `metadata summary '${metadata.summary}' must equal proposal summary '${msg.summary}'`,
    );
  }
}

/** Throws unless the weights are valid, of different options, and add up to 1. */
function assertWeights(options: readonly WeightedVoteOption[]): void {
  let total = Dec.zero;
  const used = new Set<number>();
  for (const option of options) {
    if (!isValidWeightedOption(option)) throw ErrInvalidVote.wrap(weightedOptionText(option));
    total = total.add(Dec.parse(option.weight));
    if (used.has(option.option)) throw ErrInvalidVote.wrap('duplicated vote option');
    used.add(option.option);
  }
  if (total.gt(Dec.one)) throw ErrInvalidVote.wrap('total weight overflow 1.00');
  if (total.lt(Dec.one)) throw ErrInvalidVote.wrap('total weight lower than 1.00');
}

function execLegacyContent(k: GovKeeper, ctx: Context, msg: MsgExecLegacyContent): void {
  // The account is read, though its address is known.
  k.accountKeeper.getModuleAccount(ctx, MODULE_NAME);
  const governance = accAddressToBech32(k.moduleAddress);
  if (governance !== msg.authority) {
    throw ErrInvalidSigner.wrap(`expected ${governance} got ${msg.authority}`);
  }
  const content = legacyContent(k, msg);
  const route = content.kind.route;
  if (!k.legacyRouter.hasRoute(route)) throw ErrNoProposalHandlerExists.wrap(route);
  try {
    k.legacyRouter.getRoute(route)(ctx, content);
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
    throw ErrInvalidProposalContent.wrap(`failed to run legacy handler ${route}, ${verbose(e)}`);
  }
}

/** The content inside a message. */
function legacyContent(k: GovKeeper, msg: MsgExecLegacyContent): Content {
  if (msg.content === undefined) throw nilPointer();
  if (msg.content.$message === undefined) {
    const e = ErrInvalidType.wrap('expected *v1beta1.Content, got <nil>');
    throw ErrInvalidProposalContent.wrap(verbose(e));
  }
  return { kind: k.legacyRouter.kind(msg.content.typeUrl), message: msg.content.$message as LegacyContent };
}

/**
 * An error printed with %+v. Where it was wrapped, Go prints the stack of that place before the text: frames of its own
 * binary, which stand here as one word.
 */
function verbose(e: GoErrorBase): string {
  const wrapped = e instanceof SdkError && e.message !== e.registered.description;
  return wrapped ? `\nstack:\n${e.message}` : e.message;
}
