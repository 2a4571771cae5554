import type { Coin } from '../../../src/math/coin.ts';
import { Dec } from '../../../src/math/dec.ts';
import { type Proposal, ProposalStatus, VoteOption } from '../../../src/wire/gen/cosmos/gov/v1/gov.ts';
import {
  MsgCancelProposal,
  MsgDeposit,
  MsgSubmitProposal,
  MsgVote,
  MsgVoteWeighted,
} from '../../../src/wire/gen/cosmos/gov/v1/tx.ts';
import * as legacy from '../../../src/wire/gen/cosmos/gov/v1beta1/tx.ts';
import type { Account } from '../chain.ts';
import { legacyContent, proposed } from './proposals.ts';
import { type Action, action, type Made, type World } from './world.ts';

/** Proposals, deposits on them, and votes. */
export const GOVERNANCE: readonly Action[] = [
  action(6, 'propose', propose),
  action(2, 'propose of old', (w) => {
    const proposer = w.anyone().text;
    return w.send(legacy.MsgSubmitProposal, {
      content: legacyContent(w),
      initialDeposit: initialDeposit(w, false),
      proposer,
    });
  }),
  action(20, 'vote', (w) => vote(w, (proposalId, voter, option) => w.send(MsgVote, { proposalId, voter, option }))),
  action(3, 'vote of old', (w) =>
    vote(w, (proposalId, voter, option) => w.send(legacy.MsgVote, { proposalId, voter, option })),
  ),
  action(4, 'weighted vote', (w) =>
    vote(w, (proposalId, voter, option) => {
      const options = [
        { option, weight: '0.7' },
        { option: VoteOption.VOTE_OPTION_ABSTAIN, weight: w.once(10) ? '0.4' : '0.3' },
      ];
      return w.send(MsgVoteWeighted, { proposalId, voter, options });
    }),
  ),
  action(2, 'weighted vote of old', (w) =>
    vote(w, (proposalId, voter, option) =>
      w.send(legacy.MsgVoteWeighted, { proposalId, voter, options: [{ option, weight: Dec.one }] }),
    ),
  ),
  action(4, 'deposit', (w) => {
    const waiting = w.pick(proposals(w, ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD));
    const proposalId = waiting?.id ?? anyId(w);
    return w.send(MsgDeposit, { proposalId, depositor: w.anyone().text, amount: [w.coin(1n + w.amount())] });
  }),
  action(2, 'deposit of old', (w) => {
    const [open] = [w.pick(proposals(w))];
    return w.send(legacy.MsgDeposit, {
      proposalId: open?.id ?? anyId(w),
      depositor: w.anyone().text,
      amount: [w.coin(1n + w.amount())],
    });
  }),
  action(1, 'cancel proposal', (w) => {
    const open = w.pick(proposals(w));
    const proposer = w.once(6) ? undefined : open?.proposer;
    return w.send(MsgCancelProposal, { proposalId: open?.id ?? anyId(w), proposer: proposer ?? w.anyone().text });
  }),
];

/** Proposals that are not decided; those in one state. */
function proposals(w: World, state?: number): readonly Proposal[] {
  const open = w.look('proposals', () => {
    const found: Proposal[] = [];
    const { PROPOSAL_STATUS_DEPOSIT_PERIOD, PROPOSAL_STATUS_VOTING_PERIOD } = ProposalStatus;
    w.chain.app.keepers.gov.iterateProposals(w.ctx(), (p) => {
      if (p.status === PROPOSAL_STATUS_DEPOSIT_PERIOD || p.status === PROPOSAL_STATUS_VOTING_PERIOD) found.push(p);
    });
    return found;
  });
  return state === undefined ? open : open.filter((p) => p.status === state);
}

const anyId = (w: World): bigint => BigInt(1 + w.below(4 + Number(w.chain.height / 8n)));

/** Mostly enough for a vote at once. */
function initialDeposit(w: World, expedited: boolean): Coin[] {
  const enough = expedited ? 50_000_000n : 10_000_000n;
  return [{ denom: 'uakt', amount: w.once(4) ? BigInt(w.below(3)) * 4_000_000n : enough }];
}

function propose(w: World): Made | undefined {
  const expedited = w.once(5);
  return w.send(MsgSubmitProposal, {
    messages: w.once(8) ? [] : proposed(w),
    initialDeposit: initialDeposit(w, expedited),
    proposer: w.anyone().text,
    title: 'a title',
    summary: 'a summary',
    metadata: '',
    expedited,
  });
}

/** Validators vote where they have not yet, mostly in favour; now and then somebody else, anywhere. */
function vote(w: World, make: (id: bigint, voter: string, option: number) => Made | undefined): Made | undefined {
  const { gov, staking } = w.chain.app.keepers;
  const { VOTE_OPTION_YES } = VoteOption;
  const option = w.once(5) ? 1 + w.below(4) : VOTE_OPTION_YES;
  const open = w.pick(proposals(w, ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD));
  if (open === undefined || w.once(12)) return make(anyId(w), w.anyone().text, option);
  const bonded = w.look('bonded', () => staking.getBondedValidatorsByPower(w.ctx()).map((v) => v.operatorAddress));
  const silent: Account[] = w.chain.operators.filter(
    (a) => bonded.includes(a.operator) && gov.findVote(w.ctx(), open.id, a.address) === undefined,
  );
  return make(open.id, (w.pick(silent) ?? w.anyone()).text, option);
}
