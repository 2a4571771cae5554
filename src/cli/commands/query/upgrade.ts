import { Query } from '../../../wire/gen/cosmos/upgrade/v1beta1/query.ts';
import { UsageError } from '../../frame.ts';
import { type QuerySpec, queryCommands } from './spec.ts';

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'upgrade plan',
    summary: 'the upgrade that is planned',
    ask: () => ({ method: Query.methods.CurrentPlan, request: {} }),
  },
  {
    path: 'upgrade applied',
    args: '[upgrade-name]',
    summary: 'the height at which an upgrade was made',
    ask: ([name]) => ({ method: Query.methods.AppliedPlan, request: { name } }),
    text(response) {
      if (response.height === 0n) throw new UsageError('no upgrade found');
      return String(response.height);
    },
  },
  {
    path: 'upgrade module_versions',
    args: '[optional module_name]',
    count: [0, 1],
    summary: 'consensus versions of modules',
    ask: ([name]) => ({ method: Query.methods.ModuleVersions, request: { moduleName: name ?? '' } }),
  },
];

export const COMMANDS = queryCommands(QUERIES);
