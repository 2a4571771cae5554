import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, GoPanic } from '../../core/errors.ts';
import type { GenesisDeployment, GenesisState } from '../../wire/gen/akash/deployment/v1beta4/genesis.ts';
import { ErrDeploymentExists, ErrInvalidDeployment, ErrInvalidGroupID } from './errors.ts';
import { deploymentIdText, groupIdText, sameDeployment, validateDeploymentId } from './ids.ts';
import type { DeploymentKeeper } from './keeper.ts';
import { defaultParams, validateParams } from './params.ts';

/** Genesis section → state. What is wrong with it is a panic. Source: node x/deployment/genesis.go. */
export function initGenesis(ctx: Context, k: DeploymentKeeper, genesis: GenesisState): void {
  for (const { deployment, groups } of genesis.deployments) {
    orPanic(`deployment genesis init. deployment id ${deploymentIdText(deployment.id)}: `, () => {
      if (k.deployments.has(ctx, deployment.id)) throw ErrDeploymentExists.error();
      k.deployments.set(ctx, deployment.id, deployment);
    });
    for (const group of groups) {
      if (!sameDeployment(group.id, deployment.id)) throw new GoPanic(ErrInvalidGroupID.error().message);
      orPanic(`deployment genesis groups init. group id ${groupIdText(group.id)}: `, () =>
        k.groups.set(ctx, group.id, group),
      );
    }
  }
  orPanic('', () => k.setParams(ctx, genesis.params));
}

function orPanic(where: string, step: () => void): void {
  try {
    step();
  } catch (e) {
    if (e instanceof GoErrorBase) throw new GoPanic(`${where}${e.message}`);
    throw e;
  }
}

/** State → genesis section. */
export function exportGenesis(ctx: Context, k: DeploymentKeeper): GenesisState {
  const deployments: GenesisDeployment[] = [];
  k.withDeployments(ctx, (deployment) => {
    deployments.push({ deployment, groups: [] });
    return false;
  });
  for (const record of deployments) record.groups = k.getGroups(ctx, record.deployment.id);
  return { deployments, params: k.getParams(ctx) };
}

export function defaultGenesis(): GenesisState {
  return { deployments: [], params: defaultParams() };
}

/** Throws GoError. Groups are not looked at. */
export function validateGenesis({ deployments, params }: GenesisState): void {
  for (const { deployment } of deployments) {
    try {
      validateDeploymentId(deployment.id);
    } catch (e) {
      if (e instanceof GoErrorBase) throw new GoError(`${e.message}: ${ErrInvalidDeployment.error().message}`, e);
      throw e;
    }
  }
  validateParams(params);
}
