import {
  accAddressFromBech32,
  consAddressFromBech32,
  consAddressToBech32,
  valAddressFromBech32,
} from '../../crypto/address.ts';
import { sha256Truncated } from '../../crypto/hash.ts';
import { Query as AuthQuery } from '../../wire/gen/cosmos/auth/v1beta1/query.ts';
import { Query as AuthzQuery } from '../../wire/gen/cosmos/authz/v1beta1/query.ts';
import { Query as BankQuery } from '../../wire/gen/cosmos/bank/v1beta1/query.ts';
import { Query as DistributionQuery } from '../../wire/gen/cosmos/distribution/v1beta1/query.ts';
import { Query as FeegrantQuery } from '../../wire/gen/cosmos/feegrant/v1beta1/query.ts';
import { Query as GovQuery } from '../../wire/gen/cosmos/gov/v1/query.ts';
import { Query as MintQuery } from '../../wire/gen/cosmos/mint/v1beta1/query.ts';
import { Query as ParamsQuery } from '../../wire/gen/cosmos/params/v1beta1/query.ts';
import { Query as SlashingQuery } from '../../wire/gen/cosmos/slashing/v1beta1/query.ts';
import { Query as StakingQuery } from '../../wire/gen/cosmos/staking/v1beta1/query.ts';
import { toJson } from '../../wire/json.ts';
import { messageType } from '../../wire/registry.ts';
import type { Message, MessageType, MethodType } from '../../wire/runtime.ts';
import { PAGE_FLAGS, pageRequest, QUERY_FLAGS, queryState } from '../client.ts';
import { type CommandSpec, type FlagSpec, type Flags, type GroupSpec, UsageError } from '../frame.ts';
import { outputFlag, printJson } from '../output.ts';

/** The part of an answer that is shown: a field and its type, or the whole when there is none. */
type Shown = readonly [field: string, type: string];

interface QuerySpec {
  readonly path: string;
  readonly args?: string;
  readonly count?: readonly [number, number];
  readonly summary: string;
  readonly flags?: readonly FlagSpec[];
  readonly paged?: true;
  /** Which query to ask, made from arguments and flags: checks them on the way. */
  ask(args: readonly string[], flags: Flags): { method: MethodType; request: object; show?: Shown };
  /** Prints one bare text instead of JSON. */
  text?(response: Record<string, unknown>): string;
}

const acc = (text: string): string => checked(text, accAddressFromBech32);
const val = (text: string): string => checked(text, valAddressFromBech32);

function checked(text: string, parse: (t: string) => Uint8Array): string {
  parse(text);
  return text;
}

function proposalId(text: string): bigint {
  if (!/^\d+$/.test(text))
    throw new UsageError(`proposal-id ${text} not a valid uint, please input a valid proposal-id`);
  return BigInt(text);
}

function number(text: string, what: string): bigint {
  if (!/^-?\d+$/.test(text)) throw new UsageError(`${what} ${text} is not a whole number`);
  return BigInt(text);
}

const page = (flags: Flags): { pagination: ReturnType<typeof pageRequest> } => ({ pagination: pageRequest(flags) });
const text = (name: string, help: string): FlagSpec => ({ name, type: 'string', default: '', help });

const staking = StakingQuery.methods;
const bank = BankQuery.methods;
const distribution = DistributionQuery.methods;
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

