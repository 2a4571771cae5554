import { stringKey } from '../../core/collections-codec.ts';
import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, GrpcCode, GrpcError } from '../../core/errors.ts';
import { collectListing, internally, keyBytes, openListing, partWalk, stateWalks } from '../../store/listing.ts';
import { type Deployment, Deployment_State as DeploymentState } from '../../wire/gen/akash/deployment/v1/deployment.ts';
import type { Group } from '../../wire/gen/akash/deployment/v1beta4/group.ts';
import type {
  QueryDeploymentResponse,
  QueryDeploymentsRequest,
  QueryDeploymentsResponse,
  QueryServer,
} from '../../wire/gen/akash/deployment/v1beta4/query.ts';
import type { Account } from '../../wire/gen/akash/escrow/types/v1/account.ts';
import { ErrDeploymentNotFound, ErrGroupNotFound } from './errors.ts';
import { deploymentAccountId, deploymentIdText, isAccAddress } from './ids.ts';
import type { DeploymentKeeper } from './keeper.ts';
import { deploymentKey, deploymentsByState } from './keys.ts';

const NOTHING = new Uint8Array(0);
/** Extra byte of the page key of a listing by owner. */
const BY_OWNER = Uint8Array.of(1);

/** akash.deployment.v1beta4.Query. Source: node x/deployment/keeper/grpc_query.go. */
export function deploymentQueryServer(k: DeploymentKeeper): QueryServer<Context> {
  return {
    deployments: (ctx, req) => deployments(k, ctx, req),
    deployment(ctx, { id }) {
      assertOwner(id.owner);
      const deployment = k.getDeployment(ctx, id);
      if (deployment === undefined) throw ErrDeploymentNotFound.error();
      const escrowAccount = k.escrowKeeper.getAccount(ctx, deploymentAccountId(id));
      const groups = internally(() => k.getGroups(ctx, id));
      return { deployment, groups, escrowAccount };
    },
    group(ctx, { id }) {
      assertOwner(id.owner);
      const group = k.getGroup(ctx, id);
      if (group === undefined) throw ErrGroupNotFound.error();
      return { group };
    },
    params: (ctx) => ({ params: k.getParams(ctx) }),
  };
}

function assertOwner(owner: string): void {
  if (!isAccAddress(owner)) throw new GrpcError(GrpcCode.InvalidArgument, 'invalid owner address');
}

function deployments(k: DeploymentKeeper, ctx: Context, req: QueryDeploymentsRequest): QueryDeploymentsResponse {
  const { filters } = req;
  const page = openListing(req.pagination, { states: DeploymentState, state: filters.state, key: deploymentKey });
  const { from } = page;
  const owner = from === undefined ? filters.owner : page.extra[0] === BY_OWNER[0] ? from.owner : '';
  if (owner !== '' && from === undefined && filters.dseq !== 0n) return directly(k, ctx, req, page.states);
  const common = {
    keyOf: (d: Deployment) => keyBytes(deploymentKey, d.id),
    answer: (d: Deployment) => answer(k, ctx, d, (e, what) => new GoError(`${e.message}: ${what}`, e)),
  };
  const { results, pagination } =
    owner !== ''
      ? collectListing(page, {
          ...common,
          walks: partWalk(ctx, k.deployments, page, stringKey, owner),
          extra: BY_OWNER,
          accept: (d) => page.states.includes(d.state),
        })
      : collectListing(page, {
          ...common,
          walks: stateWalks(ctx, k.deployments, page, deploymentsByState),
          extra: NOTHING,
          accept: (d) =>
            (filters.owner === '' || filters.owner === d.id.owner) &&
            (filters.dseq === 0n || filters.dseq === d.id.dseq),
        });
  return { deployments: results, pagination };
}

/** The one deployment that owner and sequence name. */
function directly(
  k: DeploymentKeeper,
  ctx: Context,
  { filters }: QueryDeploymentsRequest,
  states: readonly number[],
): QueryDeploymentsResponse {
  const found = internally(() => k.deployments.find(ctx, filters));
  if (found === undefined || !states.includes(found.state)) {
    return { deployments: [], pagination: { nextKey: NOTHING, total: 0n } };
  }
  const one = internally(() => answer(k, ctx, found, (e, what) => new GoError(`${what}: ${e.message}`, e)));
  return { deployments: [one], pagination: { nextKey: NOTHING, total: 1n } };
}

/** A deployment with its account and groups. `failure` joins an error with what was being fetched. */
function answer(
  k: DeploymentKeeper,
  ctx: Context,
  deployment: Deployment,
  failure: (e: GoErrorBase, what: string) => GoError,
): QueryDeploymentResponse {
  const fetch = <T>(what: string, read: () => T): T => {
    try {
      return read();
    } catch (e) {
      if (!(e instanceof GoErrorBase)) throw e;
      throw failure(e, `fetching ${what} for DeploymentID=${deploymentIdText(deployment.id)}`);
    }
  };
  const escrowAccount: Account = fetch('escrow account', () =>
    k.escrowKeeper.getAccount(ctx, deploymentAccountId(deployment.id)),
  );
  const groups: Group[] = fetch('groups', () => k.getGroups(ctx, deployment.id));
  return { deployment, groups, escrowAccount };
}
