import { Query as StakingQuery } from '../../../wire/gen/cosmos/staking/v1beta1/query.ts';
import {
  DelegationResponse,
  HistoricalInfo,
  Params,
  Pool,
  UnbondingDelegation,
  Validator,
} from '../../../wire/gen/cosmos/staking/v1beta1/staking.ts';
import { UsageError } from '../../frame.ts';

import { acc, number, page, type QuerySpec, queryCommands, val } from './spec.ts';

const staking = StakingQuery.methods;

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'staking validator',
    args: '[validator-addr]',
    summary: 'a validator',
    ask: ([v]) => ({
      method: staking.Validator,
      request: { validatorAddr: val(v!) },
      show: ['validator', Validator],
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
      show: ['delegationResponse', DelegationResponse],
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
      show: ['unbond', UnbondingDelegation],
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
        show: ['hist', HistoricalInfo],
      };
    },
  },
  {
    path: 'staking pool',
    summary: 'bonded and unbonded tokens',
    ask: () => ({ method: staking.Pool, request: {}, show: ['pool', Pool] }),
  },
  {
    path: 'staking params',
    summary: 'parameters',
    ask: () => ({ method: staking.Params, request: {}, show: ['params', Params] }),
  },
];

export const COMMANDS = queryCommands(QUERIES);
