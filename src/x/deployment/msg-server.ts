import type { Context } from '../../core/context.ts';
import { GoError, GoErrorBase, type RegisteredError } from '../../core/errors.ts';
import { accAddressFromBech32, mustAddress } from '../../crypto/address.ts';
import { equalBytes } from '../../store/keys.ts';
import { type Deployment, Deployment_State as DeploymentState } from '../../wire/gen/akash/deployment/v1/deployment.ts';
import { MsgCreateDeployment } from '../../wire/gen/akash/deployment/v1beta4/deploymentmsg.ts';
import { type Group, Group_State as GroupState } from '../../wire/gen/akash/deployment/v1beta4/group.ts';
import type { MsgServer } from '../../wire/gen/akash/deployment/v1beta4/service.ts';
import { ErrInvalidSigner } from '../gov/errors.ts';
import * as errors from './errors.ts';
import type { EscrowKeeper, MarketKeeper } from './expected-keepers.ts';
import { deploymentAccountId, makeGroupId } from './ids.ts';
import type { DeploymentKeeper } from './keeper.ts';
import { validateDeposit } from './params.ts';
import { validateDeploymentGroups } from './resources.ts';

const CREATE_URL = `/${MsgCreateDeployment.typeName}`;

/**
 * Runs a step; its Go error becomes the detail behind another error's text.
 *
 * PARITY: node x/deployment/handler/server.go: `fmt.Errorf` leaves it without a code.
 */
function behind(error: RegisteredError, step: () => void): void {
  try {
    step();
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
    const front = error.error();
    throw new GoError(`${front.message}: ${e.message}`, front);
  }
}

/** Go errors of this step are dropped; what it wrote before stays. */
function ignoringErrors(step: () => void): void {
  try {
    step();
  } catch (e) {
    if (!(e instanceof GoErrorBase)) throw e;
  }
}

/** Throws unless the group may be closed: only a closed one may not. */
export function validateClosable(group: Group): void {
  if (group.state === GroupState.closed) throw errors.ErrGroupClosed.error();
}

function validatePausable(group: Group): void {
  validateClosable(group);
  if (group.state === GroupState.paused) throw errors.ErrGroupPaused.error();
}

/** PARITY: chain-sdk go/node/deployment/v1beta4/types.go: a group whose funds ran out may be started. */
function validateStartable(group: Group): void {
  validateClosable(group);
  if (group.state === GroupState.open) throw errors.ErrGroupOpen.error();
}

/** akash.deployment.v1beta4.Msg. Source: node x/deployment/handler/server.go. */
export function deploymentMsgServer(
  k: DeploymentKeeper,
  market: MarketKeeper,
  escrow: EscrowKeeper,
): MsgServer<Context> {
  const group = (ctx: Context, id: Group['id']): Group => {
    const found = k.getGroup(ctx, id);
    if (found === undefined) throw errors.ErrGroupNotFound.error();
    return found;
  };
  const activeDeployment = (ctx: Context, id: Deployment['id']): Deployment => {
    const found = k.getDeployment(ctx, id);
    if (found === undefined) throw errors.ErrDeploymentNotFound.error();
    if (found.state !== DeploymentState.active) throw errors.ErrDeploymentClosed.error();
    return found;
  };
  return {
    createDeployment(ctx, msg) {
      const { id, hash } = msg;
      if (k.getDeployment(ctx, id) !== undefined) throw errors.ErrDeploymentExists.error();
      validateDeposit(k.getParams(ctx), msg.deposit.amount);
      behind(errors.ErrInvalidGroups, () => validateDeploymentGroups(msg.groups));
      const owner = mustAddress(accAddressFromBech32, id.owner);
      const deposits = escrow.authorizeDeposits(ctx, { typeUrl: CREATE_URL, message: msg }, owner);
      const createdAt = ctx.blockHeight;
      const groups = msg.groups.map((groupSpec, i): Group => {
        return { id: makeGroupId(id, i + 1), state: GroupState.open, groupSpec, createdAt };
      });
      behind(errors.ErrInternal, () => k.create(ctx, { id, state: DeploymentState.active, hash, createdAt }, groups));
      for (const { id: groupId, groupSpec } of groups) market.createOrder(ctx, groupId, groupSpec);
      escrow.accountCreate(ctx, deploymentAccountId(id), owner, deposits);
      return {};
    },

    updateDeployment(ctx, msg) {
      const deployment = activeDeployment(ctx, msg.id);
      if (equalBytes(msg.hash, deployment.hash)) throw errors.ErrInvalidHash.error();
      behind(errors.ErrInternal, () => k.updateDeployment(ctx, { ...deployment, hash: msg.hash }));
      return {};
    },

    // Deployment, groups, orders, bids and leases are closed by the hooks of the account.
    closeDeployment(ctx, msg) {
      const deployment = activeDeployment(ctx, msg.id);
      escrow.accountClose(ctx, deploymentAccountId(deployment.id));
      return {};
    },

    closeGroup(ctx, msg) {
      const found = group(ctx, msg.id);
      validateClosable(found);
      k.onCloseGroup(ctx, found, GroupState.closed);
      ignoringErrors(() => market.onGroupClosed(ctx, found.id, GroupState.closed));
      return {};
    },

    // PARITY: node x/deployment/handler/server.go, x/market/keeper/keeper.go: only an active order is closed with its group. One that is
    // still open stays, so that the group cannot be started again: an order is open already.
    pauseGroup(ctx, msg) {
      const found = group(ctx, msg.id);
      validatePausable(found);
      k.onPauseGroup(ctx, found);
      ignoringErrors(() => market.onGroupClosed(ctx, found.id, GroupState.paused));
      return {};
    },

    startGroup(ctx, msg) {
      const found = group(ctx, msg.id);
      validateStartable(found);
      k.onStartGroup(ctx, found);
      market.createOrder(ctx, found.id, found.groupSpec);
      return {};
    },

    updateParams(ctx, msg) {
      if (k.authority !== msg.authority) {
        throw ErrInvalidSigner.wrap(`invalid authority; expected ${k.authority}, got ${msg.authority}`);
      }
      k.setParams(ctx, msg.params);
      return {};
    },
  };
}
