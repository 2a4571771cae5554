import {
  Deposit,
  DepositParams,
  Proposal,
  TallyParams,
  TallyResult,
  Vote,
  VotingParams,
} from '../../../wire/gen/cosmos/gov/v1/gov.ts';
import {
  Query as GovQuery,
  QueryParamsResponse,
  type QueryProposalResponse,
} from '../../../wire/gen/cosmos/gov/v1/query.ts';
import { toJson } from '../../../wire/json.ts';
import { QUERY_FLAGS, queryState } from '../../client.ts';
import type { CommandSpec } from '../../frame.ts';
import { UsageError } from '../../frame.ts';
import { outputFlag, printJson } from '../../output.ts';

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
];

const FLAGS = [...QUERY_FLAGS, outputFlag('text')];

/** The chain answers the old kinds of parameters one at a time: this asks for all. */
const params: CommandSpec = {
  path: ['query', 'gov', 'params'],
  count: [0, 0],
  summary: 'parameters',
  flags: FLAGS,
  async run(io, _args, flags) {
    const ask = (paramsType: string): Promise<QueryParamsResponse> =>
      queryState<object, QueryParamsResponse>(flags, gov.Params, { paramsType });
    const [voting, tally, deposit] = [await ask('voting'), await ask('tallying'), await ask('deposit')];
    const all = { ...deposit, votingParams: voting.votingParams, tallyParams: tally.tallyParams };
    printJson(io, flags, toJson(QueryParamsResponse, all));
  },
};

const proposer: CommandSpec = {
  path: ['query', 'gov', 'proposer'],
  args: '[proposal-id]',
  count: [1, 1],
  summary: 'who submitted a proposal',
  flags: FLAGS,
  async run(io, [id], flags) {
    const request = { proposalId: proposalId(id!) };
    const { proposal } = await queryState<object, QueryProposalResponse>(flags, gov.Proposal, request);
    printJson(io, flags, JSON.stringify({ proposal_id: `${proposal?.id}`, proposer: proposal?.proposer }));
  },
};

export const COMMANDS: readonly CommandSpec[] = [...queryCommands(QUERIES), params, proposer];
