import { Query as AuthzQuery } from '../../../wire/gen/cosmos/authz/v1beta1/query.ts';

import { acc, page, type QuerySpec, queryCommands } from './spec.ts';

const QUERIES: readonly QuerySpec[] = [
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
];

export const COMMANDS = queryCommands(QUERIES);
