import {
  Deposit,
  DepositParams,
  Proposal,
  TallyParams,
  TallyResult,
  Vote,
  VotingParams,
} from '../../../wire/gen/cosmos/gov/v1/gov.ts';
import { Query as GovQuery } from '../../../wire/gen/cosmos/gov/v1/query.ts';
import { UsageError } from '../../frame.ts';

import { acc, page, proposalId, type QuerySpec, queryCommands, text } from './spec.ts';

const gov = GovQuery.methods;

/** Proposal states by the names that the command line takes. */
const PROPOSAL_STATUS: Readonly<Record<string, number>> = {
  '': 0,
  depositperiod: 1,
  votingperiod: 2,
  passed: 3,
  rejected: 4,
  failed: 5,
};

function proposalStatus(given: string): number {
  const name = given
    .toLowerCase()
    .replace(/^proposal_status_/, '')
    .replace(/[_ ]/g, '');
  const status = PROPOSAL_STATUS[name];
  if (status === undefined)
    throw new UsageError(
      `"${given}" is not a status of a proposal: use deposit_period, voting_period, passed, rejected or failed`,
    );
  return status;
}

/** Parameters by the names that the command line takes. */
const PARAMS = {
  voting: ['votingParams', VotingParams],
  tallying: ['tallyParams', TallyParams],
  deposit: ['depositParams', DepositParams],
} as const;

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'gov proposal',
    args: '[proposal-id]',
    summary: 'a proposal',
    ask: ([id]) => ({
      method: gov.Proposal,
      request: { proposalId: proposalId(id!) },
      show: ['proposal', Proposal],
    }),
  },
  {
    path: 'gov proposals',
    summary: 'proposals',
    paged: true,
    flags: [text('depositor', 'deposited by'), text('voter', 'voted by'), text('status', 'in this state')],
    ask: (_, f) => ({
      method: gov.Proposals,
      request: {
        proposalStatus: proposalStatus(f.text('status')),
        voter: f.text('voter') === '' ? '' : acc(f.text('voter')),
        depositor: f.text('depositor') === '' ? '' : acc(f.text('depositor')),
        ...page(f),
      },
    }),
  },
  {
    path: 'gov vote',
    args: '[proposal-id] [voter-addr]',
    count: [2, 2],
    summary: 'one vote',
    ask: ([id, voter]) => ({
      method: gov.Vote,
      request: { proposalId: proposalId(id!), voter: acc(voter!) },
      show: ['vote', Vote],
    }),
  },
  {
    path: 'gov votes',
    args: '[proposal-id]',
    summary: 'votes on a proposal',
    paged: true,
    ask: ([id], f) => ({ method: gov.Votes, request: { proposalId: proposalId(id!), ...page(f) } }),
  },
  {
    path: 'gov deposit',
    args: '[proposal-id] [depositer-addr]',
    count: [2, 2],
    summary: 'one deposit',
    ask: ([id, d]) => ({
      method: gov.Deposit,
      request: { proposalId: proposalId(id!), depositor: acc(d!) },
      show: ['deposit', Deposit],
    }),
  },
  {
    path: 'gov deposits',
    args: '[proposal-id]',
    summary: 'deposits on a proposal',
    paged: true,
    ask: ([id], f) => ({ method: gov.Deposits, request: { proposalId: proposalId(id!), ...page(f) } }),
  },
  {
    path: 'gov tally',
    args: '[proposal-id]',
    summary: 'the count of votes',
    ask: ([id]) => ({
      method: gov.TallyResult,
      request: { proposalId: proposalId(id!) },
      show: ['tally', TallyResult],
    }),
  },
  {
    path: 'gov params',
    summary: 'parameters',
    ask: () => ({ method: gov.Params, request: { paramsType: 'deposit' } }),
  },
  {
    path: 'gov param',
    args: '[param-type]',
    summary: 'parameters of voting, tallying or deposit',
    ask: ([kind]) => {
      if (!['voting', 'tallying', 'deposit'].includes(kind!))
        throw new UsageError(`argument must be one of (voting|tallying|deposit), was ${kind}`);
      return {
        method: gov.Params,
        request: { paramsType: kind! },
        show: PARAMS[kind as keyof typeof PARAMS],
      };
    },
  },
  {
    path: 'gov proposer',
    args: '[proposal-id]',
    summary: 'who submitted a proposal',
    ask: ([id]) => ({ method: gov.Proposal, request: { proposalId: proposalId(id!) } }),
    text: (r) =>
      `{"proposal_id":"${(r.proposal as { id: bigint }).id}","proposer":${JSON.stringify((r.proposal as { proposer: string }).proposer)}}`,
  },
];

export const COMMANDS = queryCommands(QUERIES);
