import { Group } from '../../../wire/gen/akash/deployment/v1beta4/group.ts';
import { Query } from '../../../wire/gen/akash/deployment/v1beta4/query.ts';
import { addressFlag, DEPLOYMENT_FLAGS, deploymentId, GROUP_FLAGS, groupId, unsignedFlag } from '../ids.ts';
import { page, type QuerySpec, queryCommands, text } from './spec.ts';

const { methods } = Query;

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'deployment list',
    summary: 'deployments with their groups and escrow accounts',
    paged: true,
    flags: [...DEPLOYMENT_FLAGS, text('state', 'in this state: active or closed')],
    ask: (_, f) => ({
      method: methods.Deployments,
      request: {
        filters: { owner: addressFlag(f, 'owner'), dseq: unsignedFlag(f, 'dseq', 64), state: f.text('state') },
        ...page(f),
      },
    }),
  },
  {
    path: 'deployment get',
    summary: 'a deployment with its groups and escrow account',
    required: ['owner', 'dseq'],
    flags: DEPLOYMENT_FLAGS,
    ask: (_, f) => ({ method: methods.Deployment, request: { id: deploymentId(f) } }),
  },
  {
    path: 'deployment group get',
    summary: 'a group of a deployment',
    required: ['owner', 'dseq'],
    flags: GROUP_FLAGS,
    ask: (_, f) => ({
      method: methods.Group,
      request: { id: groupId(f) },
      show: ['group', Group],
    }),
  },
  { path: 'deployment params', summary: 'parameters', ask: () => ({ method: methods.Params, request: {} }) },
];

export const COMMANDS = queryCommands(QUERIES);
export const GROUPS = [{ path: ['query', 'deployment', 'group'], summary: 'Groups of deployments' }];
