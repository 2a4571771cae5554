import type { Context } from '../../core/context.ts';
import { nilPointer, type SdkError } from '../../core/errors.ts';
import { ErrInvalidRequest } from '../../core/sdk-errors.ts';
import type { MsgServer as MsgServerV1 } from '../../wire/gen/cosmos/gov/v1/tx.ts';
import { MsgExecLegacyContent } from '../../wire/gen/cosmos/gov/v1/tx.ts';
import type { WeightedVoteOption } from '../../wire/gen/cosmos/gov/v1beta1/gov.ts';
import type { MsgServer, MsgSubmitProposal } from '../../wire/gen/cosmos/gov/v1beta1/tx.ts';
import { isNil } from '../../wire/nil.ts';
import { packAny } from '../../wire/registry.ts';
import type { Content, LegacyContent, LegacyRouter } from './content.ts';
import { ErrInvalidProposalContent, ErrInvalidProposalType } from './errors.ts';
import { address } from './msg-server.ts';

/** cosmos.gov.v1beta1.Msg, on top of v1. `authority`: bech32 text of the module account. */
export function legacyGovMsgServer(
  v1: MsgServerV1<Context>,
  contents: LegacyRouter,
  authority: string,
): MsgServer<Context> {
  return {
    submitProposal(ctx, msg) {
      const content = contentOf(contents, msg);
      const { kind, message } = content;
      if (kind.refused) throw ErrInvalidProposalType.wrap(kind.proposalType);
      kind.validateBasic(message);
      const exec = MsgExecLegacyContent.create({ content: packAny(kind.type, message), authority });
      return v1.submitProposal(ctx, {
        messages: [packAny(MsgExecLegacyContent, exec)],
        initialDeposit: msg.initialDeposit,
        proposer: msg.proposer,
        metadata: '',
        title: message.title,
        summary: message.description,
        expedited: false,
      });
    },
    vote(ctx, { proposalId, voter, option }) {
      v1.vote(ctx, { proposalId, voter, option, metadata: '' });
      return {};
    },
    voteWeighted(ctx, { proposalId, voter, options }) {
      if (options.length === 0) throw noOptions(voter);
      v1.voteWeighted(ctx, { proposalId, voter, options: options.map(textWeight), metadata: '' });
      return {};
    },
    deposit(ctx, { proposalId, depositor, amount }) {
      v1.deposit(ctx, { proposalId, depositor, amount });
      return {};
    },
  };
}

function contentOf(contents: LegacyRouter, msg: MsgSubmitProposal): Content {
  // PARITY: cosmos-sdk x/gov/types/v1beta1/msgs.go: a message without content is a nil pointer.
  if (msg.content === undefined) throw nilPointer();
  if (msg.content.$message === undefined) throw ErrInvalidProposalContent.wrap('missing content');
  return { kind: contents.kind(msg.content.typeUrl), message: msg.content.$message as LegacyContent };
}

/** The v1 form writes weights as text; one that was never given prints as Go's nil. */
/**
 * PARITY: cosmos-sdk x/gov/keeper/msg_server.go: VoteWeighted makes the options of v1 anew, so that none at all are an empty list
 * in the error's text, where v1 itself has a nil one.
 */
function noOptions(voter: string): SdkError {
  address(voter, 'voter');
  return ErrInvalidRequest.wrap('[]');
}

function textWeight(o: WeightedVoteOption): { option: number; weight: string } {
  return { option: o.option, weight: isNil(o, 'weight') ? '<nil>' : o.weight.toString() };
}
