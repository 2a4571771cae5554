import { Params } from '../../../wire/gen/cosmos/mint/v1beta1/mint.ts';
import { Query as MintQuery } from '../../../wire/gen/cosmos/mint/v1beta1/query.ts';

import { type QuerySpec, queryCommands } from './spec.ts';

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'mint params',
    summary: 'parameters',
    ask: () => ({ method: MintQuery.methods.Params, request: {}, show: ['params', Params] }),
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
];

export const COMMANDS = queryCommands(QUERIES);
