import { Params } from '../../../wire/gen/cosmos/auth/v1beta1/auth.ts';
import { Query as AuthQuery } from '../../../wire/gen/cosmos/auth/v1beta1/query.ts';

import { acc, number, page, type QuerySpec, queryCommands } from './spec.ts';

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'auth params',
    summary: 'parameters',
    ask: () => ({ method: AuthQuery.methods.Params, request: {}, show: ['params', Params] }),
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
];

export const COMMANDS = queryCommands(QUERIES);
