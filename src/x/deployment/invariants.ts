import type { Context } from '../../core/context.ts';
import { deploymentIdText, groupIdText, sameDeployment } from './ids.ts';
import type { DeploymentKeeper } from './keeper.ts';

/**
 * What must hold after every block. Each returns the violations it finds, none when all is well. They read all of the store:
 * for tests, the simulator and the development engine. How deployments agree with orders and escrow accounts is told by the market.
 */

/** A deployment has groups, numbered from 1 without gaps. */
export function groupsAreNumbered(k: DeploymentKeeper, ctx: Context): string[] {
  const violations: string[] = [];
  k.withDeployments(ctx, ({ id }) => {
    const groups = k.getGroups(ctx, id);
    if (groups.length === 0) violations.push(`deployment ${deploymentIdText(id)} has no groups`);
    groups.forEach((group, i) => {
      if (!sameDeployment(group.id, id) || group.id.gseq !== i + 1) {
        violations.push(`group ${groupIdText(group.id)} stands at place ${i + 1} of ${deploymentIdText(id)}`);
      }
    });
    return false;
  });
  return violations;
}

/** All invariants of the module. */
export function deploymentInvariants(k: DeploymentKeeper, ctx: Context): string[] {
  return [...groupsAreNumbered(k, ctx), ...k.deployments.indexViolations(ctx), ...k.groups.indexViolations(ctx)];
}