const QUERIES: readonly QuerySpec[] = [
  // auth
  {
    path: 'auth params',
    summary: 'parameters',
    ask: () => ({ method: AuthQuery.methods.Params, request: {}, show: ['params', 'cosmos.auth.v1beta1.Params'] }),
  },
  {
    path: 'auth account',
    args: '[address]',
    summary: 'an account',
    ask: ([a]) => ({ method: AuthQuery.methods.Account, request: { address: acc(a!) } }),
  },
  {
    path: 'auth accounts',
    summary: 'all accounts',
    paged: true,
    ask: (_, f) => ({ method: AuthQuery.methods.Accounts, request: page(f) }),
  },
  {
    path: 'auth address-by-acc-num',
    args: '[acc-num]',
    summary: 'the address of an account number',
    ask: ([n]) => ({
      method: AuthQuery.methods.AccountAddressByID,
      request: { id: 0n, accountId: number(n!, 'account number') },
    }),
  },
  {
    path: 'auth module-accounts',
    summary: 'accounts of modules',
    ask: () => ({ method: AuthQuery.methods.ModuleAccounts, request: {} }),
  },
  {
    path: 'auth module-account',
    args: '[module-name]',
    summary: 'the account of a module',
    ask: ([name]) => ({ method: AuthQuery.methods.ModuleAccountByName, request: { name } }),
  },
  // authz
  {
    path: 'authz grants',
    args: '[granter-addr] [grantee-addr] [msg-type-url]?',
    count: [2, 3],
    summary: 'grants between two accounts',
    paged: true,
    ask: ([granter, grantee, url], f) => ({
      method: AuthzQuery.methods.Grants,
      request: { granter: acc(granter!), grantee: acc(grantee!), msgTypeUrl: url ?? '', ...page(f) },
    }),
  },
  {
    path: 'authz grants-by-granter',
    args: '[granter-addr]',
    summary: 'grants of a granter',
    paged: true,
    ask: ([a], f) => ({ method: AuthzQuery.methods.GranterGrants, request: { granter: acc(a!), ...page(f) } }),
  },
  {
    path: 'authz grants-by-grantee',
    args: '[grantee-addr]',
    summary: 'grants to a grantee',
    paged: true,
    ask: ([a], f) => ({ method: AuthzQuery.methods.GranteeGrants, request: { grantee: acc(a!), ...page(f) } }),
  },
  // bank
  {
    path: 'bank balances',
    args: '[address]',
    summary: 'balances of an account',
    paged: true,
    flags: [text('denom', 'one denomination only')],
    ask: ([a], f) =>
      f.text('denom') === ''
        ? { method: bank.AllBalances, request: { address: acc(a!), ...page(f), resolveDenom: false } }
        : {
            method: bank.Balance,
            request: { address: acc(a!), denom: f.text('denom') },
            show: ['balance', 'cosmos.base.v1beta1.Coin'],
          },
  },
  {
    path: 'bank spendable-balances',
    args: '[address]',
    summary: 'balances that can be spent',
    paged: true,
    flags: [text('denom', 'one denomination only')],
    ask: ([a], f) =>
      f.text('denom') === ''
        ? { method: bank.SpendableBalances, request: { address: acc(a!), ...page(f) } }
        : { method: bank.SpendableBalanceByDenom, request: { address: acc(a!), denom: f.text('denom') } },
  },
  {
    path: 'bank total',
    summary: 'total supply',
    paged: true,
    flags: [text('denom', 'one denomination only')],
    ask: (_, f) =>
      f.text('denom') === ''
        ? { method: bank.TotalSupply, request: page(f) }
        : { method: bank.SupplyOf, request: { denom: f.text('denom') }, show: ['amount', 'cosmos.base.v1beta1.Coin'] },
  },
  {
    path: 'bank denom-metadata',
    summary: 'metadata of denominations',
    flags: [text('denom', 'one denomination only')],
    ask: (_, f) =>
      f.text('denom') === ''
        ? { method: bank.DenomsMetadata, request: { pagination: undefined } }
        : { method: bank.DenomMetadata, request: { denom: f.text('denom') } },
  },
  {
    path: 'bank send-enabled',
    args: '[denom1 ...]',
    count: [0, Number.POSITIVE_INFINITY],
    summary: 'what may be sent',
    paged: true,
    ask: (denoms, f) => ({
      method: bank.SendEnabled,
      request: { denoms: [...denoms], pagination: denoms.length === 0 ? pageRequest(f) : undefined },
    }),
  },
  // distribution
  {
    path: 'distribution params',
    summary: 'parameters',
    ask: () => ({ method: distribution.Params, request: {}, show: ['params', 'cosmos.distribution.v1beta1.Params'] }),
  },
  {
    path: 'distribution validator-distribution-info',
    args: '[validator]',
    summary: 'commission and own rewards of a validator',
    ask: ([v]) => ({ method: distribution.ValidatorDistributionInfo, request: { validatorAddress: val(v!) } }),
  },
  {
    path: 'distribution validator-outstanding-rewards',
    args: '[validator]',
    summary: 'rewards not withdrawn yet',
    ask: ([v]) => ({
      method: distribution.ValidatorOutstandingRewards,
      request: { validatorAddress: val(v!) },
      show: ['rewards', 'cosmos.distribution.v1beta1.ValidatorOutstandingRewards'],
    }),
  },
  {
    path: 'distribution commission',
    args: '[validator]',
    summary: 'commission of a validator',
    ask: ([v]) => ({
      method: distribution.ValidatorCommission,
      request: { validatorAddress: val(v!) },
      show: ['commission', 'cosmos.distribution.v1beta1.ValidatorAccumulatedCommission'],
    }),
  },
  {
    path: 'distribution slashes',
    args: '[validator] [start-height] [end-height]',
    count: [3, 3],
    summary: 'slashes of a validator between two heights',
    paged: true,
    ask: ([v, from, to], f) => ({
      method: distribution.ValidatorSlashes,
      request: {
        validatorAddress: val(v!),
        startingHeight: number(from!, 'start-height'),
        endingHeight: number(to!, 'end-height'),
        ...page(f),
      },
    }),
  },
  {
    path: 'distribution rewards',
    args: '[delegator-addr] [validator-addr]',
    count: [1, 2],
    summary: 'rewards of a delegator',
    ask: ([d, v]) =>
      v === undefined
        ? { method: distribution.DelegationTotalRewards, request: { delegatorAddress: acc(d!) } }
        : { method: distribution.DelegationRewards, request: { delegatorAddress: acc(d!), validatorAddress: val(v) } },
  },
  {
    path: 'distribution community-pool',
    summary: 'the community pool',
    ask: () => ({ method: distribution.CommunityPool, request: {} }),
  },
  // feegrant
  {
    path: 'feegrant grant',
    args: '[granter] [grantee]',
    count: [2, 2],
    summary: 'an allowance',
    ask: ([g, e]) => ({
      method: FeegrantQuery.methods.Allowance,
      request: { granter: acc(g!), grantee: acc(e!) },
      show: ['allowance', 'cosmos.feegrant.v1beta1.Grant'],
    }),
  },
  {
    path: 'feegrant grants-by-grantee',
    args: '[grantee]',
    summary: 'allowances of a grantee',
    paged: true,
    ask: ([a], f) => ({ method: FeegrantQuery.methods.Allowances, request: { grantee: acc(a!), ...page(f) } }),
  },
  {
    path: 'feegrant grants-by-granter',
    args: '[granter]',
    summary: 'allowances of a granter',
    paged: true,
    ask: ([a], f) => ({ method: FeegrantQuery.methods.AllowancesByGranter, request: { granter: acc(a!), ...page(f) } }),
  },
  // gov
  {
    path: 'gov proposal',
    args: '[proposal-id]',
    summary: 'a proposal',
    ask: ([id]) => ({
      method: gov.Proposal,
      request: { proposalId: proposalId(id!) },
      show: ['proposal', 'cosmos.gov.v1.Proposal'],
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
      show: ['vote', 'cosmos.gov.v1.Vote'],
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
      show: ['deposit', 'cosmos.gov.v1.Deposit'],
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
      show: ['tally', 'cosmos.gov.v1.TallyResult'],
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
        show: [
          `${kind === 'tallying' ? 'tally' : kind}Params`,
          `cosmos.gov.v1.${kind === 'voting' ? 'Voting' : kind === 'tallying' ? 'Tally' : 'Deposit'}Params`,
        ],
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
  // mint
  {
    path: 'mint params',
    summary: 'parameters',
    ask: () => ({ method: MintQuery.methods.Params, request: {}, show: ['params', 'cosmos.mint.v1beta1.Params'] }),
  },
  {
    path: 'mint inflation',
    summary: 'inflation a year',
    ask: () => ({ method: MintQuery.methods.Inflation, request: {} }),
    text: (r) => String(r.inflation),
  },
  {
    path: 'mint annual-provisions',
    summary: 'coins minted a year',
    ask: () => ({ method: MintQuery.methods.AnnualProvisions, request: {} }),
    text: (r) => String(r.annualProvisions),
  },
  // params
  {
    path: 'params subspace',
    args: '[subspace] [key]',
    count: [2, 2],
    summary: 'a raw parameter',
    ask: ([subspace, key]) => ({
      method: ParamsQuery.methods.Params,
      request: { subspace, key },
      show: ['param', 'cosmos.params.v1beta1.ParamChange'],
    }),
  },
  // slashing
  {
    path: 'slashing params',
    summary: 'parameters',
    ask: () => ({
      method: SlashingQuery.methods.Params,
      request: {},
      show: ['params', 'cosmos.slashing.v1beta1.Params'],
    }),
  },
  {
    path: 'slashing signing-info',
    args: '[validator-conspub]',
    summary: 'signing of a validator',
    ask: ([key]) => ({
      method: SlashingQuery.methods.SigningInfo,
      request: { consAddress: consensus(key!) },
      show: ['valSigningInfo', 'cosmos.slashing.v1beta1.ValidatorSigningInfo'],
    }),
  },
  {
    path: 'slashing signing-infos',
    summary: 'signing of all validators',
    paged: true,
    ask: (_, f) => ({ method: SlashingQuery.methods.SigningInfos, request: page(f) }),
  },
  // staking
  {
    path: 'staking validator',
    args: '[validator-addr]',
    summary: 'a validator',
    ask: ([v]) => ({
      method: staking.Validator,
      request: { validatorAddr: val(v!) },
      show: ['validator', 'cosmos.staking.v1beta1.Validator'],
    }),
  },
  {
    path: 'staking validators',
    summary: 'all validators',
    paged: true,
    ask: (_, f) => ({ method: staking.Validators, request: { status: '', ...page(f) } }),
  },
  {
    path: 'staking unbonding-delegations-from',
    args: '[validator-addr]',
    summary: 'unbonding from a validator',
    paged: true,
    ask: ([v], f) => ({
      method: staking.ValidatorUnbondingDelegations,
      request: { validatorAddr: val(v!), ...page(f) },
    }),
  },
  {
    path: 'staking redelegations-from',
    args: '[validator-addr]',
    summary: 'redelegations away from a validator',
    paged: true,
    ask: ([v], f) => ({
      method: staking.Redelegations,
      request: { delegatorAddr: '', srcValidatorAddr: val(v!), dstValidatorAddr: '', ...page(f) },
    }),
  },
  {
    path: 'staking delegation',
    args: '[delegator-addr] [validator-addr]',
    count: [2, 2],
    summary: 'a delegation',
    ask: ([d, v]) => ({
      method: staking.Delegation,
      request: { delegatorAddr: acc(d!), validatorAddr: val(v!) },
      show: ['delegationResponse', 'cosmos.staking.v1beta1.DelegationResponse'],
    }),
  },
  {
    path: 'staking delegations',
    args: '[delegator-addr]',
    summary: 'delegations of an account',
    paged: true,
    ask: ([d], f) => ({ method: staking.DelegatorDelegations, request: { delegatorAddr: acc(d!), ...page(f) } }),
  },
  {
    path: 'staking delegations-to',
    args: '[validator-addr]',
    summary: 'delegations to a validator',
    paged: true,
    ask: ([v], f) => ({ method: staking.ValidatorDelegations, request: { validatorAddr: val(v!), ...page(f) } }),
  },
  {
    path: 'staking unbonding-delegation',
    args: '[delegator-addr] [validator-addr]',
    count: [2, 2],
    summary: 'an unbonding delegation',
    ask: ([d, v]) => ({
      method: staking.UnbondingDelegation,
      request: { delegatorAddr: acc(d!), validatorAddr: val(v!) },
      show: ['unbond', 'cosmos.staking.v1beta1.UnbondingDelegation'],
    }),
  },
  {
    path: 'staking unbonding-delegations',
    args: '[delegator-addr]',
    summary: 'unbonding delegations of an account',
    paged: true,
    ask: ([d], f) => ({
      method: staking.DelegatorUnbondingDelegations,
      request: { delegatorAddr: acc(d!), ...page(f) },
    }),
  },
  {
    path: 'staking redelegation',
    args: '[delegator-addr] [src-validator-addr] [dst-validator-addr]',
    count: [3, 3],
    summary: 'a redelegation',
    ask: ([d, s, t]) => ({
      method: staking.Redelegations,
      request: { delegatorAddr: acc(d!), srcValidatorAddr: val(s!), dstValidatorAddr: val(t!), pagination: undefined },
    }),
  },
  {
    path: 'staking redelegations',
    args: '[delegator-addr]',
    summary: 'redelegations of an account',
    paged: true,
    ask: ([d], f) => ({
      method: staking.Redelegations,
      request: { delegatorAddr: acc(d!), srcValidatorAddr: '', dstValidatorAddr: '', ...page(f) },
    }),
  },
  {
    path: 'staking historical-info',
    args: '[height]',
    summary: 'header and validators of a past height',
    ask: ([h]) => {
      const height = number(h!, 'height');
      if (height < 0n) throw new UsageError('height argument provided must be a non-negative-integer');
      return {
        method: staking.HistoricalInfo,
        request: { height },
        show: ['hist', 'cosmos.staking.v1beta1.HistoricalInfo'],
      };
    },
  },
  {
    path: 'staking pool',
    summary: 'bonded and unbonded tokens',
    ask: () => ({ method: staking.Pool, request: {}, show: ['pool', 'cosmos.staking.v1beta1.Pool'] }),
  },
  {
    path: 'staking params',
    summary: 'parameters',
    ask: () => ({ method: staking.Params, request: {}, show: ['params', 'cosmos.staking.v1beta1.Params'] }),
  },
];

/** A consensus address, or the JSON of a consensus public key. */
function consensus(given: string): string {
  if (given.startsWith('{')) {
    let key: string;
    try {
      key = (JSON.parse(given) as { key: string }).key;
    } catch {
      throw new UsageError(
        `${given} is not the JSON of a public key: it looks like {"@type":"/cosmos.crypto.ed25519.PubKey","key":"..."}`,
      );
    }
    const bytes = new Uint8Array(Buffer.from(key ?? '', 'base64'));
    if (bytes.length !== 32) throw new UsageError('an ed25519 public key has 32 bytes');
    return consAddressToBech32(sha256Truncated(bytes));
  }
  return checked(given, consAddressFromBech32);
}

export const QUERY_GROUPS: readonly GroupSpec[] = [
  { path: ['query'], aliases: ['q'], summary: 'Query the state' },
  ...[...new Set(QUERIES.map((q) => q.path.split(' ')[0]!))].map((module) => ({
    path: ['query', module],
    summary: `Queries of the ${module} module`,
  })),
];

export const QUERY_COMMANDS: readonly CommandSpec[] = QUERIES.map((q) => {
  const wanted = q.args?.match(/\[/g)?.length ?? 0;
  return {
    path: ['query', ...q.path.split(' ')],
    ...(q.args ? { args: q.args } : {}),
    count: q.count ?? [wanted, wanted],
    summary: q.summary,
    flags: [...QUERY_FLAGS, ...(q.paged ? PAGE_FLAGS : []), ...(q.flags ?? []), outputFlag('text')],
    async run(io, args, flags) {
      const { method, request, show } = q.ask(args, flags);
      const type = method.requestType as MessageType<Message>;
      const response = await queryState<Message, Message>(flags, method, type.create(request));
      const record = response as Record<string, unknown>;
      if (q.text) {
        io.out(`${q.text(record)}\n`);
        return;
      }
      const shownType = show ? messageType(`/${show[1]}`) : method.responseType;
      printJson(io, flags, toJson(shownType!, (show ? record[show[0]] : response) as Message));
    },
  } satisfies CommandSpec;
});
