import { Dec } from '../../../math/dec.ts';
import { callRpc } from '../../../server/comet-client.ts';
import {
  Query as DeploymentQuery,
  type QueryDeploymentResponse,
} from '../../../wire/gen/akash/deployment/v1beta4/query.ts';
import { Query as EscrowQuery } from '../../../wire/gen/akash/escrow/v1/query.ts';
import { Query as MarketQuery, type QueryLeasesResponse } from '../../../wire/gen/akash/market/v1beta5/query.ts';
import { QUERY_FLAGS, queryState } from '../../client.ts';
import { type CommandSpec, type Flags, UsageError } from '../../frame.ts';
import { outputFlag } from '../../output.ts';
import { DEPLOYMENT_FLAGS, deploymentId } from '../ids.ts';
import { page, type QuerySpec, queryCommands } from './spec.ts';

function accountState(text: string): string {
  if (!['open', 'closed', 'overdrawn'].includes(text))
    throw new UsageError('invalid account state. allowed values - open|closed|overdrawn');
  return text;
}

/** `deployment/OWNER/DSEQ` or `bid/...`, whole or its beginning. */
function accountPath(text: string): string {
  if (!['deployment', 'bid'].includes(text.replace(/^\//, '').split('/')[0]!))
    throw new UsageError('invalid xid scope prefix. allowed values - deployment|bid');
  return text;
}

const filters = ([state, xid]: readonly string[], f: Flags): object => ({
  state: state === undefined ? '' : accountState(state),
  xid: xid === undefined ? '' : accountPath(xid),
  ...page(f),
});

const QUERIES: readonly QuerySpec[] = [
  {
    path: 'escrow accounts',
    args: '<state> <xid>',
    count: [0, 2],
    summary: 'escrow accounts: all, in a state, or of a path such as deployment/akash1.../5',
    paged: true,
    ask: (args, f) => ({ method: EscrowQuery.methods.Accounts, request: filters(args, f) }),
  },
  {
    path: 'escrow payments',
    args: '<state> <xid>',
    count: [0, 2],
    summary: 'payments out of escrow accounts: all, in a state, or of a path',
    paged: true,
    ask: (args, f) => ({ method: EscrowQuery.methods.Payments, request: filters(args, f) }),
  },
];

/** A number as Go's %g writes it in its shortest form. */
function shortest(n: number): string {
  const [digits, exponent] = n.toExponential().split('e') as [string, string];
  const e = Number(exponent);
  if (n === 0 || (e >= -4 && e < 6)) return String(n);
  return `${digits}e${e < 0 ? '-' : '+'}${String(Math.abs(e)).padStart(2, '0')}`;
}

const blocksRemaining: CommandSpec = {
  path: ['query', 'escrow', 'blocks-remaining'],
  count: [0, 0],
  summary: 'how long the escrow account of a deployment lasts',
  required: ['owner', 'dseq'],
  flags: [...QUERY_FLAGS, ...DEPLOYMENT_FLAGS, outputFlag('text')],
  async run(io, _args, flags) {
    const id = deploymentId(flags);
    const { leases } = await queryState<object, QueryLeasesResponse>(flags, MarketQuery.methods.Leases, {
      filters: { ...id, gseq: 0, oseq: 0, provider: '', state: 'active', bseq: 0 },
      pagination: undefined,
    });
    if (leases.length === 0) throw new UsageError('leases for deployment do not exist');
    const price = leases.reduce((sum, l) => sum.add(l.lease.price.amount), Dec.zero);
    const { escrowAccount } = await queryState<object, QueryDeploymentResponse>(
      flags,
      DeploymentQuery.methods.Deployment,
      { id },
    );
    const funds = escrowAccount.state.funds[0];
    if (!funds) throw new UsageError('the escrow account of the deployment has no funds');
    const given = flags.unsigned('height') ?? 0n;
    const status = await callRpc(flags.text('node'), 'status', {});
    const height = given === 0n ? BigInt(status.sync_info.latest_block_height) : given;
    const elapsed = Number(height - escrowAccount.state.settledAt);
    // An estimate for people, in doubles as the reference makes it.
    const perBlock = Number(price.toString());
    const balance = Number(funds.amount.toString()) - elapsed * perBlock;
    const blocks = Math.trunc(balance / perBlock);
    if (flags.text('output') === 'json')
      io.out(
        `{\n \t"balance_remaining": ${balance},\n \t"blocks_remaining": ${blocks},\n \t"estimated_time_remaining": 0\n }\n`,
      );
    else io.out(`balance_remaining: ${shortest(balance)}\nblocks_remaining: ${blocks}\nestimated_time_remaining: 0s\n`);
  },
};

export const COMMANDS: readonly CommandSpec[] = [...queryCommands(QUERIES), blocksRemaining];
