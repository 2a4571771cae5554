import {
  Params,
  ValidatorAccumulatedCommission,
  ValidatorOutstandingRewards,
} from '../../../wire/gen/cosmos/distribution/v1beta1/distribution.ts';
import { Query as DistributionQuery } from '../../../wire/gen/cosmos/distribution/v1beta1/query.ts';

import { acc, number, page, type QuerySpec, queryCommands, val } from './spec.ts';

const distribution = DistributionQuery.methods;

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'distribution params',
    summary: 'parameters',
    ask: () => ({ method: distribution.Params, request: {}, show: ['params', Params] }),
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
      show: ['rewards', ValidatorOutstandingRewards],
    }),
  },
  {
    path: 'distribution commission',
    args: '[validator]',
    summary: 'commission of a validator',
    ask: ([v]) => ({
      method: distribution.ValidatorCommission,
      request: { validatorAddress: val(v!) },
      show: ['commission', ValidatorAccumulatedCommission],
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
];

export const COMMANDS = queryCommands(QUERIES);
