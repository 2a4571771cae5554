import { Grant } from '../../../wire/gen/cosmos/feegrant/v1beta1/feegrant.ts';
import { Query as FeegrantQuery } from '../../../wire/gen/cosmos/feegrant/v1beta1/query.ts';

import { acc, page, type QuerySpec, queryCommands } from './spec.ts';

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'feegrant grant',
    args: '[granter] [grantee]',
    count: [2, 2],
    summary: 'an allowance',
    ask: ([g, e]) => ({
      method: FeegrantQuery.methods.Allowance,
      request: { granter: acc(g!), grantee: acc(e!) },
      show: ['allowance', Grant],
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
];

export const COMMANDS = queryCommands(QUERIES);
