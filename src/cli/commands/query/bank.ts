import { Query as BankQuery } from '../../../wire/gen/cosmos/bank/v1beta1/query.ts';
import { Coin } from '../../../wire/gen/cosmos/base/v1beta1/coin.ts';
import { pageRequest } from '../../client.ts';

import { acc, page, type QuerySpec, queryCommands, text } from './spec.ts';

const bank = BankQuery.methods;

const QUERIES: readonly QuerySpec[] = [
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
            show: ['balance', Coin],
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
        : { method: bank.SupplyOf, request: { denom: f.text('denom') }, show: ['amount', Coin] },
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
];

export const COMMANDS = queryCommands(QUERIES);
