import { GoError, InternalError, nilPointer } from '../../core/errors.ts';
import type { Msg } from '../../core/module.ts';
import { ErrInvalidType } from '../../core/sdk-errors.ts';
import { zeroTime } from '../../core/time.ts';
import * as Coins from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import * as Int from '../../math/int.ts';
import type { Deposit, Proposal, TallyResult, Vote } from '../../wire/gen/cosmos/gov/v1/gov.ts';
import { MsgExecLegacyContent } from '../../wire/gen/cosmos/gov/v1/tx.ts';
import type * as old from '../../wire/gen/cosmos/gov/v1beta1/gov.ts';
import type { Any } from '../../wire/gen/google/protobuf/any.ts';
import { messageType, packAny } from '../../wire/registry.ts';
import { unpackedMsgs } from './proposals.ts';

/** Conversions of v1 to v1beta1, for old clients. Source: cosmos-sdk x/gov/migrations/v3/convert.go. */

/** Throws ErrInvalidType for a proposal that has not exactly one message. */
export function toLegacyProposal(p: Proposal): old.Proposal {
  const finalTallyResult = toLegacyTally(p.finalTallyResult);
  const [message, ...others] = unpackedMsgs(p.messages);
  if (message === undefined || others.length > 0) {
    throw ErrInvalidType.wrap(
      "can't convert a gov/v1 Proposal to gov/v1beta1 Proposal when amount of proposal messages not exactly one",
    );
  }
  return {
    proposalId: p.id,
    content: legacyContentOf(message),
    status: p.status,
    finalTallyResult,
    submitTime: p.submitTime ?? zeroTime,
    depositEndTime: p.depositEndTime ?? zeroTime,
    totalDeposit: Coins.newCoins(p.totalDeposit),
    votingStartTime: p.votingStartTime ?? zeroTime,
    votingEndTime: p.votingEndTime ?? zeroTime,
  };
}

/** The content that the message wraps; any other message stands for the content itself. */
function legacyContentOf({ typeUrl, message }: Msg): Any {
  if (typeUrl === `/${MsgExecLegacyContent.typeName}`) {
    const { content } = message as MsgExecLegacyContent;
    if (content === undefined) throw nilPointer();
    if (content.$message === undefined) throw ErrInvalidType.wrap('expected *v1beta1.Content, got <nil>');
    return content;
  }
  const type = messageType(typeUrl);
  if (type === undefined) throw new InternalError(`no type ${typeUrl}`);
  return packAny(type, message);
}

export function toLegacyTally(t: TallyResult | undefined): old.TallyResult {
  if (t === undefined) throw nilPointer();
  const count = (text: string, what: string): bigint => {
    const n = Int.parse(text);
    if (n === undefined) throw new GoError(`unable to convert ${what} tally string (${text}) to int`);
    return n;
  };
  const yes = count(t.yesCount, 'yes');
  const no = count(t.noCount, 'no');
  const noWithVeto = count(t.noWithVetoCount, 'no with veto');
  return { yes, abstain: count(t.abstainCount, 'abstain'), no, noWithVeto };
}

export function toLegacyVote(v: Vote): old.Vote {
  return {
    proposalId: v.proposalId,
    voter: v.voter,
    option: 0,
    options: v.options.map((o) => ({ option: o.option, weight: Dec.parse(o.weight) })),
  };
}

export function toLegacyDeposit(d: Deposit): old.Deposit {
  return { proposalId: d.proposalId, depositor: d.depositor, amount: Coins.newCoins(d.amount) };
}
