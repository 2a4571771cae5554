import { Provider } from '../../../wire/gen/akash/provider/v1beta4/provider.ts';
import { Query } from '../../../wire/gen/akash/provider/v1beta4/query.ts';
import { acc, page, type QuerySpec, queryCommands } from './spec.ts';

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'provider list',
    summary: 'all providers',
    paged: true,
    ask: (_, f) => ({ method: Query.methods.Providers, request: page(f) }),
  },
  {
    path: 'provider get',
    args: '[address]',
    summary: 'a provider',
    ask: ([owner]) => ({
      method: Query.methods.Provider,
      request: { owner: acc(owner!) },
      show: ['provider', Provider],
    }),
  },
];

export const COMMANDS = queryCommands(QUERIES);
