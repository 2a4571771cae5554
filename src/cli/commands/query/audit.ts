import { Query } from '../../../wire/gen/akash/audit/v1/query.ts';
import { acc, page, type QuerySpec, queryCommands } from './spec.ts';

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'audit list',
    summary: 'attributes of all providers that auditors stand for',
    paged: true,
    ask: (_, f) => ({ method: Query.methods.AllProvidersAttributes, request: page(f) }),
  },
  {
    path: 'audit get',
    args: '[owner address] [auditor address]',
    count: [1, 2],
    summary: 'attributes of a provider, of all auditors or of one',
    ask: ([owner, auditor]) =>
      auditor === undefined
        ? { method: Query.methods.ProviderAttributes, request: { owner: acc(owner!), pagination: undefined } }
        : { method: Query.methods.ProviderAuditorAttributes, request: { owner: acc(owner!), auditor: acc(auditor) } },
  },
];

export const COMMANDS = queryCommands(QUERIES);
