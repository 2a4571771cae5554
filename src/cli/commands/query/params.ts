import { ParamChange } from '../../../wire/gen/cosmos/params/v1beta1/params.ts';
import { Query as ParamsQuery } from '../../../wire/gen/cosmos/params/v1beta1/query.ts';

import { type QuerySpec, queryCommands } from './spec.ts';

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'params subspace',
    args: '[subspace] [key]',
    count: [2, 2],
    summary: 'a raw parameter',
    ask: ([subspace, key]) => ({
      method: ParamsQuery.methods.Params,
      request: { subspace, key },
      show: ['param', ParamChange],
    }),
  },
];

export const COMMANDS = queryCommands(QUERIES);
