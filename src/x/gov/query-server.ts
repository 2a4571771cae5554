import type { Context } from '../../core/context.ts';
import { GoErrorBase, GrpcCode, GrpcError, nilPointer } from '../../core/errors.ts';
import { accAddressCodec } from '../../crypto/address.ts';
import { u64be } from '../../store/keys.ts';
import { collectionPaginate } from '../../store/pagination.ts';
import { PrefixStore } from '../../store/prefix.ts';
import { Deposit, Proposal, ProposalStatus, Vote } from '../../wire/gen/cosmos/gov/v1/gov.ts';
import type {
  QueryParamsResponse,
  QueryProposalsRequest,
  QueryProposalsResponse,
  QueryServer,
  QueryTallyResultResponse,
} from '../../wire/gen/cosmos/gov/v1/query.ts';
import { decodeAndUnpack } from '../../wire/registry.ts';
import type { GovKeeper } from './keeper.ts';
import { DEPOSITS_PREFIX, PROPOSALS_PREFIX, VOTES_PREFIX } from './keys.ts';
import { tally } from './tally.ts';
import { emptyTally } from './tally-result.ts';

const S = ProposalStatus;
const FINAL: readonly number[] = [S.PROPOSAL_STATUS_PASSED, S.PROPOSAL_STATUS_REJECTED, S.PROPOSAL_STATUS_FAILED];
const VALID: readonly number[] = [...FINAL, S.PROPOSAL_STATUS_DEPOSIT_PERIOD, S.PROPOSAL_STATUS_VOTING_PERIOD];

const invalid = (text: string): GrpcError => new GrpcError(GrpcCode.InvalidArgument, text);

function assertId(id: bigint): void {
  if (id === 0n) throw invalid('proposal id can not be 0');
}

/** Go errors of `read` become gRPC's Internal. */
function internally<T>(read: () => T): T {
  try {
    return read();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GrpcError(GrpcCode.Internal, e.message);
    throw e;
  }
}

/** cosmos.gov.v1.Query. */
export function govQueryServer(k: GovKeeper): QueryServer<Context> {
  const proposal = (ctx: Context, id: bigint): Proposal => {
    assertId(id);
    const found = internally(() => k.findProposal(ctx, id));
    if (found === undefined) throw new GrpcError(GrpcCode.NotFound, `proposal ${id} doesn't exist`);
    return found;
  };
  return {
    constitution: (ctx) => ({ constitution: k.getConstitution(ctx) }),
    proposal: (ctx, req) => ({ proposal: proposal(ctx, req.proposalId) }),
    proposals: (ctx, req) => internally(() => proposals(k, ctx, req)),
    vote(ctx, req) {
      assertId(req.proposalId);
      if (req.voter === '') throw invalid('empty voter address');
      const voter = accAddressCodec.toBytes(req.voter);
      const vote = internally(() => k.findVote(ctx, req.proposalId, voter));
      if (vote === undefined) throw invalid(`voter: ${req.voter} not found for proposal: ${req.proposalId}`);
      return { vote };
    },
    votes(ctx, req) {
      assertId(req.proposalId);
      return internally(() => {
        const part = new PrefixStore(k.store(ctx), VOTES_PREFIX);
        const keyPrefix = u64be(req.proposalId);
        const page = collectionPaginate(part, req.pagination, (_key, value) => Vote.decode(value), { keyPrefix });
        return { votes: page.results, pagination: page.pagination };
      });
    },
    params: (ctx, req) => params(k, ctx, req.paramsType),
    deposit(ctx, req) {
      assertId(req.proposalId);
      if (req.depositor === '') throw invalid('empty depositor address');
      const depositor = accAddressCodec.toBytes(req.depositor);
      try {
        return { deposit: k.getDeposit(ctx, req.proposalId, depositor) };
      } catch (e) {
        if (e instanceof GoErrorBase) throw new GrpcError(GrpcCode.NotFound, e.message);
        throw e;
      }
    },
    deposits(ctx, req) {
      assertId(req.proposalId);
      return internally(() => {
        const part = new PrefixStore(k.store(ctx), DEPOSITS_PREFIX);
        const keyPrefix = u64be(req.proposalId);
        const page = collectionPaginate(part, req.pagination, (_key, value) => Deposit.decode(value), { keyPrefix });
        return { deposits: page.results, pagination: page.pagination };
      });
    },
    tallyResult: (ctx, req) => tallyOf(k, ctx, proposal(ctx, req.proposalId)),
  };
}

/** Proposals by status, voter and depositor; an unknown status counts as none given. */
function proposals(k: GovKeeper, ctx: Context, req: QueryProposalsRequest): QueryProposalsResponse {
  const read = (value: Uint8Array): Proposal => decodeAndUnpack(Proposal, value);
  const page = collectionPaginate(
    new PrefixStore(k.store(ctx), PROPOSALS_PREFIX),
    req.pagination,
    (_key, value) => read(value),
    {
      include(_key, value) {
        const { id, status } = read(value);
        const hasStatus = !VALID.includes(req.proposalStatus) || status === req.proposalStatus;
        const hasVoter = req.voter === '' || k.findVote(ctx, id, accAddressCodec.toBytes(req.voter)) !== undefined;
        const hasDepositor =
          req.depositor === '' || k.findDeposit(ctx, id, accAddressCodec.toBytes(req.depositor)) !== undefined;
        return hasStatus && hasVoter && hasDepositor;
      },
    },
  );
  return { proposals: page.results, pagination: page.pagination };
}

/** All parameters; `type` may ask for one of three groups besides. */
function params(k: GovKeeper, ctx: Context, type: string): QueryParamsResponse {
  const p = k.params.get(ctx);
  const response: QueryParamsResponse = {
    votingParams: undefined,
    depositParams: undefined,
    tallyParams: undefined,
    params: p,
  };
  switch (type) {
    case 'deposit':
      response.depositParams = { minDeposit: p.minDeposit, maxDepositPeriod: p.maxDepositPeriod };
      break;
    case 'voting':
      response.votingParams = { votingPeriod: p.votingPeriod };
      break;
    case 'tallying':
      response.tallyParams = { quorum: p.quorum, threshold: p.threshold, vetoThreshold: p.vetoThreshold };
      break;
    case '':
      break;
    default:
      throw invalid(`unknown params type: ${type}`);
  }
  return response;
}

function tallyOf(k: GovKeeper, ctx: Context, p: Proposal): QueryTallyResultResponse {
  if (p.status === S.PROPOSAL_STATUS_DEPOSIT_PERIOD) return { tally: emptyTally() };
  if (!FINAL.includes(p.status)) return { tally: tally(k, ctx, p).result };
  if (p.finalTallyResult === undefined) throw nilPointer();
  return { tally: p.finalTallyResult };
}
