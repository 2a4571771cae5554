import type { Context } from '../../core/context.ts';
import { GoErrorBase } from '../../core/errors.ts';
import { IndexedMap } from '../../core/indexed-map.ts';
import { Item } from '../../core/item.ts';
import type { KVStore, StoreKey } from '../../core/store.ts';
import {
  Deployment,
  type DeploymentID,
  Deployment_State as DeploymentState,
} from '../../wire/gen/akash/deployment/v1/deployment.ts';
import type { GroupID } from '../../wire/gen/akash/deployment/v1/group.ts';
import { Group, Group_State as GroupState } from '../../wire/gen/akash/deployment/v1beta4/group.ts';
import { Params } from '../../wire/gen/akash/deployment/v1beta4/params.ts';
import {
  ErrDeploymentClosed,
  ErrDeploymentExists,
  ErrDeploymentNotFound,
  ErrGroupNotFound,
  ErrInvalidGroupID,
} from './errors.ts';
import * as events from './events.ts';
import type { EscrowKeeper } from './expected-keepers.ts';
import { sameDeployment } from './ids.ts';
import * as keys from './keys.ts';
import { validateParams } from './params.ts';

export interface DeploymentKeeperDeps {
  readonly storeKey: StoreKey;
  readonly escrowKeeper: EscrowKeeper;
  /** Bech32 text of the account that may update the parameters. */
  readonly authority: string;
}

/** Deployments and the groups of resources that they ask for. Source: node x/deployment/keeper/keeper.go. */
export class DeploymentKeeper {
  readonly authority: string;
  readonly escrowKeeper: EscrowKeeper;
  readonly deployments: IndexedMap<DeploymentID, Deployment>;
  readonly groups: IndexedMap<GroupID, Group>;
  private readonly params: Item<Params>;
  private readonly storeKey: StoreKey;

  constructor({ storeKey, escrowKeeper, authority }: DeploymentKeeperDeps) {
    this.storeKey = storeKey;
    this.authority = authority;
    this.escrowKeeper = escrowKeeper;
    this.params = new Item(storeKey, keys.PARAMS_KEY, Params);
    this.deployments = new IndexedMap({
      storeKey,
      prefix: keys.DEPLOYMENT_PREFIX,
      key: keys.deploymentKey,
      value: Deployment,
      indexes: [keys.deploymentsByState],
    });
    this.groups = new IndexedMap({
      storeKey,
      prefix: keys.GROUP_PREFIX,
      key: keys.groupKey,
      value: Group,
      indexes: [keys.groupsByState, keys.groupsByDeployment],
    });
  }

  /** The store itself, for migrations. */
  store(ctx: Context): KVStore {
    return ctx.kvStore(this.storeKey);
  }

  getParams(ctx: Context): Params {
    return this.params.find(ctx) ?? Params.create();
  }

  /** Throws GoError when they are not acceptable. */
  setParams(ctx: Context, params: Params): void {
    validateParams(params);
    this.params.set(ctx, params);
  }

  /** A key that cannot be written counts as none. */
  getDeployment(ctx: Context, id: DeploymentID): Deployment | undefined {
    return orNone(() => this.deployments.find(ctx, id));
  }

  getGroup(ctx: Context, id: GroupID): Group | undefined {
    return orNone(() => this.groups.find(ctx, id));
  }

  /** The groups of a deployment by sequence. */
  getGroups(ctx: Context, id: DeploymentID): Group[] {
    const groups: Group[] = [];
    this.groups.scan(ctx, keys.groupsByDeployment, id, (group) => {
      groups.push(group);
      return false;
    });
    return groups;
  }

  /** All deployments, by owner and sequence, until `fn` returns true. */
  withDeployments(ctx: Context, fn: (deployment: Deployment) => boolean): void {
    this.deployments.walk(ctx, fn);
  }

  /** Throws ErrDeploymentExists, or ErrInvalidGroupID for a group of another deployment. */
  create(ctx: Context, deployment: Deployment, groups: readonly Group[]): void {
    if (this.deployments.has(ctx, deployment.id)) throw ErrDeploymentExists.error();
    this.deployments.set(ctx, deployment.id, deployment);
    for (const group of groups) {
      if (!sameDeployment(group.id, deployment.id)) throw ErrInvalidGroupID.error();
      this.groups.set(ctx, group.id, group);
    }
    ctx.eventManager.emit(events.deploymentCreated(deployment));
  }

  /** Throws ErrDeploymentNotFound. */
  updateDeployment(ctx: Context, deployment: Deployment): void {
    if (!this.deployments.has(ctx, deployment.id)) throw ErrDeploymentNotFound.error();
    this.deployments.set(ctx, deployment.id, deployment);
    ctx.eventManager.emit(events.deploymentUpdated(deployment));
  }

  /** Closes the deployment alone: neither its groups nor its account. Throws ErrDeploymentClosed, ErrDeploymentNotFound. */
  closeDeployment(ctx: Context, deployment: Deployment): void {
    if (deployment.state === DeploymentState.closed) throw ErrDeploymentClosed.error();
    if (!this.deployments.has(ctx, deployment.id)) throw ErrDeploymentNotFound.error();
    this.deployments.set(ctx, deployment.id, { ...deployment, state: DeploymentState.closed });
    ctx.eventManager.emit(events.deploymentClosed(deployment.id));
  }

  /** `state`: closed, or insufficient_funds. Throws ErrGroupNotFound, as the next two. */
  onCloseGroup(ctx: Context, group: Group, state: number): void {
    this.setGroupState(ctx, group, state);
    ctx.eventManager.emit(events.groupClosed(group.id));
  }

  onPauseGroup(ctx: Context, group: Group): void {
    this.setGroupState(ctx, group, GroupState.paused);
    ctx.eventManager.emit(events.groupPaused(group.id));
  }

  onStartGroup(ctx: Context, group: Group): void {
    this.setGroupState(ctx, group, GroupState.open);
    ctx.eventManager.emit(events.groupStarted(group.id));
  }

  private setGroupState(ctx: Context, group: Group, state: number): void {
    if (!this.groups.has(ctx, group.id)) throw ErrGroupNotFound.error();
    this.groups.set(ctx, group.id, { ...group, state });
  }

  /** A provider has closed the bid of a lease: the group pauses. Throws ErrGroupNotFound. */
  onBidClosed(ctx: Context, id: GroupID): void {
    const group = this.getGroup(ctx, id);
    if (group === undefined) throw ErrGroupNotFound.error();
    this.onPauseGroup(ctx, group);
  }

  /** A tenant has closed a lease: the group stays as it is. Throws ErrGroupNotFound. */
  onLeaseClosed(ctx: Context, id: GroupID): Group {
    const group = this.getGroup(ctx, id);
    if (group === undefined) throw ErrGroupNotFound.error();
    return group;
  }
}

function orNone<T>(find: () => T | undefined): T | undefined {
  try {
    return find();
  } catch (e) {
    if (e instanceof GoErrorBase) return undefined;
    throw e;
  }
}
