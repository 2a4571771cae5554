import type { Context } from '../../core/context.ts';
import { GrpcCode, GrpcError, InternalError, nilPointer } from '../../core/errors.ts';
import * as Coins from '../../math/coin.ts';
import { Dec } from '../../math/dec.ts';
import type { QueryServer as QueryServerV1 } from '../../wire/gen/cosmos/gov/v1/query.ts';
import { DepositParams, TallyParams, VotingParams } from '../../wire/gen/cosmos/gov/v1beta1/gov.ts';
import type { QueryParamsResponse, QueryServer } from '../../wire/gen/cosmos/gov/v1beta1/query.ts';
import { toLegacyDeposit, toLegacyProposal, toLegacyTally, toLegacyVote } from './convert.ts';

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new InternalError('a query answered without a value');
  return value;
}

/** cosmos.gov.v1beta1.Query: the answers of v1, converted. */
export function legacyGovQueryServer(v1: QueryServerV1<Context>): QueryServer<Context> {
  return {
    proposal: (ctx, req) => ({ proposal: toLegacyProposal(present(v1.proposal(ctx, req).proposal)) }),
    proposals(ctx, req) {
      const { proposals, pagination } = v1.proposals(ctx, req);
      return { proposals: proposals.map(toLegacyProposal), pagination };
    },
    vote: (ctx, req) => ({ vote: toLegacyVote(present(v1.vote(ctx, req).vote)) }),
    votes(ctx, req) {
      const { votes, pagination } = v1.votes(ctx, req);
      return { votes: votes.map(toLegacyVote), pagination };
    },
    params: (ctx, req) => params(v1, ctx, req.paramsType),
    deposit: (ctx, req) => ({ deposit: toLegacyDeposit(present(v1.deposit(ctx, req).deposit)) }),
    deposits(ctx, req) {
      const { deposits, pagination } = v1.deposits(ctx, req);
      return { deposits: deposits.map(toLegacyDeposit), pagination };
    },
    tallyResult: (ctx, req) => ({ tally: toLegacyTally(v1.tallyResult(ctx, req).tally) }),
  };
}

/** One group of parameters; the others are there with their zero values. */
function params(v1: QueryServerV1<Context>, ctx: Context, paramsType: string): QueryParamsResponse {
  const { depositParams: d, votingParams: v, tallyParams: t } = v1.params(ctx, { paramsType });
  if (d === undefined && v === undefined && t === undefined) {
    throw new GrpcError(GrpcCode.InvalidArgument, `${paramsType} is not a valid parameter type`);
  }
  return {
    votingParams: v === undefined ? VotingParams.create() : { votingPeriod: nonNil(v.votingPeriod) },
    depositParams:
      d === undefined
        ? DepositParams.create()
        : { minDeposit: Coins.newCoins(d.minDeposit), maxDepositPeriod: nonNil(d.maxDepositPeriod) },
    tallyParams:
      t === undefined
        ? TallyParams.create()
        : {
            quorum: Dec.parse(t.quorum),
            threshold: Dec.parse(t.threshold),
            vetoThreshold: Dec.parse(t.vetoThreshold),
          },
  };
}

function nonNil(period: bigint | undefined): bigint {
  if (period === undefined) throw nilPointer();
  return period;
}
